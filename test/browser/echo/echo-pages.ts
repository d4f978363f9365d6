/** A server and a browser with the page of echo-page.ts, closed after the tests. */
import type { Page } from 'puppeteer';
import type { Test } from 'tap';
import { launchChromium } from '../../support/browser/browsers.ts';
import { startScriptPage } from '../../support/browser/page-server.ts';
import { startTestServer } from '../../support/server/test-server.ts';
import type { Air } from './echo-page.ts';

export interface EchoPages {
  /** A page with these people in one room, closed with the test. */
  open(t: Test, names: readonly string[]): Promise<Page>;
}

export async function startEchoPages(t: Test): Promise<EchoPages> {
  const pages = await startScriptPage(new URL('./echo-page.ts', import.meta.url));
  const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
  const chromium = await launchChromium();
  t.teardown(async () => {
    await chromium.close();
    pages.close();
    await server.close();
  });
  return {
    open: async (test, names) => {
      const room = await server.createRoom();
      const page = await chromium.newPage();
      test.teardown(() => page.close());
      await page.goto(pages.url);
      await page.waitForFunction(() => 'echoPage' in globalThis);
      for (const name of names) {
        const token = await server.tokenFor(room, { sub: name.toLowerCase(), role: 'therapist', name });
        await page.evaluate((...args) => echoPage.enter(...args), name, server.url, token);
      }
      return page;
    },
  };
}

/** @param wav a recording in base64; null: says nothing */
export async function switchOn(page: Page, name: string, wav: string | null): Promise<void> {
  await page.evaluate((one) => echoPage.switchOn(one), name);
  if (wav !== null) await page.evaluate((...args) => echoPage.say(...args), name, wav);
}

export const bringTogether = (page: Page, from: string, into: string, air: Air): Promise<void> =>
  page.evaluate((...args) => echoPage.bringTogether(...args), from, into, air);

export const toldOf = (page: Page, name: string) => page.evaluate((one) => echoPage.told(one), name);
