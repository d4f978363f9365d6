/** Starts real browsers with fake cameras and microphones. */
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const firefoxPaths = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

function find(variable: string, paths: string[]): string | null {
  return process.env[variable] ?? paths.find((path) => existsSync(path)) ?? null;
}

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
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Candidates contain the IP address instead of an mDNS name (.local), which cannot be resolved here.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

export interface ChromiumOptions {
  /**
   * Given the path of Chromium, returns the path of a program that runs it elsewhere, e.g. in another network
   * namespace.
   */
  wrap?: (path: string) => string;
}

export function launchChromium(flags: string[] = [], { wrap }: ChromiumOptions = {}): Promise<Browser> {
  const executablePath = find('CHROMIUM_BIN', chromiumPaths);
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_BIN to one');
  return puppeteer.launch({
    executablePath: wrap?.(executablePath) ?? executablePath,
    headless: true,
    // Pipes also work from another network namespace.
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
