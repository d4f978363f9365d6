import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roleDefaults } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { AppError } from '../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../server/src/core/events/observer.ts';
import type { Claims } from '../../server/src/rooms/machine/index.ts';
import type { RoomConnection, RoomNotes, RoomRecord, RoomStore } from '../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../server/src/rooms/registry.ts';
import { SqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';

/** The real store on a disk that is full when the test says so. */
class FullDisk implements RoomStore {
  isFull = false;
  readonly #store: SqliteStore;

  constructor(store: SqliteStore) {
    this.#store = store;
  }

  async #write(): Promise<SqliteStore> {
    if (this.isFull) throw new Error('database or disk is full');
    return this.#store;
  }

  insertRoom = async (record: RoomRecord, notes?: RoomNotes) => (await this.#write()).insertRoom(record, notes);
  saveRoom = async (record: RoomRecord, notes?: RoomNotes) => (await this.#write()).saveRoom(record, notes);
  addNotes = async (notes: RoomNotes, room: RoomRecord) => (await this.#write()).addNotes(notes, room);
  deleteRoom = async (roomId: string, notes?: RoomNotes) => (await this.#write()).deleteRoom(roomId, notes);
  confirm = (roomId: string) => this.#store.confirm(roomId);
  listReceipts = (roomId: string) => this.#store.listReceipts(roomId);
  probe = async () => (await this.#write()).probe();
  getRoom = (roomId: string) => this.#store.getRoom(roomId);
  loadOpenRooms = () => this.#store.loadOpenRooms();
  listRooms = (page: { limit: number; cursor: string | null }) => this.#store.listRooms(page);
  close = () => this.#store.close();
}

const noMedia = {
  rtpCapabilities: {},
  createRoomMedia: () => Promise.reject(new AppError('media-unavailable')),
};

const claims = (role: 'therapist' | 'client', sub: string): Claims => ({
  sub,
  role,
  name: sub,
  label: null,
  ...roleDefaults[role],
});

const connection = (id: string): RoomConnection => ({ id, notify: () => 0, close: () => {} });

t.test('with a full disk, requests are refused, facts are kept, and no waiting client is lost', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-disk-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const store = new FullDisk(SqliteStore.open(directory));
  const failures: string[] = [];
  const observer = new ServerObserver();
  observer.on('storeFailed', ({ roomId }) => failures.push(roomId));
  const registry = await RoomRegistry.create({ store, media: noMedia, observer });
  const roomId = (await registry.createRoom({})).record.id;
  const room = await registry.getRoom(roomId);
  await room.connect(connection('c-host'), claims('therapist', 'weber'), {});
  await room.connect(connection('c-anna'), claims('client', 'anna'), {});
  const states = (record: RoomRecord | null) => Object.values(record?.state.seats ?? {}).map((seat) => seat.state);
  const [, anna] = Object.values(room.state.seats);
  const admit = () =>
    registry.apply(roomId, {
      type: 'admit',
      actor: { kind: 'api' },
      entries: [{ seatId: anna?.id ?? '', epoch: anna?.epoch ?? 0 }],
      all: false,
    });

  store.isFull = true;
  await t.rejects(admit(), { code: 'storage-unavailable' });
  await t.rejects(room.connect(connection('c-ben'), claims('client', 'ben'), {}), { code: 'storage-unavailable' });
  await t.rejects(registry.createRoom({}), { code: 'storage-unavailable' });
  t.same(states(room.record), ['admitted', 'waiting'], 'nothing was half done');
  room.disconnect('c-host');
  await room.settle();
  t.same(states(room.record), ['suspended', 'waiting'], 'a lost connection is a fact');
  t.same(states(await store.getRoom(roomId)), ['admitted', 'waiting']);
  t.ok(failures.length >= 3);
  t.ok(room.isUnsaved);

  store.isFull = false;
  while (room.isUnsaved) await new Promise((resolve) => setTimeout(resolve, 50));
  t.same(
    states(await store.getRoom(roomId)),
    ['suspended', 'waiting'],
    'the fact reached the disk once there was room',
  );
  await room.connect(connection('c-host-2'), claims('therapist', 'weber'), {});
  await admit();
  t.same(states(await store.getRoom(roomId)), ['admitted', 'admitted']);

  store.isFull = true;
  await registry.apply(roomId, { type: 'left', connectionId: 'c-anna' });
  await registry.close();
  store.isFull = false;
  store.close();
});

t.test('a room that ended on a full disk is not forgotten before its people are erased', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-disk-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const store = new FullDisk(SqliteStore.open(directory));
  const registry = await RoomRegistry.create({ store, media: noMedia, observer: new ServerObserver() });
  const { record } = await registry.createRoom({ emptyTimeoutSeconds: 10, seatLeaseSeconds: 5 });
  const roomId = record.id;
  const room = await registry.getRoom(roomId);
  await room.connect(connection('c-host'), claims('therapist', 'canary'), {});
  store.isFull = true;
  await t.rejects(registry.apply(roomId, { type: 'end', actor: { kind: 'api' } }), { code: 'storage-unavailable' });
  t.equal(room.state.phase, 'live', 'an end that can’t be kept isn’t promised');
  store.isFull = false;
  await registry.apply(roomId, { type: 'end', actor: { kind: 'api' } });
  t.same((await registry.getRecord(roomId)).state.seats, {});
  t.same((await store.getRoom(roomId))?.state.seats, {});
  await registry.close();
  store.close();
});
