/** Where events wait for their delivery; a part of the store. */
export interface OutboxEvent {
  id: string;
  /** The JSON that is sent. */
  body: string;
  /** Milliseconds since 1970-01-01 UTC. */
  createdAt: number;
  /** Deliveries that failed. */
  attempts: number;
}

/** What waits, whether its time has come or not. */
export interface Backlog {
  count: number;
  /** When the oldest one was added, milliseconds since 1970-01-01 UTC; null: none waits. */
  oldestAt: number | null;
}

export interface Outbox {
  /** Called after events were written. */
  onAdded: () => void;
  /** Called for each event that found no place: too many wait already. Must not throw: a write is under way. */
  onDropped: () => void;
  /** Whose time has come, of each room its oldest alone. */
  due(now: number, limit: number): OutboxEvent[];
  /** When the next one's time comes, or null: nothing waits. */
  soonestAt(): number | null;
  backlog(): Backlog;
  remove(id: string): void;
  /** After the clock was set: all times go along, so that waits and ages stay as they are. */
  moveTimes(byMs: number): void;
  /** What waits since later than `now` waits since now, and what is due later than `latest` is due then. */
  limitTimes(now: number, latest: number): void;
  /** After a delivery that failed. */
  postpone(id: string, nextAt: number): void;
}
