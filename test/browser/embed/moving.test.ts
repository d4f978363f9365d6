import t from 'tap';
import { fewPictures, hasFirefox, launchChromium, launchFirefox } from '../../support/browser/browsers.ts';
import { until } from '../../support/browser/person.ts';
import { Visitor } from '../ui/visitor.ts';
import { goIn, runIn, startElementPages, toldBy } from './element-pages.ts';

t.setTimeout(180_000);
const style = '<style>hearthroom-session { block-size: 600px }</style>';
const body = '<div id="side"></div><div id="main">ELEMENT</div><dialog></dialog>';
const pages = await startElementPages({ '/page': { head: style, body } });
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  await pages.close();
});
const { server } = pages;
const room = await server.createRoom({ waitingRoom: false });
const size = { width: 1000, height: 800 };

async function open(sub: string, role: 'therapist' | 'client', roomId = room): Promise<Visitor> {
  const token = await server.tokenFor(roomId, { sub, role, name: sub });
  const visitor = await Visitor.open(browser, pages.at('/page', token), size);
  await goIn(visitor.page);
  return visitor;
}

const weber = await open('weber', 'therapist');
const anna = await open('anna', 'client');
await Promise.all([weber, anna].map((one) => one.seesAndHears(2, 1)));

const moves: [what: string, work: string][] = [
  ['append', "document.querySelector('#side').append(element);"],
  ['moveBefore', "document.querySelector('#main').moveBefore(element, null);"],
  [
    'remove and append within a task',
    "element.remove(); await null; await null; document.querySelector('#side').append(element);",
  ],
  ['append of what is around it', "document.querySelector('#main').append(document.querySelector('#side'));"],
  [
    'append to a dialog',
    "document.querySelector('dialog').append(element); document.querySelector('dialog').showModal();",
  ],
  [
    'append back from the dialog',
    "document.querySelector('#side').append(element); document.querySelector('dialog').close();",
  ],
];

t.test('a person whose element is moved stays in the session, sees, hears and keeps the focus', async (t) => {
  for (const [what, work] of moves) {
    const focus = (check: string) =>
      runIn(
        anna.page,
        `window.session ??= element.session;
        const button = element.shadowRoot.querySelector('hearthroom-call').renderRoot.querySelector('hearthroom-toolbar').renderRoot.querySelector('.more');
        ${check}`,
      );
    await focus('button.focus();');
    await runIn(anna.page, `${work} await tick(); await tick();`);
    t.ok(await anna.seesAndHears(2, 1), what);
    t.ok(await weber.seesAndHears(2, 1), 'and is seen and heard');
    t.ok(await runIn(anna.page, 'return session === element.session;'), 'it is the same session');
    if (!what.includes('dialog')) t.ok(await focus('return button.matches(":focus");'), `the focus, ${what}`);
  }
  t.same((await toldBy(anna.page)).states, ['connecting', 'joined']);
});

t.test('a question that is open stays above everything when the element is moved, and can be answered', async (t) => {
  await anna.press('Leave');
  const dialog = await anna.page.waitForSelector('>>> dialog[open]');
  await runIn(anna.page, "document.querySelector('#main').append(element); await tick(); await tick();");
  t.ok(await dialog?.evaluate((node) => node.matches(':modal')));
  await anna.press('Cancel');
  t.notOk(await dialog?.evaluate((node) => node.hasAttribute('open')));
  t.same((await toldBy(anna.page)).ends, []);
});

t.test('removing the element permanently leaves the session, stops the devices and emits an event', async (t) => {
  await runIn(
    anna.page,
    `window.tracks = ['microphone', 'camera'].map((source) => element.session.localParticipant.track(source).mediaStreamTrack);
     element.remove(); await tick(); await tick();`,
  );
  t.same(await toldBy(anna.page), {
    states: ['connecting', 'joined', 'closed'],
    ends: [{ reason: 'element-removed' }],
  });
  t.same(await runIn(anna.page, 'return tracks.map((track) => track.readyState);'), ['ended', 'ended']);
  t.ok(await weber.seesAndHears(1, 0), 'the others see at once that she left');
  await runIn(anna.page, 'document.body.append(element);');
  t.ok(await anna.reads('Before you go in'), 'put back it begins anew');
});

t.test('the page title shows the number of waiting clients, and is restored afterwards', async (t) => {
  const waiting = await server.createRoom();
  const host = await open('weber', 'therapist', waiting);
  const title = () => host.page.title();
  const client = await open('anna', 'client', waiting);
  await until(async () => (await title()) === '(1) Portal', 'the number');
  await host.press('Show');
  await host.press('Let in anna');
  await until(async () => (await title()) === 'Portal', 'no number');
  await client.page.browserContext().close();
  const another = await open('ben', 'client', waiting);
  await until(async () => (await title()) === '(1) Portal', 'the number again');
  await runIn(host.page, "document.title = 'Portal: messages';");
  const third = await open('cleo', 'client', waiting);
  await until(async () => (await title()) === '(2) Portal: messages', 'the page’s new title');
  await another.page.browserContext().close();
  await runIn(host.page, "document.title = 'Portal: files'; element.remove(); await tick(); await tick();");
  t.equal(await title(), 'Portal: files', 'nothing older is put back');
  await third.page.browserContext().close();
  await host.page.browserContext().close();
});

t.test('Firefox keeps picture, camera and focus through a move as well', { skip: !hasFirefox() }, async (t) => {
  const firefox = await launchFirefox();
  t.teardown(() => firefox.close());
  const page = await firefox.newPage();
  await page.goto(pages.at('/page', await server.tokenFor(room, { sub: 'dan', role: 'client', name: 'Dan' })));
  const join = await page.waitForSelector('hearthroom-session >>> button.join');
  const isShown = () =>
    page.evaluate(() => {
      const find = (root: ParentNode): Element[] =>
        [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? find(one.shadowRoot) : [])]);
      const video = find(document).find((one) => one instanceof HTMLVideoElement) as HTMLVideoElement | undefined;
      return video !== undefined && !video.paused && video.videoWidth > 0;
    });
  await until(isShown, 'the own picture');
  await join?.focus();
  for (const [what, work] of moves) {
    await runIn(page, `window.session ??= element.session; ${work} await tick(); await tick();`);
    await until(isShown, `the own picture after ${what}`);
    t.ok(await runIn(page, 'return session === element.session;'), what);
  }
});
