/** The two people in Chromium, one on a good line and one on the line that is measured. */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { launchChromium } from '../../../../test/support/browser/browsers.ts';
import { bundle, type PageServer, startPageServer } from '../../../../test/support/browser/page-server.ts';
import type { Watched } from '../figures/samples.ts';
import type { LineNetwork } from '../network/line-network.ts';
import type {} from '../page/line-page.ts';
import type { Entrance } from '../page/page-room.ts';
import type { PersonName } from './line-system.ts';

const limitMs = 30_000;
const script = fileURLToPath(new URL('../page/line-page.ts', import.meta.url));
const places: Record<PersonName, 'others' | 'person'> = { host: 'others', person: 'person' };
/** Room for a large video and seven small ones. */
const viewport = { width: 1_280, height: 800 };

/** Made once, for all measurements. */
export const bundleLinePage = (): Promise<string> => bundle({ file: script });

export class LinePeople {
  readonly #pages: PageServer;
  readonly #browsers: Browser[] = [];
  readonly #people = new Map<PersonName, Page>();

  /** @param page as `bundleLinePage` made it */
  static async open(network: LineNetwork, page: string): Promise<LinePeople> {
    const head = '<!doctype html><html lang="en"><title>Line</title><script type="module" src="/page.js"></script>';
    const people = new LinePeople(await startPageServer({ '/': head, '/page.js': page }, network.address));
    try {
      for (const name of ['host', 'person'] as const) await people.#open(name, network);
      return people;
    } catch (error) {
      await people.close();
      throw error;
    }
  }

  private constructor(pages: PageServer) {
    this.#pages = pages;
  }

  /** Origin of the pages. */
  get url(): string {
    return this.#pages.url;
  }

  async join(name: PersonName, entrance: Entrance, watched: PersonName | null): Promise<void> {
    await this.#page(name).evaluate((how, whom) => linePage.join(how, whom), entrance, watched);
  }

  async publish(name: PersonName): Promise<void> {
    await this.#page(name).evaluate(() => linePage.publish());
  }

  async syntheticPicture(): Promise<Uint8Array> {
    return Uint8Array.from(await this.#page('host').evaluate(() => linePage.syntheticPicture()));
  }

  /** Resolves once pictures have come for this long. */
  async startWatching(name: PersonName, watched: PersonName, settleSeconds: number): Promise<void> {
    const page = this.#page(name);
    await page.evaluate((whom) => linePage.startWatching(whom), watched);
    await page.waitForFunction(() => linePage.seen().frames > 0, { timeout: limitMs });
    await delay(settleSeconds * 1_000);
  }

  /** Layers of this person's camera that are switched on. */
  async activeLayers(name: PersonName): Promise<number> {
    return await this.#page(name).evaluate(() => linePage.activeLayers());
  }

  async encrypts(name: PersonName): Promise<boolean> {
    return await this.#page(name).evaluate(() => linePage.encrypts());
  }

  async watched(name: PersonName): Promise<Watched> {
    return await this.#page(name).evaluate(() => linePage.watched());
  }

  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    this.#pages.close();
  }

  /** In a browser of its own, because its network is that of the whole browser. */
  async #open(name: PersonName, network: LineNetwork): Promise<void> {
    // Encryption requires a secure page, and this one has no certificate.
    const flags = [`--unsafely-treat-insecure-origin-as-secure=${this.#pages.url}`];
    const browser = await launchChromium(flags, { wrap: (program) => network.wrap(places[name], program) });
    this.#browsers.push(browser);
    const page = await browser.newPage();
    await page.setViewport(viewport);
    await page.goto(this.#pages.url);
    await page.waitForFunction(() => 'linePage' in globalThis, { timeout: limitMs });
    this.#people.set(name, page);
  }

  #page(name: PersonName): Page {
    const page = this.#people.get(name);
    if (!page) throw new Error(`There is no ${name}`);
    return page;
  }
}
