/** Every state of the interface on a small phone, in portrait and landscape; notches, and the keyboard. */
import t from 'tap';
import { fewPictures, launchChromium } from '../../../support/browser/browsers.ts';
import { screenshots } from '../page-sizes.ts';
import { openStates } from './page/state-viewer.ts';
import { phoneFaults } from './phone-faults.ts';

const portrait = { width: 360, height: 640 };
const landscape = { width: 640, height: 360 };
const touch = { isMobile: true, hasTouch: true };
/** States whose screenshots are kept for review. */
const pictured =
  /^(lobby|waiting|gallery-[1248]|chat|host-panel|breakout-host|check-in|preflight-good|notices|menu-client|help-host|mask-chat|dialog-remove|modal-settings|small-.*)$/;

t.setTimeout(300_000);
const browser = await launchChromium([], fewPictures);
const states = await openStates(browser);
const { page } = states;
t.teardown(async () => {
  await browser.close();
  states.close();
});
await page.setViewport({ ...portrait, ...touch });

const drawn = (): Promise<unknown> =>
  page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');

t.test('on a small phone everything is within reach, in every state, in portrait and landscape', async (t) => {
  for (const state of await states.stateNames()) {
    // Loaded once: this takes longer than all that is looked at.
    await states.show(state, portrait);
    for (const size of [portrait, landscape]) {
      await page.setViewport({ ...size, ...touch });
      await drawn();
      if (pictured.test(state))
        await page.screenshot({ path: `${screenshots}${state}-${size.width}x${size.height}.png` });
      t.same(await page.evaluate(phoneFaults), [], `${state} at ${size.width}×${size.height}`);
    }
  }
});

t.test('no control is below a notch or a bar of the system, where the background continues', async (t) => {
  const insets = { top: 20, right: 44, bottom: 21, left: 44 };
  const emulation = await page.createCDPSession();
  await emulation.send('Emulation.setSafeAreaInsetsOverride', { insets });
  for (const state of ['gallery-4', 'chat', 'lobby', 'waiting', 'closed-left']) {
    await states.show(state, landscape);
    const outside = await page.evaluate(({ top, right, bottom, left }) => {
      const found: string[] = [];
      const visit = (root: Document | ShadowRoot): void => {
        for (const one of root.querySelectorAll('*')) {
          if (one.shadowRoot) visit(one.shadowRoot);
          const box = one.getBoundingClientRect();
          if (!one.matches('button, select, textarea, h1') || box.width === 0 || box.top > innerHeight) continue;
          // In a panel that scrolls it may be anywhere.
          const isBeside = box.left < left || box.right > innerWidth - right;
          const isBelow = one.closest('footer, .bar, .foot, .ways') !== null && box.bottom > innerHeight - bottom;
          const isAbove = one.matches('.exit, header h1') && box.top < top;
          if (isBeside || isBelow || isAbove) found.push(`${one.localName} ${JSON.stringify(box)}`);
        }
      };
      visit(document);
      return found;
    }, insets);
    t.same(outside, [], state);
    const corner = await page.evaluate(() => document.elementFromPoint(2, innerHeight - 2)?.localName);
    t.match(corner, /^hearthroom-/, 'the page of the element goes to the edges');
  }
  await page.screenshot({ path: `${screenshots}safe-area-640x360.png` });
  await emulation.send('Emulation.setSafeAreaInsetsOverride', { insets: {} });
});

/** What a browser on iOS does: only the visual viewport becomes smaller, and it may move down in the page. */
async function seePart(height: number, offsetTop: number): Promise<void> {
  await page.evaluate(
    (part) => {
      if (!visualViewport) throw new Error('there is no visual viewport');
      Object.assign(visualViewport, part);
      visualViewport.dispatchEvent(new Event('resize'));
    },
    { height, offsetTop },
  );
}

/** Where the field with the focus is, and the last message. */
const placesOf = () =>
  page.evaluate(() => {
    const panel = document
      .querySelector('hearthroom-call')
      ?.renderRoot.querySelector('hearthroom-chat-panel')?.shadowRoot;
    const boxOf = (selector: string) => [...(panel?.querySelectorAll(selector) ?? [])].at(-1)?.getBoundingClientRect();
    const [field, message, log] = [boxOf('textarea'), boxOf('.entry .text'), boxOf('.log')];
    if (!field || !message || !log) throw new Error('the chat is not shown');
    return {
      field: { top: field.top, bottom: field.bottom },
      message: { top: message.top, bottom: message.bottom },
      log: { top: log.top, bottom: log.bottom },
    };
  });

const below = (pixels: number) =>
  page.waitForFunction(
    (wanted) =>
      getComputedStyle(document.querySelector('hearthroom-call') ?? document.body).getPropertyValue('--hr-below') ===
      wanted,
    {},
    `${pixels}px`,
  );

t.test('above an on-screen keyboard the chat’s field and the last message stay in sight', async (t) => {
  // Chromium can't be told to make the visual viewport alone smaller; the rest is real.
  const { identifier } = await page.evaluateOnNewDocument(() => {
    const seen = Object.assign(new EventTarget(), { offsetTop: 0, height: 10_000, scale: 1 });
    Object.defineProperty(window, 'visualViewport', { value: seen });
  });
  for (const [size, height, offsetTop] of [
    [portrait, 340, 0],
    [portrait, 340, 120],
    [landscape, 170, 0],
  ] as const) {
    await states.show('chat', size);
    const before = await placesOf();
    await seePart(height, offsetTop);
    await drawn();
    t.same(await placesOf(), before, 'a keyboard for a field elsewhere in the page moves nothing');
    await (await page.waitForSelector('>>> textarea'))?.focus();
    await below(size.height - height - offsetTop);
    await drawn();
    const what = `${height} of ${size.height} pixels, from ${offsetTop}`;
    const { field, message, log } = await placesOf();
    t.ok(
      field.top >= offsetTop && field.bottom <= offsetTop + height,
      `the field at ${what}: ${JSON.stringify(field)}`,
    );
    t.ok(message.bottom <= log.bottom + 1 && log.bottom <= field.top, `the last message at ${what}`);
    t.ok(Math.min(message.bottom, log.bottom) - Math.max(message.top, log.top) > 20, `is read at ${what}`);
    await page.screenshot({ path: `${screenshots}keyboard-${size.width}-${height}-${offsetTop}.png` });
    await seePart(size.height, 0);
    await below(0);
    await drawn();
    const after = await placesOf();
    t.ok(after.field.bottom > offsetTop + height, 'without the keyboard the chat has its place again');
    t.ok(after.message.bottom <= after.log.bottom + 1, 'and still ends with the last message');
  }
  await states.show('help-ask', portrait);
  await (await page.waitForSelector('>>> dialog[open] textarea', { visible: true }))?.focus();
  await seePart(340, 0);
  await below(300);
  await drawn();
  const [question] = await states.boxesOf('dialog[open]');
  t.ok(question && question.top >= 0 && question.bottom <= 340, `a question is above it too: ${question?.bottom}`);
  const [words] = await states.boxesOf('dialog[open] textarea');
  t.ok(words && words.bottom <= 340, 'with the field that is written in');
  await page.removeScriptToEvaluateOnNewDocument(identifier);
});

t.test('a person who zooms in while they write moves nothing', async (t) => {
  await states.show('chat', portrait);
  await (await page.waitForSelector('>>> textarea'))?.focus();
  await drawn();
  const before = await placesOf();
  const zoom = await page.createCDPSession();
  await zoom.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
  await page.waitForFunction('visualViewport.scale === 2');
  await drawn();
  t.same(await placesOf(), before);
});
