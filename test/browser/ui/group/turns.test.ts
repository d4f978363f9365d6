/** A go-round whose current speaker loses the connection, as all participants see it. */
import t from 'tap';
import { browser, desktop, phone, screenshots, server } from '../demo-pages.ts';
import { Visitor } from '../visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({ title: 'Tuesday group', waitingRoom: false });

async function enter(name: string, role: 'therapist' | 'client'): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub: name.toLowerCase(), role, name, grants: { publishCamera: false } });
  const size = role === 'client' ? phone : desktop;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size);
  await visitor.press('Go in');
  await visitor.reads('Chat');
  return visitor;
}

const picture = (visitor: Visitor, name: string) =>
  visitor.page.screenshot({ path: `${screenshots}turns-${name}.png` });

/** Waits until this text is no longer visible. */
const isGone = ({ page }: Visitor, text: string) =>
  page.waitForFunction(
    (wanted) => {
      const read = (root: ShadowRoot | Element): string =>
        [...root.querySelectorAll('*')].map((one) => (one.shadowRoot ? read(one.shadowRoot) : one.textContent)).join();
      return !read(document.body).includes(wanted);
    },
    { polling: 100 },
    text,
  );

/** Interrupts a participant's signaling for this long. */
const lose = ({ page }: Visitor, durationMs: number) =>
  page.evaluate(
    (ms) => document.querySelector('hearthroom-session')?.session?.simulate('signal-loss', { durationMs: ms }),
    durationMs,
  );

const weber = await enter('Weber', 'therapist');
const anna = await enter('Anna', 'client');
const ben = await enter('Ben', 'client');

t.test('the next speaker is announced in advance', async (t) => {
  await weber.page.evaluate(async () => {
    const session = document.querySelector('hearthroom-session')?.session;
    const ids = [...(session?.participants.values() ?? [])].map(({ id }) => id);
    const own = session?.localParticipant.id ?? '';
    await session?.startGoRound({ order: [...ids, own], secondsPerPerson: 600 });
  });
  await anna.reads('It is your turn.');
  t.ok(await ben.reads('You are next, after Anna.'));
  t.notMatch(await weber.content(), /You are next/);
});

t.test('a short connection loss pauses the turn for everybody, and it continues with the remaining time', async (t) => {
  await lose(anna, 3_000);
  await anna.reads('Your turn is paused while you are being reconnected.');
  t.notMatch(await anna.content(), /It is your turn\./, 'paused is not “your turn”');
  await picture(anna, 'own-lost');
  await ben.reads('The go-round waits a moment: Anna is being reconnected.');
  await picture(ben, 'others-lost');
  await weber.reads('Anna has the turn. It is paused while they are being reconnected.');
  await weber.reads('it goes to the next one.');
  await picture(weber, 'host-lost');
  await anna.reads('It is your turn.');
  await isGone(ben, 'The go-round waits a moment');
  const left = await ben.page.evaluate(() => {
    const round = document.querySelector('hearthroom-session')?.session?.room?.goRound;
    return { turn: round?.turn, remainingMs: round?.remainingMs, pausedBecause: round?.pausedBecause ?? null };
  });
  t.same(left, { turn: 0, remainingMs: null, pausedBecause: null });
});

t.test(
  'after a long one the group continues, and the returning participant is asked when to take their turn',
  async (t) => {
    await lose(anna, 31_000);
    await ben.reads('It is your turn.');
    await anna.reads('The go-round went on while you were not connected.');
    await picture(anna, 'missed');
    await weber.reads('Anna was not connected when it was their turn.');
    await picture(weber, 'host-missed');
    t.notMatch(await ben.content(), /not connected/, 'the others are told nothing of it');
    await anna.press('Next');
    await anna.reads('You are next, after Ben.');
    await ben.press('Pass on');
    t.ok(await anna.reads('It is your turn.'));
  },
);

t.test('a host can undo a step and give the turn to anybody', async (t) => {
  await weber.press('Next');
  await weber.reads('It is your turn.');
  await weber.press('Undo: back to Anna');
  await anna.reads('It is your turn.');
  t.ok(await weber.reads('You are next, after Anna.'));
  await weber.page.locator('>>> button.people').click();
  await weber.reads('Give the turn to');
  await weber.page.locator('>>> hearthroom-go-round-controls >>> select#give').fill(
    await weber.page.evaluate(() => {
      const people = document.querySelector('hearthroom-session')?.session?.participants.values() ?? [];
      return [...people].find(({ name }) => name === 'Ben')?.id ?? '';
    }),
  );
  await weber.press('Give the turn');
  await ben.reads('It is your turn.');
  await picture(weber, 'host-panel');
  await weber.press('Stop');
  await weber.reads('The go-round is over.');
  await picture(weber, 'host-over');
  await weber.press('Undo: back to Ben');
  t.ok(await ben.reads('It is your turn.'));
  t.same([weber.console, anna.console, ben.console], [[], [], []]);
});
