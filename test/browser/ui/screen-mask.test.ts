/**
 * While a host shares their screen, the page contains nothing that only hosts may see: the whole page is searched, not
 * only known places.
 */
import type { Page } from 'puppeteer';
import t from 'tap';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({ title: 'Tuesday group' });

/** Parts of the interface that are not in a host's call, or that the notice replaces while it is masked. */
const notInMaskedCall = [
  'breakout-controls',
  'check-in-card',
  'check-in-controls',
  'closed-page',
  'device-toggle',
  'go-round-controls',
  'hand-list',
  'level-meter',
  'lobby',
  'own-preview',
  'passcode-page',
  'people-list',
  'preflight',
  'preflight-view',
  'talk-lines',
  'waiting-list',
  'waiting-page',
].map((name) => `hearthroom-${name}`);

async function noteElements(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const defined: string[] = [];
    Object.assign(window, { definedElements: defined });
    const define = customElements.define;
    customElements.define = function (name, ...rest) {
      defined.push(name);
      define.call(this, name, ...rest);
    };
  });
}

type RoleName = 'therapist' | 'cotherapist' | 'client';
async function enter(sub: string, role: RoleName, name: string, label?: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name, ...(label !== undefined && { label }) });
  const page = role === 'client' ? role : 'therapist';
  const size = role === 'therapist' ? desktop : phone;
  const visitor = await Visitor.open(browser, `${server.url}/${page}.html#token=${token}`, size, noteElements);
  await visitor.press('Go in');
  return visitor;
}

/** Every text in the page and its small window: content, labels, titles, field values, and titles of tabs; with its parts. */
function readAll({ page }: Visitor): Promise<{ words: string; elements: string[] }> {
  return page.evaluate(() => {
    const small = (window as { documentPictureInPicture?: { window: Window | null } }).documentPictureInPicture?.window;
    const words: string[] = [document.title, small?.document.title ?? ''];
    const elements = new Set<string>();
    // Not by class: the small window has classes of its own.
    const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;
    const visit = (node: Node): void => {
      if (node.nodeType === Node.TEXT_NODE) words.push(node.nodeValue ?? '');
      if (isElement(node)) {
        if (node.hasAttribute('hidden') || ['SCRIPT', 'STYLE'].includes(node.tagName)) return;
        elements.add(node.localName);
        for (const { value } of node.attributes) words.push(value);
        if ('value' in node && typeof node.value === 'string') words.push(node.value);
        if (node.shadowRoot) visit(node.shadowRoot);
      }
      for (const child of node.childNodes) visit(child);
    };
    visit(document.body);
    if (small) visit(small.document.body);
    return { words: words.join('\n'), elements: [...elements] };
  });
}

const secrets = async (visitor: Visitor): Promise<string[]> =>
  [...new Set((await readAll(visitor)).words.match(/canary-\w+/gi) ?? [])].sort();

const openPanel = ({ page }: Visitor, name: 'people' | 'chat') => page.locator(`>>> button.${name}`).click();

/** Shares a picture as a screen, as after the browser's screen dialog. */
async function share({ page }: Visitor): Promise<void> {
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    const stream = canvas.captureStream(5);
    setInterval(() => context?.fillRect(0, 0, 1, 1), 200);
    const [track] = stream.getVideoTracks();
    if (!track) throw new Error('a canvas gives a track');
    await document
      .querySelector('hearthroom-session')
      ?.session?.localParticipant.setScreenShareEnabled(true, { track });
  });
}

async function picture(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.screenshot({ path: `${screenshots}mask-${name}.png` });
}

async function ask(visitor: Visitor, note: string): Promise<void> {
  await visitor.press('Help');
  await visitor.type('What is it about? (optional)', note);
  const button = await visitor.page.waitForSelector('>>> dialog[open] button[type="submit"]', { visible: true });
  await button?.click();
}

const send = ({ page }: Visitor, text: string, to: 'hosts' | 'group') =>
  page.evaluate(
    (words, target) => document.querySelector('hearthroom-session')?.session?.chat.send(words, { to: target }),
    text,
    to,
  );

const weber = await enter('weber', 'therapist', 'Dr. Weber');
const cole = await enter('cole', 'cotherapist', 'Dr. Cole');
const anna = await enter('anna', 'client', 'Anna', 'Canary-Label');
const gone = await enter('gone', 'client', 'Canary-Departed');
await weber.page.waitForFunction(
  () => document.querySelector('hearthroom-session')?.session?.waitingParticipants.length === 2,
);
await weber.page.evaluate(() => document.querySelector('hearthroom-session')?.session?.admitAll());
await anna.reads('You are in the session.');
await gone.reads('You are in the session.');
await gone.page.evaluate(() => document.querySelector('hearthroom-session')?.session?.disconnect());
await enter('dora', 'client', 'Canary-Waiting', 'Canary-WaitingLabel');
await weber.reads('Canary-Waiting');
await weber.page.evaluate(() =>
  document
    .querySelector('hearthroom-session')
    ?.session?.startCheckIn({ text: 'Where are you today?', choices: ['Canary-Answer', 'Elsewhere'] }),
);
await anna.reads('Where are you today?');
await ask(anna, 'Canary-Note');
await weber.reads('Anna asks for help');
await send(anna, 'Canary-Private', 'hosts');
await send(anna, 'Good evening to all', 'group');
await openPanel(weber, 'chat');
await weber.reads('Canary-Private');
await weber.page.locator('>>> hearthroom-chat-panel >>> select').fill('hosts ');
await weber.type('Your message', 'Canary-Draft');

t.test('before sharing, all private texts are in the page and are found by the search', async (t) => {
  const inChat = await secrets(weber);
  await openPanel(weber, 'people');
  const inPanel = await secrets(weber);
  for (const one of ['Canary-Note', 'Canary-Departed', 'Canary-Label', 'Canary-Answer'])
    t.ok(inPanel.includes(one), one);
  for (const one of ['Canary-Private', 'Canary-Draft']) t.ok(inChat.includes(one), one);
  t.ok(inPanel.includes('Canary-WaitingLabel'));
  t.match(await weber.page.title(), /^\(1\) /);
});

t.test('while the host shares, no part of their page holds any of it', async (t) => {
  await openPanel(weber, 'chat');
  await weber.page.locator('>>> hearthroom-chat-panel >>> select').fill('hosts ');
  await weber.type('Your message', 'Canary-Draft');
  await weber.press('More');
  await weber.press('Small window');
  await weber.page.waitForFunction(
    "documentPictureInPicture.window?.document.querySelector('hearthroom-small-call')?.renderRoot.querySelector('hearthroom-tile')",
  );
  await share(weber);
  await weber.reads('What only therapists may see is hidden meanwhile.');
  const elements = new Set<string>();
  const look = async (what: string): Promise<void> => {
    for (const name of (await readAll(weber)).elements) elements.add(name);
    t.same(await secrets(weber), [], what);
  };
  await weber.reads('1 private message is hidden while you share your screen');
  await weber.reads('Good evening to all');
  await look('chat, with a private message that was begun');
  await picture(weber, 'chat-1440');
  await openPanel(weber, 'people');
  await weber.reads('Hidden while you share your screen');
  await look('panel of the host');
  t.notMatch(await weber.page.title(), /\(1\)/, 'the title does not tell that somebody waits');
  await picture(weber, 'panel-1440');
  await weber.reads('Somebody asks for help');
  await weber.press('More');
  await look('menu');
  await weber.press('Settings');
  await look('settings');
  await weber.page.keyboard.press('Escape');
  await weber.press('Encrypted: about encryption');
  await look('encryption');
  await weber.page.keyboard.press('Escape');
  const defined = await weber.page.evaluate(() => Reflect.get(window, 'definedElements') as string[]);
  const unseen = defined.filter((name) => !elements.has(name)).sort();
  t.same(unseen, notInMaskedCall, 'every part of a host’s call was looked at; a new one is to be, too');
});

t.test('notices that appear meanwhile name nobody, visually or for a screen reader', async (t) => {
  await enter('emil', 'client', 'Canary-Second');
  await weber.page.waitForFunction(
    () => document.querySelector('hearthroom-session')?.session?.waitingParticipants.length === 2,
  );
  await send(anna, 'Canary-Later', 'hosts');
  await anna.page.evaluate(async () => {
    const session = document.querySelector('hearthroom-session')?.session;
    await session?.closeHelp();
    await session?.requestHelp('Canary-Again');
  });
  await cole.reads('Canary-Again');
  await weber.reads('Somebody is waiting to be let in.');
  await weber.reads('Somebody asks for help.');
  t.same(await secrets(weber), []);
});

t.test('a host who does not share sees everything as before', async (t) => {
  await openPanel(cole, 'people');
  await cole.reads('Canary-Waiting');
  const seen = await secrets(cole);
  for (const one of ['Canary-Again', 'Canary-Departed', 'Canary-Second']) t.ok(seen.includes(one), one);
  await picture(cole, 'other-host-390');
});

t.test(
  'what is hidden while a host shares is shown when the host asks for it, and hidden again at the next share',
  async (t) => {
    await picture(weber, 'call-1440');
    await weber.page.setViewport(phone);
    await picture(weber, 'panel-390');
    await weber.page.setViewport(desktop);
    await weber.press('Show what is hidden');
    await weber.reads('Canary-Waiting');
    await weber.reads('what only therapists may see is shown on it');
    await picture(weber, 'shown-1440');
    await weber.press('Stop sharing');
    await weber.page.waitForFunction(
      () => document.querySelector('hearthroom-session')?.session?.localParticipant.track('screen') === null,
    );
    await weber.reads('Canary-Waiting');
    await share(weber);
    await weber.reads('What only therapists may see is hidden meanwhile.');
    await weber.reads('Hidden while you share your screen');
    t.same(await secrets(weber), []);
  },
);
