/** A growing list of packets in columns, fast enough for a hot loop. */
import type { PacketColumns } from './process-messages.ts';

const initialSize = 4_096;

export class PacketLog {
  #size = initialSize;
  #count = 0;
  #timeMs = new Float64Array(initialSize);
  #timestamp = new Uint32Array(initialSize);
  #sequenceNumber = new Uint16Array(initialSize);
  #stream = new Uint32Array(initialSize);

  add(timeMs: number, timestamp: number, sequenceNumber: number, stream: number): void {
    if (this.#count === this.#size) this.#grow();
    this.#timeMs[this.#count] = timeMs;
    this.#timestamp[this.#count] = timestamp;
    this.#sequenceNumber[this.#count] = sequenceNumber;
    this.#stream[this.#count] = stream;
    this.#count += 1;
  }

  toColumns(): PacketColumns {
    return {
      timeMs: this.#timeMs.slice(0, this.#count),
      timestamp: this.#timestamp.slice(0, this.#count),
      sequenceNumber: this.#sequenceNumber.slice(0, this.#count),
      stream: this.#stream.slice(0, this.#count),
    };
  }

  #grow(): void {
    this.#size *= 2;
    const { timeMs, timestamp, sequenceNumber, stream } = this.toColumns();
    this.#timeMs = new Float64Array(this.#size);
    this.#timeMs.set(timeMs);
    this.#timestamp = new Uint32Array(this.#size);
    this.#timestamp.set(timestamp);
    this.#sequenceNumber = new Uint16Array(this.#size);
    this.#sequenceNumber.set(sequenceNumber);
    this.#stream = new Uint32Array(this.#size);
    this.#stream.set(stream);
  }
}
