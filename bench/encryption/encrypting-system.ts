/** A system with end-to-end encryption in browsers, as the measurement uses it. */
import type { Page } from 'puppeteer';
import type { Admission } from '../cluster/peers/contender.ts';

export type Encryption = 'off' | 'on';

export interface EncryptingServer {
  /** For the SDK. */
  readonly url: string;
  createRoom(encryption: Encryption): Promise<string>;
  tokenFor(room: string, name: string, admission: Admission): Promise<string>;
  /** Lets somebody in who waits. @returns Date.now() just before the decision is sent */
  admit(room: string, name: string, host: Page): Promise<number>;
  close(): Promise<void>;
}

export interface EncryptingSystem {
  name: string;
  version: string;
  /** How the system calls it. */
  encryptions: Record<Encryption, string>;
  /** What is measured of this system, in one sentence for each difference from others. */
  notes: readonly string[];
  /** Where the secrets come from: `system`: it makes them, and new ones when people come and go. */
  secrets: 'system' | 'application';
  /** Path of the page with `measuredPerson`. */
  page: string;
  /** Bundles what its pages load, by path. */
  bundlePages(): Promise<Record<string, string>>;
  /** @param pageUrl origin of the pages that will connect */
  start(pageUrl: string): Promise<EncryptingServer>;
}

/** An empty page that loads a script. */
export const pageWith = (script: string): string =>
  `<!doctype html><html lang="en"><title>Bench</title><script type="module" src="${script}"></script>`;
