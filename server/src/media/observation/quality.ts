/** Judges the line of a person from what passes over it, each direction on its own. Pure. */
import type { ConnectionQuality, ShownVideos } from '@hearthroom/sdk/protocol';

/**
 * mediasoup scores each stream from 0 (no packets) to 10 by the share of packets that arrive; retransmitted ones count
 * almost fully. Below this score about one packet in ten is lost.
 */
const goodScore = 7;
/** Share of lost packets, before they are repaired, from which pictures stop again and again. */
const tooManyLost = 0.15;

/** How a video is forwarded that its receiver shows: with a layer smaller than the shown size, or not at all. */
export type VideoFlow = 'full' | 'smaller' | 'paused';

/** One look at the line of a person. */
export interface LineSample {
  /** ICE lost its last path, or DTLS failed. */
  isPathLost: boolean;
  /** Scores of the tracks the person sends, without muted ones. */
  sent: readonly number[];
  /** Scores of the tracks the person receives, of those that reached the server well. */
  received: readonly number[];
  /** Shares of packets lost on their way to the server and from it, before repair; 0 while no video is measured. */
  lostUp: number;
  lostDown: number;
  /** The videos the person shows, of those that reach the server. */
  videos: readonly VideoFlow[];
}

export interface LineJudgement {
  sending: ConnectionQuality;
  receiving: ConnectionQuality;
  videos: ShownVideos;
}

export function judge({ isPathLost, sent, received, lostUp, lostDown, videos }: LineSample): LineJudgement {
  const isSilent = sent.length > 0 && Math.max(...sent) === 0;
  return {
    sending: isPathLost || isSilent ? 'lost' : qualityOf(Math.min(10, ...sent), lostUp),
    receiving: isPathLost ? 'lost' : qualityOf(median(received) ?? 10, lostDown),
    videos: shownOf(videos),
  };
}

const qualityOf = (score: number, lost: number): ConnectionQuality =>
  score >= goodScore && lost < tooManyLost ? 'good' : 'weak';

function shownOf(videos: readonly VideoFlow[]): ShownVideos {
  const paused = videos.filter((flow) => flow === 'paused').length;
  if (paused > 0) return paused === videos.length ? 'none' : 'some';
  return videos.includes('smaller') ? 'smaller' : 'full';
}

/** One bad stream of many is a problem of its sender. */
function median(scores: readonly number[]): number | null {
  const sorted = [...scores].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** A value with the consecutive looks at which it, or a worse one, has to be seen before it is believed. */
export type Level<V> = readonly [value: V, looks: number];

/**
 * Smooths what is seen, so that short changes are not told: a value counts once each of its looks was at least that
 * bad, and a better one once none of the last looks was worse. Alternating values therefore change nothing.
 */
export class Steady<V> {
  readonly #levels: readonly Level<V>[];
  readonly #looksUntilBetter: number;
  /** Indexes of levels, newest first. */
  #seen: number[] = [];
  #current = 0;

  /** @param levels the best one first */
  constructor(levels: readonly [Level<V>, ...Level<V>[]], looksUntilBetter: number) {
    this.#levels = levels;
    this.#looksUntilBetter = looksUntilBetter;
  }

  see(value: V): void {
    const level = this.#levels.findIndex(([one]) => one === value);
    const longest = Math.max(this.#looksUntilBetter, ...this.#levels.map(([, looks]) => looks));
    this.#seen = [level, ...this.#seen].slice(0, longest);
    const worse = this.#levels.findLastIndex(
      ([, looks], index) => index > this.#current && this.#last(looks).every((seen) => seen >= index),
    );
    if (worse !== -1) this.#current = worse;
    else this.#current = Math.min(this.#current, Math.max(...this.#last(this.#looksUntilBetter)));
  }

  get current(): V {
    const [value] = this.#levels[this.#current] ?? this.#levels[0] ?? [];
    if (value === undefined) throw new RangeError('There is no level');
    return value;
  }

  /** The last looks; before there were as many, it was good. */
  #last(count: number): number[] {
    return Array.from({ length: count }, (_, index) => this.#seen[index] ?? 0);
  }
}

export const steadyQuality = (): Steady<ConnectionQuality> =>
  new Steady<ConnectionQuality>(
    [
      ['good', 1],
      ['weak', 2],
      ['lost', 2],
    ],
    3,
  );

/**
 * A video that is paused has been for two seconds already. Smaller ones are waited for longer: after a person has
 * joined, the estimate of the bandwidth rises for some seconds on any line.
 */
export const steadyVideos = (): Steady<ShownVideos> =>
  new Steady<ShownVideos>(
    [
      ['full', 1],
      ['smaller', 8],
      ['some', 1],
      ['none', 1],
    ],
    3,
  );
