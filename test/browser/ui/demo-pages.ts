/**
 * What tests of the demo pages share: the server that serves them, a browser, the sizes of pages, and the folder for
 * screenshots.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { launchChromium } from '../../support/browser/browsers.ts';
import { startTestServer } from '../../support/server/test-server.ts';

export const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
mkdirSync(screenshots, { recursive: true });

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

export const server = await startTestServer({ env: { HEARTHROOM_DEMO: 'true' } });
export const browser = await launchChromium();
t.teardown(async () => {
  await browser.close();
  await server.close();
});
