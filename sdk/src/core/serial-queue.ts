/** Runs async work of one owner one piece after the other. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the work answers; its failure is its caller's and doesn't stop the queue */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
