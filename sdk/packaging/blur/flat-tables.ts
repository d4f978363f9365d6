/**
 * Writes and reads tables of FlatBuffers (https://flatbuffers.dev/internals): little endian, and every offset but that of
 * a vtable leads forward.
 */

/** Null: the field is absent. */
export type Field = Value | null;
export type Value =
  | { table: readonly Field[] }
  | { vector: readonly Value[] }
  | { floats: readonly number[] }
  | { bytes: Uint8Array }
  | { text: string }
  | { number: number }
  /** A table, vector or text at this place of the buffer that is put behind. */
  | { behind: number };

/** @returns a buffer with this root, and with `behind`, whose own offsets stay valid, at its end */
export function writeFlatBuffer(root: Value, identifier: string, behind: Uint8Array = new Uint8Array()): Uint8Array {
  const writer = new Writer();
  writer.reserve(4);
  writer.append(new TextEncoder().encode(identifier));
  writer.write(root, 0);
  return writer.finish(behind);
}

class Writer {
  #bytes: number[] = [];
  readonly #behind: { slot: number; position: number }[] = [];

  /** @returns where it begins */
  reserve(size: number): number {
    const start = this.#bytes.length;
    this.append(new Uint8Array(size));
    return start;
  }

  append(bytes: Uint8Array): void {
    for (const byte of bytes) this.#bytes.push(byte);
  }

  /** Writes a value, and its offset or itself into the slot of four bytes. */
  write(value: Value, slot: number): void {
    // What follows the length of a vector is aligned.
    this.#align(16, 'floats' in value || 'bytes' in value ? 12 : 0);
    if ('number' in value) this.#setNumber(slot, value.number, 4);
    else if ('behind' in value) this.#behind.push({ slot, position: value.behind });
    else if ('table' in value) this.#writeTable(value.table, slot);
    else if ('vector' in value) this.#writeVector(value.vector, slot);
    else if ('floats' in value) this.#writeBytes(new Uint8Array(new Float32Array(value.floats).buffer), slot, 4);
    else if ('bytes' in value) this.#writeBytes(value.bytes, slot, 1);
    else this.#writeBytes(new TextEncoder().encode(value.text), slot, 1);
  }

  finish(behind: Uint8Array): Uint8Array {
    this.#align(16, 0);
    const front = this.#bytes.length;
    for (const { slot, position } of this.#behind) this.#setNumber(slot, front + position - slot, 4);
    const result = new Uint8Array(front + behind.length);
    result.set(this.#bytes);
    result.set(behind, front);
    return result;
  }

  #writeTable(fields: readonly Field[], slot: number): void {
    const vtable = this.reserve(4 + 2 * fields.length);
    this.#align(4, 0);
    const table = this.reserve(4 + 4 * fields.length);
    this.#setNumber(vtable, 4 + 2 * fields.length, 2);
    this.#setNumber(vtable + 2, 4 + 4 * fields.length, 2);
    this.#setNumber(table, table - vtable, 4);
    this.#setNumber(slot, table - slot, 4);
    for (const [index, field] of fields.entries()) {
      if (field === null) continue;
      this.#setNumber(vtable + 4 + 2 * index, 4 + 4 * index, 2);
      this.write(field, table + 4 + 4 * index);
    }
  }

  #writeVector(values: readonly Value[], slot: number): void {
    const vector = this.reserve(4 + 4 * values.length);
    this.#setNumber(slot, vector - slot, 4);
    this.#setNumber(vector, values.length, 4);
    for (const [index, value] of values.entries()) this.write(value, vector + 4 + 4 * index);
  }

  /** Texts end with a zero, which is not counted. */
  #writeBytes(bytes: Uint8Array, slot: number, elementSize: number): void {
    const vector = this.reserve(4);
    this.#setNumber(slot, vector - slot, 4);
    this.#setNumber(vector, bytes.length / elementSize, 4);
    this.append(bytes);
    this.reserve(1);
  }

  /** Continues at a multiple, or at this distance after one. */
  #align(multiple: number, distance: number): void {
    while (this.#bytes.length % multiple !== distance) this.#bytes.push(0);
  }

  #setNumber(at: number, value: number, size: number): void {
    for (let index = 0; index < size; index += 1) this.#bytes[at + index] = Math.floor(value / 256 ** index) % 256;
  }
}

/** Reads offsets of a buffer. */
export class FlatReader {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get root(): number {
    return this.follow(0);
  }

  follow(position: number): number {
    return position + this.#view.getUint32(position, true);
  }

  /** @returns where the field of a table is; null: it is absent */
  field(table: number, index: number): number | null {
    const vtable = table - this.#view.getInt32(table, true);
    if (4 + 2 * index >= this.#view.getUint16(vtable, true)) return null;
    const offset = this.#view.getUint16(vtable + 4 + 2 * index, true);
    return offset === 0 ? null : table + offset;
  }

  number(position: number): number {
    return this.#view.getUint32(position, true);
  }

  float(position: number): number {
    return this.#view.getFloat32(position, true);
  }

  /** @returns where the elements of a vector of offsets lead to */
  elements(vector: number): number[] {
    return Array.from({ length: this.number(vector) }, (_, index) => this.follow(vector + 4 + 4 * index));
  }
}
