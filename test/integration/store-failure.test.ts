import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roleDefaults } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { AppError } from '../../server/src/core/errors.ts';
import { ServerObserver } from '../../server/src/core/observer.ts';
import type { Claims } from '../../server/src/rooms/machine/index.ts';
import type { RoomConnection, RoomNotes, RoomRecord, RoomStore } from '../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../server/src/rooms/registry.ts';
import { SqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';

/** The real store on a disk that is full whenever the test says so. */
class FullDisk implements RoomStore {
  isFull = false;
  readonly #store: SqliteStore;

  constructor(store: SqliteStore) {
    this.#store = store;
  }

  #write(): SqliteStore {
    if (this.isFull) throw new Error('database or disk is full');
    return this.#store;
  }

  insertRoom = (record: RoomRecord, notes?: RoomNotes) => this.#write().insertRoom(record, notes);
  saveRoom = (record: RoomRecord, notes?: RoomNotes) => this.#write().saveRoom(record, notes);
  addNotes = (notes: RoomNotes) => this.#write().addNotes(notes);
  deleteRoom = (roomId: string, notes?: RoomNotes) => this.#write().deleteRoom(roomId, notes);
  listReceipts = (roomId: string) => this.#store.listReceipts(roomId);
  probe = () => this.#write().probe();
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

t.test('a full disk refuses wishes, keeps facts, and loses nobody who waits', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-disk-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const store = new FullDisk(SqliteStore.open(directory));
  const failures: string[] = [];
  const observer = new ServerObserver();
  observer.on('storeFailed', ({ roomId }) => failures.push(roomId));
  const registry = RoomRegistry.create({ store, media: noMedia, observer });
  const roomId = registry.createRoom({}).record.id;
  const room = registry.getRoom(roomId);
  room.connect(connection('c-host'), claims('therapist', 'weber'), {});
  room.connect(connection('c-anna'), claims('client', 'anna'), {});
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
  t.throws(admit, { code: 'storage-unavailable' });
  t.throws(() => room.connect(connection('c-ben'), claims('client', 'ben'), {}), { code: 'storage-unavailable' });
  t.throws(() => registry.createRoom({}), { code: 'storage-unavailable' });
  t.same(states(room.record), ['admitted', 'waiting'], 'nothing was half done');
  room.disconnect('c-host');
  t.same(states(room.record), ['suspended', 'waiting'], 'a lost connection is a fact');
  t.same(states(store.getRoom(roomId)), ['admitted', 'waiting']);
  t.ok(failures.length >= 3);
  t.ok(room.isUnsaved);

  store.isFull = false;
  while (room.isUnsaved) await new Promise((resolve) => setTimeout(resolve, 50));
  t.same(states(store.getRoom(roomId)), ['suspended', 'waiting'], 'the fact reached the disk once there was room');
  room.connect(connection('c-host-2'), claims('therapist', 'weber'), {});
  admit();
  t.same(states(store.getRoom(roomId)), ['admitted', 'admitted']);

  store.isFull = true;
  registry.apply(roomId, { type: 'left', connectionId: 'c-anna' });
  registry.close();
  store.isFull = false;
  store.close();
});

t.test('a room that ended on a full disk is not forgotten before its people are erased', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-disk-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const store = new FullDisk(SqliteStore.open(directory));
  const registry = RoomRegistry.create({ store, media: noMedia, observer: new ServerObserver() });
  const roomId = registry.createRoom({ emptyTimeoutSeconds: 10, seatLeaseSeconds: 5 }).record.id;
  const room = registry.getRoom(roomId);
  room.connect(connection('c-host'), claims('therapist', 'canary'), {});
  store.isFull = true;
  t.throws(() => registry.apply(roomId, { type: 'end', actor: { kind: 'api' } }), { code: 'storage-unavailable' });
  t.equal(room.state.phase, 'live', 'an end that can’t be kept isn’t promised');
  store.isFull = false;
  registry.apply(roomId, { type: 'end', actor: { kind: 'api' } });
  t.same(registry.getRecord(roomId).state.seats, {});
  t.same(store.getRoom(roomId)?.state.seats, {});
  registry.close();
  store.close();
});
