/**
 * npm run test:echo: measures in Chromium what echo cancellation does to a microphone that the SDK opens. The page plays a
 * voice into a loudspeaker of PulseAudio whose monitor is its microphone, so that everything it plays comes back. Needs
 * Chromium, and `pulseaudio` and `pactl` (Debian: pulseaudio, pulseaudio-utils); it starts a daemon of its own, which
 * touches no sound device and nothing of a daemon that runs already. Ends with 1 if less than 25 dB are cancelled.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { launchChromium } from '../support/browser/browsers.ts';
import { startScriptPage } from '../support/browser/page-server.ts';
import { until } from '../support/browser/person.ts';
import { speech, toWav } from '../support/sound/sound-samples.ts';

const leastCancelledDb = 25;
/** The canceller adapts in the first few seconds. */
const adaptingHalfSeconds = 10;
const halfSeconds = 40;

interface Loop {
  env: NodeJS.ProcessEnv;
  close(): void;
}

/** A daemon with one loudspeaker, whose monitor is the only microphone. */
async function startLoop(): Promise<Loop> {
  const folder = mkdtempSync(join(tmpdir(), 'hearthroom-echo-'));
  const socket = join(folder, 'native');
  const env = {
    ...process.env,
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: folder,
    PULSE_SERVER: `unix:${socket}`,
  };
  const modules = [
    `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    'module-null-sink sink_name=room rate=48000',
    'module-remap-source source_name=microphone master=room.monitor',
  ];
  const options = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--log-level=error'];
  const daemon: ChildProcess = spawn('pulseaudio', [...options, ...modules.flatMap((one) => ['-L', one])], {
    env,
    stdio: 'ignore',
  });
  const failed = new Promise<never>((_, reject) => daemon.once('error', reject));
  await Promise.race([failed, until(() => isMicrophoneThere(env), 'the daemon of PulseAudio', 20_000)]);
  return {
    env,
    close: () => {
      daemon.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The daemon answers before it has loaded all modules. */
function isMicrophoneThere(env: NodeJS.ProcessEnv): boolean {
  const { error, status } = spawnSync('pactl', ['set-default-source', 'microphone'], { env, stdio: 'ignore' });
  if (error) throw error;
  return status === 0;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;

async function measure(page: Page, from: 'sdk' | 'raw', wav: string): Promise<number> {
  const { echoCancellation, levelsDb } = await page.evaluate(
    (...args) => loopPage.measure(...args),
    from,
    wav,
    halfSeconds,
  );
  const level = median(levelsDb.slice(adaptingHalfSeconds));
  const what = from === 'sdk' ? 'opened by the SDK' : 'without processing';
  print(
    `${what.padEnd(20)} echoCancellation ${echoCancellation}: ${level.toFixed(0)} dB (median of ${levelsDb.length - adaptingHalfSeconds} half seconds)`,
  );
  return level;
}

async function run(loop: Loop): Promise<boolean> {
  const pages = await startScriptPage(new URL('./loop-page.ts', import.meta.url));
  const chromium = await launchChromium([], { sound: loop.env });
  try {
    const page = await chromium.newPage();
    await page.goto(pages.url);
    await page.waitForFunction(() => 'loopPage' in globalThis);
    const wav = toWav(speech(20, 1));
    const heard = await measure(page, 'raw', wav);
    const left = await measure(page, 'sdk', wav);
    const cancelled = heard - left;
    print(`${cancelled.toFixed(0)} dB of what the page plays are cancelled (at least ${leastCancelledDb})`);
    if (heard < -60) print('The microphone does not hear the loudspeaker: there is nothing to measure.');
    return heard >= -60 && cancelled >= leastCancelledDb;
  } finally {
    await chromium.close();
    pages.close();
  }
}

let loop: Loop;
try {
  loop = await startLoop();
} catch (error) {
  print(
    `PulseAudio did not start (${error}). This needs pulseaudio and pactl: apt-get install pulseaudio pulseaudio-utils`,
  );
  process.exit(1);
}
try {
  process.exitCode = (await run(loop)) ? 0 : 1;
} finally {
  loop.close();
}
