import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { openStates } from './states/page/state-viewer.ts';

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };

t.setTimeout(240_000);
const browser = await launchChromium([], fewPictures);
const viewer = await openStates(browser);
const { page } = viewer;
t.teardown(async () => {
  await browser.close();
  viewer.close();
});

/** The class or name of the focused element, through all shadow trees. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.className || element?.localName || '';
  });
const isOpen = 'document.querySelector("hearthroom-call").renderRoot.querySelector("#encryption").shown';
/** Each button of the page by what it is called aloud. */
const buttons = (): Promise<string[]> =>
  page.$$eval('>>> button', (all) =>
    all
      .filter((one) => one.checkVisibility())
      .map((one) => one.getAttribute('aria-label') ?? one.textContent?.trim() ?? ''),
  );

t.test('the mark is opened and closed with the keyboard, and gets the focus back', async (t) => {
  await viewer.show('encryption-on', desktop);
  await page.keyboard.press('Tab');
  t.match(await focused(), /encryption/, 'first in the order of the page');
  await page.keyboard.press('Enter');
  await page.waitForFunction(isOpen);
  await page.waitForFunction(
    'document.querySelector("hearthroom-call").renderRoot.querySelector("#encryption").renderRoot.activeElement?.localName === "h2"',
  );
  await page.keyboard.press('Escape');
  await page.waitForFunction(`!${isOpen}`);
  t.match(await focused(), /encryption/);
});

t.test('the numbers are computed only while the dialog is open', async (t) => {
  await viewer.show('encryption-on', desktop);
  await page.evaluate(() => {
    const call = document.querySelector('hearthroom-call');
    const watched: boolean[] = [];
    Object.assign(window, { watched });
    if (call?.actions) call.actions = { ...call.actions, watchNumbers: (isWatched) => watched.push(isWatched) };
    call?.openEncryption();
  });
  await page.waitForFunction('window.watched.length === 1');
  await page.keyboard.press('Escape');
  await page.waitForFunction('window.watched.length === 2');
  t.same(await page.evaluate('window.watched'), [true, false]);
});

t.test('the numbers are read digit by digit, from left to right, and all have one width', async (t) => {
  for (const [size, query] of [
    [phone, ''],
    [desktop, '&dir=rtl'],
  ] as const) {
    await viewer.show('modal-encryption', size, query);
    await page.waitForFunction(isOpen);
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    const groups = await page.$$eval('>>> hearthroom-encryption >>> li', (all) =>
      all.map((one) => ({
        spoken: one.querySelector('.sr')?.textContent,
        seen: one.querySelector('[aria-hidden=true]')?.textContent,
        left: Math.round(one.getBoundingClientRect().left),
        top: Math.round(one.getBoundingClientRect().top),
        height: Number.parseFloat(getComputedStyle(one).fontSize),
        numeric: getComputedStyle(one).fontVariantNumeric,
      })),
    );
    t.equal(groups.length, 6);
    const [first, second] = groups;
    t.match(first, { spoken: '0 4 8 1 7', seen: '04817', numeric: 'tabular-nums' });
    t.ok((first?.left ?? 0) < (second?.left ?? 0) && first?.top === second?.top, 'from left to right');
    t.ok((first?.height ?? 0) >= 25, 'large');
    for (const box of await viewer.boxesOf('hearthroom-encryption >>> li'))
      t.ok(box.left >= 0 && box.right <= size.width);
  }
});

t.test('numbers that change while they are compared are announced', async (t) => {
  await viewer.show('modal-encryption', desktop);
  await page.waitForFunction(isOpen);
  await page.evaluate(() => {
    const call = document.querySelector('hearthroom-call');
    const encryption = call?.view?.encryption;
    if (!call?.view || !encryption) throw new Error('this state encrypts');
    const code = { state: 'shown', groups: ['1', '2', '3', '4', '5', '6'] } as const;
    call.view = { ...call.view, encryption: { ...encryption, code } };
  });
  const [text] = await page.$$eval('>>> hearthroom-encryption >>> hearthroom-live-text', async (all) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return all.map((one) => one.textContent?.trim());
  });
  t.equal(text, 'The numbers have changed. Please compare them again.');
});

t.test('a room without encryption has no mark, no dialog and no hint', async (t) => {
  for (const state of ['gallery-4', 'chat', 'waiting']) {
    await viewer.show(state, phone);
    const text = await page.evaluate(() => {
      const read = (root: Document | ShadowRoot): string =>
        [...root.querySelectorAll('*')]
          .map((one) => (one.shadowRoot ? read(one.shadowRoot) : one.children.length ? '' : (one.textContent ?? '')))
          .join(' ');
      return read(document);
    });
    t.notMatch(text, /encrypt/i, state);
    t.notMatch((await buttons()).join(), /encrypt/i, state);
  }
});

t.test('on a phone the title, the mark and the way out are all there', async (t) => {
  for (const state of ['encryption-on', 'encryption-off', 'encryption-differ']) {
    await viewer.show(state, phone);
    const [title] = await viewer.boxesOf('header >>> h1');
    const [mark] = await viewer.boxesOf('button.encryption');
    const [exit] = await viewer.boxesOf('button.exit');
    if (!title || !mark || !exit) throw new Error(`${state} has all three`);
    t.ok(title.width >= 60, `${state}: ${title.width} for the title`);
    t.ok(title.right <= mark.left && mark.right <= exit.left, state);
  }
});

t.test('a person who can’t encrypt has no button where the room requires it, but a reason', async (t) => {
  await viewer.show('encryption-panel', desktop);
  const names = await buttons();
  t.notOk(names.includes('Let in Dana') || names.includes('Speak alone first with Dana'), 'required');
  for (const name of ['Let in Chidi', 'Let in Elif', 'Write to Dana', 'Send away Dana'])
    t.ok(names.includes(name), name);
  const rows = await page.$$eval('>>> hearthroom-waiting-list >>> li', (all) =>
    all.map((one) => one.textContent ?? ''),
  );
  t.match(rows[0], /can’t encrypt.*You are asked before you let them in\./s);
  t.match(rows[1], /can’t encrypt.*has to be encrypted, so they can’t be let in with this browser/s);
  t.match(rows[2], /can’t encrypt/);
  t.notMatch(rows[2], /You are asked/, 'it has ended already');
  t.notMatch(rows[3], /encrypt/);
});

t.test('the question whether to let somebody in without encryption starts at the safe answer', async (t) => {
  await viewer.show('dialog-unencrypted', phone);
  await page.waitForFunction(
    "document.querySelector('state-frame').renderRoot.querySelector('hearthroom-confirm-dialog').renderRoot.activeElement?.textContent === 'Not now'",
  );
  t.ok((await buttons()).includes('Let in anyway'));
});

t.test('the notice that it is not encrypted is no live region: it is announced once, by the news', async (t) => {
  await viewer.show('encryption-off', phone);
  const [isLive] = await page.$$eval('>>> .notice', (all) =>
    all.map((one) => one.querySelector('[role=status]') !== null),
  );
  t.equal(isLive, false);
});

t.test('a message that can’t be read is shown as such, and one that was not encrypted is marked', async (t) => {
  await viewer.show('encryption-chat', phone);
  const entries = await page.$$eval('>>> hearthroom-chat-panel >>> .entry', (all) =>
    all.map((one) => [one.querySelector('.text')?.textContent, one.querySelector('.sr')?.textContent ?? '']),
  );
  t.same(entries, [
    ['Good evening.', ''],
    ['This message can’t be read on this device.', ''],
    ['I have an old telephone today.', 'not encrypted'],
    ['This message can’t be read on this device.', ''],
  ]);
});

t.test('a person whose browser can’t encrypt reads which one can', async (t) => {
  for (const state of ['waiting-cannot-enter', 'waiting-is-asked', 'waiting-unsupported', 'waiting-cannot-agreement']) {
    await viewer.show(state, phone);
    const text = await page.$eval('>>> hearthroom-waiting-page >>> .main', (main) => main.textContent);
    t.equal(text?.match(/a current Chrome, Edge, Firefox or Safari/g)?.length, 1, state);
    if (state === 'waiting-cannot-enter') t.notMatch(text, /A therapist can let you in/);
  }
});
