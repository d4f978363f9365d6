/** Loss of one RTP stream, computed from its sequence numbers (as in RFC 3550, A.3, without its check for restarts). */
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
