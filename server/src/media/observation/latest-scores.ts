/**
 * Scores of streams as the worker has reported them last. mediasoup copies a score whenever it is read, and a room of n
 * people has n² of them, so what is reported is kept instead.
 */

/** The observed part of a producer or a consumer. */
export interface Scored<Score> {
  readonly score: Score;
  readonly observer: { on(event: 'score', listener: (score: Score) => void): unknown };
}

export class LatestScores<Score> {
  readonly #latest = new WeakMap<Scored<Score>, Score>();

  /** Not to be changed by the caller. */
  of(stream: Scored<Score>): Score {
    const known = this.#latest.get(stream);
    if (known !== undefined) return known;
    const { score } = stream;
    this.#latest.set(stream, score);
    stream.observer.on('score', (latest) => this.#latest.set(stream, latest));
    return score;
  }
}
