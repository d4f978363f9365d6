/** Events that wait for delivery; part of the store. */
export interface OutboxEvent {
  id: string;
  /** The JSON to send. */
  body: string;
  /** Milliseconds since 1970-01-01 UTC. */
  createdAt: number;
  /** Number of failed deliveries. */
  attempts: number;
}

/** All waiting events, due or not. */
export interface Backlog {
  count: number;
  /** When the oldest one was added, milliseconds since 1970-01-01 UTC; null: none is waiting. */
  oldestAt: number | null;
}

/** Every promise settles in a bounded time; a rejected write may be repeated (store/store.ts). */
export interface Outbox {
  /** Called after events were written. */
  onAdded: () => void;
  /** Called for each event that was dropped because too many are waiting. Must not throw: a write is in progress. */
  onDropped: () => void;
  /** Due events; only the oldest of each room. */
  due(now: number, limit: number): Promise<OutboxEvent[]>;
  /** When the next event is due; null: none is waiting. */
  soonestAt(): Promise<number | null>;
  backlog(): Promise<Backlog>;
  remove(id: string): Promise<void>;
  /** After a step of the clock: shifts all times, so that delays and ages stay the same. */
  moveTimes(byMs: number): Promise<void>;
  /** Reduces times of creation that are later than `now` to `now`, and due times later than `latest` to `latest`. */
  limitTimes(now: number, latest: number): Promise<void>;
  /** After a failed delivery. */
  postpone(id: string, nextAt: number): Promise<void>;
}
