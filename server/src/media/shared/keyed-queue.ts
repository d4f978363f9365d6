/** Runs async tasks of the same key one after another. */
export class KeyedQueue<K> {
  readonly #tails = new Map<K, Promise<unknown>>();

  /** Runs `task` when all earlier ones of the same key have settled. Settles with its result. */
  run<T>(key: K, task: () => Promise<T>): Promise<T> {
    const previous = this.#tails.get(key) ?? Promise.resolve();
    const result = previous.then(task);
    // The caller of that task handles its failure; the next task runs anyway.
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

  /** Number of keys with a running or waiting task. */
  get size(): number {
    return this.#tails.size;
  }
}
