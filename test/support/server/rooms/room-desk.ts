/**
 * A room, and participants whose requests go through the real method table, without sockets and media. StoredDesk
 * stores it in a real SQLite file.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CloseReason, Notification, RoomSettings } from '@hearthroom/sdk/protocol';
import type { Test } from 'tap';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import type { Claims } from '../../../../server/src/rooms/machine/index.ts';
import type { MediaEngine, RoomConnection, RoomStore } from '../../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import type { ConnectOptions, Room } from '../../../../server/src/rooms/room.ts';
import { dispatch } from '../../../../server/src/signaling/handlers.ts';
import { databaseFile } from '../../../../server/src/store/sqlite/files/open-database.ts';
import { SqliteStore } from '../../../../server/src/store/sqlite/sqlite-store.ts';

export const noMedia: MediaEngine = {
  rtpCapabilities: {},
  createRoomMedia: () => Promise.reject(new AppError('media-unavailable')),
};

export interface Visitor {
  id: string;
  snapshot: Record<string, unknown>;
  resumeSecret: string;
  /** Everything it received, starting with the answer to its connect. */
  told: (Notification | { answer: object } | { closed: CloseReason })[];
  /** The error code of the answer, or `ok`. */
  codeOf(method: string, params?: unknown): Promise<string>;
  /** The connection is lost. Resolves when the room has noticed. */
  drop(): Promise<void>;
}

/** Stores nothing: for tests that check what participants receive, and start many rooms. */
export const noStore: RoomStore = {
  insertRoom: async () => {},
  saveRoom: async () => {},
  addNotes: async () => {},
  deleteRoom: async () => true,
  confirm: async () => null,
  getRoom: async () => null,
  loadOpenRooms: async () => [],
  listRooms: async () => ({ records: [], nextCursor: null }),
  listReceipts: async () => [],
  probe: async () => {},
  close: () => {},
};

/** A manual clock; `steppedMs` sets only the time of day. */
interface HandClock {
  atMs: number;
  steppedMs: number;
  now(): number;
  monotonic(): number;
}

function createHandClock(): HandClock {
  const clock = {
    atMs: 1_790_000_000_000,
    steppedMs: 0,
    now: () => clock.atMs + clock.steppedMs,
    monotonic: () => clock.atMs,
  };
  return clock;
}

interface Parts {
  registry: RoomRegistry;
  room: Room;
  clock: HandClock;
  observer: ServerObserver;
}

async function createParts(settings: Partial<RoomSettings>, store: RoomStore, media: MediaEngine): Promise<Parts> {
  const clock = createHandClock();
  const observer = new ServerObserver();
  const registry = await RoomRegistry.create({ store, media, observer, clock });
  const { record } = await registry.createRoom(settings);
  return { registry, clock, observer, room: await registry.getRoom(record.id) };
}

/** A room that participants enter without sockets. */
export class RoomDesk {
  readonly registry: RoomRegistry;
  readonly room: Room;
  readonly clock: HandClock;
  readonly observer: ServerObserver;
  #count = 0;

  protected constructor({ registry, room, clock, observer }: Parts) {
    this.observer = observer;
    this.registry = registry;
    this.room = room;
    this.clock = clock;
  }

  static async create(
    settings: Partial<RoomSettings> = {},
    store: RoomStore = noStore,
    media: MediaEngine = noMedia,
  ): Promise<RoomDesk> {
    return new RoomDesk(await createParts(settings, store, media));
  }

  /** Rejects with the code of the rule that refuses. */
  async enter(claims: Claims, options: ConnectOptions = {}): Promise<Visitor> {
    const { room } = this;
    this.#count += 1;
    const told: Visitor['told'] = [];
    const connection: RoomConnection = {
      id: `c-${this.#count}`,
      notify: (notification) => told.push(structuredClone(notification)),
      close: (reason) => told.push({ closed: reason }),
    };
    const { resumeSecret, ...answer } = await room.connect(connection, claims, options);
    told.unshift({ answer: structuredClone(answer) });
    const caller = { room, connectionId: connection.id, createIceServers: () => [] };
    return {
      id: answer.snapshot.self.id,
      snapshot: structuredClone(answer.snapshot),
      resumeSecret,
      told,
      codeOf: async (method, params = {}) => {
        try {
          await dispatch(caller, method, params);
          return 'ok';
        } catch (error) {
          if (error instanceof AppError) return error.code;
          throw error;
        }
      },
      drop: async () => {
        room.disconnect(connection.id);
        await room.settle();
      },
    };
  }

  /** Sets the machine's clock. */
  async stepClock(byMs: number): Promise<void> {
    this.clock.steppedMs += byMs;
    this.registry.handleClockStep(byMs);
    await this.room.settle();
  }

  /** Through the API. */
  async admit({ id }: Pick<Visitor, 'id'>): Promise<void> {
    const entries = [{ seatId: id, epoch: this.room.state.seats[id]?.epoch ?? -1 }];
    await this.room.apply({ type: 'admit', actor: { kind: 'api' }, entries, all: false });
  }

  async close(): Promise<void> {
    await this.registry.close();
  }
}

/** A RoomDesk on a real SQLite file. */
export class StoredDesk extends RoomDesk {
  readonly store: SqliteStore;
  readonly #dataDir: string;

  private constructor(parts: Parts, dataDir: string, store: SqliteStore) {
    super(parts);
    this.store = store;
    this.#dataDir = dataDir;
  }

  static async open(t: Test, settings: Partial<RoomSettings> = {}): Promise<StoredDesk> {
    const dataDir = t.testdir();
    const store = SqliteStore.open(dataDir, { keepsOutbox: true });
    return new StoredDesk(await createParts(settings, store, noMedia), dataDir, store);
  }

  async auditLines(): Promise<string[]> {
    return (await this.store.audit.read(0, 1_000_000)).map(({ line }) => line);
  }

  /** Size of the database after everything was written to it. Closes it. */
  async bytesOnDisk(): Promise<number> {
    await this.close();
    this.store.close();
    return statSync(join(this.#dataDir, databaseFile)).size;
  }
}
