/**
 * How long received voices should be buffered before they are played, so that retransmitted packets arrive in time.
 * Pure.
 */

/** One sample of the statistics of all received voices. Counters increase. */
export interface VoiceReception {
  packetsReceived: number;
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
 * For a second request if the first one or its answer was lost (libwebrtc repeats requests after 100 ms). On a path
 * with a long round trip, people would talk over each other: there Opus's error correction has to do, and `stepMs` if
 * that is not enough.
 */
const secondRequestMs = 100;
const farRoundTripMs = 150;
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

interface Look {
  packets: number;
  lost: number;
  samples: number;
  concealed: number;
}

function sharesOf(looks: readonly Look[]): { lost: number; concealed: number } {
  const sum = (part: keyof Look) => looks.reduce((total, look) => total + look[part], 0);
  return {
    lost: sum('lost') / (sum('packets') + sum('lost')),
    concealed: sum('concealed') / Math.max(1, sum('samples')),
  };
}

export class JitterBufferTarget {
  #before: VoiceReception | null = null;
  #looks: Look[] = [];
  #looksSinceStep = 0;
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
    if (newest.lost >= lengthenFrom.lost) this.#lengthen(reception, newest.concealed >= lengthenFrom.concealed);
    if (this.#looks.length === looksUntilShortened && sharesOf(this.#looks).lost < shortenBelowLost) {
      this.#current = null;
      this.#addedMs = 0;
    }
    return this.#current;
  }

  /** Null if nothing can be concluded: the first sample, hardly any packets, or a voice has been removed. */
  #lookAt(reception: VoiceReception): Look | null {
    const before = this.#before;
    if (!before) return null;
    const look: Look = {
      packets: reception.packetsReceived - before.packetsReceived,
      lost: reception.nacksSent - before.nacksSent,
      samples: reception.samplesPlayed - before.samplesPlayed,
      concealed: reception.samplesConcealed - before.samplesConcealed,
    };
    return look.packets < fewPackets || Math.min(look.lost, look.samples, look.concealed) < 0 ? null : look;
  }

  #lengthen({ roundTripMs, jitterMs }: VoiceReception, isHeard: boolean): void {
    if (this.#current === null && !isHeard) return;
    this.#looksSinceStep = this.#current === null ? 0 : this.#looksSinceStep + 1;
    if (isHeard && this.#looksSinceStep >= looksUntilStep) {
      this.#addedMs += stepMs;
      this.#looksSinceStep = 0;
    }
    const pathMs = roundTripMs ?? assumedRoundTripMs;
    const forRequests = reserveMs + (pathMs < farRoundTripMs ? secondRequestMs : 0);
    const wanted = pathMs + forRequests + jitterFactor * jitterMs + this.#addedMs;
    const target = Math.min(longestMs, Math.round(wanted));
    if (this.#current === null || Math.abs(target - this.#current) >= smallestChangeMs) this.#current = target;
  }
}
