/** Runs async tasks one after another for each key: work that would get in its own way runs here, and not behind flags. */
export class KeyedQueue<K> {
  readonly #tails = new Map<K, Promise<unknown>>();

  /** Runs `task` when all earlier ones of the same key are settled; settles as it does. */
  run<T>(key: K, task: () => Promise<T>): Promise<T> {
    const previous = this.#tails.get(key) ?? Promise.resolve();
    const result = previous.then(task);
    // A failure belongs to whoever asked for that task; the next one runs regardless.
    const tail = result.then(
      () => {},
      () => {},
    );
    this.#tails.set(key, tail);
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    return result;
  }

  /** Keys that have something running or waiting. */
  get size(): number {
    return this.#tails.size;
  }
}
