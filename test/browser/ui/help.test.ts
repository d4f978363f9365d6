import type { Page, SerializedAXNode } from 'puppeteer';
import t from 'tap';
import { until } from '../../support/browser/person.ts';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

/** The same phone at a zoom of 200 %. */
const zoomed = { width: 195, height: 422, deviceScaleFactor: 2 };
const room = await server.createRoom({ title: 'Tuesday group' });

/** Records sounds that are played, and every alert that appears in the page or changes. */
async function listen(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const notes: number[] = [];
    const alerts: string[] = [];
    const Oscillator = window.OscillatorNode;
    Object.assign(window, {
      notes,
      alerts,
      OscillatorNode: class extends Oscillator {
        constructor(context: BaseAudioContext, options: OscillatorOptions = {}) {
          super(context, options);
          notes.push(options.frequency ?? 0);
        }
      },
    });
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      const root = attach.call(this, options);
      const noteDown = (node: Node): void => {
        const element = node instanceof Element ? node : node.parentElement;
        const alert = element?.closest('[role="alert"]');
        if (alert) alerts.push(alert.textContent ?? '');
      };
      new MutationObserver((records) => {
        for (const { type, target, addedNodes } of records)
          for (const node of type === 'characterData' ? [target] : addedNodes) noteDown(node);
      }).observe(root, { childList: true, characterData: true, subtree: true });
      return root;
    };
  });
}

type RoleName = 'therapist' | 'cotherapist' | 'client';
async function enter(sub: string, role: RoleName, name: string, size = phone): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const page = role === 'client' ? role : 'therapist';
  const visitor = await Visitor.open(browser, `${server.url}/${page}.html#token=${token}`, size, listen);
  await visitor.press('Go in');
  return visitor;
}

async function picture(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.screenshot({ path: `${screenshots}help-${name}.png` });
}

async function confirm(visitor: Visitor): Promise<void> {
  const button = await visitor.page.waitForSelector('>>> dialog[open] button[type="submit"]', { visible: true });
  await button?.click();
}

async function ask(visitor: Visitor): Promise<void> {
  await visitor.press('Help');
  await confirm(visitor);
}

const noted = <T>(visitor: Visitor, name: 'notes' | 'alerts'): Promise<T[]> =>
  visitor.page.evaluate((key) => Reflect.get(window, key) as T[], name);

/** The position of the calls for help, and whether they cover a picture. */
async function bannerOf({ page }: Visitor) {
  const handle = await page.waitForSelector('>>> hearthroom-help-banner >>> section', { visible: true });
  const boxOf = (element: Element) => element.getBoundingClientRect().toJSON() as DOMRect;
  const banner = await handle?.evaluate(boxOf);
  const tiles = await Promise.all((await page.$$('>>> hearthroom-tile')).map((tile) => tile.evaluate(boxOf)));
  if (!banner) throw new Error('no banner');
  const { width = 0, height = 0 } = page.viewport() ?? {};
  return {
    isInside: banner.top >= 0 && banner.left >= 0 && banner.right <= width && banner.bottom <= height,
    covers: tiles.filter((tile) => tile.width > 0 && tile.top < banner.bottom && tile.bottom > banner.top).length,
    tileHeights: tiles.map(({ height }) => height),
    shownTiles: tiles.filter((tile) => tile.width >= 30 && tile.height >= 30 && tile.bottom <= height).length,
  };
}

const weber = await enter('weber', 'therapist', 'Dr. Weber', desktop);
const cole = await enter('cole', 'cotherapist', 'Dr. Cole');
const anna = await enter('anna', 'client', 'Anna');
const ben = await enter('ben', 'client', 'Ben');
await weber.page.waitForFunction(
  () => document.querySelector('hearthroom-session')?.session?.waitingParticipants.length === 2,
);
await weber.page.evaluate(() => document.querySelector('hearthroom-session')?.session?.admitAll());
for (const one of [anna, ben]) await one.reads('You are in the session.');
for (const one of [weber, cole])
  await one.page.waitForFunction(() => document.querySelector('hearthroom-session')?.session?.participants.size === 3);

t.test('a call for help is visible to every host in every panel, and covers no picture', async (t) => {
  await cole.page.locator('>>> button.people').click();
  await cole.page.waitForFunction(() => {
    const call = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-call');
    const panel = call?.renderRoot.querySelector('hearthroom-host-panel')?.renderRoot.querySelector('.scroll');
    if (panel) panel.scrollTop = panel.scrollHeight;
    return panel && panel.scrollTop > 0;
  });
  const before = await noted<number>(cole, 'notes');
  await ask(anna);
  for (const host of [weber, cole]) {
    await host.reads('Anna asks for help');
    t.match(await bannerOf(host), { isInside: true, covers: 0 });
  }
  t.same((await noted<number>(cole, 'notes')).length - before.length, 4, 'with the sound of a call for help');
  await picture(cole, 'panel-scrolled-390');
  await picture(weber, 'call-1440');
  t.notMatch(await ben.content(), /asks for help/);
});

t.test('a call for help is announced once, and not again when the page is drawn anew', async (t) => {
  const said = async () => (await noted<string>(weber, 'alerts')).filter((text) => text.includes('Anna'));
  t.same(await said(), ['Anna asks for help.']);
  await ben.press('Hand');
  await weber.reads('raised hand, number 1');
  await weber.press('Mic');
  await weber.press('Mic');
  t.same(await said(), ['Anna asks for help.']);
  await ben.press('Hand');
});

t.test('on a phone at a zoom of 200 % the call, its buttons and a face are there', async (t) => {
  await cole.press('Close');
  await cole.page.setViewport(zoomed);
  await cole.page.waitForFunction(() => innerWidth === 195);
  // The tiles are arranged anew a few frames after the window has its new size.
  let banner = await bannerOf(cole);
  await until(async () => {
    banner = await bannerOf(cole);
    return banner.shownTiles > 0;
  }, 'tiles are shown').catch(() => {
    // The figures say why.
  });
  t.match(banner, { isInside: true, covers: 0 });
  t.ok(banner.shownTiles > 0, `the heights of tiles: ${banner.tileHeights.join(', ')}`);
  for (const name of ['Speak alone with Anna', 'Answer Anna', 'Done for Anna'])
    t.ok(await cole.page.$(`::-p-aria([name="${name}"][role="button"])`), name);
  await picture(cole, 'zoomed-195');
  await cole.page.setViewport(phone);
});

t.test('people who wait and people who ask for help are counted in separate badges', async (t) => {
  const dora = await enter('dora', 'client', 'Dora');
  await weber.reads('Dora is waiting.');
  const badges = await weber.page.$$eval('>>> button.people .badge', (all) => all.map((one) => one.textContent));
  t.same(badges, ['1', '1']);
  const words = await weber.page.$eval('>>> button.people', (button) => button.textContent);
  t.match(words, /, 1 person asks for help.*, 1 person is waiting/s);
  await picture(weber, 'badges-1440');
  await picture(cole, 'badges-390');
  await dora.page.close();
});

/** Names of buttons in the accessibility tree; buttons behind a modal dialog are not in it. */
async function buttonsOf({ page }: Visitor): Promise<string[]> {
  const names: string[] = [];
  const visit = (node: SerializedAXNode | null | undefined): void => {
    if (node?.role === 'button') names.push(node.name ?? '');
    for (const child of node?.children ?? []) visit(child);
  };
  visit(await page.accessibility.snapshot());
  return names;
}

t.test('above a dialog that is open the call can be read and answered; a new one is said there', async (t) => {
  const answers = ['Speak alone with Anna', 'Answer Anna', 'Done for Anna'];
  await cole.press('More');
  await cole.press('Settings');
  await cole.page.waitForSelector('>>> dialog[open] hearthroom-help-banner >>> section', { visible: true });
  const inSettings = await buttonsOf(cole);
  t.ok(
    answers.every((name) => inSettings.includes(name)),
    inSettings.join(', '),
  );
  t.equal(inSettings.filter((name) => name === 'Answer Anna').length, 1, 'once: the one behind is out of reach');
  await picture(cole, 'settings-390');
  await cole.page.setViewport(zoomed);
  await picture(cole, 'settings-195');
  await cole.page.setViewport(phone);

  await weber.press('Leave');
  await weber.page.waitForSelector('>>> dialog[open] hearthroom-help-banner >>> section', { visible: true });
  const inQuestion = await buttonsOf(weber);
  t.ok(
    answers.every((name) => inQuestion.includes(name)),
    inQuestion.join(', '),
  );
  await picture(weber, 'question-1440');
  await ask(ben);
  for (const host of [weber, cole]) await host.reads('Ben asks for help');
  for (const { page } of [weber, cole]) {
    const alerts = await page.$$eval('>>> dialog[open] hearthroom-help-banner >>> [role=alert]', (all) =>
      all.map((one) => one.textContent),
    );
    t.same(alerts, ['Ben asks for help.'], 'the new call alone');
  }
  await cole.press('Done for Ben');
  await weber.page.waitForFunction(
    () => document.querySelector('hearthroom-session')?.session?.room?.help?.length === 1,
  );
  await weber.page.keyboard.press('Escape');
  await cole.page.keyboard.press('Escape');
  await weber.page.waitForSelector('>>> dialog[open]', { hidden: true });
});

t.test('when a host answers, other hosts see who it is, and the client is told when the call is closed', async (t) => {
  await weber.press('Answer Anna');
  await weber.type('Your answer', 'I am with you in a minute.');
  await confirm(weber);
  t.ok(await cole.reads('Dr. Weber is taking care of it.'));
  await anna.reads('From your therapist: I am with you in a minute.');
  await picture(cole, 'taken-390');
  await weber.press('Done for Anna');
  t.ok(await anna.reads('Your call for help was seen'));
  await picture(anna, 'closed-client-390');
  await cole.page.waitForFunction(
    () =>
      !document
        .querySelector('hearthroom-session')
        ?.shadowRoot?.querySelector('hearthroom-call')
        ?.renderRoot.querySelector('hearthroom-help-banner'),
  );
  const focus = await weber.page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.localName;
  });
  t.equal(focus, 'h1', 'the keyboard goes on in the session, not at the beginning of the page');
});

t.test('a call for help is seen from a side room, and from a small group with a way to the person', async (t) => {
  await cole.page.evaluate(async () => {
    const session = document.querySelector('hearthroom-session')?.session;
    const [ben] = [...(session?.participants.values() ?? [])].filter(({ name }) => name === 'Ben');
    await session?.openSideRoom(ben?.id ?? '');
  });
  await cole.page.waitForFunction(
    () => document.querySelector('hearthroom-session')?.session?.place.kind === 'side-room',
  );
  await ask(anna);
  await cole.reads('Anna asks for help');
  t.match(await bannerOf(cole), { isInside: true, covers: 0 });
  t.notOk(await cole.page.$('::-p-aria([name="Speak alone with Anna"])'), 'nobody is torn out of a talk');
  await cole.page.evaluate(async () => {
    const session = document.querySelector('hearthroom-session')?.session;
    await session?.closeSideRoom();
    const [anna] = [...(session?.participants.values() ?? [])].filter(({ name }) => name === 'Anna');
    await session?.startBreakout({ groups: [{ name: 'Group 1', participantIds: [anna?.id ?? ''] }] });
  });
  await anna.reads('You are in Group 1.');
  await weber.press('Go to them: Anna');
  t.ok(await cole.reads('Dr. Weber is taking care of it.'));
  await anna.page.waitForFunction(() =>
    [...(document.querySelector('hearthroom-session')?.session?.participants.values() ?? [])].some(
      ({ name, away }) => name === 'Dr. Weber' && !away,
    ),
  );
  await picture(weber, 'group-1440');
});
