/** The small window of a session, which stays above other programs: with real sessions, under the policy of the pages. */
import t from 'tap';
import { layerFor } from '../../../sdk/src/media/sending/encodings.ts';
import { browser, desktop, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(300_000);

const room = await server.createRoom({ title: 'Tuesday group', meeting: 'asked' });

/** Not by classes of nodes: the small window has its own. */
const readSmallWindow = `window.smallWords = () => {
  const words = [];
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) words.push(node.nodeValue.trim());
    if (node.shadowRoot) visit(node.shadowRoot);
    if (node.localName !== 'style') for (const child of node.childNodes) visit(child);
  };
  const small = window.documentPictureInPicture.window;
  if (small) visit(small.document.body);
  return words.filter(Boolean).join(' ').replaceAll(/[\u2068\u2069]/g, '');
};`;
/** Keeps the layer for which the session has asked last, of one video. */
const readLayers = `{
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    const [, layer] = /"showVideos".*"spatialLayer":(\\w+)/.exec(text) ?? [];
    if (layer) window.askedLayer = layer;
    return send.call(this, text);
  };
}`;

async function enter(
  sub: string,
  role: 'therapist' | 'client',
  name: string,
  prepare = readSmallWindow + readLayers,
): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, desktop, (page) =>
    page.evaluateOnNewDocument(prepare),
  );
  await visitor.press('Go in');
  return visitor;
}

const body = 'window.documentPictureInPicture.window?.document.body';
const part = `${body}?.querySelector('hearthroom-small-call')?.renderRoot`;

/** Waits until this is true in the page, of the small window. */
const holds = ({ page }: Visitor, condition: string): Promise<unknown> =>
  page.waitForFunction(condition, { polling: 100 });
/** All words in the small window. */
const wordsIn = ({ page }: Visitor) => page.evaluate('window.smallWords()') as Promise<string>;
const reads = (visitor: Visitor, text: string): Promise<unknown> =>
  holds(visitor, `window.smallWords().includes(${JSON.stringify(text)})`);
const click = ({ page }: Visitor, selector: string): Promise<unknown> =>
  page.evaluate(`${part}.querySelector(${JSON.stringify(selector)}).click()`);
const video = `${part}?.querySelector('hearthroom-tile')?.renderRoot.querySelector('hearthroom-picture')?.renderRoot.querySelector('video')`;
const moving = `${video}?.videoWidth > 0 && ${video}?.currentTime > 0.3`;
const isClosed = (visitor: Visitor): Promise<unknown> =>
  holds(visitor, 'window.documentPictureInPicture.window === null');

async function open(visitor: Visitor): Promise<void> {
  await visitor.press('More');
  await visitor.press('Small window');
  await holds(visitor, `${part}?.querySelector('hearthroom-tile')`);
}

const weber = await enter('weber', 'therapist', 'Weber');
const anna = await enter('anna', 'client', 'Anna');
await weber.press('Show');
await weber.press('Let in Anna');
await anna.seesAndHears(2, 1);

t.test('it shows the therapist with a moving picture, while the session stays as it is', async (t) => {
  await open(anna);
  await holds(anna, moving);
  t.match(await wordsIn(anna), /Weber/);
  t.notMatch(await wordsIn(anna), /Anna/, 'not the person themselves');
  t.ok(await anna.seesAndHears(2, 1), 'the gallery and the sound are still there');
  const small = browser.targets().filter((target) => target.url() === 'about:blank');
  for (const target of small) {
    const page = await target.page();
    if (!(await page?.evaluate("matchMedia('(display-mode: picture-in-picture)').matches"))) continue;
    await page?.setViewport({ width: 320, height: 280 });
    await page?.screenshot({ path: `${screenshots}small-window-320.png` });
  }
});

t.test('while the page is hidden, the server is asked for the picture at the size of the small window', async (t) => {
  const asked = (layer: number): Promise<unknown> => holds(anna, `window.askedLayer === '${layer}'`);
  const heightOf = (element: string, view: string) =>
    anna.page.evaluate(`${element}.clientHeight * ${view}.devicePixelRatio`).then(Number);
  const inGallery = `document.querySelector('hearthroom-session').renderRoot.querySelector('hearthroom-call')
    .renderRoot.querySelector('hearthroom-gallery').renderRoot.querySelector('hearthroom-tile')
    .renderRoot.querySelector('hearthroom-picture').renderRoot.querySelector('video')`;
  const large = layerFor(await heightOf(inGallery, 'window'));
  const small = layerFor(await heightOf(video, 'documentPictureInPicture.window'));
  t.ok(small < large, `${small} < ${large}`);
  await asked(large);
  const other = await anna.page.browserContext().newPage();
  await holds(anna, "document.visibilityState === 'hidden'");
  await asked(small);
  await holds(anna, moving);
  await other.close();
  await anna.page.bringToFront();
  await asked(large);
});

t.test('its styles are those of the element, with the colours of the page, under a strict policy', async (t) => {
  const colour = `documentPictureInPicture.window.getComputedStyle(${part}.host).backgroundColor`;
  t.equal(await anna.page.evaluate(colour), 'rgb(29, 25, 22)', 'the dark of the call');
  await anna.page.evaluate(() => {
    const element = document.querySelector('hearthroom-session');
    element?.style.setProperty('--hearthroom-background-dark', '#102030');
    element?.requestUpdate();
  });
  await holds(anna, `${colour} === 'rgb(16, 32, 48)'`);
  t.same(anna.console, []);
});

t.test('it has the language and direction of the element', async (t) => {
  const page = 'documentPictureInPicture.window.document.documentElement';
  t.match(await anna.page.evaluate(`${page}.lang + ' ' + ${page}.dir`), /^en(-US)? ltr$/);
  await anna.page.evaluate(() => document.querySelector('hearthroom-session')?.setAttribute('locale', 'ar'));
  await holds(anna, `${page}.lang === 'ar' && ${page}.dir === 'rtl'`);
  await reads(anna, 'مغادرة سريعة');
  await anna.page.evaluate(() => document.querySelector('hearthroom-session')?.setAttribute('locale', 'en'));
  await holds(anna, `${page}.dir === 'ltr'`);
});

t.test('the microphone is switched in it, and that a host did so is told', async (t) => {
  await click(anna, '.tool.device');
  await holds(anna, `${part}.querySelector('.tool.device').getAttribute('aria-pressed') === 'false'`);
  await weber.press('Actions for Anna');
  await weber.press('Ask to unmute');
  await reads(anna, 'Something waits for your answer in the session.');
  await anna.press('Unmute');
  await holds(anna, `${part}.querySelector('.tool.device').getAttribute('aria-pressed') === 'true'`);
  t.notMatch(await wordsIn(anna), /waits for your answer/, 'it was answered in the session');
  await weber.press('Turn microphone off');
  await reads(anna, 'Your therapist turned your microphone off.');
  t.pass('told');
});

t.test('what waits for an answer leads back to the session, which closes it', async (t) => {
  await weber.press('Speak alone');
  await reads(anna, 'Something waits for your answer in the session.');
  await click(anna, '.note button');
  await isClosed(anna);
  await anna.press('Not now');
  t.ok(await anna.seesAndHears(2, 1), 'everything is where it was');
});

t.test('while no therapist is here it says so, and shows nobody otherwise than the session does', async (t) => {
  await open(anna);
  await weber.page.reload();
  await reads(anna, 'Your therapist is away for a moment.');
  const alike = `(() => {
    const { person } = ${part}.querySelector('hearthroom-tile');
    const { view } = document.querySelector('hearthroom-session').renderRoot.querySelector('hearthroom-call');
    const shown = view.shown.find(({ id }) => id === person.id);
    return shown?.camera === person.camera && shown.name === person.name && shown.where === person.where;
  })()`;
  t.equal(await anna.page.evaluate(alike), true);
  await weber.press('Go in');
  await holds(anna, `!window.smallWords().includes('away for a moment')`);
  await holds(anna, moving);
  t.match(await wordsIn(anna), /Weber/);
});

t.test('a person who closes it opens it again', async (t) => {
  await anna.page.evaluate('documentPictureInPicture.window.close()');
  await isClosed(anna);
  await open(anna);
  await anna.press('More');
  await anna.press('Small window');
  await isClosed(anna);
  t.ok(await anna.seesAndHears(2, 1));
});

t.test('leaving is asked about in it, and the end of the session closes it', async (t) => {
  await open(anna);
  const dialog = `${part}?.querySelector('hearthroom-confirm-dialog').renderRoot.querySelector('dialog')`;
  await click(anna, '.tool.leave');
  await holds(anna, `${dialog}?.open`);
  await anna.page.evaluate(`${dialog}.querySelector('.cancel').click()`);
  await holds(anna, `${dialog}.open === false`);
  t.ok(await anna.seesAndHears(2, 1));
  await click(anna, '.tool.leave');
  await holds(anna, `${dialog}?.open`);
  await anna.page.evaluate(`${dialog}.querySelector('[type=submit]').click()`);
  await isClosed(anna);
  t.ok(await anna.reads('You have left'));
});

t.test('“Leave quickly” in it leaves at once and leaves no window', async (t) => {
  const ben = await enter('ben', 'client', 'Ben');
  await weber.press('Show');
  await weber.press('Let in Ben');
  await ben.seesAndHears(2, 1);
  await open(ben);
  const count = browser.targets().length;
  await Promise.all([ben.page.waitForNavigation(), click(ben, '.tool.exit')]);
  t.notMatch(ben.page.url(), /client/);
  for (let left = browser.targets().length; left >= count; left = browser.targets().length)
    await new Promise((resolve) => browser.once('targetdestroyed', resolve));
  t.ok(browser.targets().length < count, 'the window is closed');
});

t.test('in a browser that has no such windows it is not offered', async (t) => {
  const cleo = await enter('cleo', 'client', 'Cleo', 'delete window.documentPictureInPicture');
  await weber.press('Let in Cleo');
  await cleo.seesAndHears(2, 1);
  await cleo.press('More');
  t.ok(await cleo.reads('Sound only'));
  t.notMatch(await cleo.content(), /Small window/);
  t.same(cleo.console, []);
});
