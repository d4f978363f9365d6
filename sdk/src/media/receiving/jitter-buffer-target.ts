/** How long received voices should wait before they are played, so that packets which are sent again come in time. Pure. */

/** What one look at the statistics of all received voices says. Counters grow. */
export interface VoiceReception {
  packetsReceived: number;
  /** Requests to send lost packets again (RFC 4585, generic NACK). */
  nacksSent: number;
  samplesPlayed: number;
  /** Of these, audible ones that the decoder made up, since their packet wasn't there. */
  samplesConcealed: number;
  /** Milliseconds; null while the path isn't measured. */
  roundTripMs: number | null;
  /** RFC 3550, 6.4.1, of the voice that has most. Milliseconds. */
  jitterMs: number;
}

/** Of packets and of samples: from both on, the buffer is lengthened. Packets that only overtake each other are asked for too. */
const lengthenFrom = { lost: 0.01, concealed: 0.003 };
/** Of the packets of so many looks together: below it, the buffer is shortened again. Loss comes in bursts. */
const shortenBelowLost = 0.004;
const looksUntilShortened = 20;
/** Looks that are averaged before the buffer is lengthened. */
const looksAveraged = 3;
/** Fewer packets than this in a look say nothing: everybody is silent. */
const fewPackets = 10;
/** Beside the round trip: the next packet, which shows that one is missing, and the time until both ends have acted. */
const reserveMs = 40;
/**
 * For a second request where the first one, or its answer, was lost (libwebrtc repeats requests after 100 ms). On a far line
 * people would talk over each other: there it is left to Opus's error correction, and to `stepMs` where that is not enough.
 */
const secondRequestMs = 100;
const farRoundTripMs = 150;
const jitterFactor = 2;
/** Added as long as the decoder still makes something up: packets that were lost between the sender and the server come later. */
const stepMs = 60;
/** Until the last change shows: a buffer grows by stretching what is heard, and no older look is averaged in by then. */
const looksUntilStep = 6;
const assumedRoundTripMs = 100;
/** With more, people talk over each other, which is worse than a gap. */
const longestMs = 500;
/** A change stretches or squeezes what is heard for a moment: smaller ones are not worth it. */
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

  /** Milliseconds; null: the browser's own choice. */
  get current(): number | null {
    return this.#current;
  }

  /** @returns the target from now on */
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

  /** Null where nothing can be said: the first look, hardly any packets, or a voice that was there before is gone. */
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
