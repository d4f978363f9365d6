/**
 * Webhook events that are not delivered yet, in the order of each room. All nodes deliver them: one that asks for due
 * events claims them for a limited time, in which no other node gets them.
 *
 * Stored times are on the database's clock, those of the interface on the caller's: only differences from the present
 * are exchanged, so that a clock that is wrong or set concerns its own node alone.
 */
import type { SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Change } from '../../../core/events/domain-events.ts';
import { newId } from '../../../core/secrets/random.ts';
import type { SeriesEvent } from '../../../series/ports.ts';
import type { Backlog, OutboxEvent } from '../../../webhooks/outbox.ts';
import { maxWaitingEvents, seriesWebhookOf, webhookEventOf } from '../../shared/webhook-event.ts';
import type { WebhookOutbox } from '../../store.ts';
import { type Database, databaseNow, type Query } from '../connection/database.ts';
import { NodeGoneError, type Writer, writing } from './node-fence.ts';

export interface OutboxTableOptions {
  database: Database;
  writer: Writer;
  /** Further events are dropped; their sequence numbers are used, so that receivers see the gap. */
  maxWaiting?: number | undefined;
  /** The callers' clock, milliseconds since 1970-01-01 UTC. */
  now?: (() => number) | undefined;
}

const Event = Type.Object({ id: Type.String(), body: Type.String(), since: Type.Number(), attempts: Type.Integer() });
const Summary = Type.Object({ count: Type.Integer(), since: Type.Union([Type.Number(), Type.Null()]) });

/** Columns of the new events, each as an array, for `unnest`. */
export type EventColumns = [id: string[], sequence: number[], body: string[]];

/** Longer than a delivery may take. */
const claimMs = 30_000;
/** Read once for each statement, so that an index can be used. */
const now = `(SELECT ${databaseNow})`;
/** Only a room's oldest event: later ones wait for it. */
const isFirst = 'sequence = (SELECT min(sequence) FROM outbox AS other WHERE other.room_id = outbox.room_id)';

const claimDue = `WITH writer AS (${writing(1)}),
  due AS (SELECT id FROM outbox WHERE EXISTS (SELECT FROM writer) AND next_at <= ${now} + $2::double precision
      AND (claimed_until IS NULL OR claimed_by = $1 OR claimed_until <= ${now}) AND ${isFirst}
    ORDER BY next_at, created_at LIMIT $3 FOR UPDATE SKIP LOCKED),
  claimed AS (UPDATE outbox SET claimed_by = $1, claimed_until = ${now} + ${claimMs} FROM due WHERE outbox.id = due.id
    RETURNING outbox.id, body, created_at - ${now} AS since, attempts, next_at, created_at)
  SELECT id, body, since, attempts FROM claimed ORDER BY next_at, created_at`;
const soonest = `SELECT min(CASE WHEN claimed_by <> $1 THEN greatest(next_at, claimed_until) ELSE next_at END) - ${now} AS after
  FROM outbox WHERE ${isFirst}`;
const addOne = `WITH writer AS (${writing(1)})
  UPDATE chains SET last_event = last_event + 1 FROM writer WHERE id = '' RETURNING last_event`;
const countOne = `INSERT INTO chains (id, last_event) VALUES ($1, 1)
  ON CONFLICT (id) DO UPDATE SET last_event = chains.last_event + 1 RETURNING last_event`;
const insertOne = `INSERT INTO outbox (id, room_id, sequence, body, created_at, next_at) VALUES ($1, $2, $3, $4, ${now}, ${now})`;
const removeOne = `WITH writer AS (${writing(2)})
  DELETE FROM outbox USING writer WHERE id = $1 AND claimed_by = $2`;
const postponeOne = `WITH writer AS (${writing(2)})
  UPDATE outbox SET attempts = attempts + 1, next_at = ${now} + $3::double precision, claimed_by = NULL, claimed_until = NULL
  FROM writer WHERE id = $1 AND claimed_by = $2`;
const limitAll = `WITH writer AS (${writing(1)})
  UPDATE outbox SET created_at = least(created_at, ${now} + $2::double precision),
    next_at = least(next_at, ${now} + $3::double precision)
  FROM writer WHERE created_at > ${now} + $2::double precision OR next_at > ${now} + $3::double precision`;

export class OutboxTable implements WebhookOutbox {
  onAdded: () => void = () => {};
  onDropped: () => void = () => {};
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #maxWaiting: number;
  readonly #now: () => number;
  /** Number of events that wait, as last counted; counted again with each reading of the backlog. */
  #waiting = 0;

  constructor({ database, writer, maxWaiting = maxWaitingEvents, now = Date.now }: OutboxTableOptions) {
    this.#database = database;
    this.#writer = writer;
    this.#maxWaiting = maxWaiting;
    this.#now = now;
  }

  /** Counts what waits; call once before events are added. */
  async open(): Promise<void> {
    await this.backlog();
  }

  /**
   * The events of these changes, to be stored in the caller's transaction; then call noteAdded.
   * @param last sequence number of the room's last event
   */
  eventsOf(changes: readonly Change[], last: number): { columns: EventColumns; last: number; dropped: number } {
    const columns: EventColumns = [[], [], []];
    let [sequence, dropped] = [last, 0];
    for (const change of changes) {
      const event = webhookEventOf(change);
      if (!event) continue;
      sequence += 1;
      if (this.#waiting + columns[0].length >= this.#maxWaiting) dropped += 1;
      else {
        columns[0].push(event.id);
        columns[1].push(sequence);
        columns[2].push(JSON.stringify({ ...event, sequence }));
      }
    }
    return { columns, last: sequence, dropped };
  }

  /** Events were stored, and others dropped. */
  noteAdded(added: number, dropped: number): void {
    this.#waiting += added;
    for (let index = 0; index < dropped; index += 1) this.onDropped();
    if (added > 0) this.onAdded();
  }

  async addCheckpoint(signed: SignedAuditCheckpoint): Promise<void> {
    const isFull = this.#waiting >= this.#maxWaiting;
    await this.#database.transaction(async (query) => {
      const { rows } = await query(addOne, [this.#writer.incarnation]);
      if (!rows[0]) throw new NodeGoneError();
      if (isFull) return;
      const { at } = signed.checkpoint;
      const event = { id: newId('e'), type: 'audit.checkpoint', sequence: Number(rows[0].last_event), at, ...signed };
      await query(insertOne, [event.id, '', event.sequence, JSON.stringify(event)]);
    });
    this.noteAdded(isFull ? 0 : 1, isFull ? 1 : 0);
  }

  /**
   * Inside the caller's transaction. A series has its own order, like a room.
   * @returns what to call when it is stored
   */
  async addSeriesWithin(query: Query, events: readonly SeriesEvent[]): Promise<() => void> {
    let [added, dropped] = [0, 0];
    for (const event of events) {
      const sequence = Number((await query(countOne, [event.seriesId])).rows[0]?.last_event);
      if (this.#waiting + added >= this.#maxWaiting) dropped += 1;
      else {
        const sent = seriesWebhookOf(event, sequence);
        await query(insertOne, [sent.id, event.seriesId, sequence, JSON.stringify(sent)]);
        added += 1;
      }
    }
    return () => this.noteAdded(added, dropped);
  }

  /** Claims them, also those that this node has claimed already. */
  async due(at: number, limit: number): Promise<OutboxEvent[]> {
    const present = this.#now();
    const values = [this.#writer.incarnation, at - present, limit];
    const { rows } = await this.#database.write(claimDue, values, 'due');
    return rows
      .filter((row) => Value.Check(Event, row))
      .map(({ id, body, since, attempts }) => ({ id, body, createdAt: present + since, attempts }));
  }

  async soonestAt(): Promise<number | null> {
    const [row] = await this.#database.read(soonest, [this.#writer.incarnation]);
    return typeof row?.after === 'number' ? this.#now() + row.after : null;
  }

  async backlog(): Promise<Backlog> {
    const [row] = await this.#database.read(`SELECT count(*) AS count, min(created_at) - ${now} AS since FROM outbox`);
    const { count, since } = Value.Parse(Summary, row);
    this.#waiting = count;
    return { count, oldestAt: since === null ? null : this.#now() + since };
  }

  /** Only of an event that this node has claimed: another one delivers what it left for too long. */
  async remove(id: string): Promise<void> {
    const { count } = await this.#database.write(removeOne, [id, this.#writer.incarnation]);
    this.#waiting -= count;
  }

  /** Nothing is stored on the clock that was set. */
  async moveTimes(_byMs: number): Promise<void> {}

  async limitTimes(at: number, latest: number): Promise<void> {
    const present = this.#now();
    await this.#database.write(limitAll, [this.#writer.incarnation, at - present, latest - present]);
  }

  /** As `remove`, only of an event that this node has claimed. */
  async postpone(id: string, nextAt: number): Promise<void> {
    await this.#database.write(postponeOne, [id, this.#writer.incarnation, nextAt - this.#now()]);
  }
}
