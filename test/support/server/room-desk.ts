/** A room, and people whose requests go through the real method table; without sockets and media. StoredDesk keeps it in a real SQLite file. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CloseReason, Notification, RoomSettings } from '@hearthroom/sdk/protocol';
import type { Test } from 'tap';
import { AppError } from '../../../server/src/core/errors.ts';
import { ServerObserver } from '../../../server/src/core/observer.ts';
import type { Claims } from '../../../server/src/rooms/machine/index.ts';
import type { MediaEngine, RoomConnection, RoomStore } from '../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../server/src/rooms/registry.ts';
import type { ConnectOptions, Room } from '../../../server/src/rooms/room.ts';
import { dispatch } from '../../../server/src/signaling/handlers.ts';
import { databaseFile } from '../../../server/src/store/sqlite/files/open-database.ts';
import { SqliteStore } from '../../../server/src/store/sqlite/sqlite-store.ts';

const noMedia: MediaEngine = {
  rtpCapabilities: {},
  createRoomMedia: () => Promise.reject(new AppError('media-unavailable')),
};

export interface Visitor {
  id: string;
  snapshot: Record<string, unknown>;
  resumeSecret: string;
  /** Everything it was told, beginning with the answer to its arrival. */
  told: (Notification | { answer: object } | { closed: CloseReason })[];
  /** The code of the refusal, or `ok`. */
  codeOf(method: string, params?: unknown): Promise<string>;
  /** The connection is lost. */
  drop(): void;
}

/** Keeps nothing: for tests that look at what people are told, and start many rooms. */
export const noStore: RoomStore = {
  insertRoom: () => {},
  saveRoom: () => {},
  addNotes: () => {},
  deleteRoom: () => true,
  getRoom: () => null,
  loadOpenRooms: () => [],
  listRooms: () => ({ records: [], nextCursor: null }),
  listReceipts: () => [],
  probe: () => {},
  close: () => {},
};

/** A room, entered without sockets. */
export class RoomDesk {
  readonly registry: RoomRegistry;
  readonly room: Room;
  /** Time is moved by hand; `stepClock` sets the time of day alone. */
  readonly clock = {
    atMs: 1_790_000_000_000,
    steppedMs: 0,
    now: () => this.clock.atMs + this.clock.steppedMs,
    monotonic: () => this.clock.atMs,
  };
  #count = 0;

  constructor(settings: Partial<RoomSettings> = {}, store: RoomStore = noStore, media: MediaEngine = noMedia) {
    this.registry = RoomRegistry.create({ store, media, observer: new ServerObserver(), clock: this.clock });
    this.room = this.registry.getRoom(this.registry.createRoom(settings).record.id);
  }

  /** Throws the code of the rule that refuses. */
  enter(claims: Claims, options: ConnectOptions = {}): Visitor {
    const { room } = this;
    this.#count += 1;
    const told: Visitor['told'] = [];
    const connection: RoomConnection = {
      id: `c-${this.#count}`,
      notify: (notification) => told.push(structuredClone(notification)),
      close: (reason) => told.push({ closed: reason }),
    };
    const { resumeSecret, ...answer } = room.connect(connection, claims, options);
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
      drop: () => room.disconnect(connection.id),
    };
  }

  /** The machine's clock is set. */
  stepClock(byMs: number): void {
    this.clock.steppedMs += byMs;
    this.registry.handleClockStep(byMs);
  }

  /** By the API. */
  admit({ id }: Pick<Visitor, 'id'>): void {
    const entries = [{ seatId: id, epoch: this.room.state.seats[id]?.epoch ?? -1 }];
    this.room.apply({ type: 'admit', actor: { kind: 'api' }, entries, all: false });
  }

  close(): void {
    this.registry.close();
  }
}

/** A desk on a real SQLite file. */
export class StoredDesk extends RoomDesk {
  readonly store: SqliteStore;
  readonly #dataDir: string;

  private constructor(dataDir: string, settings: Partial<RoomSettings>, store: SqliteStore) {
    super(settings, store);
    this.store = store;
    this.#dataDir = dataDir;
  }

  static open(t: Test, settings: Partial<RoomSettings> = {}): StoredDesk {
    const dataDir = t.testdir();
    return new StoredDesk(dataDir, settings, SqliteStore.open(dataDir, { keepsOutbox: true }));
  }

  auditLines(): string[] {
    return this.store.audit.read(0, 1_000_000).map(({ line }) => line);
  }

  /** Of the database when everything was written to it. Closes it. */
  bytesOnDisk(): number {
    this.close();
    this.store.close();
    return statSync(join(this.#dataDir, databaseFile)).size;
  }
}
