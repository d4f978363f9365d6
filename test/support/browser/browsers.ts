/** Real browsers with fake cameras and microphones. */
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const firefoxPaths = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

function find(variable: string, paths: string[]): string | null {
  return process.env[variable] ?? paths.find((path) => existsSync(path)) ?? null;
}

/** Background services would look for hosts that tests must not ask. */
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
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Pages name their own address instead of a .local name that nobody resolves here.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

export interface ChromiumOptions {
  /** From the path of Chromium to that of a program which runs it elsewhere, as in another network. */
  wrap?: (path: string) => string;
}

export function launchChromium(flags: string[] = [], { wrap }: ChromiumOptions = {}): Promise<Browser> {
  const executablePath = find('CHROMIUM_BIN', chromiumPaths);
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_BIN to one');
  return puppeteer.launch({
    executablePath: wrap?.(executablePath) ?? executablePath,
    headless: true,
    // A pipe reaches into another network.
    pipe: wrap !== undefined,
    args: [...chromiumFlags, ...flags],
    protocolTimeout: 120_000,
  });
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
