/**
 * People of a simulated room who exchange secrets through a simulated server: the real rules of the room and the real
 * exchange of the SDK, with latency, lost connections, reloaded pages and refused requests.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { NotificationParams, Params, PublicIdentity, Snapshot } from '@hearthroom/sdk/protocol';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import type { Identity, VerifiedIdentity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import type { MediaEncryptionEvents } from '../../../../../sdk/src/e2ee/page/media-encryption.ts';
import { KeyExchange } from '../../../../../sdk/src/e2ee/session/key-exchange.ts';
import { PlacePeople } from '../../../../../sdk/src/e2ee/session/place-people.ts';
import { Problems } from '../../../../../sdk/src/e2ee/session/problems.ts';
import type { ToWorker } from '../../../../../sdk/src/e2ee/worker/worker-messages.ts';
import { previewedOf } from '../../../../../sdk/src/people/roster-changes.ts';
import type { RoomState, Seat } from '../../../../../server/src/rooms/machine/index.ts';
import { audienceOf } from '../../../../../server/src/rooms/machine/visibility/audience.ts';
import type { Step, World } from '../../../../support/machine/world.ts';
import { ManualSchedule } from './key-group.ts';

export const roomId = 'room';

/** How long one secret may still be used after the audience has changed. */
const rotationMs = 600;
/** How long somebody in the audience may lack the secret that is used. */
const readableMs = 1_500;
const sliceMs = 20;
/** A receiver notices missing keys by frames. The worker tells it once a second. */
const missingEveryMs = 1_000;
const refusedEveryMs = 3_000;

let pendingCrypto = 0;
/** Counts what is under way, since a simulated time must not pass meanwhile. */
for (const name of [
  'digest',
  'sign',
  'verify',
  'importKey',
  'deriveBits',
  'deriveKey',
  'encrypt',
  'decrypt',
] as const) {
  const original = crypto.subtle[name].bind(crypto.subtle) as (...args: unknown[]) => Promise<unknown>;
  Object.defineProperty(crypto.subtle, name, {
    value: (...args: unknown[]) => {
      pendingCrypto += 1;
      return original(...args).finally(() => {
        pendingCrypto -= 1;
      });
    },
  });
}

async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet += 1) {
    await turn();
    if (pendingCrypto > 0) quiet = -1;
  }
}

class Media extends Emitter<MediaEncryptionEvents> {
  tell: (message: ToWorker) => void = () => {};

  missKeyOf(participantId: string): void {
    this.emit('keyMissing', participantId);
  }
}

/** One page of one person: as long as it is open it keeps its identity. */
class Page {
  readonly seatId: string;
  readonly identity: Identity;
  readonly latencyMs: number;
  readonly keys: KeyExchange;
  /** What the machine takes for its keys. */
  readonly presented: string;
  secret = '';
  /** Its connection at the server, and whether it was told the room over that connection. */
  link: string | null = null;
  isTold = false;
  used: { keyEpoch: number; secret: string } | null = null;
  readonly known = new Map<string, Map<number, string>>();
  readonly missingToldAt = new Map<string, number>();
  stay = 0;
  lastView = '';
  refusedAt = Number.NEGATIVE_INFINITY;
  readonly #media = new Media();

  constructor(simulation: KeySimulation, seatId: string, identity: Identity, presented: string, latencyMs: number) {
    this.seatId = seatId;
    this.identity = identity;
    this.presented = presented;
    this.latencyMs = latencyMs;
    this.#media.tell = (message) => this.#handle(message, simulation);
    this.keys = new KeyExchange({
      roomId,
      participantId: seatId,
      identity,
      verify: simulation.verify,
      request: (method, params) => simulation.request(this, method, params) as never,
      media: this.#media,
      problems: new Problems(() => {}),
      handleMissing: () => {},
      schedule: simulation.time.schedule,
    });
  }

  #handle(message: ToWorker, simulation: KeySimulation): void {
    if (message.type === 'use') {
      this.used = { keyEpoch: message.keyEpoch, secret: hex(message.secret) };
      simulation.counts.used += 1;
    } else if (message.type === 'add') {
      const keys = this.known.get(message.from) ?? new Map();
      this.known.set(message.from, keys.set(message.keyEpoch, hex(message.secret)));
      simulation.noteHolder(hex(message.secret), this);
    } else if (message.type === 'forget') {
      const keys = this.known.get(message.from);
      for (const keyEpoch of keys?.keys() ?? []) if (keyEpoch < message.beforeEpoch) keys?.delete(keyEpoch);
    }
  }

  follow(snapshot: Snapshot): void {
    this.stay = snapshot.self.stay ?? 0;
    this.keys.follow(new PlacePeople(snapshot, previewedOf(snapshot)), 'e2e');
  }

  canRead(sender: Page): boolean {
    const { used } = sender;
    return used !== null && this.known.get(sender.seatId)?.get(used.keyEpoch) === used.secret;
  }

  missKeyOf(sender: Page, now: number): void {
    if (now - (this.missingToldAt.get(sender.seatId) ?? Number.NEGATIVE_INFINITY) < missingEveryMs) return;
    this.missingToldAt.set(sender.seatId, now);
    this.#media.missKeyOf(sender.seatId);
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

interface KeptBox {
  from: Page;
  params: NotificationParams<'keysReceived'>;
}

export class KeySimulation {
  readonly time = new ManualSchedule();
  readonly verify: (identity: PublicIdentity) => Promise<VerifiedIdentity | null>;
  readonly counts = { used: 0, sent: 0, asked: 0, refused: 0, resumed: 0, reloaded: 0, outdated: 0 };
  readonly violations: string[] = [];
  readonly #identities: readonly Identity[];
  readonly #random: () => number;
  readonly #pages: Page[] = [];
  /** The page that holds a seat, or held it last. */
  readonly #pageOf = new Map<string, Page>();
  readonly #linkPages = new Map<string, Page>();
  readonly #kept = new Map<string, KeptBox>();
  readonly #holders = new Map<string, Map<Page, number>>();
  readonly #since = new Map<string, number>();
  #state: RoomState | null = null;

  constructor(
    identities: readonly Identity[],
    verify: (identity: PublicIdentity) => Promise<VerifiedIdentity | null>,
    random: () => number,
  ) {
    this.#identities = identities;
    this.verify = verify;
    this.#random = random;
  }

  // ---------------------------------------------------------------- the room

  /** To be called after each step of the room. */
  handleStep({ event, result }: Step, world: World): void {
    this.#state = world.state;
    if ('rejected' in result) return;
    const open = new Set(world.links.map(({ id }) => id));
    for (const page of this.#pages) {
      if (page.link === null || open.has(page.link)) continue;
      page.link = null;
      page.isTold = false;
    }
    if (event.type === 'connected') this.#connect(event, world);
    for (const { id, connectionId } of this.#seats()) {
      const page = connectionId === null ? undefined : this.#linkPages.get(connectionId);
      if (page && page.seatId === id) this.#pageOf.set(id, page);
    }
    for (const [key, { from }] of this.#kept) {
      const to = key.slice(key.indexOf('>') + 1);
      if (!this.#audience(from.seatId).some(({ seatId }) => seatId === to)) this.#kept.delete(key);
    }
    for (const link of world.links) this.#tell(link.id, link.knows);
  }

  #seats(): Seat[] {
    return Object.values(this.#state?.seats ?? {});
  }

  #audience(seatId: string) {
    return this.#state ? audienceOf(this.#state, seatId) : [];
  }

  #connect(event: Extract<Step['event'], { type: 'connected' }>, world: World): void {
    const { connectionId, e2ee, presentedResumeHash, resumeHash } = event;
    const seat = this.#seats().find(
      (one) => one.connectionId === connectionId || one.challenger?.connectionId === connectionId,
    );
    if (!e2ee || !seat || !world.links.some(({ id }) => id === connectionId)) return;
    const presented = JSON.stringify(e2ee);
    const before = this.#pages.find(
      (page) =>
        page.link === null &&
        page.seatId === seat.id &&
        page.presented === presented &&
        page.secret === presentedResumeHash,
    );
    const isSame = before !== undefined && this.#random() < 0.9;
    const page = isSame ? before : this.#open(seat.id, presented);
    if (isSame) this.counts.resumed += 1;
    else if (presentedResumeHash !== null) this.counts.reloaded += 1;
    page.link = connectionId;
    page.secret = resumeHash;
    page.lastView = '';
    this.#linkPages.set(connectionId, page);
  }

  #open(seatId: string, presented: string): Page {
    const identity = this.#identities[this.#pages.length % this.#identities.length];
    if (!identity) throw new Error('no identities');
    const page = new Page(this, seatId, identity, presented, 5 + Math.floor(this.#random() * 55));
    this.#pages.push(page);
    return page;
  }

  #tell(link: string, knows: Snapshot | null): void {
    const page = this.#linkPages.get(link);
    if (!page || !knows || page.link !== link) return;
    const snapshot = this.#withKeys(knows, link);
    const text = JSON.stringify(snapshot);
    if (text === page.lastView) return;
    const isFirst = page.lastView === '';
    page.lastView = text;
    this.#deliver(page, () => {
      page.follow(snapshot);
      if (!isFirst) return;
      page.isTold = true;
      page.keys.handleConnected();
    });
    if (!isFirst) return;
    for (const [key, { params }] of this.#kept)
      if (key.endsWith(`>${page.seatId}`)) this.#deliver(page, () => page.keys.handleReceived(params));
  }

  /** The view with the keys of the pages, instead of those that the machine was given. */
  #withKeys(snapshot: Snapshot, link: string): Snapshot {
    const own = this.#state?.seats[snapshot.self.id];
    const isHolder = own?.connectionId === link;
    const keysOf = (id: string) => {
      const page = this.#pageOf.get(id);
      const seat = this.#state?.seats[id];
      return { ...(page && { e2ee: page.identity.wire }), stay: seat?.admissions ?? 0 };
    };
    const { place } = snapshot.self;
    const self = {
      ...snapshot.self,
      place: place.kind === 'preview' ? { ...place, ...keysOf(place.participantId) } : place,
      stay: isHolder ? (own?.admissions ?? 0) : 0,
      audience: isHolder ? this.#audience(snapshot.self.id).map(({ seatId }) => seatId) : [],
    };
    if (snapshot.state === 'waiting') return { ...snapshot, self };
    return {
      ...snapshot,
      self,
      participants: snapshot.participants.map((one) => ({ ...one, ...keysOf(one.id) })),
      ...(snapshot.waiting && { waiting: snapshot.waiting.map((one) => ({ ...one, ...keysOf(one.id) })) }),
    };
  }

  // ---------------------------------------------------------------- the relay

  #deliver(page: Page, what: () => void): void {
    const { link } = page;
    this.time.schedule(() => {
      if (page.link === link && link !== null) what();
    }, page.latencyMs);
  }

  request(page: Page, method: string, params: unknown): Promise<unknown> {
    const { link } = page;
    if (link === null) return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error('connection lost'));
      this.time.schedule(() => {
        if (page.link !== link) return fail();
        const isDone = this.#handle(page, method, params);
        this.time.schedule(() => {
          if (page.link !== link || !isDone) fail();
          else resolve({});
        }, page.latencyMs);
      }, page.latencyMs);
    });
  }

  #handle(page: Page, method: string, params: unknown): boolean {
    if (this.#state?.seats[page.seatId]?.connectionId !== page.link) return false;
    const { participantId, keyEpoch } = params as { participantId: string; keyEpoch: number };
    const isAudience = this.#audience(page.seatId).some(({ seatId }) => seatId === participantId);
    const other = this.#pageOf.get(participantId);
    switch (method) {
      case 'sendKeys':
        return this.#relay(page, params as Params<'sendKeys'>);
      case 'acknowledgeKeys':
        if (isAudience && other)
          this.#deliver(other, () => other.keys.handleAcknowledged({ participantId: page.seatId, keyEpoch }));
        return true;
      default:
        this.counts.asked += 1;
        if (isAudience && other) this.#deliver(other, () => other.keys.handleRequested({ participantId: page.seatId }));
        return true;
    }
  }

  #relay(page: Page, { keyEpoch, audienceHash, items }: Params<'sendKeys'>): boolean {
    // Not again and again, which would delay everything.
    if (this.time.now - page.refusedAt > refusedEveryMs && this.#random() < 0.1) {
      page.refusedAt = this.time.now;
      this.counts.refused += 1;
      return false;
    }
    for (const { to, stay, box, sig } of items) {
      this.counts.sent += 1;
      if (!this.#audience(page.seatId).some((one) => one.seatId === to && one.stay === stay)) continue;
      const params = { participantId: page.seatId, keyEpoch, audienceHash, key: { box, sig } };
      this.#kept.set(`${page.seatId}>${to}`, { from: page, params });
      const receiver = this.#pageOf.get(to);
      if (receiver) this.#deliver(receiver, () => receiver.keys.handleReceived(params));
    }
    return true;
  }

  // ---------------------------------------------------------------- time and rules

  noteHolder(secret: string, page: Page): void {
    const holders = this.#holders.get(secret) ?? new Map<Page, number>();
    this.#holders.set(secret, holders.set(page, page.stay));
  }

  async pass(ms: number): Promise<void> {
    const until = this.time.now + ms;
    while (this.time.now < until) {
      this.time.pass(Math.min(sliceMs, until - this.time.now, this.time.msToNext));
      await settle();
      this.#check();
    }
  }

  #check(): void {
    const present = this.#pages.filter((page) => page.isTold && this.#pageOf.get(page.seatId) === page);
    for (const sender of this.#pages) {
      if (present.includes(sender)) this.#checkSender(sender, present);
      else this.#reset(`${this.#pages.indexOf(sender)} `);
    }
  }

  #checkSender(sender: Page, present: readonly Page[]): void {
    const audience = this.#audience(sender.seatId);
    const name = `${this.#pages.indexOf(sender)} `;
    const isIn = (page: Page, stay: number) =>
      this.#pageOf.get(page.seatId) === page && audience.some((one) => one.seatId === page.seatId && one.stay === stay);
    for (const [holder, stay] of this.#holders.get(sender.used?.secret ?? '') ?? []) {
      const limit = rotationMs + sender.latencyMs;
      const key = `${name}is read by ${this.#pages.indexOf(holder)} in ${stay}`;
      if (!isIn(holder, stay)) this.counts.outdated += 1;
      this.#mayLast(key, !isIn(holder, stay), limit);
    }
    for (const page of this.#pages) {
      if (page === sender) continue;
      const isReader = present.includes(page) && isIn(page, page.stay);
      if (isReader && !page.canRead(sender)) page.missKeyOf(sender, this.time.now);
      const key = `${name}is not read by ${this.#pages.indexOf(page)}`;
      this.#mayLast(key, isReader && !page.canRead(sender), readableMs + 2 * (sender.latencyMs + page.latencyMs));
    }
  }

  #mayLast(key: string, isSo: boolean, limitMs: number): void {
    if (!isSo) {
      this.#since.delete(key);
      return;
    }
    const since = this.#since.get(key) ?? this.time.now;
    this.#since.set(key, since);
    if (this.time.now - since <= limitMs) return;
    this.violations.push(`at ${this.time.now} ms: ${key} for ${this.time.now - since} ms`);
    this.#since.set(key, Number.POSITIVE_INFINITY);
  }

  #reset(prefix: string): void {
    for (const key of this.#since.keys()) if (key.startsWith(prefix)) this.#since.delete(key);
  }

  close(): void {
    for (const { keys } of this.#pages) keys.close();
  }
}
