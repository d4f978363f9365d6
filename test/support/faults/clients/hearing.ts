/** All packets that one participant received, over all tracks. */
import type { RemoteTrack, Session, TrackSource } from '@hearthroom/sdk';
import { MediaStreamTrack, type RtpPacket } from 'werift';
import type { StallClock } from '../causes/stalls.ts';

export interface Arrival {
  at: number;
  sequenceNumber: number;
  /** RTP timestamp of the sender: 48,000 per second for audio. */
  timestamp: number;
  bytes: number;
  /** The track on which it arrived: sequence numbers of different tracks are unrelated. */
  track: RemoteTrack;
}

/** Per source: twenty minutes of audio. In longer runs the oldest entries are dropped. */
const keptArrivals = 60_000;

export class Hearing {
  readonly #arrivals = new Map<string, Arrival[]>();

  constructor(session: Session) {
    session.on('trackSubscribed', (track, { id }) => this.#listen(track, `${id} ${track.source}`));
  }

  from(participantId: string, source: TrackSource = 'microphone'): readonly Arrival[] {
    return this.#arrivals.get(`${participantId} ${source}`) ?? [];
  }

  /** When packets of each participant arrived. */
  all(): { participantId: string; times: number[] }[] {
    return [...this.#arrivals].map(([key, arrivals]) => ({
      participantId: key.slice(0, key.lastIndexOf(' ')),
      times: arrivals.map(({ at }) => at),
    }));
  }

  /** When the first packet arrived after that time; Infinity if none did. */
  firstAfter(time: number, participantId: string, source: TrackSource = 'microphone'): number {
    return this.from(participantId, source).find(({ at }) => at > time)?.at ?? Number.POSITIVE_INFINITY;
  }

  /** The longest silence between two times, in milliseconds, without the stalls of this process. */
  longestGap(from: number, to: number, stalls: StallClock, participantId: string): number {
    const times = this.from(participantId).map(({ at }) => at);
    const within = [from, ...times.filter((at) => at > from && at < to), to];
    return within.reduce((longest, at, index) => {
      const before = within[index - 1] ?? at;
      return Math.max(longest, at - before - stalls.within(before, at));
    }, 0);
  }

  /**
   * For each audio packet of a participant, its transit time minus that of the fastest packet, in milliseconds.
   * Excludes packets that arrived during or right after a stall of this process.
   */
  delays(from: number, to: number, stalls: StallClock, participantId: string): number[] {
    const arrivals = this.from(participantId).filter(({ at }) => at > from && at < to);
    const offsets = arrivals.map(({ at, timestamp }) => at - timestamp / 48);
    const fastest = Math.min(...offsets);
    return offsets
      .map((offset) => offset - fastest)
      .filter((_, index) => {
        const at = arrivals[index]?.at ?? 0;
        return stalls.within(at - 100, at) === 0;
      });
  }

  /** Forgets everything about participants that have left. */
  clear(): void {
    for (const arrivals of this.#arrivals.values()) arrivals.length = 0;
  }

  #listen(remote: RemoteTrack, key: string): void {
    const track: unknown = remote.mediaStreamTrack;
    if (!(track instanceof MediaStreamTrack)) return;
    const arrivals = this.#arrivals.get(key) ?? [];
    this.#arrivals.set(key, arrivals);
    track.onReceiveRtp.subscribe((packet: RtpPacket) => {
      const { sequenceNumber, timestamp } = packet.header;
      arrivals.push({ at: performance.now(), sequenceNumber, timestamp, bytes: packet.payload.length, track: remote });
      if (arrivals.length > keptArrivals * 1.1) arrivals.splice(0, arrivals.length - keptArrivals);
    });
  }
}
