/** Loads the served SDK in real Chromium, and joins a session with it, up to the first picture of the host. */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'puppeteer';
import { launchChromium } from '../../test/support/browser/browsers.ts';
import { bundle, type PageServer, startPageServer } from '../../test/support/browser/page-server.ts';
import { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import { loopback } from '../systems/network.ts';
import type {} from '../tiers/browser/browser-page.ts';
import type {} from './measured-page.ts';
import { type Amounts, type Line, Traffic } from './traffic.ts';

export const entries = ['element', 'script'] as const;
/** `element`: hearthroom-ui.min.js; `script`: hearthroom.min.js, with a page that attaches the tracks itself. */
export type Entry = (typeof entries)[number];

/** Milliseconds from the token, by step, in the order in which they are done. */
export type Steps = Record<string, number>;

export interface Loading {
  steps: Steps;
  amounts: Amounts;
  urls: readonly string[];
}

const limitMs = 60_000;
const steps = ['script', 'lobby', 'connected', 'admitted', 'first frame'];

export class LoadingStage {
  readonly server: HearthroomServer;
  readonly #browser: Browser;
  readonly #pages: PageServer;
  readonly #room: string;
  #loaded = 0;

  /** With a host in the room who sends a picture. */
  static async open(): Promise<LoadingStage> {
    const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    const tools = await bundle({ file: file('./measured-page.ts') });
    const host = await bundle({ file: file('../tiers/browser/browser-page.ts') });
    // Pages are written when they are requested: by then there is a server.
    const current = { url: '', token: '' };
    const pages = await startPageServer({
      '/host': '<!doctype html><html lang="en"><title>Host</title><script type="module" src="/host.js"></script>',
      '/host.js': host,
      '/element': () => measuredPage(tools, current, elementOf(current.url)),
      '/script': () => measuredPage(tools, current, scriptOf(current.url)),
      '/favicon.ico': '',
    });
    const server = await HearthroomServer.start(loopback(), { HEARTHROOM_ALLOWED_ORIGINS: pages.url });
    current.url = server.url;
    const browser = await launchChromium();
    const room = await server.createRoom();
    const stage = new LoadingStage({ server, browser, pages, room, handToken: (token) => (current.token = token) });
    await stage.#openHost();
    return stage;
  }

  readonly #handToken: (token: string) => void;

  private constructor(parts: {
    server: HearthroomServer;
    browser: Browser;
    pages: PageServer;
    room: string;
    handToken: (token: string) => void;
  }) {
    this.server = parts.server;
    this.#browser = parts.browser;
    this.#pages = parts.pages;
    this.#room = parts.room;
    this.#handToken = parts.handToken;
  }

  async #openHost(): Promise<void> {
    const page = await (await this.#browser.createBrowserContext()).newPage();
    await page.goto(`${this.#pages.url}/host`);
    await page.waitForFunction(() => 'benchPage' in globalThis);
    const token = await this.server.tokenFor(this.#room, 'host', 'therapist');
    await page.evaluate((options) => benchPage.join(options), { url: this.server.url, token });
    await page.evaluate(() => benchPage.publish());
  }

  /** Loads once with an empty cache, and once more in the same browser profile. */
  async load(entry: Entry, line: Line | null): Promise<{ cold: Loading; warm: Loading }> {
    // Each context has a cache of its own, which is empty.
    const context = await this.#browser.createBrowserContext();
    try {
      const cold = await this.#loadOnce(context, entry, line);
      return { cold, warm: await this.#loadOnce(context, entry, line) };
    } finally {
      await context.close();
    }
  }

  async #loadOnce(context: BrowserContext, entry: Entry, line: Line | null): Promise<Loading> {
    this.#loaded += 1;
    this.#handToken(await this.server.tokenFor(this.#room, `client-${this.#loaded}`, 'client', 'bypass'));
    const page = await context.newPage();
    const traffic = await Traffic.watch(page, line);
    await page.bringToFront();
    await page.goto(`${this.#pages.url}/${entry}`);
    await page.waitForFunction(() => measured.marks['first frame'] !== undefined, { timeout: limitMs, polling: 50 });
    const steps = await readSteps(page, traffic);
    const { amounts, urls } = structuredClone({ amounts: traffic.amounts, urls: traffic.urls });
    // Their seats would be in the snapshots of those who come later.
    await page.evaluate(async () => void (await measured.leave?.()));
    await page.close();
    return { steps, amounts, urls };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#pages.close();
    await this.server.close();
  }
}

async function readSteps(page: Page, { connectedAt }: Traffic): Promise<Steps> {
  const marks: Record<string, number> = { ...(await page.evaluate(() => measured.marks)) };
  if (connectedAt !== null) marks.connected = connectedAt;
  const { token = Number.NaN } = marks;
  return Object.fromEntries(steps.flatMap((step) => (marks[step] === undefined ? [] : [[step, marks[step] - token]])));
}

const measuredPage = (tools: string, options: { url: string; token: string }, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Session</title>
<script>globalThis.measured = ${JSON.stringify({ ...options, marks: {} })};</script>
<script>{${tools}}</script>
${body}`;

/** As in sdk/ui/README.md. */
const elementOf = (url: string): string =>
  `<script type="module" src="${url}/sdk/latest/hearthroom-ui.min.js"></script>
<hearthroom-session url="${url}"></hearthroom-session>`;

/** As in sdk/README.md. */
const scriptOf = (url: string): string => `<script src="${url}/sdk/latest/hearthroom.min.js"></script><body></body>`;
