/** Loss of one RTP stream, told by its sequence numbers (as RFC 3550, A.3, without its guard against restarts). */
export class SequenceLoss {
  #first: number | null = null;
  #highest = 0;
  #received = 0;

  add(sequenceNumber: number): void {
    this.#received += 1;
    if (this.#first === null) {
      this.#first = sequenceNumber;
      this.#highest = sequenceNumber;
      return;
    }
    const ahead = (sequenceNumber - this.#highest) & 0xffff;
    if (ahead < 0x8000) this.#highest += ahead;
  }

  get expected(): number {
    return this.#first === null ? 0 : this.#highest - this.#first + 1;
  }

  get lost(): number {
    return Math.max(0, this.expected - this.#received);
  }
}
