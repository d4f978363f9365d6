/** Webhook events that are not delivered yet, in the order of each room. */
import type { SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Change } from '../../../core/domain-events.ts';
import { newId } from '../../../core/random.ts';
import type { Backlog, OutboxEvent } from '../../../webhooks/outbox.ts';
import { maxWaitingEvents, webhookEventOf } from '../../shared/webhook-event.ts';
import type { WebhookOutbox } from '../../store.ts';
import type { Database } from '../connection/database.ts';

export interface OutboxTableOptions {
  /** Further events are dropped; their sequence numbers are used, so that receivers see the gap. */
  maxWaiting?: number | undefined;
  /** Milliseconds since 1970-01-01 UTC, on the same clock as callers that ask for due events. */
  now?: (() => number) | undefined;
}

const Event = Type.Object({
  id: Type.String(),
  body: Type.String(),
  created_at: Type.Number(),
  attempts: Type.Integer(),
});
const Summary = Type.Object({ count: Type.Integer(), oldest: Type.Union([Type.Number(), Type.Null()]) });

/** Columns of the new events, each as an array, for `unnest`. */
export type EventColumns = [id: string[], sequence: number[], body: string[]];

/** Only a room's oldest event: later ones wait for it. */
const isFirst = 'sequence = (SELECT min(sequence) FROM outbox AS other WHERE other.room_id = outbox.room_id)';

export class OutboxTable implements WebhookOutbox {
  onAdded: () => void = () => {};
  onDropped: () => void = () => {};
  readonly #database: Database;
  readonly #maxWaiting: number;
  readonly #now: () => number;
  /** Number of events that wait, as last counted; counted again with each reading of the backlog. */
  #waiting = 0;

  constructor(database: Database, { maxWaiting = maxWaitingEvents, now = Date.now }: OutboxTableOptions = {}) {
    this.#database = database;
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

  get now(): number {
    return this.#now();
  }

  async addCheckpoint(signed: SignedAuditCheckpoint): Promise<void> {
    const isFull = this.#waiting >= this.#maxWaiting;
    await this.#database.transaction(async (query) => {
      const { rows } = await query(`UPDATE chains SET last_event = last_event + 1 WHERE id = '' RETURNING last_event`);
      if (isFull) return;
      const { at } = signed.checkpoint;
      const event = { id: newId('e'), type: 'audit.checkpoint', sequence: Number(rows[0]?.last_event), at, ...signed };
      await query(
        `INSERT INTO outbox (id, room_id, sequence, body, created_at, next_at) VALUES ($1, '', $2, $3, $4, $4)`,
        [event.id, event.sequence, JSON.stringify(event), this.#now()],
      );
    });
    this.noteAdded(isFull ? 0 : 1, isFull ? 1 : 0);
  }

  async due(now: number, limit: number): Promise<OutboxEvent[]> {
    const rows = await this.#database.read(
      `SELECT id, body, created_at, attempts FROM outbox WHERE next_at <= $1 AND ${isFirst} ORDER BY next_at, created_at LIMIT $2`,
      [now, limit],
    );
    return rows
      .filter((row) => Value.Check(Event, row))
      .map(({ id, body, created_at: createdAt, attempts }) => ({ id, body, createdAt, attempts }));
  }

  async soonestAt(): Promise<number | null> {
    const [row] = await this.#database.read(`SELECT min(next_at) AS at FROM outbox WHERE ${isFirst}`);
    return typeof row?.at === 'number' ? row.at : null;
  }

  async backlog(): Promise<Backlog> {
    const [row] = await this.#database.read('SELECT count(*) AS count, min(created_at) AS oldest FROM outbox');
    const { count, oldest } = Value.Parse(Summary, row);
    this.#waiting = count;
    return { count, oldestAt: oldest };
  }

  async remove(id: string): Promise<void> {
    const { count } = await this.#database.write('DELETE FROM outbox WHERE id = $1', [id]);
    this.#waiting -= count;
  }

  async moveTimes(byMs: number): Promise<void> {
    await this.#database.write('UPDATE outbox SET created_at = created_at + $1, next_at = next_at + $1', [byMs]);
  }

  async limitTimes(now: number, latest: number): Promise<void> {
    await this.#database.write(
      `UPDATE outbox SET created_at = least(created_at, $1), next_at = least(next_at, $2)
        WHERE created_at > $1 OR next_at > $2`,
      [now, latest],
    );
  }

  async postpone(id: string, nextAt: number): Promise<void> {
    await this.#database.write('UPDATE outbox SET attempts = attempts + 1, next_at = $2 WHERE id = $1', [id, nextAt]);
  }
}
