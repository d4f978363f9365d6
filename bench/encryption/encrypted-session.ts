/** One session of four people in Chromium, with or without encryption, and what is timed in it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer';
import { childrenOf, readUsage } from '../machine/process-usage.ts';
import type { Times } from '../statistics/times.ts';
import type { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import type {} from '../tiers/browser/browser-page.ts';
import type {} from './encryption-page.ts';

export type Encryption = 'off' | 'required';

export interface SessionStage {
  browser: Browser;
  pageUrl: string;
  server: HearthroomServer;
  times: Times;
  /** How long the CPU is measured. */
  seconds: number;
}

const clients = 3;
const limitMs = 30_000;
/** In practice nobody is admitted at the moment they arrive. */
const waitMs = 1_000;

export async function holdSession(stage: SessionStage, encryption: Encryption): Promise<void> {
  const { browser, pageUrl, server, times, seconds } = stage;
  const pages: Page[] = [];
  const enter = async (room: string, sub: string): Promise<Page> => {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    pages.push(page);
    await page.goto(pageUrl);
    await page.waitForFunction(() => 'encryptionPage' in globalThis);
    const token = await server.tokenFor(room, sub, sub === 'host' ? 'therapist' : 'client');
    await page.evaluate((options) => benchPage.join(options), { url: server.url, token });
    await page.evaluate(() => benchPage.publish());
    return page;
  };
  try {
    const room = await server.createRoom({ encryption });
    const host = await enter(room, 'host');
    const inside = [host];
    for (let admitted = 0; admitted < clients; admitted += 1) {
      const client = await enter(room, `client-${admitted}`);
      await host.waitForFunction(() => benchPage.waitingCount() > 0, { timeout: limitMs });
      await delay(waitMs);
      const clickedAt = await host.evaluate(() => benchPage.admitFirst());
      times.add(`admit → first frame at the client (${encryption})`, (await firstFrame(client)) - clickedAt);
      const id = await client.evaluate(() => benchPage.ownId());
      times.add(
        `admit → first frame of the client at the host (${encryption})`,
        (await firstFrame(host, id)) - clickedAt,
      );
      if (encryption === 'required') await timeRotation(times, 'a person enters', inside, clickedAt);
      inside.push(client);
    }
    await delay(waitMs);
    const streams = inside.length * (inside.length - 1);
    times.add(
      `CPU of Chromium for each received person, % of a core (${encryption})`,
      (await measureCpu(browser, seconds)) / streams,
    );
    const leaving = inside.pop();
    if (!leaving || encryption === 'off') return;
    const leftAt = Date.now();
    await leaving.evaluate(() => benchPage.leave());
    await timeRotation(times, 'a person leaves', inside, leftAt);
  } finally {
    for (const page of pages) await page.browserContext().close();
  }
}

/** Until the last of these senders uses a new secret. */
async function timeRotation(times: Times, what: string, senders: readonly Page[], sinceMs: number): Promise<void> {
  const changed = await Promise.all(
    senders.map(async (page) => {
      const found = await page.waitForFunction(
        (since) => encryptionPage.newSecretAt(since),
        { timeout: limitMs },
        sinceMs,
      );
      return Number(await found.jsonValue());
    }),
  );
  times.add(`${what} → all others use a new secret`, Math.max(...changed) - sinceMs);
}

/** @returns what all processes of this browser use, in percent of one core */
async function measureCpu(browser: Browser, seconds: number): Promise<number> {
  const pid = browser.process()?.pid;
  if (pid === undefined) throw new Error('The browser has ended');
  const before = cpuSecondsBelow(pid);
  const startedAt = performance.now();
  await delay(seconds * 1_000);
  return ((cpuSecondsBelow(pid) - before) / ((performance.now() - startedAt) / 1_000)) * 100;
}

function cpuSecondsBelow(pid: number): number {
  const own = readUsage(pid)?.cpuSeconds ?? 0;
  return childrenOf(pid).reduce((sum, child) => sum + cpuSecondsBelow(child), own);
}

/** Date.now() of the first picture of anybody, or of one participant. */
async function firstFrame(page: Page, participantId: string | null = null): Promise<number> {
  const found = await page.waitForFunction(
    (wanted) => {
      const seen = benchPage.seen().filter((entry) => wanted === null || entry.participantId === wanted);
      return seen.length > 0 && Math.min(...seen.map(({ firstFrameAt }) => firstFrameAt));
    },
    { timeout: limitMs },
    participantId,
  );
  return Number(await found.jsonValue());
}
