/**
 * A simulated room with participants: executes commands, fires timers on time, and records what every client received.
 */
import type { Notification, PublicIdentity, RoomSettings, Snapshot } from '@hearthroom/sdk/protocol';
import {
  type Actor,
  type Claims,
  createRoomState,
  diffViews,
  type Effect,
  type EntryRef,
  loadState,
  queueOf,
  type RoomEvent,
  type RoomState,
  type Seat,
  saveState,
  type TransitionResult,
  transition,
  viewOf,
} from '../../../server/src/rooms/machine/index.ts';
import { applyNotification } from './apply-notification.ts';
import { deepFreeze } from './freeze.ts';
import type { Command, Keys, Patch, TokenKind, Who } from './player/commands.ts';
import { groupEvent } from './player/group-commands.ts';
import { client, cotherapist, keysOf, observer, person, therapist } from './player/people.ts';
import { placeEventOf } from './player/place-commands.ts';
import { inForm } from './player/sealed-texts.ts';
import { startMs } from './stage.ts';
import { nextDue, timersOf } from './timers.ts';

/** One device, from its connect until it is closed or lost. */
export interface Link {
  id: string;
  sub: string;
  secret: string;
  presented: string | null;
  /** What the client computed from what it received. */
  knows: Snapshot | null;
  /** The snapshot against which the server last sent changes. */
  told: Snapshot | null;
  /** Everything it received since it connected, with the time. */
  heard: { at: number; what: Notification | Effect }[];
}

export interface Step {
  before: RoomState;
  event: RoomEvent;
  /** The time given to the machine; the room's own time may be later. */
  now: number;
  result: TransitionResult;
  /** Devices that were connected before the event. */
  links: Link[];
}

const usual: Claims[] = [
  therapist('weber'),
  therapist('wolf', { waitingRoom: 'required' }),
  cotherapist('cole'),
  client('anna'),
  client('ben', { waitingRoom: 'bypass' }),
  client('dora', { label: null }),
  observer('olga'),
  client('emil', { grants: { canModerate: true, canEnd: true, publishScreen: true } }),
];

function claimsOf(who: number, token: TokenKind): Claims {
  const claims = usual[who % usual.length] ?? therapist();
  const { sub, role, grants } = claims;
  switch (token) {
    case 'usual':
      return claims;
    case 'narrow':
      return { ...claims, grants: { ...grants, publishCamera: false, canEnd: false } };
    case 'wide':
      return { ...claims, grants: { ...grants, publishScreen: true, chat: true } };
    case 'required':
    case 'bypass':
      return { ...claims, waitingRoom: token };
    case 'as-host':
      return cotherapist(sub);
    case 'as-client':
      return client(sub);
    case 'invalid':
      return { ...person(sub, role === 'observer' ? role : 'client'), grants: { ...grants, canAdmit: true } };
  }
}

/** A change of settings that changes nothing. */
const untouched: RoomEvent = { type: 'updateSettings', actor: { kind: 'api' }, patch: {} };

export class World {
  state: RoomState;
  now = startMs;
  links: Link[] = [];
  /** Events that are not applied, for worlds in which something must not happen. */
  skips: (event: RoomEvent) => boolean = () => false;
  readonly #onStep: (step: Step, world: World) => void;
  #count = 0;
  #texts = 0;

  constructor(settings: RoomSettings, onStep: (step: Step, world: World) => void) {
    this.state = deepFreeze(createRoomState({ roomId: 'room', settings, now: this.now }));
    this.#onStep = onStep;
    // A room is created by a change of its settings, which starts its first timers.
    this.#play(untouched);
  }

  run(command: Command): void {
    if (command.type === 'wait') this.#wait(command.ms);
    else if (command.type === 'restart') this.#restart(command.behindMs, 'restarted');
    else if (command.type === 'takeOver') this.#restart(command.behindMs, 'takenOver');
    else if (command.type === 'clockStep') this.#stepClock(command.ms);
    else if (command.type === 'clockBack') this.#play(untouched, this.now - command.ms);
    else this.#play(this.eventOf(command));
  }

  #play(event: RoomEvent, now = this.now): void {
    if (this.skips(event)) return;
    deepFreeze(event);
    const { state: before, links } = this;
    const result = transition(before, event, now);
    if (event.type === 'disconnected') this.links = this.links.filter(({ id }) => id !== event.connectionId);
    if (!('rejected' in result)) {
      this.state = deepFreeze(result.state);
      if (event.type === 'connected') this.#addLink(event);
      this.#tellAll(result.effects);
      const closed = new Set(
        result.effects.flatMap((effect) => (effect.type === 'close' ? [effect.connectionId] : [])),
      );
      this.links = this.links.filter(({ id }) => !closed.has(id));
    }
    this.#onStep({ before, event, now, result, links }, this);
  }

  #addLink(event: Extract<RoomEvent, { type: 'connected' }>): void {
    const view = viewOf(this.state, event.connectionId);
    const { connectionId: id, resumeHash: secret, presentedResumeHash: presented, claims } = event;
    this.links = [...this.links, { id, sub: claims.sub, secret, presented, knows: view, told: view, heard: [] }];
  }

  #tellAll(effects: Effect[]): void {
    for (const link of this.links) {
      const view = viewOf(this.state, link.id);
      for (const news of diffViews(link.told, view)) {
        if (link.knows) link.knows = applyNotification(link.knows, news);
        link.heard.push({ at: this.now, what: news });
      }
      for (const effect of effects) {
        if ('connectionId' in effect && effect.connectionId === link.id) {
          link.heard.push({ at: this.now, what: effect });
        }
      }
      link.told = view;
      if (!view) link.knows = null;
    }
  }

  #wait(ms: number): void {
    const until = this.now + ms;
    // A room of a few participants has a few timers; more loops mean that the machine restarts timers that fired.
    for (let fired = 0; fired < 200; fired += 1) {
      const due = nextDue(this.state, until);
      if (!due) {
        this.now = until;
        return;
      }
      this.now = Math.max(this.now, due.dueAt);
      this.#play({ type: 'timerFired', name: due.name, epoch: due.epoch });
    }
    throw new Error('timers without end');
  }

  #stepClock(ms: number): void {
    this.now += ms;
    this.#play({ type: 'clockStepped', byMs: ms });
  }

  /** @param behindMs how far the clock of the new process is behind that of the old one */
  #restart(behindMs: number, type: 'restarted' | 'takenOver'): void {
    this.now -= behindMs;
    this.state = deepFreeze(loadState(saveState(this.state)));
    this.links = [];
    this.#play({ type });
  }

  /** The event for a command in the current room. */
  eventOf(command: Exclude<Command, { type: 'wait' | 'clockBack' | 'clockStep' | 'restart' | 'takeOver' }>): RoomEvent {
    switch (command.type) {
      case 'connect':
        return this.#connect(command);
      case 'drop':
        return { type: 'disconnected', connectionId: choose(this.links, command.pick)?.id ?? 'nobody' };
      case 'leave':
        return {
          type: 'left',
          connectionId: choose(this.links, command.pick)?.id ?? 'nobody',
          quickly: command.pick % 2 === 0,
        };
      case 'wrongTimer':
        return this.#wrongTimer(command);
      case 'admit':
      case 'admitAll':
      case 'deny':
      case 'messageWaiting':
        return this.#waitingRoomEvent(command);
      case 'updateSettings':
        return { type: 'updateSettings', actor: this.#actor(command.by), patch: this.#patch(command.patch) };
      case 'place':
        return this.#inForm(
          placeEventOf(
            command.what,
            this.state,
            this.links.map(({ id }) => id),
          ),
        );
      case 'group':
        return this.#inForm(groupEvent(command.what, this.state));
      case 'end':
        return { type: 'end', actor: this.#actor(command.by), message: 'Good night' };
      default:
        return this.#eventAbout(command);
    }
  }

  /** A text, plain or sealed. */
  #inForm(event: RoomEvent): RoomEvent {
    this.#texts += 1;
    return inForm(event, this.state, this.#texts);
  }

  #waitingRoomEvent(command: Extract<Command, { type: 'admit' | 'admitAll' | 'deny' | 'messageWaiting' }>): RoomEvent {
    const actor = this.#actor(command.by);
    if (command.type === 'messageWaiting') {
      const seatId = command.pick % 2 === 0 ? null : this.#seatId(command.pick >> 1);
      return { type: 'messageWaiting', actor, seatId, text: 'A moment' };
    }
    if (command.type === 'admitAll') {
      const named = this.#entries().filter((_, index) => (command.mask >> (index % 6)) % 2 === 0);
      const strangers = [{ seatId: '__proto__', epoch: 0 }, ...named.map((entry) => ({ ...entry, epoch: 0 }))];
      return { type: 'admit', actor, entries: command.withStrangers ? [...strangers, ...named] : named, all: true };
    }
    const seen = choose(this.#entries(), command.pick) ?? { seatId: 'constructor', epoch: 1 };
    const entry = { ...seen, epoch: seen.epoch - (command.isStale ? 1 : 0) };
    if (command.type === 'admit')
      return { type: 'admit', actor, entries: [entry], all: false, unencrypted: command.unencrypted };
    return { type: 'deny', actor, ...entry, ban: command.ban, reason: 'Not today' };
  }

  #eventAbout(
    command: Extract<Command, { type: 'remove' | 'putInWaitingRoom' | 'pardon' | 'mute' | 'askToUnmute' }>,
  ): RoomEvent {
    const target = { actor: this.#actor(command.by), seatId: this.#seatId(command.pick) };
    switch (command.type) {
      case 'remove':
        return { type: 'remove', ...target, ban: command.ban };
      case 'putInWaitingRoom':
        return { type: 'putInWaitingRoom', ...target, reason: 'One moment' };
      case 'pardon':
        return { type: 'pardon', ...target };
      default:
        return { type: command.type, ...target, source: command.source };
    }
  }

  #connect(command: Extract<Command, { type: 'connect' }>): RoomEvent {
    this.#count += 1;
    const claims = claimsOf(command.who, command.token);
    const seat = Object.values(this.state.seats).find((one) => one.claims.sub === claims.sub);
    return {
      type: 'connected',
      connectionId: `c${this.#count}`,
      claims,
      newSeatId: `p-${this.#count}`,
      resumeHash: `secret ${this.#count}`,
      presentedResumeHash: presentedBy(seat, command.secret),
      passcode: command.passcode,
      e2ee: this.#keysOf(claims, command.keys),
    };
  }

  #keysOf({ sub }: Claims, kind: Keys): PublicIdentity | null {
    if (kind === 'none') return null;
    return keysOf(kind === 'usual' ? sub : `${sub} ${this.#count}`);
  }

  #entries(): EntryRef[] {
    return queueOf(this.state).map(({ id, epoch }) => ({ seatId: id, epoch }));
  }

  #seatId(pick: number): string {
    return choose(Object.keys(this.state.seats), pick) ?? '__proto__';
  }

  #actor({ kind, pick }: Who): Actor {
    if (kind === 'api') return { kind: 'api' };
    const seats = Object.values(this.state.seats);
    const hosts = seats.filter((seat) => seat.state === 'admitted' && seat.claims.grants.canAdmit);
    const seat = choose(kind === 'host' ? hosts : seats, pick);
    return { kind: 'seat', seatId: seat?.id ?? 'hasOwnProperty' };
  }

  #patch({ opensIn, closesIn, ...rest }: Patch): Partial<RoomSettings> {
    const instantIn = (ms: number | null) => (ms === null ? null : new Date(this.now + ms).toISOString());
    return {
      ...rest,
      ...(opensIn !== undefined && { opensAt: instantIn(opensIn) }),
      ...(closesIn !== undefined && { closesAt: instantIn(closesIn) }),
    };
  }

  #wrongTimer({ pick, how }: Extract<Command, { type: 'wrongTimer' }>): RoomEvent {
    const { name, epoch } = choose(timersOf(this.state), pick) ?? { name: 'grace' as const, epoch: 1 };
    if (how === 'unknown') return { type: 'timerFired', name: 'lease:toString', epoch };
    return { type: 'timerFired', name, epoch: epoch - (how === 'stale' ? 1 : 0) };
  }
}

function presentedBy(seat: Seat | undefined, kind: 'right' | 'former' | 'none' | 'wrong'): string | null {
  if (kind === 'none') return null;
  if (kind === 'wrong' || !seat) return 'a guess';
  return kind === 'right' ? seat.resumeHash : seat.formerResumeHash;
}

function choose<T>(list: T[], pick: number): T | undefined {
  return list[pick % Math.max(list.length, 1)];
}
