/** The interface in other languages. `npm run test:languages` checks every state in every language. */
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { languages } from '../../../../sdk/ui/texts/languages.ts';
import { seriousViolations } from '../../../support/browser/accessibility.ts';
import { fewPictures, launchChromium } from '../../../support/browser/browsers.ts';
import { openStates } from './page/state-viewer.ts';
import { sampleTexts } from './samples/sample-texts.ts';

const isComplete = process.env.HEARTHROOM_ALL_LANGUAGES === 'true';
const screenshots = fileURLToPath(new URL('../../screenshots/languages/', import.meta.url));
mkdirSync(screenshots, { recursive: true });

const phone = { width: 390, height: 844 };
const narrow = { width: 320, height: 640 };
const desktop = { width: 1440, height: 900 };
/** In the suite: the pages with the longest texts, and those with the most parts. */
const few = ['lobby-denied', 'waiting-outage', 'host-panel', 'chat', 'modal-settings', 'dialog-remove', 'closed-lost'];

t.setTimeout(isComplete ? 3_600_000 : 240_000);
const browser = await launchChromium([], fewPictures);
const states = await openStates(browser);
const { page } = states;
t.teardown(async () => {
  await browser.close();
  states.close();
});
const names = await states.stateNames();

const listIn = (variable: string): readonly string[] | undefined => process.env[variable]?.split(',');
const others = languages.filter((one) => one !== 'en');
const tested = listIn('HEARTHROOM_LANGUAGES') ?? (isComplete ? others : ['ar', 'uk']);
const drawn = listIn('HEARTHROOM_STATES') ?? (isComplete ? names : few);
for (const one of [...tested, ...drawn])
  if (!names.includes(one) && !others.some((known) => known === one)) throw new Error(`there is no ${one}`);

const show = (state: string, size: typeof phone, language: string): Promise<void> =>
  states.show(state, size, `&language=${language}`);

/** Parts that are wider than the page or their tile, or whose text is cut off without an ellipsis. */
const cutOff = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const visit = (root: Document | ShadowRoot): void => {
      const host = root instanceof ShadowRoot ? root.host : null;
      const tile = host?.localName === 'hearthroom-tile' ? host.getBoundingClientRect() : null;
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        const { left, right, top, bottom, width } = element.getBoundingClientRect();
        if (width === 0 || element.closest('.sr') || /^(OPTION|BDI)$/.test(element.tagName)) continue;
        if (left < -1 || right > innerWidth + 1) found.push(`${element.tagName.toLowerCase()} is outside`);
        if (tile && element.closest('.tag')) {
          const isWithin =
            left >= tile.left - 1 && right <= tile.right + 1 && top >= tile.top - 1 && bottom <= tile.bottom + 1;
          if (!isWithin) found.push(`${element.getAttribute('class') ?? element.tagName} is outside its tile`);
        }
        // The badges of the row of buttons are beside them, and its names may end in an ellipsis. What a finger presses
        // may be larger than a button without a text.
        const text = element.tagName === 'BUTTON' && !element.classList.contains('tool') && element.textContent?.trim();
        if (text && element.scrollWidth > element.clientWidth + 1) found.push(`${text} is wider than its button`);
      }
    };
    visit(document);
    return found;
  });

for (const language of tested) {
  t.test(`no state has a serious accessibility violation or a part that is cut off, in ${language}`, async (t) => {
    for (const size of [phone, desktop]) {
      for (const state of drawn) {
        await show(state, size, language);
        const what = `${state} at ${size.width}×${size.height}`;
        t.same(await seriousViolations(page), [], what);
        t.same(await cutOff(), [], what);
        if (isComplete) await page.screenshot({ path: `${screenshots}${language}-${state}-${size.width}.png` });
      }
    }
    for (const state of drawn) {
      await show(state, narrow, language);
      t.same(await cutOff(), [], `${state} at ${narrow.width} pixels`);
      if (isComplete) await page.screenshot({ path: `${screenshots}${language}-${state}-${narrow.width}.png` });
    }
  });
}

t.test('the numbers of a check-in are written as the person’s language writes them', async (t) => {
  const textsOf = (selector: string): Promise<string[]> =>
    page.$$eval(`>>> ${selector}`, (all) => all.map(({ textContent }) => textContent ?? ''));
  const card = 'hearthroom-check-in-card >>> .option span';
  const bars = 'hearthroom-check-in-controls >>> .bars';
  const egyptian = '&language=ar&locale=ar-EG';
  await states.show('check-in', phone, egyptian);
  t.same(await textsOf(card), ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩', '١٠']);
  await states.show('check-in-results', desktop, egyptian);
  t.equal((await textsOf('hearthroom-check-in-controls >>> .people b'))[0], '٧');
  t.same(await textsOf(`${bars} li > span > span[aria-hidden]`), [
    '٠',
    '٠',
    '٠',
    '١',
    '٠',
    '٠',
    '٠',
    '٢',
    '٠',
    '١',
    '٠',
  ]);
  await states.show('check-in', phone, '&language=uk');
  t.same((await textsOf(card)).at(-1), '10');
});

const onlySome = listIn('HEARTHROOM_STATES') ? 'only some states are looked at' : false;

t.test('every text and label is from the table of texts', { skip: onlySome }, async (t) => {
  await show('none', phone, 'pseudo');
  for (const state of names) {
    // A dialog opens by itself later, and stays open.
    if (/^(dialog|menu|modal)/.test(state)) await show(state, phone, 'pseudo');
    else {
      await page.evaluate(`showState(${JSON.stringify(state)})`);
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    }
    const texts = await page.evaluate(() => {
      const texts: string[] = [];
      const visit = (root: Document | ShadowRoot): void => {
        for (const element of root.querySelectorAll('*')) {
          if (/^(STYLE|SCRIPT|LINK|META|TITLE|HEAD)$/.test(element.tagName)) continue;
          for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
            texts.push(element.getAttribute(name) ?? '');
          for (const node of element.childNodes)
            if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '');
          if (element.shadowRoot) visit(element.shadowRoot);
        }
      };
      visit(document);
      return texts;
    });
    const left = texts.filter((text) => {
      const rest = sampleTexts.reduce((one, sample) => one.replaceAll(sample, ''), text);
      return /[A-Za-z]{2}/.test(rest);
    });
    t.same(left, [], state);
  }
});
