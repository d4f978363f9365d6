/** Makes rooms. A creation that comes again, with the id of its room, is answered with the room that exists. */
import { createHash } from 'node:crypto';
import { defaultRoomSettings, type RoomSettings } from '@hearthroom/sdk/protocol';
import { AppError } from '../core/errors/errors.ts';
import { refusedBy } from '../core/errors/store-write.ts';
import { type Change, type ChangeType, nameOfKey } from '../core/events/domain-events.ts';
import { newId } from '../core/secrets/random.ts';
import { createRoomState, transition } from './machine/index.ts';
import { type Confirming, writeWhole } from './persistence/confirm.ts';
import type { RoomRecord } from './ports.ts';
import type { Origin, RoomContext } from './room.ts';

export type Creation = {
  roomId?: string;
  passcodeHash?: string | null;
  passcodeMark?: string;
  /** Left out: that of this server. */
  region?: string;
} & Origin;

export interface Created {
  record: RoomRecord;
  created: boolean;
}

/** The regions of servers that share the store. */
export interface Regions {
  /** The region of this server. */
  own: string;
  /** Whether a server of that region runs, or ran a short time ago. */
  isKnown(region: string): Promise<boolean>;
}

export interface RoomCreationOptions {
  context: Pick<RoomContext, 'store' | 'observer' | 'clock'>;
  /** Null: no other server shares the store, so that rooms have no region. */
  regions: Regions | null;
  find: (roomId: string) => Promise<RoomRecord | null>;
  /** Runs a room that was made: it belongs to this server. */
  start: (record: RoomRecord) => void;
  isClosing: () => boolean;
}

export class RoomCreation {
  readonly #options: RoomCreationOptions;
  /** Ids of rooms that are being made; the same creation may come again meanwhile. */
  readonly #creating = new Map<string, Promise<unknown>>();

  constructor(options: RoomCreationOptions) {
    this.#options = options;
  }

  /** See RoomRegistry.createRoom. */
  async create(settings: Partial<RoomSettings>, options: Creation): Promise<Created> {
    const { roomId } = options;
    if (roomId === undefined) return await this.#create(settings, options);
    while (this.#creating.has(roomId)) await this.#creating.get(roomId);
    const creating = this.#create(settings, options);
    this.#creating.set(
      roomId,
      creating.catch(() => {}),
    );
    try {
      return await creating;
    } finally {
      this.#creating.delete(roomId);
    }
  }

  async #create(settings: Partial<RoomSettings>, options: Creation): Promise<Created> {
    const createdFrom = hashOf(settings, options);
    const existing = options.roomId === undefined ? null : await this.#options.find(options.roomId);
    if (existing) {
      if (existing.createdFrom !== createdFrom) throw new AppError('conflict');
      return { record: existing, created: false };
    }
    const region = await this.regionFor(options.region);
    const record = { ...this.#newRecord(settings, options), createdFrom, region };
    const opened = record.state.phase === 'open' ? [changeOf('room.opened', record.id, record.createdAt, options)] : [];
    const changes = [changeOf('room.created', record.id, record.createdAt, options), ...opened];
    const { context, regions, start } = this.#options;
    const insert = () => context.store.insertRoom(record, { changes, receipts: [] });
    await writeWhole(this.#writing(record.id), insert, (revision) => revision !== null);
    // A server of its region finds it, and runs it.
    if (region === (regions?.own ?? null)) start(record);
    context.observer.emit('roomCreated', { roomId: record.id });
    return { record, created: true };
  }

  /** Rejects with `region-unknown`. @returns null: no other server shares the store */
  async regionFor(wanted: string | undefined): Promise<string | null> {
    const { regions } = this.#options;
    if (wanted === undefined) return regions?.own ?? null;
    if (!regions)
      throw new AppError('region-unknown', 'This server is not one of several nodes: its rooms have no `region`');
    if (wanted !== regions.own && !(await this.#isKnown(regions, wanted))) throw new AppError('region-unknown');
    return wanted;
  }

  async #isKnown(regions: Regions, region: string): Promise<boolean> {
    try {
      return await regions.isKnown(region);
    } catch (error) {
      throw refusedBy(this.#options.context.observer, '', error);
    }
  }

  #writing(roomId: string): Confirming {
    const { context, isClosing } = this.#options;
    return { store: context.store, observer: context.observer, roomId, isClosing };
  }

  /** Throws `invalid-params` for settings that contradict each other. */
  requireValid(settings: Partial<RoomSettings>): void {
    this.#newRecord(settings, {});
  }

  /** A room's first state is an edit of the defaults, so that creation and PATCH obey the same rules. */
  #newRecord(
    patch: Partial<RoomSettings>,
    { roomId = newId('r'), passcodeHash = null }: Creation,
  ): Omit<RoomRecord, 'createdFrom' | 'region'> {
    const now = this.#options.context.clock.now();
    const empty = createRoomState({ roomId, settings: defaultRoomSettings, now });
    const edit = { type: 'updateSettings', actor: { kind: 'api' }, patch, passcodeHash } as const;
    const result = transition(empty, edit, now);
    if ('rejected' in result) throw new AppError(result.rejected, result.explanation);
    return { id: roomId, version: 1, revision: 1, state: result.state, createdAt: now, updatedAt: now };
  }
}

/** A plain hash of the passcode would give it away: what stands for it here was made with the caller's secret. */
function hashOf(settings: Partial<RoomSettings>, { passcodeHash, passcodeMark = '', region }: Creation): string {
  const content: unknown[] = Object.entries(settings).sort(([a], [b]) => a.localeCompare(b));
  if (typeof passcodeHash === 'string') content.push(['passcode', passcodeMark]);
  if (region !== undefined) content.push(['region', region]);
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** What happens to a room as a whole, outside its machine. */
export function changeOf(what: ChangeType, roomId: string, at: number, { apiKeyId }: Origin): Change {
  return { what, roomId, by: nameOfKey(apiKeyId), seatId: null, at };
}
