/**
 * What tests of the demo pages share: the server that serves them, a browser, the sizes of pages, and the folder for
 * screenshots.
 */
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { startTestServer } from '../../support/server/test-server.ts';

export { desktop, phone, screenshots } from './page-sizes.ts';

export const server = await startTestServer({ env: { HEARTHROOM_DEMO: 'true' } });
export const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  await server.close();
});
