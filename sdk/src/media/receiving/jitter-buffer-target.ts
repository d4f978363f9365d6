/**
 * How long received voices should be buffered before they are played, so that retransmitted packets arrive in time.
 * Pure.
 */

/** One sample of the statistics of all received voices. Counters increase. */
export interface VoiceReception {
  packetsReceived: number;
  /** Of these, those that contain a copy of the one before, in-band FEC of Opus (RFC 6716, 2.1.7). */
  packetsWithFec: number;
  /** Requests to send lost packets again (RFC 4585, generic NACK). */
  nacksSent: number;
  samplesPlayed: number;
  /** Of these, the audible ones that the decoder concealed because their packet was missing. */
  samplesConcealed: number;
  /** Milliseconds; null until the path is measured. */
  roundTripMs: number | null;
  /** The highest jitter of the voices (RFC 3550, section 6.4.1), in milliseconds. */
  jitterMs: number;
}

/**
 * Shares of packets and of samples: when both are reached, the buffer is lengthened. Both, because packets that only
 * arrive out of order are also requested again.
 */
const lengthenFrom = { lost: 0.01, concealed: 0.003 };
/**
 * Share of the packets of `looksUntilShortened` samples below which the buffer is shortened again. Many, because loss
 * comes in bursts.
 */
const shortenBelowLost = 0.004;
const looksUntilShortened = 20;
/** Number of samples averaged before the buffer is lengthened. */
const looksAveraged = 3;
/** A sample with fewer packets is ignored: everybody is silent. */
const fewPackets = 10;
/** Added to the round trip: the next packet, which shows that one is missing, and the reaction time of both ends. */
const reserveMs = 40;
/**
 * For a second request if the first one or its answer was lost (libwebrtc repeats requests after 100 ms). Not where the
 * next packet repairs most of that: voices have in-band FEC, music has none. Nor on a path with a long round trip, where
 * people would talk over each other. `stepMs` comes on top if that is not enough.
 */
const secondRequestMs = 100;
const farRoundTripMs = 150;
/** Share of the packets with FEC from which on it is relied on: pauses have none. */
const reliableFec = 0.5;
const jitterFactor = 2;
/**
 * Added as long as the decoder still conceals audible gaps: packets lost between the sender and the server arrive
 * later.
 */
const stepMs = 60;
/**
 * Samples until the last change has taken effect: a buffer grows by stretching the sound, and older samples are no
 * longer averaged in by then.
 */
const looksUntilStep = 6;
const assumedRoundTripMs = 100;
/** With a longer buffer people talk over each other, which is worse than a gap. */
const longestMs = 500;
/** A change stretches or compresses the sound for a moment: smaller ones are not worth it. */
const smallestChangeMs = 30;
/**
 * Samples until the buffer is fitted to a shorter round trip, which varies: a full queue on the path, which loses packets
 * too, lengthens it.
 */
const looksUntilFitted = 5;

interface Look {
  packets: number;
  withFec: number;
  lost: number;
  samples: number;
  concealed: number;
}

function sharesOf(looks: readonly Look[]): { withFec: number; lost: number; concealed: number } {
  const sum = (part: keyof Look) => looks.reduce((total, look) => total + look[part], 0);
  return {
    withFec: sum('withFec') / sum('packets'),
    lost: sum('lost') / (sum('packets') + sum('lost')),
    concealed: sum('concealed') / Math.max(1, sum('samples')),
  };
}

export class JitterBufferTarget {
  #before: VoiceReception | null = null;
  #looks: Look[] = [];
  #looksSinceStep = 0;
  /** What the path wanted at the last samples, in milliseconds. */
  #wanted: number[] = [];
  #addedMs = 0;
  #current: number | null = null;

  /** Target in milliseconds; null: the browser's own choice. */
  get current(): number | null {
    return this.#current;
  }

  /**
   * Adds a sample of the statistics.
   * @returns the new target
   */
  see(reception: VoiceReception): number | null {
    const look = this.#lookAt(reception);
    this.#before = reception;
    if (!look) return this.#current;
    this.#looks = [...this.#looks, look].slice(-looksUntilShortened);
    const newest = sharesOf(this.#looks.slice(-looksAveraged));
    const isLossy = newest.lost >= lengthenFrom.lost;
    const isHeard = isLossy && newest.concealed >= lengthenFrom.concealed;
    if (isLossy && this.#current !== null) this.#considerStep(isHeard);
    this.#wanted = [...this.#wanted, this.#wantedFor(reception, newest.withFec)].slice(-looksUntilFitted);
    const wanted = Math.max(...this.#wanted);
    if (this.#current !== null) this.#set(isLossy ? wanted : Math.min(this.#current, wanted));
    else if (isHeard) this.#set(wanted);
    if (this.#looks.length === looksUntilShortened && sharesOf(this.#looks).lost < shortenBelowLost) {
      this.#current = null;
      this.#addedMs = 0;
      this.#looksSinceStep = 0;
    }
    return this.#current;
  }

  /** Null if nothing can be concluded: the first sample, hardly any packets, or a voice has been removed. */
  #lookAt(reception: VoiceReception): Look | null {
    const before = this.#before;
    if (!before) return null;
    const look: Look = {
      packets: reception.packetsReceived - before.packetsReceived,
      withFec: reception.packetsWithFec - before.packetsWithFec,
      lost: reception.nacksSent - before.nacksSent,
      samples: reception.samplesPlayed - before.samplesPlayed,
      concealed: reception.samplesConcealed - before.samplesConcealed,
    };
    return look.packets < fewPackets || Math.min(look.withFec, look.lost, look.samples, look.concealed) < 0
      ? null
      : look;
  }

  #considerStep(isHeard: boolean): void {
    this.#looksSinceStep += 1;
    if (!isHeard || this.#looksSinceStep < looksUntilStep) return;
    this.#addedMs += stepMs;
    this.#looksSinceStep = 0;
  }

  /** In milliseconds, for the path as it is now. */
  #wantedFor({ roundTripMs, jitterMs }: VoiceReception, withFec: number): number {
    const pathMs = roundTripMs ?? assumedRoundTripMs;
    const isRepeated = pathMs < farRoundTripMs && withFec < reliableFec;
    const wanted = pathMs + reserveMs + (isRepeated ? secondRequestMs : 0) + jitterFactor * jitterMs + this.#addedMs;
    return Math.min(longestMs, Math.round(wanted));
  }

  #set(target: number): void {
    if (this.#current === null || Math.abs(target - this.#current) >= smallestChangeMs) this.#current = target;
  }
}
