/** A server, a page with the SDK, and a browser, for tests of the SDK in Chromium. Closed after the tests. */
import type { Browser } from 'puppeteer';
import { startTestServer, type TestServer } from '../server/test-server.ts';
import { launchChromium } from './browsers.ts';
import { startToolPage } from './page-server.ts';

export interface BrowserSetUp {
  pages: { url: string };
  server: TestServer;
  browser: Browser;
}

/** @param env of the server, in addition to the permission for the page to connect */
export async function setUpBrowser(
  t: { teardown: (work: () => Promise<void>) => void },
  env: Record<string, string> = {},
): Promise<BrowserSetUp> {
  const pages = await startToolPage();
  const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url, ...env } });
  const browser = await launchChromium();
  t.teardown(async () => {
    await browser.close();
    pages.close();
    await server.close();
  });
  return { pages, server, browser };
}
