/** A room while its store refuses, doesn't answer, or while something that watches the room fails. */

import { setImmediate } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { gatherMs } from '../../../../../server/src/rooms/persistence/audit-rate-limit.ts';
import type { MediaEngine, RoomMedia } from '../../../../../server/src/rooms/ports.ts';
import { client, therapist } from '../../../../support/machine/player/people.ts';
import { ForwardingMedia } from '../../../../support/server/rooms/forwarding-media.ts';
import { RoomDesk, type Visitor } from '../../../../support/server/rooms/room-desk.ts';
import { MemoryStore, ScheduledStore } from '../../../../support/server/store/scheduled-store.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

/** Its `sync` throws when the test says so. */
class BrokenMedia extends ForwardingMedia {
  isBroken = false;

  override async createRoomMedia(...args: Parameters<MediaEngine['createRoomMedia']>): Promise<RoomMedia> {
    const media = await super.createRoomMedia(...args);
    const sync = () => {
      if (this.isBroken) throw new Error('sync failed');
      media.sync();
    };
    return { ...media, sync };
  }
}

async function setUp(t: Test) {
  const time = useFakeTime(t);
  const inner = new MemoryStore();
  const store = new ScheduledStore(inner);
  const media = new BrokenMedia();
  const desk = await RoomDesk.create({ waitingRoom: false }, store, media);
  await desk.room.openMedia();
  const [host, anna, ben] = [
    await desk.enter(therapist()),
    await desk.enter(client('anna')),
    await desk.enter(client('ben')),
  ];
  const bugs: unknown[] = [];
  desk.observer.on('internalError', ({ error }) => bugs.push(error));
  store.isScheduled = true;
  t.teardown(async () => {
    store.isScheduled = false;
    while (store.pending) await store.end('stored');
    await desk.close();
  });
  return { time, inner, store, media, desk, host, anna, ben, bugs };
}

const write = ({ codeOf }: Visitor, text: string) => codeOf('sendChat', { to: 'group', text });
const texts = ({ told }: Visitor): unknown[] =>
  told.flatMap((one) => ('method' in one && one.method === 'chatReceived' ? [one.params.message.text] : []));

t.test('chat goes on while a fact waits to be stored, and does not delay it', async (t) => {
  const { time, store, desk, host, anna, ben } = await setUp(t);
  const lost = ben.drop();
  await store.end('refused');
  await lost;
  t.ok(desk.room.isUnsaved);
  for (let tenths = 0; tenths < 9; tenths += 1) {
    time.tick(100);
    t.equal(await write(host, `${tenths}`), 'ok');
    t.equal(store.pending, null, 'a message writes nothing');
  }
  t.same(texts(anna), ['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  time.tick(100);
  await setImmediate();
  t.ok(store.pending, 'the fact is written each second');
  const during = write(anna, 'Hello');
  await store.end('refused');
  t.equal(await during, 'ok');
  const lock = host.codeOf('lock');
  await store.end('refused');
  t.equal(await lock, 'storage-unavailable', 'what has to be stored is refused');
  time.tick(1_000);
  await store.end('stored');
  t.notOk(desk.room.isUnsaved);
});

t.test('an admission that is not stored is no reader of a message', async (t) => {
  const { store, desk, host, anna } = await setUp(t);
  const connection = { id: 'c-cleo', notify: () => 1, close: () => {} };
  const arriving = desk.room.connect(connection, client('cleo'), {}).catch((error) => error.code);
  const message = write(host, 'Hello');
  await setImmediate();
  t.same(texts(anna), [], 'the message waits: Cleo may be among its readers');
  await store.end('refused');
  t.equal(await arriving, 'storage-unavailable');
  t.equal(await message, 'ok');
  t.same(texts(anna), ['Hello']);
});

/** Ben drops and comes back, more often than is written line by line. */
async function comeAndGo({ store, desk, ben }: { store: ScheduledStore; desk: RoomDesk; ben: Visitor }): Promise<void> {
  store.isScheduled = false;
  let visitor = ben;
  for (let index = 0; index < 40; index += 1) {
    await visitor.drop();
    visitor = await desk.enter(client('ben'), { resumeSecret: visitor.resumeSecret });
  }
  store.isScheduled = true;
}

const isGathered = ({ changes }: MemoryStore): boolean => changes.some(({ what }) => what === 'seat.repeated');

t.test('lines that were gathered while the outcome of a write was unknown are written later', async (t) => {
  const { time, inner, store, desk, host, ben } = await setUp(t);
  await comeAndGo({ store, desk, ben });
  const lock = host.codeOf('lock');
  await store.end('unknown-stored');
  await store.end('refused');
  time.tick(gatherMs);
  await setImmediate();
  await store.end('stored');
  t.equal(await lock, 'storage-unavailable', 'nobody waits for it that long');
  t.ok(desk.room.state.settings.locked, 'it is carried out all the same');
  t.notOk(isGathered(inner), 'nothing else was written meanwhile');
  time.tick(gatherMs);
  await store.end('stored');
  t.ok(isGathered(inner));
});

t.test('lines that were gathered are written at shutdown, also after an unknown outcome', async (t) => {
  const { time, inner, store, desk, host, ben } = await setUp(t);
  await comeAndGo({ store, desk, ben });
  const lock = host.codeOf('lock');
  await store.end('unknown-stored');
  await store.end('refused');
  const closing = desk.close();
  time.tick(1_000);
  await setImmediate();
  await store.end('stored');
  t.equal(await lock, 'ok');
  await store.end('stored');
  await closing;
  t.ok(isGathered(inner));
});

t.test('a room goes on when monitoring of a failed write throws', async (t) => {
  const { store, desk, host, bugs } = await setUp(t);
  desk.observer.once('storeFailed', () => {
    throw new Error('monitoring failed');
  });
  const lock = host.codeOf('lock');
  await store.end('refused');
  t.equal(await lock, 'storage-unavailable');
  t.match(bugs, [{ message: 'monitoring failed' }]);
  const again = host.codeOf('lock');
  await store.end('stored');
  t.equal(await again, 'ok');
});

t.test('a room goes on when media cannot be reopened after a failed write', async (t) => {
  const { store, media, host, anna, bugs } = await setUp(t);
  for (const { id } of [host, anna]) media.publish(id);
  await setImmediate();
  const removal = host.codeOf('remove', { participantId: anna.id });
  await setImmediate();
  await setImmediate();
  media.isBroken = true;
  await store.end('refused');
  t.equal(await removal, 'storage-unavailable');
  t.match(bugs, [{ message: 'sync failed' }]);
  media.isBroken = false;
  const lock = host.codeOf('lock');
  await store.end('stored');
  t.equal(await lock, 'ok');
});

t.test('a fact that cannot be carried out is reported, and the room goes on', async (t) => {
  const { store, media, host, ben, bugs } = await setUp(t);
  media.isBroken = true;
  const lost = ben.drop();
  await store.end('stored');
  await lost;
  t.match(bugs, [{ message: 'sync failed' }]);
  media.isBroken = false;
  const lock = host.codeOf('lock');
  await store.end('stored');
  t.equal(await lock, 'ok');
});

t.test('a server that is closed twice waits for its writes both times', async (t) => {
  const { store, desk, host } = await setUp(t);
  const lock = host.codeOf('lock');
  let closed = 0;
  const closings = [1, 2].map(() =>
    desk.close().then(() => {
      closed += 1;
    }),
  );
  await setImmediate();
  t.equal(closed, 0);
  await store.end('stored');
  t.equal(await lock, 'ok');
  await Promise.all(closings);
});

t.test('an edit of any version is stored behind another edit', async (t) => {
  const { store, desk } = await setUp(t);
  const { id, version } = desk.room.record;
  const first = desk.registry.updateSettings(id, { title: 'One' }, version);
  const second = desk.registry.updateSettings(id, { title: 'Two' }, undefined);
  await store.end('stored');
  await store.end('stored');
  await first;
  t.equal((await second).state.settings.title, 'Two');
});

t.test('while a removal is being stored no consumer is made for that person, and no track is refused', async (t) => {
  const { store, media, host, anna, ben } = await setUp(t);
  for (const { id } of [host, anna]) media.publish(id);
  await setImmediate();
  const [path] = media.paths.filter(({ to }) => to === anna.id);
  const removal = host.codeOf('remove', { participantId: anna.id });
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  const made = media.peers.get(anna.id)?.consumed;
  media.publish(ben.id);
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  t.equal(media.peers.get(anna.id)?.consumed, made);
  t.ok(
    media.paths.some(({ from, to }) => from === ben.id && to === host.id),
    'others are opened',
  );
  t.ok(media.policy?.mayPublish(anna.id, 'camera'), 'a refusal would tell what is not stored');
  t.ok(media.isHeld(anna.id, path?.consumerId ?? ''), 'her client knows this consumer as open');
  await store.end('stored');
  t.equal(await removal, 'ok');
  t.notOk(media.policy?.mayPublish(anna.id, 'camera'));
  t.notOk(media.isHeld(anna.id, path?.consumerId ?? ''));
});

t.test('each write that the store acknowledges is reported with the time that it took, and no other', async (t) => {
  const { time, store, desk, ben } = await setUp(t);
  const times: number[] = [];
  desk.observer.on('committed', ({ ms }) => times.push(ms));
  const lost = ben.drop();
  await store.end('refused');
  await lost;
  t.same(times, []);
  time.tick(1_000);
  await setImmediate();
  t.ok(store.pending, 'the fact is written again');
  time.tick(40);
  await store.end('stored');
  await setImmediate();
  t.same(times.map(Math.round), [40]);
});
