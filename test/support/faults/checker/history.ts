/**
 * What is recorded of a cluster while faults are injected, as plain data. All times are milliseconds since 1970-01-01 UTC
 * on the clock of the database's machine.
 */

export interface StoredSeat {
  state: string;
  banned: boolean;
  waitingSince: number;
}

/** One committed version of a room, in the order in which they were committed. */
export interface RoomVersion {
  room: string;
  at: number;
  /** Incarnation of the node that owns it. */
  owner: string | null;
  epoch: number;
  revision: number;
  /** false: given to a node that has not begun with it yet. */
  adopted: boolean;
  phase: string;
  /** The end of its chain in the audit log, and the number of its last webhook event. */
  chainSeq: number;
  chainHash: string;
  lastEvent: number;
  isDeleted: boolean;
  /** Name of the node whose connection stored it; null: not known. */
  writer: string | null;
  /** Name of the node that owns it; null: none does. */
  ownerName: string | null;
  title: string;
  /** Equal for equal states. */
  stateHash: string;
  seats: Record<string, StoredSeat>;
}

export interface AuditRecord {
  /** What the verifier of the audit log found; empty when it is whole. */
  problems: readonly string[];
  entries: readonly AuditEntryRead[];
}

export interface AuditEntryRead {
  at: number;
  what: string;
  room: string | null;
  seat: string | null;
  /** Its place in the chain of its room. */
  chain: { id: string; seq: number; hash: string } | null;
}

/** A change that a client or a backend asked for. Other requests are recorded without one. */
export type Decision =
  | { type: 'admit' | 'put-back'; seats: readonly string[] }
  | { type: 'remove' | 'deny'; seats: readonly string[]; ban: boolean }
  | { type: 'title'; title: string }
  | { type: 'end' }
  | { type: 'create' }
  | { type: 'revoke'; identity: string | null };

export interface AnsweredRequest {
  /** Identity of the client, or the address that a backend asked. */
  by: string;
  method: string;
  room: string | null;
  decision: Decision | null;
  startedAt: number;
  endedAt: number;
  /** `unknown`: the connection was lost before an answer came. */
  outcome: 'acknowledged' | 'refused' | 'unknown';
  /** Code of the refusal. */
  code?: string;
}

/** What a client was told. */
export interface ClientEvent {
  at: number;
  room: string;
  /** Identity. */
  sub: string;
  seat: string | null;
  what: 'state' | 'participant-connected' | 'participant-disconnected' | 'waiting-list';
  /** The new state of the session. */
  state?: string;
  /** The participant. */
  about?: string;
  /** Seats that wait, in their order. */
  waiting?: readonly string[];
  /** For states: the connection was let in anew, with a token that was issued at this time. */
  enteredWithTokenOf?: number;
}

/** When packets of one participant reached another one and were decrypted there. */
export interface Heard {
  room: string;
  speaker: string;
  listener: string;
  times: readonly number[];
}

/** A node forwarded media, from its first to its last packet. */
export interface Forwarding {
  node: string;
  /** Missing: of the only room. */
  room?: string;
  fromMs: number;
  toMs: number;
}

/** An event of a room (or of the server: an empty id) in the outbox, or as it was received. */
export interface WebhookNumber {
  room: string;
  sequence: number;
}

export interface History {
  versions: readonly RoomVersion[];
  /** null: it could not be read. */
  audit: AuditRecord | null;
  requests: readonly AnsweredRequest[];
  events: readonly ClientEvent[];
  heard: readonly Heard[];
  forwarding: readonly Forwarding[];
  webhooks: { stored: readonly WebhookNumber[]; received: readonly WebhookNumber[] };
}

export const emptyHistory: History = {
  versions: [],
  audit: { problems: [], entries: [] },
  requests: [],
  events: [],
  heard: [],
  forwarding: [],
  webhooks: { stored: [], received: [] },
};
