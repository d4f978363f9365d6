/** What people write, and times, have a direction of their own in a page that runs from right to left. */
import t from 'tap';
import { fewPictures, launchChromium } from '../../../support/browser/browsers.ts';
import { openStates } from './page/state-viewer.ts';

t.setTimeout(300_000);
const browser = await launchChromium([], fewPictures);
const viewer = await openStates(browser);
t.teardown(async () => {
  await browser.close();
  viewer.close();
});

const phone = { width: 390, height: 844 };

/** State, and selector of written texts or times in it. */
const written = [
  ['preview', 'hearthroom-talk-lines >>> p bdi'],
  ['help-host', 'hearthroom-help-banner >>> .note'],
  ['chat', 'hearthroom-chat-panel >>> .text'],
  ['chat', 'hearthroom-chat-panel >>> time'],
  ['waiting', 'hearthroom-waiting-page >>> .note'],
  ['waiting-agreement', 'hearthroom-agreement >>> .text p'],
  ['closed-removed', 'hearthroom-closed-page >>> .message p'],
] as const;

t.test('English texts stay left to right between others, so that their full stop is at their end', async (t) => {
  for (const [state, selector] of written) {
    await viewer.show(state, phone, '&dir=rtl');
    const styles = await viewer.page.$$eval(`>>> ${selector}`, (all) =>
      all.map((one) => {
        const { direction, unicodeBidi } = getComputedStyle(one);
        return [direction, unicodeBidi];
      }),
    );
    t.ok(styles.length > 0, `${state} has ${selector}`);
    for (const [direction, bidi] of styles) {
      t.equal(direction, 'ltr', selector);
      t.match(bidi, /isolate|plaintext/, selector);
    }
  }
});
