/** One session of four people in Chromium, with or without encryption, and what is timed in it. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'puppeteer';
import type { Admission } from '../cluster/peers/contender.ts';
import { childrenOf, readUsage } from '../machine/process-usage.ts';
import type { EncryptingServer, EncryptingSystem, Encryption } from './encrypting-system.ts';
import type {} from './encryption-page.ts';
import type { Sending } from './person-page.ts';

export interface SessionStage {
  browser: Browser;
  /** Origin of the pages. */
  pageUrl: string;
  system: EncryptingSystem;
  server: EncryptingServer;
  encryption: Encryption;
  sending: Sending;
  /** How long CPU and pictures are measured, each. */
  seconds: number;
  /** Milliseconds, if `what` does not say otherwise. */
  add(what: string, value: number): void;
}

const clients = 3;
const limitMs = 30_000;
/** In practice nobody is admitted at the moment they arrive. */
const waitMs = 1_000;

export async function holdSession(stage: SessionStage): Promise<void> {
  const room = await stage.server.createRoom(stage.encryption);
  const session = new EncryptedSession(stage, room);
  try {
    await session.hold();
  } finally {
    await session.close();
  }
}

class EncryptedSession {
  readonly #stage: SessionStage;
  readonly #room: string;
  readonly #sharedKey: number[] | null;
  readonly #pages: Page[] = [];
  /** Who is in the group; the host is the first one. */
  readonly #inside: Page[] = [];

  constructor(stage: SessionStage, room: string) {
    this.#stage = stage;
    this.#room = room;
    this.#sharedKey = stage.encryption === 'on' ? [...randomBytes(32)] : null;
  }

  async hold(): Promise<void> {
    const host = await this.#open();
    await this.#join(host, 'host', 'at-once');
    await host.evaluate(() => measuredPerson.publish());
    this.#inside.push(host);
    for (let admitted = 0; admitted < clients; admitted += 1) await this.#admit(host, `client-${admitted}`);
    await delay(waitMs);
    await this.#checkEncryption();
    await this.#measureVideo();
    await this.#timeGlass(host);
    await this.#timeLeaving();
    await delay(waitMs);
    await this.#timeJoin();
  }

  async close(): Promise<void> {
    for (const page of this.#pages) await page.browserContext().close();
  }

  async #open(): Promise<Page> {
    const { browser, pageUrl, system } = this.#stage;
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    this.#pages.push(page);
    await page.goto(`${pageUrl}${system.page}`);
    await page.waitForFunction(() => 'measuredPerson' in globalThis);
    return page;
  }

  /** @returns Date.now() just before connecting */
  async #join(page: Page, name: string, admission: Admission): Promise<number> {
    const { server, sending } = this.#stage;
    const token = await server.tokenFor(this.#room, name, admission);
    const entrance = { url: server.url, token, sharedKey: this.#sharedKey, sending };
    return await page.evaluate((options) => measuredPerson.join(options), entrance);
  }

  async #admit(host: Page, name: string): Promise<void> {
    const { server, add } = this.#stage;
    const client = await this.#open();
    await this.#join(client, name, 'by-decision');
    await client.evaluate(() => measuredPerson.publish());
    await delay(waitMs);
    const decidedAt = await server.admit(this.#room, name, host);
    add('admit → first frame at the client', (await firstFrame(client)) - decidedAt);
    const id = await client.evaluate(() => measuredPerson.ownId());
    add('admit → first frame of the client at the host', (await firstFrame(host, id)) - decidedAt);
    await this.#timeRotation('a person enters', decidedAt);
    this.#inside.push(client);
  }

  /** Figures of a session that is not encrypted as it should be would compare nothing. */
  async #checkEncryption(): Promise<void> {
    const found = await Promise.all(this.#inside.map((page) => page.evaluate(() => measuredPerson.isEncrypted())));
    const wanted = this.#stage.encryption === 'on';
    if (found.some((isEncrypted) => isEncrypted !== wanted)) {
      throw new Error(wanted ? 'somebody’s media is not encrypted' : 'somebody’s media is encrypted');
    }
  }

  /** CPU of the browser, and what it was used for. */
  async #measureVideo(): Promise<void> {
    const { browser, seconds, add } = this.#stage;
    const read = () => Promise.all(this.#inside.map((page) => page.evaluate(() => measuredPerson.received())));
    const before = await read();
    const cpu = await measureCpu(browser, seconds);
    const after = await read();
    const others = this.#inside.length - 1;
    add('CPU of Chromium for each received person, % of a core', cpu / (this.#inside.length * others));
    for (const [index, { bytes, frames, at, heightPx }] of after.entries()) {
      const first = before[index];
      if (!first) continue;
      const passedSeconds = (at - first.at) / 1_000;
      add('video of each received person, kbit/s', ((bytes - first.bytes) * 8) / 1_000 / passedSeconds / others);
      add('decoded frames of each received person, 1/s', (frames - first.frames) / passedSeconds / others);
      add('height of the received pictures, pixels', heightPx);
    }
  }

  /** In a window of its own: reading pictures takes CPU. */
  async #timeGlass(host: Page): Promise<void> {
    const viewer = this.#inside.at(-1);
    if (!viewer) return;
    const hostId = await host.evaluate(() => measuredPerson.ownId());
    await viewer.evaluate((id) => measuredPerson.timeGlass(id), hostId);
    await delay(this.#stage.seconds * 1_000);
    const seen = await viewer.evaluate(() => measuredPerson.seen());
    const ages = seen.filter(({ participantId }) => participantId === hostId).flatMap(({ agesMs }) => agesMs);
    for (const age of ages) this.#stage.add('glass to glass', age);
  }

  async #timeLeaving(): Promise<void> {
    const leaving = this.#inside.pop();
    const leftAt = Date.now();
    await leaving?.evaluate(() => measuredPerson.leave());
    await this.#timeRotation('a person leaves', leftAt);
  }

  /** Somebody who is let in at once, and sends nothing. */
  async #timeJoin(): Promise<void> {
    const page = await this.#open();
    const startedAt = await this.#join(page, 'late', 'at-once');
    this.#stage.add('token → first decoded frame', (await firstFrame(page)) - startedAt);
  }

  /** Until the last of those inside uses a new secret. */
  async #timeRotation(what: string, sinceMs: number): Promise<void> {
    const { encryption, system, add } = this.#stage;
    if (encryption === 'off' || system.secrets !== 'system') return;
    const changed = await Promise.all(
      this.#inside.map(async (page) => {
        const found = await page.waitForFunction(
          (since) => encryptionPage.newSecretAt(since),
          { timeout: limitMs },
          sinceMs,
        );
        return Number(await found.jsonValue());
      }),
    );
    add(`${what} → all others use a new secret`, Math.max(...changed) - sinceMs);
  }
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
      const seen = measuredPerson.seen().filter((entry) => wanted === null || entry.participantId === wanted);
      return seen.length > 0 && Math.min(...seen.map(({ firstFrameAt }) => firstFrameAt));
    },
    { timeout: limitMs },
    participantId,
  );
  return Number(await found.jsonValue());
}
