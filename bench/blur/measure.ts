/**
 * `npm run bench:blur`: how long the SDK takes to blur a picture of a camera, in Chromium without a graphics card, and
 * how many pictures a second come out. The camera is Chromium's own, which shows no person; that changes nothing of the
 * work. Options: `--seconds 10`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer';
import { launchChromium } from '../../test/support/browser/browsers.ts';
import { percentilesOf } from '../statistics/percentiles.ts';

const sizes = [
  { width: 640, height: 360 },
  { width: 1_280, height: 720 },
] as const;
/** After the first pictures, which are slow. */
const warmUpMs = 3_000;

interface Measured {
  loadMs: number;
  workMs: number[];
  seconds: number;
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', wasm: 'application/wasm' };

function serveSdk() {
  const served = fileURLToPath(new URL('../../sdk/dist/served', import.meta.url));
  const [version = ''] = readdirSync(served);
  const page = '<!doctype html><html lang="en"><title>Blur</title><script src="/hearthroom.min.js"></script>';
  const server = createServer(({ url = '/' }, response) => {
    const name = /^\/([\w.-]+)$/.exec(url)?.[1];
    response.setHeader('content-type', name ? (types[name.split('.').at(-1) ?? ''] ?? 'text/plain') : 'text/html');
    response.end(name && name !== 'favicon.ico' ? readFileSync(join(served, version, name)) : page);
  });
  return new Promise<{ url: string; close(): void }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}/`, close: () => server.close() });
    });
  });
}

/** Runs in the page: notes what the worker says of each picture. */
function noteWork(): void {
  const scope = globalThis as unknown as { workMs: number[]; Worker: typeof Worker };
  scope.workMs = [];
  const NativeWorker = scope.Worker;
  scope.Worker = class extends NativeWorker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'blurred') scope.workMs.push(data.workMs);
      });
    }
  };
}

async function measure(page: Page, size: (typeof sizes)[number], measuredMs: number): Promise<Measured> {
  return await page.evaluate(
    async ({ width, height }, pauseMs, forMs) => {
      const { Hearthroom, workMs } = globalThis as unknown as {
        Hearthroom: typeof import('@hearthroom/sdk');
        workMs: number[];
      };
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { width: { exact: width }, height: { exact: height }, frameRate: 30 },
      });
      const [track] = stream.getVideoTracks();
      if (!track) throw new Error('There is no camera');
      const environment = { minimumBlurRate: 0 };
      const session = new Hearthroom.Session({ url: location.href, getToken: () => '', environment });
      const from = performance.now();
      await session.localParticipant.setCameraBackground('blur');
      await session.localParticipant.setCameraEnabled(true, { track });
      const loadMs = performance.now() - from;
      await wait(pauseMs);
      workMs.splice(0);
      const begunAt = performance.now();
      await wait(forMs);
      const result = { loadMs, workMs: [...workMs], seconds: (performance.now() - begunAt) / 1_000 };
      await session.localParticipant.setCameraEnabled(false);
      return result;
    },
    size,
    warmUpMs,
    measuredMs,
  );
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const server = await serveSdk();
const browser = await launchChromium([], { cameraFps: 30 });
try {
  console.log(`${cpus().length} × ${cpus()[0]?.model}, without a graphics card; a camera of 30 pictures a second`);
  console.log('| picture | ms each: median | 95% | pictures a second | ms to the first |\n|---|---|---|---|---|');
  for (const size of sizes) {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(noteWork);
    await page.goto(server.url);
    const { loadMs, workMs, seconds } = await measure(page, size, Number(values.seconds) * 1_000);
    const work = percentilesOf(Float64Array.from(workMs));
    const rate = (workMs.length / seconds).toFixed(1);
    const cells = [
      `${size.width} × ${size.height}`,
      work?.p50.toFixed(1),
      work?.p95.toFixed(1),
      rate,
      Math.round(loadMs),
    ];
    console.log(`| ${cells.join(' | ')} |`);
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
