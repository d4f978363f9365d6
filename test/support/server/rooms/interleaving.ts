/**
 * A real room between people who do anything at random and a store that answers late, refuses, or doesn't say what it did. After each
 * move it is checked that nobody was told what is not stored, and nothing is forwarded that the stored rules or those being stored forbid.
 */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Notification, RoomSettings, Snapshot } from '@hearthroom/sdk/protocol';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import {
  mayForward,
  mayPublish,
  type RoomEvent,
  type RoomState,
  viewOf,
} from '../../../../server/src/rooms/machine/index.ts';
import type { RoomConnection, RoomStore } from '../../../../server/src/rooms/ports.ts';
import { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import type { Room } from '../../../../server/src/rooms/room.ts';
import { applyNotification } from '../../machine/apply-notification.ts';
import { beginning, type Command } from '../../machine/player/commands.ts';
import { World } from '../../machine/world.ts';
import { type Outcome, ScheduledStore } from '../store/scheduled-store.ts';
import { ForwardingMedia } from './forwarding-media.ts';

export type Move =
  | { type: 'command'; command: Command }
  | { type: 'end'; outcome: Outcome }
  | { type: 'lose'; pick: number }
  | { type: 'publish'; pick: number }
  | { type: 'pass'; ms: number };

/** Of the timers. */
type FakeTime = { tick(ms: number): unknown };

/** What a client was told, and what it makes of that. */
class Client implements RoomConnection {
  readonly id: string;
  readonly sub: string;
  secret: string | null = null;
  knows: Snapshot | null = null;
  state: 'arriving' | 'in' | 'out' = 'arriving';
  /** Of the room; not of media that was opened. */
  heard = 0;
  readonly #early: Notification[] = [];
  readonly #onClosed: (id: string) => void;

  constructor(id: string, sub: string, onClosed: (id: string) => void) {
    this.id = id;
    this.sub = sub;
    this.#onClosed = onClosed;
  }

  notify(notification: Notification): number {
    if (notification.method !== 'consumersAdded') this.heard += 1;
    if (this.state === 'arriving') this.#early.push(notification);
    else this.#take(notification);
    return this.heard;
  }

  arrive(snapshot: Snapshot, secret: string): void {
    if (this.state === 'out') return;
    this.state = 'in';
    this.secret = secret;
    this.knows = snapshot;
    for (const notification of this.#early) this.#take(notification);
  }

  #take(notification: Notification): void {
    const isOfView = !/^consumer|^mediaReset|^trackMuted|^clockStepped/.test(notification.method);
    if (this.knows && isOfView) this.knows = applyNotification(this.knows, notification);
  }

  close(): void {
    this.heard += 1;
    this.state = 'out';
    // As signaling does.
    this.#onClosed(this.id);
  }
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** A check-in is never stored. */
const storedPart = (state: RoomState): unknown => asJson({ ...state, now: 0, checkIn: null });
const seatChanges = /^seat\.(waiting|admitted|dropped|left|expired|denied|removed)$/;

export class Interleaving {
  readonly store: ScheduledStore;
  readonly media = new ForwardingMedia();
  readonly clients: Client[] = [];
  readonly #clock = { atMs: Date.parse('2026-03-03T18:00:00Z'), steppedMs: 0 };
  readonly #planner: World;
  readonly #changed: string[] = [];
  #registry: RoomRegistry | null = null;
  #room: Room | null = null;
  #submitted = 0;
  #answered = 0;
  /** Answers that say nothing of the room. */
  #unavailable = 0;
  #count = 0;
  #hasOwed = false;
  readonly #bugs: unknown[] = [];
  readonly #time: FakeTime;

  private constructor(settings: RoomSettings, inner: RoomStore, time: FakeTime) {
    this.#time = time;
    this.store = new ScheduledStore(inner);
    this.#planner = new World(settings, () => {});
  }

  /** A session that has begun, with a few people in it; from here on the store ends writes when it is told to. */
  static async begin(settings: RoomSettings, inner: RoomStore, time: FakeTime): Promise<Interleaving> {
    const play = new Interleaving(settings, inner, time);
    const observer = new ServerObserver();
    observer.on('seatChanged', ({ seatId, from, to }) => play.#changed.push(`${seatId} ${changeOf(from, to)}`));
    observer.on('internalError', ({ error }) => play.#bugs.push(error));
    const clock = {
      now: () => play.#clock.atMs + play.#clock.steppedMs,
      monotonic: () => play.#clock.atMs,
    };
    play.#registry = await RoomRegistry.create({ store: play.store, media: play.media, observer, clock });
    const { record } = await play.#registry.createRoom(settings);
    play.#room = await play.#registry.getRoom(record.id);
    await play.room.openMedia();
    play.media.mayPublishByWhatIsStored = (seatId, source) => mayPublish(play.room.state, seatId, source);
    for (const command of beginning) await play.#run(command);
    for (const seatId of Object.keys(play.room.state.seats)) play.media.publish(seatId);
    await play.#turn();
    await play.#check();
    play.store.isScheduled = true;
    return play;
  }

  get room(): Room {
    assert.ok(this.#room);
    return this.#room;
  }

  async move(move: Move): Promise<void> {
    const heard = this.#heard();
    const answered = this.#answered;
    if (move.type === 'end') await this.store.end(move.outcome);
    else if (move.type === 'command') await this.#run(move.command);
    else if (move.type === 'lose') this.#lose(move.pick);
    else if (move.type === 'publish') this.#publish(move.pick);
    else this.#pass(move.ms);
    await this.#turn();
    if (this.store.pending && move.type !== 'end') {
      // A track that takes the place of another one closes that one, whatever is being stored.
      if (move.type !== 'publish')
        assert.equal(this.#heard(), heard, 'nobody is told anything while it is being stored');
      // What is only written again has been told to everybody: a person who is refused for it knows.
      const isRetry = this.store.pending.record?.revision === this.room.record.revision;
      if (!isRetry) assert.equal(this.#answered, answered, 'nobody is answered while it is being stored');
    }
    await this.#check();
  }

  /** One turn of the event loop for what was decided, another for media that is opened. */
  async #turn(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  }

  #heard(): number {
    return this.clients.reduce((sum, client) => sum + client.heard, 0);
  }

  async #run(command: Command): Promise<void> {
    const { room } = this;
    if (command.type === 'restart' || command.type === 'takeOver' || command.type === 'clockBack') return;
    if (command.type === 'wait') return this.#pass(command.ms);
    if (command.type === 'clockStep') {
      this.#clock.steppedMs += command.ms;
      this.#registry?.handleClockStep(command.ms);
      return;
    }
    this.#planner.state = room.state;
    this.#planner.now = room.now;
    this.#planner.links = this.clients
      .filter(({ state }) => state !== 'out')
      .map(({ id, sub }) => ({ id, sub, secret: '', presented: null, knows: null, told: null, heard: [] }));
    const event = this.#planner.eventOf(command);
    if (event.type === 'connected') this.#connect(event);
    else if (event.type === 'disconnected') this.#drop(event.connectionId);
    else this.#submit(room.apply(event));
    if (!this.store.isScheduled) await room.settle();
    if (!this.store.isScheduled) await setImmediate();
  }

  #connect(event: Extract<RoomEvent, { type: 'connected' }>): void {
    this.#count += 1;
    const { claims, passcode, presentedResumeHash, e2ee } = event;
    const before = this.clients.findLast(({ sub, secret }) => sub === claims.sub && secret !== null);
    const resumeSecret = presentedResumeHash === null ? undefined : (before?.secret ?? 'a guess');
    const client = new Client(`c-${this.#count}`, claims.sub, (id) => this.room.disconnect(id));
    this.clients.push(client);
    const arriving = this.room.connect(client, claims, { passcode, resumeSecret, e2ee: e2ee ?? undefined });
    this.#submit(
      arriving.then(
        ({ snapshot, resumeSecret }) => client.arrive(snapshot, resumeSecret),
        (error: unknown) => {
          client.state = 'out';
          throw error;
        },
      ),
    );
  }

  #submit(answer: Promise<unknown>): void {
    this.#submitted += 1;
    answer.then(
      () => {
        this.#answered += 1;
      },
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'storage-unavailable') this.#unavailable += 1;
        else this.#answered += 1;
      },
    );
  }

  /** Also one whose arrival is being stored. */
  #lose(pick: number): void {
    const there = this.clients.filter(({ state }) => state !== 'out');
    const client = there[pick % Math.max(there.length, 1)];
    if (client) this.#drop(client.id);
  }

  #drop(connectionId: string): void {
    const client = this.clients.find(({ id }) => id === connectionId);
    if (client) client.state = 'out';
    this.room.disconnect(connectionId);
  }

  #publish(pick: number): void {
    const ids = Object.keys(this.room.state.seats);
    const id = ids[pick % Math.max(ids.length, 1)];
    if (id && !this.room.hasEnded) this.media.publish(id);
  }

  #pass(ms: number): void {
    this.#clock.atMs += ms;
    this.#time.tick(ms);
  }

  /** What happened, so that a test can tell whether it was worth its time. */
  get seen(): string[] {
    return [
      ...(this.store.groups > 0 ? ['several steps in one write'] : []),
      ...(this.#hasOwed ? ['a fact that was refused'] : []),
      ...(this.#unavailable > 0 ? ['a decision that was taken back'] : []),
      ...(this.media.held > 0 ? ['media was held'] : []),
    ];
  }

  async #check(): Promise<void> {
    if (this.#bugs.length > 0) throw this.#bugs[0];
    const { state, isUnsaved } = this.room;
    this.#hasOwed ||= isUnsaved;
    const { pending } = this.store;
    for (const { from, to, source } of this.media.paths) {
      assert.ok(mayForward(state, from, to, source), `${from} is forwarded to ${to}, as the stored rules allow`);
      const isAllowedThen = !pending?.record || mayForward(pending.record.state, from, to, source);
      assert.ok(isAllowedThen, `${from} is forwarded to ${to}, as the rules that are being stored allow`);
      assert.ok(
        this.media.policy?.mayForward(from, to, source),
        `${from} is forwarded to ${to}, as all decisions allow`,
      );
    }
    if (!pending && !this.store.isUnsure) await this.#checkAtRest();
  }

  /** Nothing is under way: everybody has been told what is stored, and answered. */
  async #checkAtRest(): Promise<void> {
    const { room } = this;
    assert.equal(this.#answered + this.#unavailable, this.#submitted, 'everybody is answered, once');
    for (const { id, state, knows } of this.clients) {
      if (state === 'in') assert.deepEqual(asJson(knows), asJson(viewOf(room.state, id)), `${id} knows how it stands`);
      assert.notEqual(state, 'arriving', 'nobody is left outside without an answer');
    }
    this.#checkMediaAtRest();
    if (room.isUnsaved) return;
    const stored = await this.store.getRoom(room.record.id);
    assert.ok(stored);
    assert.deepEqual(storedPart(stored.state), storedPart(room.state), 'the room is as it is stored');
  }

  #checkMediaAtRest(): void {
    const { paths, peers, told } = this.media;
    for (const [to] of peers) {
      const received = paths.filter((path) => path.to === to);
      assert.deepEqual(
        [...(told.get(to) ?? [])].sort(),
        received.map(({ consumerId }) => consumerId).sort(),
        `${to} was told what it receives`,
      );
      for (const [from, { tracks }] of peers) {
        for (const source of tracks.keys()) {
          const isOpen = received.some((path) => path.from === from && path.source === source);
          assert.equal(isOpen, from !== to && mayForward(this.room.state, from, to, source), `${from} → ${to}`);
        }
      }
    }
  }

  /** The store works again. */
  async settle(): Promise<void> {
    for (let round = 0; round < 50 && !this.room.isSettled; round += 1) {
      await this.move({ type: 'end', outcome: 'stored' });
      await this.move({ type: 'pass', ms: 1_000 });
    }
    assert.ok(this.room.isSettled, 'everything is stored');
    await this.#check();
  }

  /** The server goes down: resolves when the store has taken what is under way. */
  async close(): Promise<void> {
    const closing = Promise.withResolvers<void>();
    let isClosed = false;
    this.#registry?.close().then(() => {
      isClosed = true;
      closing.resolve();
    }, closing.reject);
    for (let round = 0; round < 50 && !isClosed; round += 1) {
      await setImmediate();
      if (this.store.pending) assert.ok(!isClosed, 'a room is not closed while it is being stored');
      await this.store.end('stored');
      this.#time.tick(1_000);
    }
    await closing.promise;
  }

  /** @param stored all that was written to the audit log: people's comings and goings are in it, each of them once */
  compareChanges(stored: readonly { what: string; seatId: string | null }[]): void {
    // What somebody repeats is counted there.
    if (stored.some(({ what }) => what === 'seat.repeated')) return;
    const found = stored.filter(({ what }) => seatChanges.test(what)).map(({ what, seatId }) => `${seatId} ${what}`);
    const expected = this.#changed.filter((change) => seatChanges.test(change.split(' ')[1] ?? ''));
    assert.deepEqual(found.sort(), expected.sort(), 'who came and went is in the audit log, each time once');
  }
}

const changeOf = (from: string | null, to: string): string => {
  if (to === 'admitted') return from === 'suspended' ? 'seat.resumed' : 'seat.admitted';
  return to === 'suspended' ? 'seat.dropped' : `seat.${to}`;
};
