import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const server = await startTestServer();
t.teardown(() => server.close());

type Role = 'therapist' | 'cotherapist' | 'client' | 'observer';
const people = {
  weber: { sub: 'weber', role: 'therapist', name: 'Dr. Weber' },
  anna: { sub: 'anna', role: 'client', name: 'Anna', label: 'A. Berger' },
  ben: { sub: 'ben', role: 'client', name: 'Ben', label: 'B. Costa' },
} as const satisfies Record<string, { sub: string; role: Role; name: string; label?: string }>;

const join = async (room: string, person: keyof typeof people, extra: object = {}) =>
  RawClient.join(server.url, { token: await server.tokenFor(room, { ...people[person], ...extra }) });

interface Entry {
  id: string;
  epoch: number;
}
const entryOf = async (host: RawClient, name: string): Promise<Entry> => {
  const { entry } = await host.notification(
    'waitingAdded',
    (params) => (params.entry as { name: string }).name === name,
  );
  return entry as Entry;
};
const admit = (host: RawClient, { id, epoch }: Entry) => host.codeOf('admit', { participantId: id, epoch });

t.test('a waiting client learns nothing of the others, however much happens', async (t) => {
  const room = await server.createRoom();
  const { client: anna } = await join(room, 'anna');
  const before = anna.frames.length;
  const { client: weber, arrival } = await join(room, 'weber');
  t.match(arrival, { snapshot: { state: 'admitted', waiting: [{ name: 'Anna', label: 'A. Berger' }] } });
  const { client: ben } = await join(room, 'ben');
  t.equal(await admit(weber, await entryOf(weber, 'Ben')), 'ok');
  await ben.notification('snapshotReplaced');
  t.equal(await weber.codeOf('lock'), 'ok');
  t.equal(await weber.codeOf('unlock'), 'ok');
  ben.socket.terminate();
  await weber.notification('participantUpdated');
  t.equal(await anna.codeOf('ping'), 'ok');
  const told = anna.frames.slice(before);
  t.match(told, [/^\{"id":2,"result":\{"serverTime":\d+\}\}$/], 'the answer to the ping');
  t.equal(told.length, 1, 'is all that Anna was sent');
  t.notMatch(anna.frames.join(), /Weber|Ben|Costa|participants/);
});

t.test('hosts see labels, the group sees names only', async (t) => {
  const room = await server.createRoom();
  const { client: weber } = await join(room, 'weber');
  const { client: anna } = await join(room, 'anna');
  t.equal(await admit(weber, await entryOf(weber, 'Anna')), 'ok');
  const { client: ben } = await join(room, 'ben');
  t.equal(await admit(weber, await entryOf(weber, 'Ben')), 'ok');
  t.match(await anna.notification('participantJoined'), { participant: { name: 'Ben' } });
  t.match(await ben.notification('snapshotReplaced'), {
    snapshot: { participants: [{ name: 'Dr. Weber' }, { name: 'Anna' }] },
  });
  t.notMatch(anna.frames.join() + ben.frames.join(), /Berger|Costa/);
  t.match(weber.frames.join(), /Berger.*Costa/);
});

t.test('all are admitted in one step; a person who came anew since is skipped', async (t) => {
  const room = await server.createRoom();
  const { client: weber } = await join(room, 'weber');
  const { client: first } = await join(room, 'anna');
  const { client: ben } = await join(room, 'ben');
  const entries = [await entryOf(weber, 'Anna'), await entryOf(weber, 'Ben')];
  first.socket.terminate();
  await weber.notification('waitingUpdated');
  const answer = await weber.request('admitAll', {
    entries: entries.map(({ id, epoch }) => ({ participantId: id, epoch })),
  });
  t.match(answer, { result: { admitted: [entries[1]?.id], skipped: [entries[0]?.id] } });
  await ben.notification('snapshotReplaced');
});

t.test('more than the room holds: nobody is admitted', async (t) => {
  const room = await server.createRoom({ maxParticipants: 2 });
  const { client: weber } = await join(room, 'weber');
  await join(room, 'anna');
  await join(room, 'ben');
  const entries = [await entryOf(weber, 'Anna'), await entryOf(weber, 'Ben')];
  const refs = entries.map(({ id, epoch }) => ({ participantId: id, epoch }));
  t.equal(await weber.codeOf('admitAll', { entries: refs }), 'room-full');
  t.match(
    Object.values((await server.app.registry.getRecord(room)).state.seats).map((seat) => seat.state),
    ['admitted', 'waiting', 'waiting'],
  );
});

t.test('without a host in the room nobody is admitted', async (t) => {
  const room = await server.createRoom({ encryption: 'off' });
  const { client: anna } = await join(room, 'anna');
  t.equal(await anna.codeOf('admit', { participantId: 'p-1', epoch: 1 }), 'not-admitted');
  const [seat] = Object.values((await server.app.registry.getRecord(room)).state.seats);
  await t.rejects(
    server.app.registry.apply(room, {
      type: 'admit',
      actor: { kind: 'api' },
      entries: [{ seatId: seat?.id ?? '', epoch: seat?.epoch ?? 0 }],
      all: false,
    }),
    { code: 'room-not-live' },
  );
});

t.test('a person who is put back waits and is told why; a person who is removed and comes again waits', async (t) => {
  const room = await server.createRoom({ waitingRoom: false });
  const { client: weber } = await join(room, 'weber');
  const { client: anna, arrival } = await join(room, 'anna');
  t.match(arrival, { snapshot: { state: 'admitted' } }, 'the waiting room is off');
  const { id } = (arrival.snapshot as { self: { id: string } }).self;
  t.equal(await weber.codeOf('putInWaitingRoom', { participantId: id, reason: 'One moment.' }), 'ok');
  t.match(await anna.notification('snapshotReplaced'), { snapshot: { state: 'waiting' }, reason: 'One moment.' });
  t.match(await weber.notification('participantLeft'), { participantId: id });
  t.equal(await weber.codeOf('remove', { participantId: id, reason: 'Please call me.' }), 'ok');
  t.match(await anna.notification('closing'), { code: 'removed', message: 'Please call me.' });
  t.same(await anna.closed, { code: 4411, reason: 'removed' });
  const again = await join(room, 'anna');
  t.match(again.arrival, { snapshot: { state: 'waiting' } }, 'whatever the switch says');
});

t.test('a person who is barred is not told so, and never comes back', async (t) => {
  const room = await server.createRoom();
  const { client: weber } = await join(room, 'weber');
  const { client: ben } = await join(room, 'ben');
  const { id, epoch } = await entryOf(weber, 'Ben');
  t.equal(await weber.codeOf('deny', { participantId: id, epoch, ban: true }), 'ok');
  t.same(await ben.closed, { code: 4410, reason: 'denied' });
  t.match(await weber.notification('waitingRemoved'), { participantId: id });
  const again = await RawClient.open(server.url);
  t.match(await again.request('authenticate', { token: await server.tokenFor(room, people.ben) }), {
    error: { code: 'not-available' },
  });
});

t.test('leaving on purpose is answered, and the others are told once', async (t) => {
  const room = await server.createRoom({ waitingRoom: false, encryption: 'off' });
  const { client: weber } = await join(room, 'weber');
  const { client: anna } = await join(room, 'anna');
  t.equal(await anna.codeOf('leave'), 'ok');
  t.same(await anna.closed, { code: 4000, reason: 'left' });
  await weber.notification('participantLeft');
  t.same(
    weber.notifications.map(({ method }) => method),
    ['hello', 'participantJoined', 'roomUpdated', 'participantLeft'],
  );
  t.match(weber.notifications[2], { params: { room: { departures: [{ how: 'left' }] } } }, 'to a host, with how');
});
