/** A host extends the session by mistake and undoes it, as all participants see it. */
import t from 'tap';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

const minuteMs = 60_000;
const startedAt = Date.now();
const at = (ms: number): string => new Date(startedAt + ms).toISOString();
const room = await server.createRoom({
  title: 'Tuesday group',
  waitingRoom: false,
  closesAt: at(50 * minuteMs),
  warnEverybody: true,
});

async function set(settings: Parameters<typeof server.createRoom>[0] = {}): Promise<void> {
  const { registry } = server.app;
  await registry.updateSettings(room, settings, (await registry.getRecord(room)).version);
}

async function enter(name: string, role: 'therapist' | 'client'): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub: name.toLowerCase(), role, name, grants: { publishCamera: false } });
  const size = role === 'client' ? phone : desktop;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size);
  await visitor.press('Go in');
  await visitor.reads('Chat');
  return visitor;
}

async function picture({ page }: Visitor, name: string): Promise<void> {
  const before = page.viewport();
  for (const size of [phone, desktop]) {
    await page.setViewport(size);
    await page.screenshot({ path: `${screenshots}extension-${name}-${size.width}x${size.height}.png` });
  }
  await page.setViewport(before);
}

const endsAt = ({ page }: Visitor) =>
  page.evaluate(() => document.querySelector('hearthroom-session')?.session?.room?.endsAt ?? 0);

/** Waits until this participant's session ends this many minutes after the test began, or up to a minute later. */
const endsIn = ({ page }: Visitor, minutes: number) =>
  page.waitForFunction(
    (from, to) => {
      const end = document.querySelector('hearthroom-session')?.session?.room?.endsAt ?? 0;
      return end >= from && end < to;
    },
    { polling: 100 },
    startedAt + minutes * minuteMs,
    startedAt + (minutes + 1) * minuteMs,
  );

/** A time of day in the format of that page. */
const written = ({ page }: Visitor, minutes: number) =>
  page.evaluate(
    (ms) =>
      new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }).format(ms).replaceAll(' ', '\u00a0'),
    startedAt + minutes * minuteMs,
  );

/** The content of live regions. */
async function spoken({ page }: Visitor): Promise<string> {
  const lines = await page.$$eval('>>> :is([role=status], [role=log], [aria-live])', (all) =>
    all.map((one) => one.textContent),
  );
  return lines.join('\n').replaceAll(/[\u2068\u2069]/g, '');
}

const focused = ({ page }: Visitor) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.textContent?.trim();
  });

const weber = await enter('Weber', 'therapist');
const anna = await enter('Anna', 'client');

t.test(
  'a person who extended in the panel can take it back there and in a notice, and everybody reads the new end',
  async (t) => {
    const [before, after] = [await written(weber, 50), await written(weber, 65)];
    await weber.press('People');
    await weber.press('+ 15 minutes');
    t.ok(await anna.reads(`The session now ends at ${after}.`));
    t.match(await spoken(anna), `The session now ends at ${after}.`, 'a screen reader says it');
    t.notMatch(await anna.content(), /Undo/);
    t.ok(await weber.reads(`Undo: end at ${before}`));
    await picture(weber, 'panel');
    await picture(anna, 'client');
    await weber.press('Close');
    await weber.reads(`The session now ends at ${after}.`);
    const shown = await weber.page.$$eval('>>> .notice', (all) => all.map((one) => one.textContent ?? ''));
    t.equal(shown.filter((text) => text.includes('The session now ends')).length, 1, 'not told twice');
    await picture(weber, 'notice');
  },
);

t.test('taking an extension back is still offered after a reload, and restores the earlier end', async (t) => {
  await weber.page.reload();
  await weber.press('Go in');
  const before = await written(weber, 50);
  await weber.reads(`Undo: end at ${before}`);
  t.match(await spoken(weber), `The session now ends at ${await written(weber, 65)}.`);
  await weber.page
    .locator(`::-p-aria([name="Undo: end at ${before}"][role="button"])`)
    .waitHandle()
    .then((one) => one.focus());
  await weber.page.keyboard.press('Enter');
  await endsIn(weber, 50);
  t.ok(await weber.reads(`The session now ends at ${before}.`));
  t.ok(await anna.reads(`The session now ends at ${before}.`));
  t.notMatch(await weber.content(), /Undo/);
  t.equal(await focused(weber), 'Tuesday group', 'the focus does not fall to the page');
});

t.test('near the end the button says how long people still have, and they are told again', async (t) => {
  const inFour = Date.now() - startedAt + 4 * minuteMs;
  await set({ closesAt: at(inFour), endWarningsMinutes: [10, 1] });
  await anna.reads(`The session now ends at ${await written(anna, inFour / minuteMs)}.`);
  await weber.press('People');
  await weber.press('+ 15 minutes');
  await weber.reads('Undo: end in about 10 minutes');
  await picture(weber, 'notice-needed');
  await weber.press('Undo: end in about 10 minutes');
  t.ok(await anna.reads('The session ends in 10 minutes.'));
  t.match(await spoken(anna), 'The session ends in 10 minutes.');
  const left = ((await endsAt(anna)) - Date.now()) / minuteMs;
  t.ok(left > 9 && left <= 10.1, `${left} minutes are left, not 4`);
  await picture(anna, 'told-again');
});

t.test('in the panel the focus goes to the buttons that extend', async (t) => {
  await weber.press('+ 5 minutes');
  const undo = await weber.page
    .locator('::-p-aria([name="Undo: end in about 10 minutes"][role="button"])')
    .waitHandle();
  await undo.focus();
  await weber.page.keyboard.press('Enter');
  await weber.page.waitForFunction(() => {
    const call = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-call');
    const panel = call?.shadowRoot?.querySelector('hearthroom-host-panel');
    return panel?.shadowRoot?.querySelector('.undo') === null;
  });
  t.equal(await focused(weber), '+ 5 minutes');
  for (const one of [weber, anna]) t.same(one.console, [], 'the console stayed empty');
});
