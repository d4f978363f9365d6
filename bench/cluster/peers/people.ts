/** People in Chromium, each in a page of its own. */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { launchChromium } from '../../../test/support/browser/browsers.ts';
import { bundle, type PageServer, startPageServer } from '../../../test/support/browser/page-server.ts';
import type { Contender } from './contender.ts';
import type {} from './person-page.ts';

const pollMs = 250;
const gatherLimitMs = 60_000;

export class People {
  readonly #pages: PageServer;
  readonly #browser: Browser;
  readonly #people: Page[] = [];

  static async open(): Promise<People> {
    const script = await bundle({ file: fileURLToPath(new URL('./person-page.ts', import.meta.url)) });
    const head = '<!doctype html><html lang="en"><title>Person</title><script type="module" src="/page.js"></script>';
    const pages = await startPageServer({ '/': head, '/page.js': script });
    try {
      return new People(pages, await launchChromium());
    } catch (error) {
      pages.close();
      throw error;
    }
  }

  private constructor(pages: PageServer, browser: Browser) {
    [this.#pages, this.#browser] = [pages, browser];
  }

  get url(): string {
    return this.#pages.url;
  }

  async join({ join }: Contender, url: string, token: string): Promise<void> {
    const context = await this.#browser.createBrowserContext();
    const page = await context.newPage();
    await page.goto(this.#pages.url);
    await page.waitForFunction(() => 'personPage' in globalThis);
    this.#people.push(page);
    await page.evaluate((name, entrance) => personPage[name](entrance), join, { url, token });
  }

  /** Waits until all are inside, lets them speak, and waits until everybody hears everybody. */
  async speak(): Promise<void> {
    const areInside = async () => {
      const states = await Promise.all(this.#people.map((page) => page.evaluate(() => personPage.isInside())));
      return states.every(Boolean);
    };
    if (!(await comesTrue(areInside, gatherLimitMs))) throw new Error('Somebody was not let in');
    await Promise.all(this.#people.map((page) => page.evaluate(() => personPage.speak())));
    if ((await this.heardAllAt(Date.now(), gatherLimitMs)) === null) throw new Error('Somebody hears not everybody');
  }

  /** When the last of them heard all others after that time, in milliseconds since 1970; null: not within the limit. */
  async heardAllAt(time: number, limitMs: number): Promise<number | null> {
    let times: (number | null)[] = [];
    const readTimes = async () => {
      const others = this.#people.length - 1;
      times = await Promise.all(
        this.#people.map((page) => page.evaluate((since, count) => personPage.heardAllAt(since, count), time, others)),
      );
      return times.every((at) => at !== null);
    };
    return (await comesTrue(readTimes, limitMs)) ? Math.max(...times.map((at) => at ?? 0)) : null;
  }

  async areInside(): Promise<boolean[]> {
    return await Promise.all(this.#people.map((page) => page.evaluate(() => personPage.isInside())));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#pages.close();
  }
}

async function comesTrue(holds: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) return false;
    await delay(pollMs);
  }
  return true;
}
