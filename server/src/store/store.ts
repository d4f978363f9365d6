/**
 * The store as the server uses it, in one place. Its parts are interfaces beside the code that needs them; an adapter
 * implements all of them over one database: `sqlite/`, embedded, for one server, and `postgres/`, for several nodes
 * that write at the same time. Both pass the same tests (test/integration/server/store/contract).
 *
 * What every adapter promises:
 *
 * - **Durable.** When the promise of a write resolves, the write is on the disk of the database and survives a power
 *   failure; with PostgreSQL also on its synchronous standbys.
 * - **All or nothing.** Each call is one transaction. A room's step is stored together with its entries in the audit
 *   log, its receipts and its webhook events.
 * - **Failure.** When a promise rejects, nothing of the call is stored and nothing of it will be stored later. The one
 *   exception: OutcomeUnknown, of writes of rooms only. Then `confirm` says whether it is stored, and its answer is
 *   final. Writes of the other parts that reject with any error may be repeated: at worst an entry of the audit log or
 *   a webhook event is there twice, and never one that says what did not happen to a room.
 * - **Bounded.** Every promise settles, also when the database does not answer any more.
 * - **Order.** Of one room, and of the calls of `audit.append`, one after the other: what was called first is stored
 *   first. Steps of several rooms may be stored in any order.
 * - **One owner.** With SQLite no other server writes to the same data while this store is open. With PostgreSQL each
 *   room has one node as its owner; what another node writes to it is refused by the database itself, with
 *   OwnershipLost. A node that others have declared gone writes nothing at all.
 */
import type { SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import type { AuditStore } from '../audit/audit-log.ts';
import type { InvitationStore } from '../auth/invitations/invitation-store.ts';
import type { RevocationStore } from '../auth/revocation/revocation-store.ts';
import type { JournalStore } from '../journal/records.ts';
import type { EvidenceSource } from '../journal/story/evidence.ts';
import type { RoomStore } from '../rooms/ports.ts';
import type { SeriesStore } from '../series/ports.ts';
import type { Outbox } from '../webhooks/outbox.ts';

export interface WebhookOutbox extends Outbox {
  /** Adds a checkpoint; these have an order of their own, like the events of a room. */
  addCheckpoint(signed: SignedAuditCheckpoint): Promise<void>;
}

export interface Store extends RoomStore {
  readonly audit: AuditStore;
  readonly revocations: RevocationStore;
  readonly invitations: InvitationStore;
  readonly outbox: WebhookOutbox;
  readonly journal: JournalStore & EvidenceSource;
  readonly series: SeriesStore;
  /** Generated once for these data, and never sent to anybody. */
  readonly serverSecret: Uint8Array;
  /** Idempotent. Writes that were begun are finished first. */
  close(): void | Promise<void>;
}

export interface StoreOptions {
  /** Called for each stored room or series that can't be read; the others are loaded anyway. */
  onBrokenRoom?: (error: Error) => void;
  /** Stores events for webhooks; a dispatcher has to deliver them. */
  keepsOutbox?: boolean;
  /** Milliseconds since 1970-01-01 UTC, for the times of the outbox. */
  now?: () => number;
  /** Webhook events and media records of a room that are kept at most; defaults in store/shared. */
  limits?: { waitingEvents?: number; recordsPerRoom?: number };
  /** Called with the number of oldest media records removed because a room has reached its limit. */
  onJournalDropped?: (records: number) => void;
}
