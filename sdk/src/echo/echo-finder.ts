/**
 * Finds a received voice in what the microphone sends: over a few seconds the levels of all bands rise and fall in the
 * same way, always with the same delay. Two people who speak at the same time differ in that, also with the same words.
 * Pure.
 */
import { bandCount, silenceDb } from './spectrum.ts';

/** Time between two moments that are added. */
export const momentMs = 20;
/** What is compared at once: 4 s. */
const comparedMoments = 200;
/** Another device may play a voice a little earlier than it is received here. */
const leadMoments = 6;
/** Bluetooth, bad lines: up to 1.5 s. */
const maxDelayMoments = 75;
const keptMoments = maxDelayMoments + comparedMoments + leadMoments;
/** Compared once a second. */
const betweenMoments = 50;
/** What can be heard has at least this level in one band. */
const audibleDb = -66;
/** For this share of the time a voice is heard, and something from the microphone. */
const voiceShare = 0.3;
const echoShare = 0.1;
/** Correlation at the best delay. People who speak at once reach 0.4, the same words in other voices 0.5. */
const leastCorrelation = 0.55;
/** That much more than at every delay that differs by more than the length of a sound: rhythms repeat. */
const leastDistance = 0.3;
const soundMoments = 7;
/** So many of the last comparisons find it with the same delay. People who read together vary by more. */
const leastHits = 6;
const rememberedComparisons = 30;
/** Its resolution, and the drift of two clocks. */
const sameDelayMoments = 1;

/** The best delay of one comparison, in moments. */
interface Comparison {
  delay: number;
  correlation: number;
  /** Best correlation at other delays. */
  other: number;
}

/** The last moments of one sound: the levels of their bands above silence, one moment after the other. */
class History {
  readonly levels = new Float64Array(keptMoments * bandCount);
  #count = 0;

  get isFull(): boolean {
    return this.#count === keptMoments;
  }

  add(bands: Float32Array): void {
    this.levels.copyWithin(0, bandCount);
    for (let band = 0; band < bandCount; band += 1)
      this.levels[(keptMoments - 1) * bandCount + band] = (bands[band] ?? silenceDb) - silenceDb;
    this.#count = Math.min(keptMoments, this.#count + 1);
  }

  /** Whether it can be heard for this share of the compared time. */
  isAudible(share: number): boolean {
    let audible = 0;
    for (let at = maxDelayMoments; at < maxDelayMoments + comparedMoments; at += 1) {
      const bands = this.levels.subarray(at * bandCount, (at + 1) * bandCount);
      if (Math.max(...bands) >= audibleDb - silenceDb) audible += 1;
    }
    return audible >= share * comparedMoments;
  }
}

interface Voice {
  history: History;
  /** Of the last comparisons; null: not found. */
  delays: (number | null)[];
}

export class EchoFinder {
  readonly #voices = new Map<string, Voice>();
  #microphone = new History();
  #sinceCompared = 0;

  /**
   * Adds the bands of the same moment, of the microphone and of each received voice.
   * @returns whether a voice is found now
   */
  add(microphone: Float32Array, voices: ReadonlyMap<string, Float32Array>): boolean {
    this.#microphone.add(microphone);
    for (const id of this.#voices.keys()) if (!voices.has(id)) this.#voices.delete(id);
    for (const [id, bands] of voices) {
      const voice = this.#voices.get(id) ?? { history: new History(), delays: [] };
      this.#voices.set(id, voice);
      voice.history.add(bands);
    }
    this.#sinceCompared += 1;
    if (this.#sinceCompared < betweenMoments || !this.#microphone.isFull) return false;
    this.#sinceCompared = 0;
    return (
      this.#microphone.isAudible(echoShare) && [...this.#voices.values()].map((one) => this.#isIn(one)).includes(true)
    );
  }

  /** Sound was missed, or the microphone is another one. */
  reset(): void {
    this.#microphone = new History();
    this.#voices.clear();
    this.#sinceCompared = 0;
  }

  #isIn({ history, delays }: Voice): boolean {
    if (!history.isFull || !history.isAudible(voiceShare)) return false;
    const { delay, correlation, other } = compare(this.#microphone.levels, history.levels);
    const isHit = correlation >= leastCorrelation && correlation - other >= leastDistance;
    delays.push(isHit ? delay : null);
    if (delays.length > rememberedComparisons) delays.shift();
    const same = delays.filter((one) => one !== null && Math.abs(one - delay) <= sameDelayMoments);
    return isHit && same.length >= leastHits;
  }
}

function compare(microphone: Float64Array, voice: Float64Array): Comparison {
  const own = momentsOf(microphone, maxDelayMoments);
  const correlations: number[] = [];
  for (let delay = -leadMoments; delay <= maxDelayMoments; delay += 1)
    correlations.push(correlate(own, momentsOf(voice, maxDelayMoments - delay)));
  const correlation = Math.max(...correlations);
  const best = correlations.indexOf(correlation);
  const others = correlations.filter((_, index) => Math.abs(index - best) > soundMoments);
  return { delay: best - leadMoments, correlation, other: Math.max(...others) };
}

interface Moments {
  levels: Float64Array;
  /** Of each band. */
  sums: Float64Array;
  /** Sum of squares without the mean of each band. */
  variation: number;
}

function momentsOf(all: Float64Array, from: number): Moments {
  const levels = all.subarray(from * bandCount, (from + comparedMoments) * bandCount);
  const sums = new Float64Array(bandCount);
  let variation = 0;
  for (let at = 0; at < levels.length; at += bandCount)
    for (let band = 0; band < bandCount; band += 1) {
      const level = levels[at + band] ?? 0;
      sums[band] = (sums[band] ?? 0) + level;
      variation += level * level;
    }
  for (const sum of sums) variation -= (sum * sum) / comparedMoments;
  return { levels, sums, variation };
}

/** Pearson's coefficient over all bands, each without its mean. */
function correlate(one: Moments, other: Moments): number {
  let both = 0;
  for (let at = 0; at < one.levels.length; at += 1) both += (one.levels[at] ?? 0) * (other.levels[at] ?? 0);
  for (let band = 0; band < bandCount; band += 1)
    both -= ((one.sums[band] ?? 0) * (other.sums[band] ?? 0)) / comparedMoments;
  // More than rounding errors: silence is no sound that is the same.
  return both / Math.sqrt(one.variation * other.variation + 1);
}
