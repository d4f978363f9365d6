/** Webhook events that are not delivered yet, in the order of each room. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SignedAuditCheckpoint, WebhookEvent } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Change } from '../../../core/events/domain-events.ts';
import { newId } from '../../../core/secrets/random.ts';
import type { SeriesEvent } from '../../../series/ports.ts';
import type { Backlog, OutboxEvent } from '../../../webhooks/outbox.ts';
import { checkpointStream, maxWaitingEvents, seriesWebhookOf, webhookEventOf } from '../../shared/webhook-event.ts';
import type { WebhookOutbox } from '../../store.ts';
import { inTransaction } from './transaction.ts';

const Row = Type.Object({
  id: Type.String(),
  body: Type.String(),
  created_at: Type.Number(),
  attempts: Type.Integer(),
});

export class OutboxTable implements WebhookOutbox {
  onAdded: () => void = () => {};
  onDropped: () => void = () => {};
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #statements: Record<
    'insert' | 'next' | 'last' | 'due' | 'soonest' | 'backlog' | 'delete' | 'postpone' | 'move' | 'limit',
    StatementSync
  >;

  /**
   * @param maxWaiting further events are dropped; their sequence numbers are used, so that receivers see the gap
   * @param now milliseconds since 1970-01-01 UTC, on the same clock as callers that ask for due events
   */
  constructor(database: DatabaseSync, maxWaiting = maxWaitingEvents, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
    // Only a room's oldest event: later ones wait for it.
    const isFirst = 'sequence = (SELECT min(sequence) FROM outbox AS other WHERE other.room_id = outbox.room_id)';
    this.#statements = {
      insert: database.prepare(`INSERT INTO outbox (id, room_id, sequence, body, created_at, next_at)
        SELECT ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM outbox) < ${Math.floor(maxWaiting)}`),
      next: database.prepare(`INSERT INTO outbox_sequences VALUES (?, 1)
        ON CONFLICT (room_id) DO UPDATE SET last = last + 1`),
      last: database.prepare('SELECT last FROM outbox_sequences WHERE room_id = ?'),
      due: database.prepare(`SELECT id, body, created_at, attempts FROM outbox
        WHERE next_at <= ? AND ${isFirst} ORDER BY next_at LIMIT ?`),
      soonest: database.prepare(`SELECT min(next_at) AS at FROM outbox WHERE ${isFirst}`),
      backlog: database.prepare('SELECT count(*) AS count, min(created_at) AS oldest FROM outbox'),
      delete: database.prepare('DELETE FROM outbox WHERE id = ?'),
      postpone: database.prepare('UPDATE outbox SET attempts = attempts + 1, next_at = ? WHERE id = ?'),
      move: database.prepare('UPDATE outbox SET created_at = created_at + :byMs, next_at = next_at + :byMs'),
      limit: database.prepare(`UPDATE outbox SET created_at = min(created_at, :now), next_at = min(next_at, :latest)
        WHERE created_at > :now OR next_at > :latest`),
    };
  }

  /**
   * Adds the changes that webhooks report, inside the caller's transaction.
   * @returns how many
   */
  addWithin(changes: Change[]): number {
    let added = 0;
    for (const change of changes) {
      const event = webhookEventOf(change);
      if (event) added += this.#insert(event.roomId, { ...event, sequence: this.#next(event.roomId) });
    }
    return added;
  }

  /** As addWithin. A series has its own order, like a room. */
  addSeriesWithin(events: readonly SeriesEvent[]): number {
    let added = 0;
    for (const event of events)
      added += this.#insert(event.seriesId, seriesWebhookOf(event, this.#next(event.seriesId)));
    return added;
  }

  /** Checkpoints have their own order, like a room's events. */
  async addCheckpoint(signed: SignedAuditCheckpoint): Promise<void> {
    const { at } = signed.checkpoint;
    const added = inTransaction(this.#database, () => {
      const sequence = this.#next(checkpointStream);
      return this.#insert(checkpointStream, { id: newId('e'), type: 'audit.checkpoint', sequence, at, ...signed });
    });
    if (added > 0) this.onAdded();
  }

  #next(stream: string): number {
    this.#statements.next.run(stream);
    return Number(this.#statements.last.get(stream)?.last);
  }

  /** @returns 1, or 0 when too many events are waiting */
  #insert(stream: string, event: WebhookEvent): number {
    const now = this.#now();
    const { id, sequence } = event;
    const { changes } = this.#statements.insert.run(id, stream, sequence, JSON.stringify(event), now, now);
    if (changes === 0) this.onDropped();
    return Number(changes);
  }

  async due(now: number, limit: number): Promise<OutboxEvent[]> {
    return this.#statements.due
      .all(now, limit)
      .flatMap((row) =>
        Value.Check(Row, row)
          ? [{ id: row.id, body: row.body, createdAt: row.created_at, attempts: row.attempts }]
          : [],
      );
  }

  async soonestAt(): Promise<number | null> {
    const at = this.#statements.soonest.get()?.at;
    return typeof at === 'number' ? at : null;
  }

  async backlog(): Promise<Backlog> {
    const { count, oldest } = this.#statements.backlog.get() ?? {};
    return { count: Number(count ?? 0), oldestAt: typeof oldest === 'number' ? oldest : null };
  }

  async remove(id: string): Promise<void> {
    this.#statements.delete.run(id);
  }

  async moveTimes(byMs: number): Promise<void> {
    this.#statements.move.run({ byMs });
  }

  async limitTimes(now: number, latest: number): Promise<void> {
    this.#statements.limit.run({ now, latest });
  }

  async postpone(id: string, nextAt: number): Promise<void> {
    this.#statements.postpone.run(nextAt, id);
  }
}
