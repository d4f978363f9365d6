/**
 * Keeps the consumers of one room consistent with its rules: what is no longer allowed is closed at once; what is newly
 * allowed is opened in passes, one after the other. Fails closed: a pair that could not be opened stays closed until
 * the next pass.
 */

import type { TrackSource } from '@hearthroom/sdk/protocol';
import type { TrackEnding } from '../../core/events/media-events.ts';
import type { ForwardingPolicy, RoomMediaHandlers } from '../../rooms/ports.ts';
import type { FlowWatch } from '../observation/flow-watch.ts';
import type { MediaTrace } from '../observation/media-trace.ts';
import { describeReception, type Peer, type Reception, type Track } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import { KeyedQueue } from '../shared/keyed-queue.ts';
import { isGone, toAppError } from '../shared/media-errors.ts';

export interface ForwardingOptions {
  policy: ForwardingPolicy;
  handlers: RoomMediaHandlers;
  /** The room's current peers (live map). */
  peers: ReadonlyMap<SeatId, Peer>;
  /** Makes a track available on its receiver's router, if that is another one. */
  bring: (track: Track, to: Peer) => Promise<void>;
  trace: MediaTrace;
  flow: Pick<FlowWatch, 'begin'>;
  /** Called after any change of what somebody receives. */
  changed: () => void;
  /** Errors of background work that are not expected. */
  onFailure: (error: unknown) => void;
}

/** A receiver that takes longer to set up a track is left without the one that it replaced. */
const replacingMs = 2_000;

/** Collects the ids of closed consumers, to tell each seat once. */
class Closures {
  readonly #bySeat = new Map<SeatId, string[]>();

  add(seatId: SeatId, consumerId: string | null): void {
    if (consumerId === null) return;
    this.#bySeat.set(seatId, [...(this.#bySeat.get(seatId) ?? []), consumerId]);
  }

  tell(handlers: RoomMediaHandlers): void {
    for (const [seatId, consumerIds] of this.#bySeat) handlers.consumersClosed(seatId, consumerIds);
  }
}

/** A closed consumer whose client has not been told yet. */
interface Held {
  to: SeatId;
  track: Track;
  consumerId: string | null;
}

export class Forwarding {
  readonly #options: ForwardingOptions;
  readonly #passes = new KeyedQueue<'pass'>();
  #nextPass: 'none' | 'waiting' = 'none';
  /** Consumers closed for a step that is not stored yet. */
  #held: Held[] = [];
  /** Timers that close replaced tracks. */
  readonly #limits = new Map<Track, NodeJS.Timeout>();
  #isClosed = false;

  constructor(options: ForwardingOptions) {
    this.#options = options;
  }

  /** Closes every track and consumer that the rules no longer allow, and tells the clients. */
  closeDisallowed(): void {
    const { policy, peers, handlers } = this.#options;
    const closures = new Closures();
    this.#tellHeld(closures);
    for (const peer of peers.values()) {
      for (const track of peer.allTracks) {
        if (!policy.mayPublish(peer.seatId, track.source)) this.#closeTrack(peer, track, 'not-allowed', closures);
      }
    }
    for (const peer of peers.values()) {
      for (const track of [...peer.receptions.keys()]) {
        const rule = policy.withheldBy(track.owner, peer.seatId, track.source);
        if (rule === null) continue;
        closures.add(peer.seatId, peer.closeReception(track));
        this.#options.trace.withheld(track, peer, rule);
      }
    }
    closures.tell(handlers);
    this.#options.changed();
  }

  /**
   * Closes consumers that a step forbids while it is being stored. The next `closeDisallowed` tells the clients; if the
   * step is not stored, `openAllowed` opens them again. Tracks stay open, since clients would not publish them again.
   */
  holdForbidden(): void {
    const { policy, peers } = this.#options;
    for (const peer of peers.values()) {
      for (const track of [...peer.receptions.keys()]) {
        if (policy.mayForward(track.owner, peer.seatId, track.source)) continue;
        this.#held.push({ to: peer.seatId, track, consumerId: peer.closeReception(track) });
      }
    }
  }

  /** Is this consumer closed for a step that is not stored yet? Its client knows it as open. */
  isHeld(seatId: SeatId, consumerId: string): boolean {
    return this.#held.some((held) => held.to === seatId && held.consumerId === consumerId);
  }

  /**
   * Tells clients of held consumers that are now forbidden, or allowed again (those are opened with new ids). The
   * others stay held.
   */
  #tellHeld(closures: Closures): void {
    const { policy } = this.#options;
    const held = this.#held;
    this.#held = [];
    for (const one of held) {
      const { to, track, consumerId } = one;
      const isStored = policy.withheldBy(track.owner, to, track.source) !== null;
      if (isStored || policy.mayForward(track.owner, to, track.source)) closures.add(to, consumerId);
      else this.#held.push(one);
    }
  }

  closeTrack(peer: Peer, track: Track, cause: TrackEnding): void {
    const closures = new Closures();
    this.#closeTrack(peer, track, cause, closures);
    closures.tell(this.#options.handlers);
    this.#options.changed();
  }

  /**
   * A track may have replaced another one, which is forwarded to each receiver until it has set up the new one, unless
   * the new one is paused.
   */
  handleReplaced(peer: Peer, { source, paused }: Track): void {
    for (const before of peer.replaced) {
      if (before.source !== source) continue;
      this.#options.trace.tell({ what: 'track.ended', seatId: peer.seatId, source, cause: 'owner' });
      this.#limit(peer, before);
    }
    if (paused) this.closeReplaced(peer, source, 'unpaused');
  }

  #limit(peer: Peer, replaced: Track): void {
    const close = (): void => {
      if (this.#isAwaited(replaced)) this.#limit(peer, replaced);
      else this.closeTrack(peer, replaced, 'owner');
    };
    this.#limits.set(replaced, setTimeout(close, replacingMs).unref());
  }

  /** A receiver has set up this track: what the track replaced can be closed for it. */
  handleResumed(to: Peer, resumed: Track): void {
    const { owner, source } = resumed;
    const peer = this.#options.peers.get(owner);
    if (peer?.tracks.get(source) !== resumed) return;
    const closures = new Closures();
    for (const track of peer.replaced) {
      if (track.source !== source || to.receptions.get(track)?.state !== 'announced') continue;
      closures.add(to.seatId, to.closeReception(track));
    }
    closures.tell(this.#options.handlers);
    this.#closeUnheard(peer);
  }

  /** Closes replaced tracks that nobody receives any more. */
  #closeUnheard(peer: Peer): void {
    for (const track of [...peer.replaced]) {
      const isHeard = [...this.#options.peers.values()].some(({ receptions }) => receptions.has(track));
      if (!isHeard) this.closeTrack(peer, track, 'owner');
    }
  }

  /**
   * Closes the track of this source that has been replaced, if it still is forwarded.
   * @param which `unpaused`: only if it isn't paused
   */
  closeReplaced(peer: Peer, source: TrackSource, which: 'any' | 'unpaused' = 'any'): void {
    for (const track of [...peer.replaced])
      if (track.source === source && (which === 'any' || !track.paused)) this.closeTrack(peer, track, 'owner');
  }

  /** Closes what others receive from this seat; its producers are closed with its transports. */
  closeTracksOf(peer: Peer): void {
    const closures = new Closures();
    for (const track of peer.allTracks) this.#closeTrack(peer, track, 'media-closed', closures);
    closures.tell(this.#options.handlers);
    this.#options.changed();
  }

  /**
   * Closes what a seat receives, and tells it: otherwise it could take a notification about these consumers, still on
   * its way, for one about the transports that follow.
   */
  withdrawFrom(peer: Peer): void {
    const closures = new Closures();
    for (const track of [...peer.receptions.keys()]) closures.add(peer.seatId, peer.closeReception(track));
    closures.tell(this.#options.handlers);
  }

  /** Pauses or resumes a track. Receivers are told at once and in order; the worker follows in the same order. */
  async setPaused(track: Track, paused: boolean): Promise<void> {
    if (track.paused === paused) return;
    track.paused = paused;
    const owner = this.#options.peers.get(track.owner);
    if (paused && owner) this.closeReplaced(owner, track.source, 'unpaused');
    this.#tellPaused(track);
    try {
      await (paused ? track.producer.pause() : track.producer.resume());
    } catch (error) {
      throw toAppError(error);
    }
  }

  /**
   * Schedules a pass that opens what is allowed and not open yet. Passes run one after the other; calls during a pass
   * lead to one more.
   */
  openAllowed(): void {
    if (this.#isClosed || this.#nextPass === 'waiting') return;
    this.#nextPass = 'waiting';
    this.#passes
      .run('pass', async () => {
        this.#nextPass = 'none';
        await this.#openAll();
        for (const peer of this.#options.peers.values()) this.#closeUnheard(peer);
      })
      .catch(this.#options.onFailure);
  }

  /**
   * Whether a step that is being stored keeps a receiver of this track from the one in its place: to close it would tell
   * of that step. True only between a decision of the step and `holdForbidden`, which follows in a later phase of the
   * event loop: for a timer that is due in the same phase as the one that decided the step.
   */
  #isAwaited({ owner, source }: Track): boolean {
    const { peers, policy } = this.#options;
    for (const { seatId, receptions } of peers.values()) {
      for (const one of receptions.keys())
        if (one.owner === owner && one.source === source && !policy.mayForward(owner, seatId, source)) return true;
    }
    return false;
  }

  close(): void {
    this.#isClosed = true;
    for (const limit of this.#limits.values()) clearTimeout(limit);
  }

  #tellPaused(track: Track): void {
    const { peers, handlers } = this.#options;
    for (const peer of peers.values()) {
      const reception = peer.receptions.get(track);
      if (reception?.state !== 'announced') continue;
      handlers.consumerUpdated(peer.seatId, reception.consumer.id, track.paused);
    }
  }

  #closeTrack(owner: Peer, track: Track, cause: TrackEnding, closures: Closures): void {
    // Consumers before their producer: closing the producer first would make the requests for its consumers fail.
    for (const peer of this.#options.peers.values()) closures.add(peer.seatId, peer.closeReception(track));
    const isTold = owner.replaced.has(track);
    clearTimeout(this.#limits.get(track));
    this.#limits.delete(track);
    owner.closeTrack(track);
    // The end of a replaced track was reported when it was replaced.
    if (isTold) return;
    this.#options.trace.tell({ what: 'track.ended', seatId: track.owner, source: track.source, cause });
  }

  async #openAll(): Promise<void> {
    await Promise.all([...this.#options.peers.values()].map((to) => this.#openFor(to)));
  }

  async #openFor(to: Peer): Promise<void> {
    const opened = await Promise.all(this.#missingFor(to).map((track) => this.#openOne(track, to)));
    if (!this.#isPresent(to)) return;
    // Opening takes several awaits: some of these receptions may be closed again by now.
    const news = opened.filter(
      (reception): reception is Reception => reception !== null && to.receptions.get(reception.track) === reception,
    );
    if (news.length === 0) return;
    for (const reception of news) {
      reception.state = 'announced';
      this.#options.trace.opened(reception.track, to);
      this.#options.flow.begin(to, reception);
    }
    this.#options.handlers.consumersAdded(to.seatId, news.map(describeReception));
    this.#options.changed();
  }

  #missingFor(to: Peer): Track[] {
    const missing: Track[] = [];
    for (const from of this.#options.peers.values()) {
      for (const track of from.tracks.values()) {
        if (from === to || to.receptions.has(track) || !to.canReceive(track)) continue;
        const rule = this.#options.policy.withheldBy(from.seatId, to.seatId, track.source);
        if (rule !== null) this.#options.trace.withheld(track, to, rule);
        else if (this.#isAllowed(from.seatId, to.seatId, track.source)) missing.push(track);
      }
    }
    return missing;
  }

  async #openOne(track: Track, to: Peer): Promise<Reception | null> {
    try {
      await this.#options.bring(track, to);
      const consumer = await to.consume(track);
      if (consumer === null) {
        this.#options.trace.undecodable(track, to);
        return null;
      }
      // Meanwhile the rules may have changed, a seat may have left, the track may have ended, or a step that is being
      // stored may forbid it.
      const isWanted = this.#isPresent(to) && !track.producer.closed;
      if (isWanted && !consumer.closed && this.#isAllowed(track.owner, to.seatId, track.source)) {
        return to.addReception(track, consumer);
      }
      consumer.close();
      return null;
    } catch (error) {
      const isExpected = isGone(error) || track.producer.closed || !this.#isPresent(to);
      if (!isExpected) this.#options.onFailure(error);
      return null;
    }
  }

  #isAllowed(from: SeatId, to: SeatId, source: TrackSource): boolean {
    return from !== to && this.#options.policy.mayForward(from, to, source);
  }

  #isPresent(peer: Peer): boolean {
    return !this.#isClosed && !peer.isClosed && this.#options.peers.get(peer.seatId) === peer;
  }
}
