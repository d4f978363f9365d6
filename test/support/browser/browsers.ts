/** Starts real browsers with fake cameras and microphones. */
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const firefoxPaths = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

function find(variable: string, paths: string[]): string | null {
  return process.env[variable] ?? paths.find((path) => existsSync(path)) ?? null;
}

const fakeAnswers = '--use-fake-ui-for-media-stream';

/** Stops background services from contacting hosts outside the test. */
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  fakeAnswers,
  '--autoplay-policy=no-user-gesture-required',
  // Candidates contain the IP address instead of an mDNS name (.local), which cannot be resolved here.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** Cameras of few pictures a second need far less CPU: for tests that don't look at the motion of a picture. */
export const fewPictures: ChromiumOptions = { cameraFps: 5 };

export interface ChromiumOptions {
  /** Pictures per second of the fake cameras; 20 by default. */
  cameraFps?: number;
  /** Number of fake cameras and of fake microphones; one by default. */
  deviceCount?: number;
  /**
   * Given the path of Chromium, returns the path of a program that runs it elsewhere, e.g. in another network
   * namespace.
   */
  wrap?: (path: string) => string;
  /**
   * Title of the tab that is shared when a page asks for a screen, with what it plays; otherwise a fake screen is. Pages may
   * not use cameras and microphones then.
   */
  sharedTab?: string;
  /** Real sound instead of fake devices: the environment in which the browser finds a sound server. */
  sound?: NodeJS.ProcessEnv;
}

export function launchChromium(
  flags: string[] = [],
  { wrap, sound, sharedTab, ...devices }: ChromiumOptions = {},
): Promise<Browser> {
  const executablePath = find('CHROMIUM_BIN', chromiumPaths);
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_BIN to one');
  // Nobody answers in place of the person then: only so are real tabs shared.
  const answers = chromiumFlags.filter((flag) => sharedTab === undefined || flag !== fakeAnswers);
  const choice = sharedTab === undefined ? [] : [`--auto-select-tab-capture-source-by-title=${sharedTab}`];
  const isHeard = sound !== undefined || sharedTab !== undefined;
  return puppeteer.launch({
    executablePath: wrap?.(executablePath) ?? executablePath,
    headless: true,
    // Pipes also work from another network namespace.
    pipe: wrap !== undefined,
    ...(sound && { env: sound }),
    ...(isHeard && { ignoreDefaultArgs: ['--mute-audio'] }),
    args: [...answers, ...(sound ? [] : [fakeDevices(devices)]), ...choice, ...flags],
    protocolTimeout: 120_000,
  });
}

function fakeDevices({ cameraFps = 20, deviceCount = 1 }: ChromiumOptions): string {
  return `--use-fake-device-for-media-stream=fps=${cameraFps},device-count=${deviceCount}`;
}

export const hasFirefox = (): boolean => find('FIREFOX_BIN', firefoxPaths) !== null;

export function launchFirefox(): Promise<Browser> {
  const executablePath = find('FIREFOX_BIN', firefoxPaths);
  if (executablePath === null) throw new Error('No Firefox: set FIREFOX_BIN to one');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    protocolTimeout: 120_000,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
    },
  });
}
