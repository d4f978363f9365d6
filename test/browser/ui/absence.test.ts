import t from 'tap';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

const minuteMs = 60_000;
const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
const room = await server.createRoom({
  title: 'Tuesday group',
  closesAt: at(50 * minuteMs),
  absenceExtendSeconds: null,
});

async function set(settings: Parameters<typeof server.createRoom>[0] = {}): Promise<void> {
  const { registry } = server.app;
  await registry.updateSettings(room, settings, (await registry.getRecord(room)).version);
}

async function enter(sub: string, role: 'therapist' | 'cotherapist' | 'client', name: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const [page, size] = role === 'client' ? ['client', phone] : ['therapist', role === 'therapist' ? desktop : phone];
  const visitor = await Visitor.open(browser, `${server.url}/${page}.html#token=${token}`, size as typeof phone);
  await visitor.press('Go in');
  return visitor;
}

async function picture(visitor: Visitor, name: string): Promise<void> {
  for (const size of [phone, desktop]) {
    await visitor.page.setViewport(size);
    await visitor.page.screenshot({ path: `${screenshots}absence-${name}-${size.width}x${size.height}.png` });
  }
  await visitor.page.setViewport(phone);
}

const weber = await enter('weber', 'therapist', 'Dr. Weber');
const cole = await enter('cole', 'cotherapist', 'Cole');
const anna = await enter('anna', 'client', 'Anna');
await weber.press('Show');
await weber.press('Let in Anna');
await cole.seesAndHears(3, 2);

const endsAt = (visitor: Visitor) =>
  visitor.page.evaluate(() => document.querySelector('hearthroom-session')?.session?.room?.endsAt);

t.test('a co-therapist reads that the therapist is gone, and that nobody can extend the session', async (t) => {
  await weber.page.browserContext().close();
  t.ok(await cole.reads('The connection of Dr. Weber was lost at'));
  t.ok(await cole.reads('No therapist is here now.'));
  t.ok(await cole.reads('Nobody who is here can extend the session'));
  t.ok(
    await cole.reads(
      'You can let people in, mute and remove them, and lock the room. You cannot end it for everybody.',
    ),
  );
  await picture(cole, 'fixed-end');
  t.notMatch(await anna.content(), /No therapist is here/, 'clients are not alarmed');
});

t.test('it stays after a reload, until it is marked as seen, and the panel still says it', async (t) => {
  await cole.page.reload();
  await cole.press('Go in');
  await cole.reads('The connection of Dr. Weber was lost at');
  await cole.press('Seen');
  await cole.page.waitForFunction(() => {
    const call = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-call');
    const lists = [...(call?.shadowRoot?.querySelectorAll('hearthroom-notice-list') ?? [])];
    return lists.every((list) => !list.shadowRoot?.textContent?.includes('No therapist is here'));
  });
  await cole.press('People');
  t.ok(await cole.reads('The connection of Dr. Weber was lost at'));
  t.notMatch(await cole.content(), /\+ 10 minutes|End the session for everybody/);
  await picture(cole, 'panel');
  await cole.press('Close');
});

t.test('it comes again when the co-therapist may extend, and the warning of the end offers it too', async (t) => {
  await set({ closesAt: at(5 * minuteMs + 5_000), endWarningsMinutes: [5] });
  await cole.reads('The session ends in 5 minutes. Nobody who is here can extend it');
  await set({ absenceExtendSeconds: 5 });
  t.ok(await cole.reads('You can extend it.'));
  const offers = await cole.page.$$eval('>>> .notice button.primary', (all) => all.map((one) => one.textContent));
  t.same(offers, ['+ 10 minutes', '+ 10 minutes'], 'also in the warning that was shown before');
  await picture(cole, 'may-extend');
  const before = await endsAt(anna);
  await cole.press('+ 10 minutes');
  await anna.page.waitForFunction(
    (end) => document.querySelector('hearthroom-session')?.session?.room?.endsAt === end,
    {},
    (before ?? 0) + 10 * minuteMs,
  );
});

t.test('when the therapist is back the right is gone and said to be, and what was added stays', async (t) => {
  const end = await endsAt(anna);
  const back = await enter('weber', 'therapist', 'Dr. Weber');
  t.ok(await cole.reads('Dr. Weber is back. Only they can extend the session now; what you added stays.'));
  t.equal(await endsAt(cole), end);
  t.notMatch(await cole.content(), /\+ 10 minutes/);
  await picture(cole, 'back');
  for (const one of [cole, anna, back]) t.same(one.console, [], 'the console stayed empty');
});
