/** Examples of what interleavings.test.ts holds at random: a room while its store takes its time, refuses, or doesn't know. */

import { setImmediate } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { RoomRegistry } from '../../../../../server/src/rooms/registry.ts';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { ForwardingMedia } from '../../../../support/server/rooms/forwarding-media.ts';
import { RoomDesk, type Visitor } from '../../../../support/server/rooms/room-desk.ts';
import { MemoryStore, ScheduledStore } from '../../../../support/server/store/scheduled-store.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

async function setUp(t: Test) {
  const store = new ScheduledStore(new MemoryStore());
  const media = new ForwardingMedia();
  const desk = await RoomDesk.create({}, store, media);
  await desk.room.openMedia();
  const host = await desk.enter(therapist());
  const [anna, ben] = [await desk.enter(client('anna')), await desk.enter(client('ben'))];
  store.isScheduled = true;
  t.teardown(async () => {
    store.isScheduled = false;
    while (store.pending) await store.end('stored');
    await desk.close();
  });
  const stateOf = ({ id }: Visitor) => desk.room.state.seats[id]?.state;
  const admit = async ({ id }: Visitor) =>
    codeOf(host.codeOf('admit', { participantId: id, epoch: desk.room.state.seats[id]?.epoch ?? 0 }));
  return { store, media, desk, host, anna, ben, stateOf, admit };
}

/** `ok`, or the code of the refusal. */
const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    (code) => (typeof code === 'string' ? code : 'ok'),
    (error: unknown) => (error instanceof AppError ? error.code : 'another error'),
  );

t.test('nobody is told of an admission before it is stored', async (t) => {
  const { store, anna, stateOf, admit } = await setUp(t);
  const before = anna.told.length;
  const answer = admit(anna);
  await setImmediate();
  t.equal(anna.told.length, before);
  t.equal(stateOf(anna), 'waiting');
  await store.end('stored');
  t.equal(await answer, 'ok');
  t.equal(stateOf(anna), 'admitted');
  t.match(anna.told.at(-1), { method: 'snapshotReplaced' });
});

t.test('an admission that is not stored never happened', async (t) => {
  const { store, anna, stateOf, admit } = await setUp(t);
  const before = anna.told.length;
  const answer = admit(anna);
  await store.end('refused');
  t.equal(await answer, 'storage-unavailable');
  t.equal(stateOf(anna), 'waiting');
  t.equal(anna.told.length, before);
});

t.test('requests that come while a write is under way share the next one', async (t) => {
  const { store, host, anna, ben, admit } = await setUp(t);
  const answers = [admit(anna), admit(ben), host.codeOf('lock')];
  await store.end('stored');
  t.equal(await answers[0], 'ok');
  await store.end('stored');
  t.same(await Promise.all(answers), ['ok', 'ok', 'ok']);
  t.equal(store.pending, null);
  t.equal(store.groups, 1, 'two writes for three requests');
});

t.test('who is removed is heard no more while that is being stored, also behind another write', async (t) => {
  const { store, media, host, anna, ben, admit } = await setUp(t);
  store.isScheduled = false;
  await admit(anna);
  for (const { id } of [host, anna]) media.publish(id);
  await setImmediate();
  t.ok(media.paths.some(({ from }) => from === anna.id));
  store.isScheduled = true;
  const admission = admit(ben);
  const removal = host.codeOf('remove', { participantId: anna.id });
  const told = anna.told.length;
  await setImmediate();
  t.same(media.paths, [], 'nothing goes to her or comes from her');
  t.equal(anna.told.length, told, 'and she is not told');
  await store.end('stored');
  t.equal(await admission, 'ok');
  await store.end('refused');
  t.equal(await removal, 'storage-unavailable');
  await setImmediate();
  t.ok(
    media.paths.some(({ from }) => from === anna.id),
    'the removal was not stored: she is heard again',
  );
});

t.test('a microphone that is replaced while its owner’s removal is being stored tells nobody of that', async (t) => {
  const { store, media, host, anna, admit } = await setUp(t);
  store.isScheduled = false;
  await admit(anna);
  for (const { id } of [host, anna]) media.publish(id);
  await setImmediate();
  const toldToHost = (): string[] => [...(media.told.get(host.id) ?? [])];
  const before = toldToHost();
  t.ok(before.length > 0);
  store.isScheduled = true;
  const removal = host.codeOf('remove', { participantId: anna.id });
  media.publish(anna.id);
  await setImmediate();
  await setImmediate();
  t.same(media.paths, [], 'neither track is heard');
  t.same(toldToHost(), before, 'nothing is told as closed');
  await store.end('refused');
  t.equal(await removal, 'storage-unavailable');
  await setImmediate();
  const heard = media.paths.filter(({ from, source }) => from === anna.id && source === 'microphone');
  t.equal(heard.length, 1, 'she is heard again, with the track in the place of the other one');
});

t.test('who is admitted is not heard before that is stored', async (t) => {
  const { store, media, host, anna, admit } = await setUp(t);
  for (const { id } of [host, anna]) media.publish(id);
  const answer = admit(anna);
  media.publish(anna.id);
  await setImmediate();
  t.same(media.paths, []);
  await store.end('stored');
  t.equal(await answer, 'ok');
  media.publish(anna.id);
  await setImmediate();
  t.ok(media.paths.some(({ from, to }) => from === anna.id && to === host.id));
});

t.test('what is refused for something that is not stored after all is decided anew', async (t) => {
  const { store, anna, stateOf, admit } = await setUp(t);
  const [first, second] = [admit(anna), admit(anna)];
  await store.end('refused');
  t.equal(await first, 'storage-unavailable');
  await store.end('stored');
  t.equal(await second, 'ok', 'nobody had admitted her');
  t.equal(stateOf(anna), 'admitted');
});

t.test('of two edits that name the same version one is refused, also while the other is being stored', async (t) => {
  const { store, desk } = await setUp(t);
  const { id, version } = desk.room.record;
  const edits = ['One', 'Two'].map((title) => codeOf(desk.registry.updateSettings(id, { title }, version)));
  await store.end('stored');
  t.same(await Promise.all(edits), ['ok', 'precondition-failed']);
});

t.test('a room that is ended twice at once has ended, for both', async (t) => {
  const { store, desk } = await setUp(t);
  const ends = [desk.registry.endRoom(desk.room.record.id), desk.registry.endRoom(desk.room.record.id)];
  await store.end('stored');
  for (const { state } of await Promise.all(ends)) t.equal(state.phase, 'ended');
});

t.test('the same creation twice at once makes one room', async (t) => {
  const { desk } = await setUp(t);
  const made = await Promise.all([1, 2].map(() => desk.registry.createRoom({}, { roomId: 'r-same' })));
  t.same(
    made.map(({ created }) => created),
    [true, false],
  );
});

t.test('who is lost while the arrival is being stored is somebody who dropped', async (t) => {
  const { store, desk, host } = await setUp(t);
  const told = host.told.length;
  const connection = { id: 'c-cleo', notify: () => 0, close: () => {} };
  const arriving = desk.room.connect(connection, client('cleo'), {});
  desk.room.disconnect('c-cleo');
  await store.end('stored');
  await arriving;
  await store.end('stored');
  const cleo = Object.values(desk.room.state.seats).find(({ claims }) => claims.sub === 'cleo');
  t.match(cleo, { state: 'waiting', connectionId: null });
  t.ok(host.told.length > told, 'hosts see that somebody came');
});

t.test('a passcode that is being stored is asked for, and the one before is worth nothing any more', async (t) => {
  const { store, desk } = await setUp(t);
  const { id, version } = desk.room.record;
  const edit = desk.registry.updateSettings(id, {}, version, { passcodeHash: 'new' });
  await setImmediate();
  t.equal(desk.room.passcodeHash, 'new');
  const connection = { id: 'c-cleo', notify: () => 0, close: () => {} };
  const old = { passcode: 'right', passcodeHash: null } as const;
  t.equal(await codeOf(desk.room.connect(connection, client('cleo'), old)), 'storage-unavailable');
  await store.end('stored');
  await edit;
});

t.test('while nobody knows what became of a write nothing is granted, and facts wait', async (t) => {
  const time = useFakeTime(t);
  const { store, desk, anna, ben, stateOf, admit } = await setUp(t);
  const first = admit(anna);
  await store.end('unknown-stored');
  await store.end('refused');
  t.equal(await admit(ben), 'storage-unavailable', 'the store does not answer');
  const lost = ben.drop();
  time.tick(1_000);
  await setImmediate();
  t.equal(stateOf(anna), 'waiting');
  await store.end('stored');
  t.equal(await first, 'ok', 'it had been stored');
  t.equal(stateOf(anna), 'admitted');
  await store.end('stored');
  await lost;
  t.equal(desk.room.state.seats[ben.id]?.connectionId, null);
});

t.test('a server that goes down waits for what is being stored', async (t) => {
  const { store, desk, anna, admit } = await setUp(t);
  const answer = admit(anna);
  let isClosed = false;
  const closing = desk.close().then(() => {
    isClosed = true;
  });
  await setImmediate();
  t.notOk(isClosed);
  await store.end('stored');
  t.equal(await answer, 'ok');
  await closing;
});

t.test('a lost connection that is decided again after the clock was set keeps its own time', async (t) => {
  const { store, desk, host, anna, admit } = await setUp(t);
  store.isScheduled = false;
  await admit(anna);
  const groups = [
    { name: 'A', participantIds: [anna.id] },
    { name: 'B', participantIds: [] },
  ];
  t.equal(await host.codeOf('startBreakout', { groups, seconds: 1_200 }), 'ok');
  store.isScheduled = true;
  void anna.drop();
  await setImmediate();
  desk.clock.steppedMs += 3_600_000;
  desk.registry.handleClockStep(3_600_000);
  await setImmediate();
  await store.end('refused');
  while (store.pending) await store.end('stored');
  t.ok(desk.room.state.breakout, 'the groups go on');
  t.ok(desk.room.state.now <= desk.clock.now(), 'the step of the clock counts once');
});

/** A store whose writes of one kind end when the test says so; the others end at once. */
class HeldStore extends MemoryStore {
  readonly saved: string[] = [];
  readonly #held = new Map<string, Promise<void>>();

  hold(what: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(what, promise);
    return resolve;
  }

  override async saveRoom(...[record, notes]: Parameters<MemoryStore['saveRoom']>): Promise<void> {
    await this.#held.get(record.id);
    await super.saveRoom(record, notes);
    this.saved.push(record.id);
  }

  override async deleteRoom(roomId: string): Promise<boolean> {
    const wasThere = await super.deleteRoom(roomId);
    await this.#held.get('deletion');
    return wasThere;
  }
}

const createRegistry = (store: MemoryStore): Promise<RoomRegistry> =>
  RoomRegistry.create({ store, media: new ForwardingMedia(), observer: new ServerObserver() });

t.test('a room that is made under an id while the answer to its deletion is on its way stays open', async (t) => {
  const store = new HeldStore();
  const registry = await createRegistry(store);
  t.teardown(() => registry.close());
  await registry.createRoom({}, { roomId: 'r-1' });
  await registry.endRoom('r-1');
  registry.counts();
  const answer = store.hold('deletion');
  const deletion = registry.deleteRoom('r-1');
  await setImmediate();
  t.equal((await registry.createRoom({}, { roomId: 'r-1' })).created, true);
  answer();
  await deletion;
  t.ok(await registry.getRoom('r-1'));
});

t.test('at shutdown a room that has finished begins no write while another one is still being stored', async (t) => {
  const store = new HeldStore();
  const registry = await createRegistry(store);
  const { record: slow } = await registry.createRoom({});
  const { record: quick } = await registry.createRoom({});
  const room = await registry.getRoom(quick.id);
  await room.connect({ id: 'c-1', notify: () => 1, close: () => {} }, therapist(), {});
  const release = store.hold(slow.id);
  const edit = registry.updateSettings(slow.id, { title: 'Slow' }, slow.version);
  const closing = registry.close();
  await setImmediate();
  store.saved.length = 0;
  room.disconnect('c-1');
  await setImmediate();
  t.same(store.saved, [], 'a connection that is lost now is found lost at the next start');
  release();
  await Promise.all([closing, edit]);
  t.same(store.saved, [slow.id]);
});

t.test(
  'requests are answered though the store does not answer, and are carried out when they are stored',
  async (t) => {
    const clock = useFakeTime(t);
    const { store, host, anna, ben, stateOf, admit } = await setUp(t);
    const answers = [admit(anna), admit(ben)];
    const lost = ben.drop();
    await clock.tickAsync(8_000);
    t.same(await Promise.all(answers), ['storage-unavailable', 'storage-unavailable']);
    t.equal(stateOf(anna), 'waiting');
    await store.end('stored');
    await store.end('stored');
    await lost;
    t.same([stateOf(anna), stateOf(ben)], ['admitted', 'suspended']);
    const locking = host.codeOf('lock');
    await store.end('stored');
    t.equal(await locking, 'ok');
  },
);

t.test(
  'the creation of a room is answered though the store does not answer, and the room runs when it is stored',
  async (t) => {
    const clock = useFakeTime(t);
    const store = new MemoryStore();
    const stored = Promise.withResolvers<void>();
    store.insertRoom = () => stored.promise;
    const registry = await RoomRegistry.create({ store, media: new ForwardingMedia(), observer: new ServerObserver() });
    const created = codeOf(registry.createRoom({}, { roomId: 'r-late' }));
    await clock.tickAsync(8_000);
    t.equal(await created, 'storage-unavailable');
    t.equal(registry.running('r-late'), undefined);
    stored.resolve();
    await setImmediate();
    t.ok(registry.running('r-late'));
    await registry.close();
  },
);
