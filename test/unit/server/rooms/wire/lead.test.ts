import t from 'tap';
import { cotherapist, therapist } from '../../../../support/machine/player/people.ts';
import { StoredDesk } from '../../../../support/server/rooms/room-desk.ts';

t.test('hosts are told who leads, and the audit log has when the lead was lent and returned', async (t) => {
  const desk = await StoredDesk.open(t, { absencePolicy: 'hand-over' });
  t.teardown(async () => {
    await desk.close();
    desk.store.close();
  });
  const weber = await desk.enter(therapist());
  const cole = await desk.enter(cotherapist());
  const leads = async () =>
    (await desk.auditLines()).flatMap((line) => {
      const { what, seatId } = JSON.parse(line);
      return /^(lead|host)\./.test(what) ? [[what, seatId]] : [];
    });
  await weber.drop();
  const grace = desk.room.state.timers.leadGrace;
  t.ok(grace);
  if (!grace) return;
  desk.clock.atMs = grace.dueAt;
  await desk.room.apply({ type: 'timerFired', name: 'leadGrace', epoch: grace.epoch });
  t.same(await leads(), [
    ['host.absent', weber.id],
    ['lead.passed', cole.id],
  ]);
  t.match(cole.told.at(-1), { method: 'roomUpdated', params: { room: { leadId: cole.id, leadIsLent: true } } });
  t.equal(await cole.codeOf('remove', { participantId: weber.id, ban: true }), 'not-allowed');
  await desk.enter(therapist(), { resumeSecret: weber.resumeSecret });
  t.same((await leads()).at(-1), ['lead.returned', weber.id]);
  const told = cole.told.filter((one) => 'method' in one && one.method === 'roomUpdated').at(-1);
  t.match(told, { params: { room: { leadId: weber.id, leadIsLent: false } } });
  t.equal(await cole.codeOf('endRoom'), 'not-allowed');
});
