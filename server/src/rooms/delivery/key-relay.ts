/**
 * Passes on the secrets of end-to-end encryption, in boxes that only their receivers can open. A box goes to its receiver
 * only while the receiver is in the sender's audience (`audienceOf`). The newest one of each sender for each receiver is
 * kept that long, in memory, for a receiver whose connection is lost. Nothing is stored or logged.
 */
import { isEqual, type Notification, type Params } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import { TokenBucket } from '../../core/limits/token-bucket.ts';
import { type AudienceMember, audienceOf, type RoomState, type SeatId } from '../machine/index.ts';

export interface KeyRelayOptions {
  stateOf: () => RoomState;
  notifySeat: (seatId: SeatId, notification: Notification) => void;
  /** Milliseconds of a clock that doesn't step. */
  now: () => number;
}

/** What passes from one person to another one in their audience. */
interface Pair {
  /** The newest box, for one stay of the receiver. */
  kept: { stay: number; notification: Notification } | null;
  /** Limits how often the receiver asks the sender. */
  asking: TokenBucket;
}

const requestsPerSecond = 1;
const requestBurst = 5;

export class KeyRelay {
  readonly #options: KeyRelayOptions;
  /** By sender, then by receiver. Only of people who are in each other's audience. */
  readonly #pairs = new Map<SeatId, Map<SeatId, Pair>>();

  constructor(options: KeyRelayOptions) {
    this.#options = options;
  }

  /** Boxes for anybody but the present audience are dropped. Throws `invalid-params` in a room that doesn't encrypt. */
  send(from: SeatId, { keyEpoch, audienceHash, items }: Params<'sendKeys'>): void {
    const { notifySeat } = this.#options;
    const { seats } = this.#encryptingState();
    const audience = this.#audience(from);
    // Of several boxes for one person, the last one counts.
    for (const { to, stay, ...key } of new Map(items.map((item) => [item.to, item])).values()) {
      if (audience.get(to) !== stay) continue;
      // Without keys of both people no box can be opened.
      if (!seats[from]?.e2ee || !seats[to]?.e2ee) continue;
      const params = { participantId: from, keyEpoch, audienceHash, key };
      const notification: Notification = { method: 'keysReceived', params };
      this.#pair(from, to).kept = { stay, notification };
      notifySeat(to, notification);
    }
  }

  /** Tells a sender that their secret has arrived. Dropped for anybody but the audience. */
  acknowledge(receiver: SeatId, { participantId: sender, keyEpoch }: Params<'acknowledgeKeys'>): void {
    this.#encryptingState();
    if (!this.#audience(receiver).has(sender)) return;
    this.#options.notifySeat(sender, { method: 'keysAcknowledged', params: { participantId: receiver, keyEpoch } });
  }

  /** Asks a sender for the newest secret. Dropped for anybody but the audience, and when it comes too often. */
  request(receiver: SeatId, { participantId: sender }: Params<'requestKeys'>): void {
    this.#encryptingState();
    if (!this.#audience(receiver).has(sender)) return;
    if (!this.#pair(sender, receiver).asking.take(this.#options.now())) return;
    this.#options.notifySeat(sender, { method: 'keysRequested', params: { participantId: receiver } });
  }

  /**
   * Forgets what is not for its receiver any more, then sends what is kept to those who have a new connection. To be
   * called when they have been told who is there: a client accepts secrets only of people whom it sees.
   */
  follow(before: RoomState, after: RoomState): void {
    const seats = Object.values(after.seats);
    const renewed = new Set(seats.filter(({ id, e2ee }) => !isEqual(before.seats[id]?.e2ee, e2ee)).map(({ id }) => id));
    for (const [from, pairs] of this.#pairs) {
      const audience = this.#audience(from, after);
      for (const [to, pair] of pairs) {
        if (!audience.has(to)) pairs.delete(to);
        // With other keys it can't be opened.
        else if (audience.get(to) !== pair.kept?.stay || renewed.has(from) || renewed.has(to)) pair.kept = null;
      }
      if (pairs.size === 0) this.#pairs.delete(from);
    }
    for (const { id, connectionId } of seats)
      if (connectionId !== null && connectionId !== before.seats[id]?.connectionId) this.#sendKept(id);
  }

  #sendKept(to: SeatId): void {
    for (const pairs of this.#pairs.values()) {
      const kept = pairs.get(to)?.kept;
      if (kept) this.#options.notifySeat(to, kept.notification);
    }
  }

  #encryptingState(): RoomState {
    const state = this.#options.stateOf();
    if (state.settings.encryption === 'off') throw new AppError('invalid-params', 'this room does not encrypt');
    return state;
  }

  /** The stay of each receiver. */
  #audience(from: SeatId, state = this.#options.stateOf()): Map<SeatId, AudienceMember['stay']> {
    return new Map(audienceOf(state, from).map(({ seatId, stay }) => [seatId, stay]));
  }

  #pair(from: SeatId, to: SeatId): Pair {
    const pairs = this.#pairs.get(from) ?? new Map<SeatId, Pair>();
    this.#pairs.set(from, pairs);
    const pair = pairs.get(to) ?? {
      kept: null,
      asking: new TokenBucket(requestsPerSecond, requestBurst, this.#options.now()),
    };
    pairs.set(to, pair);
    return pair;
  }

  /** Forgets everything. */
  close(): void {
    this.#pairs.clear();
  }
}
