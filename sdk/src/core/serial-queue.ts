/** Runs async work one piece after the other. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Runs work after all earlier work.
   * @returns the result of the work; its rejection goes to the caller and does not stop the queue
   */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
