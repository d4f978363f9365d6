import type { AdmittedSnapshot, Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import {
  withoutParticipant,
  withoutWaiting,
  withParticipant,
  withRoom,
  withSelf,
  withWaiting,
} from '../../../../../sdk/src/people/roster.ts';
import { compareSnapshots, previewedOf } from '../../../../../sdk/src/people/roster-changes.ts';
import { admittedSnapshot, ben, entry, hostSnapshot, waitingSnapshot, weber } from '../scripted-server.ts';

const participantsOf = (snapshot: Snapshot) => (snapshot.state === 'admitted' ? snapshot.participants : null);
const waitingOf = (snapshot: Snapshot) => (snapshot.state === 'admitted' ? snapshot.waiting : null);

t.test('people come, change and go', async (t) => {
  const came = withParticipant(admittedSnapshot, ben);
  t.same(participantsOf(came), [weber, ben]);
  const away = { ...weber, connection: 'reconnecting' } as const;
  const changed = withParticipant(came, away);
  t.same(participantsOf(changed), [away, ben], 'in their place');
  const left = withoutParticipant(changed, weber.id);
  t.same(participantsOf(left), [ben]);
  t.same(participantsOf(admittedSnapshot), [weber], 'the old snapshot is untouched');
});

t.test('those who wait come, change and go', async (t) => {
  const came = withWaiting(hostSnapshot, entry('p-anna', 4));
  const dropped = entry('p-anna', 4, { connection: 'dropped' });
  const changed = withWaiting(came, dropped);
  t.same(waitingOf(changed), [dropped]);
  const gone = withoutWaiting(changed, 'p-anna', 4);
  t.same(waitingOf(gone), []);
});

t.test('the end of an older wait does not touch the newer one of the same person', async (t) => {
  const first = withWaiting(hostSnapshot, entry('p-anna', 4));
  const second = withWaiting(first, entry('p-anna', 5));
  t.same(waitingOf(second), [entry('p-anna', 5)]);
  const late = withoutWaiting(second, 'p-anna', 4);
  t.same(waitingOf(late), [entry('p-anna', 5)]);
});

t.test('a person and their second device wait side by side', async (t) => {
  const own = entry('p-anna', 4);
  const second = entry('p-anna', 5, { secondDevice: true });
  const both = withWaiting(withWaiting(hostSnapshot, second), own);
  t.same(waitingOf(both), [own, second]);
  const dropped = { ...own, connection: 'dropped' } as const;
  const changed = withWaiting(both, dropped);
  t.same(waitingOf(changed), [dropped, second]);
  const gone = withoutWaiting(changed, 'p-anna', 5);
  t.same(waitingOf(gone), [dropped]);
});

t.test('a person who waits is listed by the time since they wait, then by id', async (t) => {
  const [ben, anna, dan] = [
    entry('p-ben', 1, { waitingSince: 20 }),
    entry('p-anna', 2, { waitingSince: 20 }),
    entry('p-dan', 3, { waitingSince: 10 }),
  ];
  const after = [ben, anna, dan].reduce<Snapshot>((snapshot, one) => withWaiting(snapshot, one), hostSnapshot);
  t.same(waitingOf(after), [dan, anna, ben]);
  const later = { ...dan, epoch: 4, waitingSince: 30 };
  const again = withWaiting(after, later);
  t.same(waitingOf(again), [anna, ben, later], 'a new wait has a new place');
});

t.test('what a host is told of an entry follows it', async (t) => {
  const first = entry('p-olga', 4, { role: 'observer', agreed: false, consentMissing: true });
  const came = withWaiting(hostSnapshot, first);
  const then = { ...first, agreed: true, consentMissing: false, previewedBy: 'p-weber' };
  t.same(waitingOf(withWaiting(came, then)), [then]);
});

t.test('everything that the group does is taken over with the room', async (t) => {
  const room: AdmittedSnapshot['room'] = {
    ...admittedSnapshot.room,
    endsAt: 1_790_000_000_000,
    circle: 'closed',
    privateChat: true,
    chatHistory: 'session',
    hands: ['p-ben', 'p-anna'],
    spotlightId: 'p-ben',
    goRound: {
      order: ['p-ben', 'p-anna'],
      turn: 1,
      secondsPerPerson: 60,
      turnEndsAt: 1_790_000_000_000,
      remainingMs: null,
      state: 'running',
      muteOthers: true,
    },
    breakout: {
      groups: [{ id: 'g-1', name: '1', participantIds: ['p-anna', 'p-ben'] }],
      endsAt: null,
      closingAt: 1_790_000_000_000,
    },
    consents: [{ participantId: 'p-olga', name: 'Olga', answer: false }],
    help: [{ participantId: 'p-anna', since: 1_790_000_000_000, note: 'Can we talk?' }],
    agreement: { version: '2', text: 'What is said here stays here.', accepted: false },
  };
  const after = withRoom(admittedSnapshot, room);
  t.same(after.room, room);
  t.ok(compareSnapshots(admittedSnapshot, after).room);
  const agreed = { ...waitingSnapshot.room, agreement: { version: '2', text: 'Rules', accepted: true } };
  const waiting = withRoom(waitingSnapshot, agreed);
  t.same(waiting.room, agreed, 'as is what somebody who waits may know of it');
});

t.test('the other one in a preview is the entry to a host, and an id to the one who waits', async (t) => {
  const anna = entry('p-anna', 4, { label: 'A. Berger' });
  const second = entry('p-anna', 5, { secondDevice: true, label: 'another' });
  const inPreviewWith = <S extends Snapshot>(snapshot: S, participantId: string): S => ({
    ...snapshot,
    self: { ...snapshot.self, place: { kind: 'preview', participantId } },
  });
  const host = inPreviewWith({ ...hostSnapshot, waiting: [second, anna] }, 'p-anna');
  t.match(previewedOf(host), { id: 'p-anna', name: 'p-anna', label: 'A. Berger', role: 'client' });
  const waiting = inPreviewWith(waitingSnapshot, 'p-weber');
  t.same(previewedOf(waiting), {
    id: 'p-weber',
    name: '',
    role: 'therapist',
    connection: 'connected',
    away: false,
  });
  t.equal(previewedOf(hostSnapshot), null);
  t.ok(compareSnapshots(waitingSnapshot, waiting).place);
});

t.test('the room and oneself change', async (t) => {
  const room = { ...admittedSnapshot.room, phase: 'held', heldUntil: 1_790_000_000_000 } as const;
  t.same(withRoom(admittedSnapshot, room).room, room);
  const self = { ...admittedSnapshot.self, name: 'Anna B.' };
  t.same(withSelf(admittedSnapshot, self).self, self);
});

t.test('what belongs to another state changes nothing', async (t) => {
  const changes: readonly [string, Snapshot][] = [
    ['came', withParticipant(waitingSnapshot, ben)],
    ['left', withoutParticipant(waitingSnapshot, ben.id)],
    ['waits', withWaiting(waitingSnapshot, entry('p-ben', 1))],
    ['waits no more', withoutWaiting(waitingSnapshot, 'p-ben', 1)],
    ['room', withRoom(waitingSnapshot, admittedSnapshot.room)],
  ];
  for (const [change, after] of changes) t.equal(after, waitingSnapshot, change);
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
    place: false,
    isPutBack: false,
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
