/** What small screens, touch, zoom, other scripts and the keyboard require. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { openStates } from './states/page/state-viewer.ts';

const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
mkdirSync(screenshots, { recursive: true });

const phone = { width: 390, height: 844 };
const zoomedPhone = { width: 195, height: 422 };
/** The narrowest page that WCAG 1.4.10 requires. */
const narrow = { width: 320, height: 568 };

t.setTimeout(300_000);
const browser = await launchChromium([], fewPictures);
const { page, show, boxesOf, stateNames, close } = await openStates(browser);
t.teardown(async () => {
  await browser.close();
  close();
});
const names = await stateNames();
const picture = (name: string) => page.screenshot({ path: `${screenshots}reach-${name}.png` });

t.test('at 200% zoom on a phone everything is reached without scrolling sideways', async (t) => {
  for (const state of names) {
    await show(state, zoomedPhone);
    const cut = await page.evaluate(() => {
      const found: string[] = [];
      const visit = (root: Document | ShadowRoot): void => {
        for (const element of root.querySelectorAll('*')) {
          const { left, right, width } = element.getBoundingClientRect();
          if (
            /^(BUTTON|INPUT|SELECT|TEXTAREA|SUMMARY|H1)$/.test(element.tagName) &&
            width > 0 &&
            (left < -1 || right > innerWidth + 1)
          )
            found.push(`${element.tagName} ${element.textContent?.trim()} ${left}–${right}`);
          if (element.shadowRoot) visit(element.shadowRoot);
        }
      };
      visit(document);
      return found;
    });
    t.same(cut, [], state);
  }
});

t.test('at 200% zoom on a phone “Leave” is in sight and large enough to touch', async (t) => {
  for (const size of [zoomedPhone, narrow]) {
    for (const state of ['gallery-4', 'menu-host', 'chat', 'host-panel']) {
      await show(state, size);
      const [leave] = await boxesOf('.tool.leave');
      t.ok(
        leave && leave.left >= 0 && leave.right <= size.width && leave.bottom <= size.height,
        `${state} at ${size.width}`,
      );
      t.ok(leave && leave.width >= 40 && leave.height >= 44, `${leave?.width}×${leave?.height} can be touched`);
      await picture(`${state}-${size.width}`);
    }
  }
});

t.test('no ellipsis takes the beginning of a name or text, in either direction of the page', async (t) => {
  let count = 0;
  for (const direction of ['ltr', 'rtl']) {
    for (const state of [
      'gallery-labels',
      'gallery-16',
      'gallery-own-name',
      'gallery-screen-name',
      'waiting-long',
      'host-panel-long',
    ]) {
      await show(state, { width: 320, height: 640 }, `&dir=${direction}`);
      const { lost, cut } = await page.evaluate(() => {
        const lost: string[] = [];
        let cut = 0;
        const firstLetter = (element: Element): DOMRect | null => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const index = node.nodeValue?.search(/[\p{L}\p{N}]/u) ?? -1;
            if (index < 0) continue;
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + 1);
            return range.getBoundingClientRect();
          }
          return null;
        };
        const visit = (root: Document | ShadowRoot): void => {
          for (const element of root.querySelectorAll('*')) {
            const { overflowX } = getComputedStyle(element);
            const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
            if (
              isText &&
              overflowX === 'hidden' &&
              !element.classList.contains('sr') &&
              element.clientWidth > 20 &&
              element.scrollWidth + element.scrollHeight > element.clientWidth + element.clientHeight + 2
            ) {
              cut += 1;
              const box = element.getBoundingClientRect();
              const letter = firstLetter(element);
              if (letter && (letter.left < box.left - 1 || letter.right > box.right + 1))
                lost.push(element.textContent?.trim() ?? '');
            }
            if (element.shadowRoot) visit(element.shadowRoot);
          }
        };
        visit(document);
        return { lost, cut };
      });
      count += cut;
      t.same(lost, [], `${state}, ${direction}`);
      await picture(`${state}-${direction}`);
    }
  }
  t.ok(count > 8, `${count} texts were cut off`);
});

t.test('on a touch screen the button that shows somebody large is seen, since nothing hovers', async (t) => {
  await page.setViewport({ ...phone, isMobile: true, hasTouch: true });
  await page.goto(page.url().replace(/\?.*/, '?state=gallery-4'));
  await page.waitForFunction('window.stateNames !== undefined');
  t.ok(await page.evaluate(() => matchMedia('(hover: none)').matches), 'a touch screen');
  const looks = await page.$$eval('>>> .enlarge', (buttons) =>
    buttons.map((button) => [getComputedStyle(button).opacity, getComputedStyle(button).pointerEvents]),
  );
  t.same(looks, Array(4).fill(['1', 'auto']));
  await picture('touch');
  await page.setViewport(phone);
});

t.test('the keyboard comes to “Leave quickly” last, after everything else in the call', async (t) => {
  await show('gallery-4', phone);
  const stops: string[] = [];
  for (let step = 0; step < 14; step++) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return (
          element?.getAttribute('aria-label') ??
          element?.querySelector('.name')?.textContent ??
          element?.textContent ??
          ''
        ).trim();
      }),
    );
  }
  const last = stops.indexOf('Leave quickly');
  t.equal(stops[last - 1], 'Leave', 'the toolbar is before it');
  t.match(stops[0], /^Show .* large$/, 'the stage is first');
});

t.test('the people in the call are one list to a screen reader, with name and state', async (t) => {
  for (const state of ['gallery-4', 'spotlight', 'gallery-screen']) {
    await show(state, phone);
    const tree = await page.accessibility.snapshot({ interestingOnly: false });
    const lists: string[][] = [];
    const visit = (node: NonNullable<typeof tree>, list: string[] | null): void => {
      const own = node.role === 'list' && node.name === 'People in the session' ? [] : list;
      if (own && own !== list) lists.push(own);
      if (node.role === 'listitem' && own) own.push(node.name ?? '');
      for (const child of node.children ?? []) visit(child, own);
    };
    if (tree) visit(tree, null);
    const tiles = await boxesOf('hearthroom-tile');
    t.equal(lists.length, 1, `${state}: one list`);
    t.equal(lists[0]?.length, tiles.length, `${state}: everybody is in it`);
    t.ok(
      lists[0]?.some((name) => /^Ben, .*weak connection, microphone off/.test(name)),
      `${lists[0]}`,
    );
  }
});

t.test('a person who hides their own picture keeps a sign that others see it', async (t) => {
  await show('self-view-hidden', phone);
  const [sign] = await boxesOf('.seen');
  t.ok(sign && sign.height > 0 && sign.right <= phone.width);
  t.equal(await page.$eval('>>> .seen', (one) => one.textContent?.trim()), 'Others see you');
  await picture('self-view-hidden');
  await show('gallery-4', phone);
  t.same(await boxesOf('.seen'), []);
});

t.test('on a phone a notice covers no face, and not the chat', async (t) => {
  for (const state of ['notices', 'chat-notice', 'call-device-lost']) {
    await show(state, phone);
    const notices = await boxesOf('.notice');
    const others = [...(await boxesOf('hearthroom-tile')), ...(await boxesOf('hearthroom-chat-panel'))];
    t.ok(notices.length > 0 && others.length > 0);
    for (const notice of notices)
      for (const other of others)
        t.ok(
          notice.bottom <= other.top + 1 || notice.top >= other.bottom - 1 || other.height === 0,
          `${state}: ${notice.bottom} and ${other.top}`,
        );
    await picture(state);
  }
});

t.test('a host’s actions for the last person in the panel open in view', async (t) => {
  await show('host-panel', phone);
  const buttons = await page.$$('>>> hearthroom-people-list >>> .row button');
  await buttons.at(-1)?.evaluate((button) => (button as HTMLElement).click());
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  const [opened] = await boxesOf('hearthroom-people-list >>> .buttons');
  const [panel] = await boxesOf('.scroll');
  t.ok(opened && panel && opened.top >= panel.top && opened.bottom <= panel.bottom + 1);
  await picture('actions');
});

t.test('group work opens in view', async (t) => {
  await show('host-panel', phone);
  const summaries = await page.$$('>>> .tools summary');
  for (const summary of summaries) await summary.evaluate((one) => (one as HTMLElement).click());
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(resolve))))',
  );
  const details = await boxesOf('.tools details');
  const [panel] = await boxesOf('.scroll');
  const last = details.at(-1);
  t.ok(last && panel && last.bottom <= panel.bottom + 1 && last.top < panel.bottom);
  await picture('group-work');
});

t.test('a person opening the chat focuses the text field', async (t) => {
  await show('chat-opens', phone);
  await page.keyboard.type('I am here');
  t.equal(await page.$eval('>>> textarea', (field) => (field as HTMLTextAreaElement).value), 'I am here');
});

t.test('everybody sees the countdown of the last minute, which is announced once', async (t) => {
  await show('last-minute', phone);
  t.match(await page.$eval('>>> header', (header) => header.textContent), /ends in 0:[0-5]\d/);
  t.equal(await page.$eval('>>> header [role=status]', (one) => one.textContent), 'The session ends in 1 minute.');
  await picture('last-minute');
});
