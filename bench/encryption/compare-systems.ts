/** Sessions of each system with and without encryption, one after the other, in one browser. */
import type { Browser } from 'puppeteer';
import { launchChromium } from '../../test/support/browser/browsers.ts';
import { startPageServer } from '../../test/support/browser/page-server.ts';
import { holdSession } from './encrypted-session.ts';
import type { EncryptingServer, EncryptingSystem } from './encrypting-system.ts';
import type {} from './encryption-page.ts';
import type { Figure } from './encryption-table.ts';
import type { Sending } from './person-page.ts';

export interface RunOptions {
  runs: number;
  seconds: number;
  sending: Sending;
  /** Tells of progress, and of a system that can't be measured. */
  note(text: string): void;
}

export interface Compared {
  systems: EncryptingSystem[];
  figures: Figure[];
  /** Why others were not measured, each in one line. */
  missing: string[];
}

/** Timed in one page; as many as a camera makes in two minutes. */
const frames = 2_000;

type Running = [EncryptingSystem, EncryptingServer];

/** @param systems the first one is Hearthroom, without which nothing is measured */
export async function compareSystems(systems: readonly EncryptingSystem[], options: RunOptions): Promise<Compared> {
  const bundles = await Promise.all(systems.map((system) => system.bundlePages()));
  const pages = await startPageServer(Object.fromEntries(bundles.flatMap((bundle) => Object.entries(bundle))));
  const missing: string[] = [];
  const running: Running[] = [];
  let browser: Browser | null = null;
  try {
    for (const system of systems) {
      const server = await startSystem(system, system === systems[0], pages.url, missing);
      if (server) running.push([system, server]);
    }
    for (const text of missing) options.note(text);
    browser = await launchChromium();
    const figures = await holdRuns(running, { browser, pageUrl: pages.url, options, missing });
    figures.push(...(await timeFrames(browser, pages.url)));
    const measured = running.map(([system]) => system);
    return { systems: measured, figures: figures.filter(({ system }) => isOneOf(measured, system)), missing };
  } finally {
    await browser?.close();
    await Promise.all(running.map(([, server]) => server.close()));
    pages.close();
  }
}

/** A peer that does not start is no reason to measure nothing. */
async function startSystem(
  system: EncryptingSystem,
  isNeeded: boolean,
  pageUrl: string,
  missing: string[],
): Promise<EncryptingServer | null> {
  try {
    return await system.start(pageUrl);
  } catch (error) {
    if (isNeeded) throw error;
    missing.push(`${system.name} ${system.version} did not start: ${firstLineOf(error)}`);
    return null;
  }
}

interface Stage {
  browser: Browser;
  pageUrl: string;
  options: RunOptions;
  missing: string[];
}

/** A peer that fails is left out of `running` from then on. */
async function holdRuns(running: Running[], { browser, pageUrl, options, missing }: Stage): Promise<Figure[]> {
  const { runs, seconds, sending, note } = options;
  const figures: Figure[] = [];
  for (let run = 0; run < runs; run += 1) {
    const kinds = running.flatMap(([system, server]) =>
      (['off', 'on'] as const).map((encryption) => ({ system, server, encryption })),
    );
    // Interleaved and in both orders, so that other load on the machine affects all of them.
    for (const { system, server, encryption } of run % 2 === 0 ? kinds : kinds.toReversed()) {
      if (!running.some(([one]) => one === system)) continue;
      const add = (what: string, value: number) => figures.push({ what, system: system.name, encryption, run, value });
      try {
        await holdSession({ browser, pageUrl, system, server, encryption, sending, seconds, add });
      } catch (error) {
        if (system === running[0]?.[0]) throw error;
        const text = `${system.name} ${system.version} failed in run ${run + 1}, and is left out: ${firstLineOf(error)}`;
        missing.push(text);
        note(text);
        running.splice(
          running.findIndex(([one]) => one === system),
          1,
        );
        await server.close();
      }
    }
    note(`run ${run + 1} of ${runs}`);
  }
  return figures;
}

/** Hearthroom's encryption without media. */
async function timeFrames(browser: Browser, pageUrl: string): Promise<Figure[]> {
  const page = await browser.newPage();
  await page.goto(pageUrl);
  await page.waitForFunction(() => 'encryptionPage' in globalThis);
  const { encryptMs, decryptMs } = await page.evaluate((count) => encryptionPage.timeFrames(count), frames);
  const figuresOf = (what: string, times: readonly number[]): Figure[] =>
    times.map((value) => ({ what, system: 'hearthroom', encryption: 'on', run: 0, value }));
  return [...figuresOf('encrypt a frame', encryptMs), ...figuresOf('decrypt a frame', decryptMs)];
}

const isOneOf = (systems: readonly EncryptingSystem[], name: string): boolean =>
  systems.some((system) => system.name === name);

const firstLineOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
