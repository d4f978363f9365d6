import type { Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { applyNotification } from '../../../../sdk/src/roster.ts';
import { compareSnapshots } from '../../../../sdk/src/roster-changes.ts';
import { admittedSnapshot, ben, entry, hostSnapshot, waitingSnapshot, weber } from './scripted-server.ts';

const participantsOf = (snapshot: Snapshot) => (snapshot.state === 'admitted' ? snapshot.participants : null);
const waitingOf = (snapshot: Snapshot) => (snapshot.state === 'admitted' ? snapshot.waiting : null);

t.test('a snapshot replaces everything', async (t) => {
  const after = applyNotification(waitingSnapshot, {
    method: 'snapshotReplaced',
    params: { snapshot: admittedSnapshot, reason: 'welcome' },
  });
  t.equal(after, admittedSnapshot);
});

t.test('people come, change and go', async (t) => {
  const came = applyNotification(admittedSnapshot, { method: 'participantJoined', params: { participant: ben } });
  t.same(participantsOf(came), [weber, ben]);
  const away = { ...weber, connection: 'reconnecting' } as const;
  const changed = applyNotification(came, { method: 'participantUpdated', params: { participant: away } });
  t.same(participantsOf(changed), [away, ben], 'in their place');
  const left = applyNotification(changed, { method: 'participantLeft', params: { participantId: weber.id } });
  t.same(participantsOf(left), [ben]);
  t.same(participantsOf(admittedSnapshot), [weber], 'the old snapshot is untouched');
});

t.test('those who wait come, change and go', async (t) => {
  const came = applyNotification(hostSnapshot, { method: 'waitingAdded', params: { entry: entry('p-anna', 4) } });
  const dropped = entry('p-anna', 4, { connection: 'dropped' });
  const changed = applyNotification(came, { method: 'waitingUpdated', params: { entry: dropped } });
  t.same(waitingOf(changed), [dropped]);
  const gone = applyNotification(changed, { method: 'waitingRemoved', params: { participantId: 'p-anna', epoch: 4 } });
  t.same(waitingOf(gone), []);
});

t.test('the end of an older wait does not touch the newer one of the same person', async (t) => {
  const first = applyNotification(hostSnapshot, { method: 'waitingAdded', params: { entry: entry('p-anna', 4) } });
  const second = applyNotification(first, { method: 'waitingAdded', params: { entry: entry('p-anna', 5) } });
  t.same(waitingOf(second), [entry('p-anna', 5)]);
  const late = applyNotification(second, { method: 'waitingRemoved', params: { participantId: 'p-anna', epoch: 4 } });
  t.same(waitingOf(late), [entry('p-anna', 5)]);
});

t.test('a second device waits beside the person’s own wait, and neither hides the other', async (t) => {
  const own = entry('p-anna', 4);
  const device = entry('p-anna', 5, { secondDevice: true });
  const first = applyNotification(hostSnapshot, { method: 'waitingAdded', params: { entry: own } });
  const both = applyNotification(first, { method: 'waitingAdded', params: { entry: device } });
  t.same(waitingOf(both), [own, device]);
  const left = applyNotification(both, { method: 'waitingRemoved', params: { participantId: 'p-anna', epoch: 5 } });
  t.same(waitingOf(left), [own]);
});

t.test('the room and oneself change', async (t) => {
  const room = { ...admittedSnapshot.room, phase: 'held', heldUntil: 1_790_000_000_000 } as const;
  t.same(applyNotification(admittedSnapshot, { method: 'roomUpdated', params: { room } }).room, room);
  const self = { ...admittedSnapshot.self, name: 'Anna B.' };
  t.same(applyNotification(admittedSnapshot, { method: 'selfUpdated', params: { self } }).self, self);
});

t.test('what belongs to another state changes nothing', async (t) => {
  const notifications = [
    { method: 'participantJoined', params: { participant: ben } },
    { method: 'participantLeft', params: { participantId: ben.id } },
    { method: 'waitingAdded', params: { entry: entry('p-ben', 1) } },
    { method: 'waitingRemoved', params: { participantId: 'p-ben', epoch: 1 } },
    { method: 'roomUpdated', params: { room: admittedSnapshot.room } },
    { method: 'mediaReset', params: {} },
  ] as const;
  for (const notification of notifications) {
    t.equal(applyNotification(waitingSnapshot, notification), waitingSnapshot, notification.method);
  }
});

t.test('the difference of two snapshots names who is gone, changed and new', async (t) => {
  const clara = { ...ben, id: 'p-clara' };
  const before = { ...admittedSnapshot, participants: [weber, ben] };
  const after = { ...admittedSnapshot, participants: [{ ...weber, away: true }, clara] };
  t.same(compareSnapshots(before, after).participants, {
    removed: [ben],
    updated: [{ ...weber, away: true }],
    added: [clara],
  });
});

t.test('a snapshot that was sent again is no difference', async (t) => {
  const again = JSON.parse(JSON.stringify(admittedSnapshot)) as typeof admittedSnapshot;
  t.same(compareSnapshots(admittedSnapshot, again), {
    participants: { removed: [], updated: [], added: [] },
    waiting: { removed: [], updated: [], added: [] },
    room: false,
  });
});

t.test('a new wait of the same person is another one', async (t) => {
  const before = { ...hostSnapshot, waiting: [entry('p-anna', 4)] };
  const after = { ...hostSnapshot, waiting: [entry('p-anna', 5)] };
  t.match(compareSnapshots(before, after).waiting, { removed: [{ epoch: 4 }], added: [{ epoch: 5 }], updated: [] });
});

t.test('put back to wait, everybody else is gone', async (t) => {
  t.match(compareSnapshots(admittedSnapshot, waitingSnapshot).participants.removed, [weber]);
});
