/** What participants and records show when the clock is set during a session. */
import t from 'tap';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { RoomDesk, StoredDesk, type Visitor } from '../../../../support/server/rooms/room-desk.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** A therapist, and an admitted participant. */
async function openSession<D extends RoomDesk>(desk: D) {
  const host = await desk.enter(therapist());
  const anna = await desk.enter(client());
  await desk.admit(anna);
  return { desk, host, anna };
}

const methodsOf = ({ told }: Visitor): string[] => told.flatMap((one) => ('method' in one ? [one.method] : []));

for (const stepMs of [hourMs, -hourMs]) {
  const title = `${stepMs / minuteMs} minutes`;

  t.test(`everybody is told the time before the times that moved with it (${title})`, async (t) => {
    const { desk, host, anna } = await openSession(await RoomDesk.create({ lengthMinutes: 50 }));
    const ben = await desk.enter(client('ben'));
    for (const visitor of [host, anna, ben]) visitor.told.length = 0;
    await desk.stepClock(stepMs);
    t.same(methodsOf(host), ['clockStepped', 'roomUpdated', 'waitingUpdated']);
    t.same(methodsOf(anna), ['clockStepped', 'roomUpdated']);
    t.same(methodsOf(ben), ['clockStepped'], 'who waits learns the time alone');
    const now = desk.clock.now();
    t.match(anna.told, [
      { method: 'clockStepped', params: { serverTime: now } },
      { method: 'roomUpdated', params: { room: { endsAt: now + 50 * minuteMs } } },
    ]);
    await desk.close();
  });

  t.test(`the limits of chat are counted as time passes (${title})`, async (t) => {
    const { desk, anna } = await openSession(await RoomDesk.create());
    const write = () => anna.codeOf('sendChat', { to: 'group', text: 'Hello' });
    for (let count = 0; count < 10; count += 1) t.equal(await write(), 'ok');
    await desk.stepClock(stepMs);
    t.equal(await write(), 'rate-limited', 'not sooner');
    desk.clock.atMs += 10_000;
    t.equal(await write(), 'ok', 'and not later');
    await desk.close();
  });

  t.test(`what was written into a broken connection just before is told again, and no more (${title})`, async (t) => {
    const { desk, host, anna } = await openSession(await RoomDesk.create());
    const write = (text: string) => host.codeOf('sendChat', { to: 'group', text });
    const ask = () => host.codeOf('askToUnmute', { participantId: anna.id, source: 'microphone' });
    await write('long ago');
    await ask();
    desk.clock.atMs += 20_000;
    await desk.stepClock(stepMs);
    await write('before the step');
    await ask();
    await desk.stepClock(stepMs);
    desk.clock.atMs += 5_000;
    await anna.drop();
    const back = await desk.enter(client(), { resumeSecret: anna.resumeSecret, lastSeq: 0 });
    t.match(back.told[0], {
      answer: { chat: [{ text: 'before the step' }], missed: [{ method: 'askedToUnmute' }] },
    });
    await desk.close();
  });

  t.test(`attendance and audit log have the same times (${title})`, async (t) => {
    const { desk, anna } = await openSession(await StoredDesk.open(t));
    desk.clock.atMs += 5 * minuteMs;
    await desk.stepClock(stepMs);
    const ben = await desk.enter(client('ben'));
    await desk.admit(ben);
    desk.clock.atMs += 5 * minuteMs;
    await anna.codeOf('leave');
    await ben.codeOf('leave');
    const lines = (await desk.auditLines()).map((line) => JSON.parse(line));
    const timeOf = (what: string, seatId: string) =>
      Date.parse(lines.find((line) => line.what === what && line.seatId === seatId)?.at);
    const rows = await desk.registry.attendance(desk.room.record.id, { labels: false });
    for (const { id } of [anna, ben]) {
      const row = rows.find(({ seatId }) => seatId === id);
      t.equal(row?.firstAdmittedAt, timeOf('seat.admitted', id));
      if (id === ben.id || stepMs > 0) t.equal(row?.lastLeftAt, timeOf('seat.left', id));
      t.ok(
        (row?.lastLeftAt ?? 0) - (row?.firstAdmittedAt ?? 0) >= (row?.presentMs ?? 0),
        'nobody left before they came',
      );
    }
    t.equal(rows.find(({ seatId }) => seatId === anna.id)?.presentMs, 10 * minuteMs);
    await desk.close();
    desk.store.close();
  });
}

t.test(
  'a missed warning is told after a step while its end is of a set length, and not when it is by the time of day',
  async (t) => {
    const settings = { endWarningsMinutes: [10], warnEverybody: true, seatLeaseSeconds: 3_600 };
    const missedWith = async (more: object) => {
      const { desk, anna } = await openSession(await RoomDesk.create({ ...settings, ...more }));
      await anna.drop();
      desk.clock.atMs += 2 * minuteMs;
      const { epoch } = desk.room.state.timers['warning:10'] ?? { epoch: 0 };
      await desk.room.apply({ type: 'timerFired', name: 'warning:10', epoch });
      await desk.stepClock(2 * minuteMs);
      const back = await desk.enter(client(), { resumeSecret: anna.resumeSecret, lastSeq: 0 });
      await desk.close();
      const [arrival] = back.told;
      return arrival && 'answer' in arrival ? Object(arrival.answer).missed : null;
    };
    t.match(await missedWith({ lengthMinutes: 11 }), [{ method: 'endWarning', params: { minutesLeft: 10 } }]);
    t.same(await missedWith({ closesAt: new Date(1_790_000_000_000 + 11 * minuteMs).toISOString() }), []);
  },
);
