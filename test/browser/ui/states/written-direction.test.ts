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

/** Left edges of these words in the first element of the selector that contains all of them. */
const leftEdges = (selector: string, words: string[]): Promise<number[]> =>
  viewer.page.$$eval(
    `>>> ${selector}`,
    (all, wanted) => {
      const element = all.find((one) => wanted.every((word) => one.textContent?.includes(word)));
      const nodes = element ? document.createTreeWalker(element, NodeFilter.SHOW_TEXT) : null;
      const edges = new Map<string, number>();
      for (let node = nodes?.nextNode(); node; node = nodes?.nextNode()) {
        for (const word of wanted) {
          const start = node.textContent?.indexOf(word) ?? -1;
          if (start === -1) continue;
          const range = new Range();
          range.setStart(node, start);
          range.setEnd(node, start + word.length);
          edges.set(word, range.getBoundingClientRect().left);
        }
      }
      return wanted.map((word) => edges.get(word) ?? Number.NaN);
    },
    words,
  );

t.test('in Arabic Latin names are listed from right to left, and “(you)” follows the own name', async (t) => {
  for (const [state, selector, words] of [
    ['host-panel-empty', 'hearthroom-people-list >>> .name', ['Anna', 'أنتم']],
    ['breakout-host', 'hearthroom-breakout-controls >>> .who .hint', ['Maier', 'Dana']],
    ['modal-encryption-long', 'hearthroom-encryption >>> .warm', ['Anna', 'Maximiliane']],
    ['gallery-own-name', 'hearthroom-tile >>> .tag', ['Maximiliane', 'أنتم']],
  ] as const) {
    await viewer.show(state, phone, '&language=ar');
    const [first = Number.NaN, second = Number.NaN] = await leftEdges(selector, [...words]);
    t.ok(first > second, `${state}: ${first} is to the right of ${second}`);
  }
});
