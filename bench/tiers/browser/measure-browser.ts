/**
 * Times that a person experiences, in real Chromium: three tabs whose camera shows a time code, in a room filled with
 * synthetic participants. From the token to the first decoded picture, from the host's click on admit to the first
 * picture, and end to end from one screen to another.
 */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { launchChromium } from '../../../test/support/browser/browsers.ts';
import { bundle, startPageServer } from '../../../test/support/browser/page-server.ts';
import { nowMs } from '../../clients/client-clock.ts';
import { ClientPool } from '../../clients/client-pool.ts';
import { ConnectedEnds } from '../../clients/connected-ends.ts';
import type { TimesResult } from '../../report/results.ts';
import { Times } from '../../statistics/times.ts';
import { Crowd } from '../../systems/hearthroom/crowd.ts';
import { HearthroomServer } from '../../systems/hearthroom/hearthroom.ts';
import type { Network } from '../../systems/network.ts';
import type {} from './browser-page.ts';

export interface BrowserOptions {
  network: Network;
  /** Participants in the room, including the three tabs. */
  room: number;
  /** One after the other; each is timed once. */
  sessions: number;
  /** How long the end-to-end delay of pictures is measured. */
  seconds: number;
}

const tabs = 3;
const limitMs = 30_000;
/** In practice nobody is admitted at the moment they arrive. */
const waitMs = 1_000;
/** Synthetic participants send for longer than any repetition takes. */
const crowdSeconds = 45;

export function whyNoBrowser(): string | null {
  const known = [process.env.CHROMIUM_BIN, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return known.some((path) => path !== undefined && existsSync(path)) ? null : 'no Chromium; set CHROMIUM_BIN to one';
}

export async function measureBrowser({ network, room, sessions, seconds }: BrowserOptions): Promise<TimesResult> {
  const times = new Times();
  const script = await bundle({ file: fileURLToPath(new URL('./browser-page.ts', import.meta.url)) });
  const pages = await startPageServer({
    '/': '<!doctype html><html lang="en"><title>Bench</title><script type="module" src="/page.js"></script>',
    '/page.js': script,
  });
  // Pages and server have different ports, so the server must allow the pages' origin.
  const server = await HearthroomServer.start(network, { HEARTHROOM_ALLOWED_ORIGINS: pages.url });
  const browser = await launchChromium();
  try {
    for (let held = 0; held < sessions; held += 1) {
      const crowd = Math.max(0, room - tabs);
      const session = new BrowserSession({ browser, pageUrl: pages.url, server, network, times });
      await session.hold(crowd, seconds);
    }
  } finally {
    await browser.close();
    await server.close();
    pages.close();
  }
  return { client: 'chromium', room, times: times.summarize(), loss: null };
}

interface Stage {
  browser: Browser;
  pageUrl: string;
  server: HearthroomServer;
  network: Network;
  times: Times;
}

class BrowserSession {
  readonly #stage: Stage;
  readonly #pages: Page[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async hold(crowdSize: number, seconds: number): Promise<void> {
    const { server, network } = this.#stage;
    const pool = new ClientPool(1);
    try {
      const room = await server.createRoom();
      const host = await this.#open();
      await host.evaluate((options) => benchPage.join(options), {
        url: server.url,
        token: await server.tokenFor(room, 'host', 'therapist'),
      });
      await host.evaluate(() => benchPage.publish());
      const ends = new ConnectedEnds(pool, network.clientAddress);
      const kinds = ['audio', 'video'] as const;
      const crowd = await Crowd.join({ server, room, people: crowdSize, ends, kinds, receives: true, encrypts: true });
      const picture = Uint8Array.from(await host.evaluate(() => benchPage.vp8KeyFrame()));
      const streams = await crowd.streams(picture, crowdSeconds);
      await pool.sender.request('load', { streams, seconds: crowdSeconds, sampleEvery: 1 });
      const sending = pool.sender.request('send', { startAtMs: nowMs() + 100 }).catch(() => {
        // It ended with the session.
      });
      await delay(500);
      await this.#timeJoin(room);
      await this.#timeAdmission(room, host, seconds);
      await crowd.close();
      await pool.close();
      await sending;
    } finally {
      await pool.close();
      await Promise.all(this.#pages.map((page) => page.browserContext().close()));
    }
  }

  async #open(): Promise<Page> {
    const { browser, pageUrl } = this.#stage;
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    this.#pages.push(page);
    await page.goto(pageUrl);
    await page.waitForFunction(() => 'benchPage' in globalThis);
    return page;
  }

  /** A second host is admitted on connecting. */
  async #timeJoin(room: string): Promise<void> {
    const { server, times } = this.#stage;
    const page = await this.#open();
    const token = await server.tokenFor(room, 'second-host', 'cotherapist');
    const startedAt = await page.evaluate((options) => benchPage.join(options), { url: server.url, token });
    times.add('token → first decoded frame', (await firstFrame(page)) - startedAt);
  }

  async #timeAdmission(room: string, host: Page, seconds: number): Promise<void> {
    const { server, times } = this.#stage;
    const client = await this.#open();
    const token = await server.tokenFor(room, 'client', 'client');
    await client.evaluate((options) => benchPage.join(options), { url: server.url, token });
    await client.evaluate(() => benchPage.publish());
    await host.waitForFunction(() => benchPage.waitingCount() > 0, { timeout: limitMs });
    await delay(waitMs);
    const clickedAt = await host.evaluate(() => benchPage.admitFirst());
    times.add('admit → first frame at the client', (await firstFrame(client)) - clickedAt);
    const clientId = await client.evaluate(() => benchPage.ownId());
    times.add('admit → first frame of the client at the host', (await firstFrame(host, clientId)) - clickedAt);
    const hostId = await host.evaluate(() => benchPage.ownId());
    await client.evaluate((id) => benchPage.timeGlass(id), hostId);
    await delay(seconds * 1_000);
    const seen = await client.evaluate(() => benchPage.seen());
    const ages = seen.filter(({ participantId }) => participantId === hostId).flatMap(({ agesMs }) => agesMs);
    for (const age of ages) times.add('glass to glass', age);
  }
}

/** Date.now() of the first picture of anybody, or of one participant. */
async function firstFrame(page: Page, participantId?: string): Promise<number> {
  const giveUpAt = performance.now() + limitMs;
  while (performance.now() < giveUpAt) {
    const seen = await page.evaluate(() =>
      benchPage.seen().map(({ participantId, firstFrameAt }) => ({ participantId, firstFrameAt })),
    );
    const frames = seen.filter((entry) => participantId === undefined || entry.participantId === participantId);
    if (frames.length > 0) return Math.min(...frames.map(({ firstFrameAt }) => firstFrameAt));
    await delay(50);
  }
  throw new Error('No picture came');
}
