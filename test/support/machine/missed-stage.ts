/**
 * A room of the machine with the messages stored for disconnected participants, and participants whose connections can
 * die unnoticed.
 */
import { defaultRoomSettings, type MissedNotification, type RoomSettings } from '@hearthroom/sdk/protocol';
import { MissedNotifications } from '../../../server/src/rooms/delivery/missed-notifications.ts';
import {
  type Claims,
  createRoomState,
  type Effect,
  type RoomEvent,
  type RoomState,
  transition,
} from '../../../server/src/rooms/machine/index.ts';

/** One notification as text, as a client would record it. */
export const wordsOf = ({ method, params }: { method: string; params: object }): string =>
  [method, ...Object.values(params)].join(' ');

/** A client: the connection that it knows, and the last message that it received. */
export class Caller {
  readonly claims: Claims;
  readonly heard: string[] = [];
  connectionId = '';
  secret: string | null = null;
  lastSeq = 0;
  /** `dead`: nothing arrives, and the server has not noticed. */
  link: 'none' | 'live' | 'dead' = 'none';

  constructor(claims: Claims) {
    this.claims = claims;
  }
}

export class MissedStage {
  state: RoomState;
  now = 1_790_000_000_000;
  effects: Effect[] = [];
  readonly missed = new MissedNotifications();
  readonly #callers: Caller[] = [];
  readonly #sequences = new Map<string, number>();
  #count = 0;

  constructor(settings: Partial<RoomSettings> = {}) {
    this.state = createRoomState({ roomId: 'r', settings: { ...defaultRoomSettings, ...settings }, now: this.now });
  }

  /** @returns the error code of the refusal, or `ok` */
  apply(event: RoomEvent): string {
    const before = this.state;
    const result = transition(before, event, this.now);
    if ('rejected' in result) return result.rejected;
    this.state = result.state;
    this.effects = result.effects;
    this.missed.follow(before, result.state, result.effects);
    for (const effect of result.effects) if (effect.type === 'deliver') this.#deliver(effect);
    for (const effect of result.effects) {
      const closed = this.#callers.find((one) => 'connectionId' in effect && one.connectionId === effect.connectionId);
      if (effect.type === 'close' && closed) closed.link = 'none';
    }
    return 'ok';
  }

  #deliver({ connectionId, notification }: Extract<Effect, { type: 'deliver' }>): void {
    const seq = (this.#sequences.get(connectionId) ?? 0) + 1;
    this.#sequences.set(connectionId, seq);
    this.missed.handleDelivered(this.state, connectionId, notification, seq);
    const caller = this.#callers.find((one) => one.connectionId === connectionId);
    if (caller?.link !== 'live') return;
    caller.lastSeq = seq;
    caller.heard.push(wordsOf(notification));
  }

  /**
   * Connects, or resumes.
   * @param how `lost`: the answer does not arrive; `reloaded`: the page kept only the secret
   * @returns the missed messages; null if the server cannot tell; undefined if it was refused or the answer was lost
   */
  connect(caller: Caller, how: 'known' | 'lost' | 'reloaded' = 'known'): MissedNotification[] | null | undefined {
    if (!this.#callers.includes(caller)) this.#callers.push(caller);
    this.#count += 1;
    const connectionId = `c${this.#count}`;
    const resumeHash = `s${this.#count}`;
    const code = this.apply({
      type: 'connected',
      connectionId,
      claims: caller.claims,
      newSeatId: caller.claims.sub,
      resumeHash,
      presentedResumeHash: caller.secret,
      passcode: 'right',
      e2ee: null,
    });
    const seat = this.state.seats[caller.claims.sub];
    if (code !== 'ok' || seat?.connectionId !== connectionId) return undefined;
    const missed = this.missed.missedBy(
      this.state,
      seat,
      connectionId,
      how === 'reloaded' ? undefined : caller.lastSeq,
    );
    if (how === 'lost') {
      // The server has a connection that its client does not know of.
      caller.link = 'dead';
      caller.connectionId = connectionId;
      return undefined;
    }
    Object.assign(caller, { connectionId, secret: resumeHash, lastSeq: 0, link: 'live' });
    caller.heard.push(...(missed ?? []).map(wordsOf));
    return missed;
  }

  /** The connection dies; the server learns of it with `notice`. */
  die(caller: Caller): void {
    if (caller.link === 'live') caller.link = 'dead';
  }

  notice(caller: Caller): void {
    if (caller.link === 'none') return;
    caller.link = 'none';
    this.apply({ type: 'disconnected', connectionId: caller.connectionId });
  }

  drop(caller: Caller): void {
    this.die(caller);
    this.notice(caller);
  }

  wait(ms: number): void {
    this.now += ms;
    for (const [name, timer] of Object.entries(this.state.timers)) {
      if (timer && timer.dueAt <= this.now) {
        this.apply({ type: 'timerFired', name: name as keyof RoomState['timers'], epoch: timer.epoch });
      }
    }
  }

  admit(caller: Caller): string {
    const { sub } = caller.claims;
    const entries = [{ seatId: sub, epoch: this.state.seats[sub]?.epoch ?? 0 }];
    return this.apply({ type: 'admit', actor: { kind: 'api' }, entries, all: false });
  }
}
