/** A room for example tests: applies events in order, with timers that fire on time. */
import assert from 'node:assert/strict';
import {
  defaultRoomSettings,
  type ErrorCode,
  type Notification,
  type PublicIdentity,
  type RoomSettings,
  type Snapshot,
} from '@hearthroom/sdk/protocol';
import {
  type Accepted,
  type Actor,
  type Claims,
  createRoomState,
  diffViews,
  type Effect,
  type EntryRef,
  loadState,
  type RoomEvent,
  type RoomState,
  type Seat,
  type SeatActor,
  saveState,
  transition,
  viewOf,
} from '../../../server/src/rooms/machine/index.ts';
import { deepFreeze } from './freeze.ts';
import { keysOf, therapist } from './player/people.ts';
import { nextDue } from './timers.ts';

export const startMs = Date.parse('2026-03-03T18:00:00Z');
export const api: Actor = { kind: 'api' };

type Passcode = Extract<RoomEvent, { type: 'connected' }>['passcode'];

/** Left out: with the right passcode, and in a room that encrypts with the person's usual keys. */
export interface ConnectOptions {
  passcode?: Passcode;
  e2ee?: PublicIdentity | null;
}

/** A connected device: the answer to its connect, and what it has received since. */
export interface Device {
  sub: string;
  connectionId: string;
  secret: string;
  known: Snapshot | null;
  heard: Notification[];
  closedWith: string | null;
  closingText: string | undefined;
}

export class Stage {
  state: RoomState;
  now = startMs;
  /** Of the last accepted event. */
  effects: Effect[] = [];
  readonly #devices: Device[] = [];
  #count = 0;

  /**
   * Conversations, visits and circles begin at once, and nothing is encrypted, unless the settings say otherwise.
   */
  constructor(settings: Partial<RoomSettings> = {}) {
    const all = { ...defaultRoomSettings, meetingNoticeSeconds: 0, encryption: 'off' as const, ...settings };
    this.state = deepFreeze(createRoomState({ roomId: 'room', settings: all, now: this.now }));
  }

  /** Applies an event that must be accepted. */
  play(event: RoomEvent): Accepted {
    const result = transition(this.state, deepFreeze(event), this.now);
    assert.ok(!('rejected' in result), `${event.type} was refused: ${'rejected' in result ? result.rejected : ''}`);
    this.state = deepFreeze(result.state);
    this.effects = result.effects;
    for (const device of this.#devices) this.#tell(device);
    return result;
  }

  #tell(device: Device): void {
    const view = viewOf(this.state, device.connectionId);
    device.heard.push(...diffViews(device.known, view));
    device.known = view;
    for (const effect of this.effects) {
      if (!('connectionId' in effect) || effect.connectionId !== device.connectionId) continue;
      if (effect.type === 'deliver') device.heard.push(effect.notification);
      if (effect.type === 'close') Object.assign(device, { closedWith: effect.reason, closingText: effect.text });
    }
  }

  /** The error code with which an event is refused. */
  refusal(event: RoomEvent): ErrorCode {
    const result = transition(this.state, deepFreeze(event), this.now);
    assert.ok('rejected' in result, `${event.type} was accepted`);
    return result.rejected;
  }

  #usualKeys({ sub }: Claims): PublicIdentity | null {
    return this.state.settings.encryption === 'off' ? null : keysOf(sub);
  }

  #connection(
    claims: Claims,
    secret: string | null,
    { passcode = 'right', e2ee = this.#usualKeys(claims) }: ConnectOptions = {},
  ): { device: Device; event: RoomEvent } {
    this.#count += 1;
    const number = this.#count;
    const device: Device = {
      sub: claims.sub,
      connectionId: `c${number}`,
      secret: `secret ${number}`,
      known: null,
      heard: [],
      closedWith: null,
      closingText: undefined,
    };
    const { connectionId, secret: resumeHash } = device;
    const newSeatId = `p-${claims.sub}`;
    return {
      device,
      event: {
        type: 'connected',
        connectionId,
        claims,
        newSeatId,
        resumeHash,
        presentedResumeHash: secret,
        passcode,
        e2ee,
      },
    };
  }

  /** Connects; given an earlier device, it resumes with that one's secret. */
  arrive(claims: Claims, before: Pick<Device, 'secret'> | null = null, options: ConnectOptions = {}): Device {
    const { device, event } = this.#connection(claims, before?.secret ?? null, options);
    this.#devices.push(device);
    this.play(event);
    device.heard.length = 0;
    return device;
  }

  /** The error code with which a connect is refused. */
  turnedAway(claims: Claims, before: Pick<Device, 'secret'> | null = null, options: ConnectOptions = {}): ErrorCode {
    return this.refusal(this.#connection(claims, before?.secret ?? null, options).event);
  }

  drop(device: Device): void {
    this.play({ type: 'disconnected', connectionId: device.connectionId });
  }

  leave(device: Device): void {
    this.play({ type: 'left', connectionId: device.connectionId });
  }

  seat(sub: string): Seat {
    const seat = Object.values(this.state.seats).find(({ claims }) => claims.sub === sub);
    assert.ok(seat, `${sub} has a seat`);
    return seat;
  }

  stateOf(sub: string): Seat['state'] {
    return this.seat(sub).state;
  }

  /** The participant as actor. */
  by(sub: string): SeatActor {
    return { kind: 'seat', seatId: this.seat(sub).id };
  }

  /** The entry under which a participant waits now. */
  entry(sub: string): EntryRef {
    const { id, epoch } = this.seat(sub);
    return { seatId: id, epoch };
  }

  /** The entry of a second device that waits for a participant's seat. */
  secondEntry(sub: string): EntryRef {
    const { id, challenger } = this.seat(sub);
    assert.ok(challenger, `a second device waits for the seat of ${sub}`);
    return { seatId: id, epoch: challenger.epoch };
  }

  admit(actor: Actor, ...subs: string[]): void {
    for (const sub of subs) this.play({ type: 'admit', actor, entries: [this.entry(sub)], all: false });
  }

  /** Advances time; each timer that becomes due fires on time. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = nextDue(this.state, until);
      if (!due) break;
      this.now = Math.max(this.now, due.dueAt);
      this.play({ type: 'timerFired', name: due.name, epoch: due.epoch });
    }
    this.now = until;
  }

  set(patch: Partial<RoomSettings>): void {
    this.play({ type: 'updateSettings', actor: api, patch });
  }

  /** Sets the machine's clock. */
  stepClock(byMs: number): void {
    this.now += byMs;
    this.play({ type: 'clockStepped', byMs });
  }

  /** The process dies and restarts with the stored state. */
  restart(): void {
    this.#load({ type: 'restarted' });
  }

  /** Another node continues with the stored state. */
  takeOver(): void {
    this.#load({ type: 'takenOver' });
  }

  #load(event: RoomEvent): void {
    this.state = deepFreeze(loadState(saveState(this.state)));
    for (const device of this.#devices) device.known = null;
    this.play(event);
  }

  /** A live session: a therapist «weber» and admitted clients. */
  static live(
    clients: Claims[] = [],
    settings: Partial<RoomSettings> = {},
    host = therapist(),
  ): { stage: Stage; host: Device; devices: Device[] } {
    const stage = new Stage(settings);
    const device = stage.arrive(host);
    const devices = clients.map((claims) => stage.arrive(claims));
    const waiting = clients.map(({ sub }) => sub).filter((sub) => stage.stateOf(sub) === 'waiting');
    stage.admit(api, ...waiting);
    for (const one of [device, ...devices]) one.heard.length = 0;
    return { stage, host: device, devices };
  }
}
