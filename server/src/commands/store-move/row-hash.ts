/** Number and SHA-256 of the rows of a table, in their order: equal for tables with equal rows. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../audit/chain.ts';
import type { Row } from './moved-tables.ts';

export interface Digest {
  rows: number;
  sha256: string;
}

export class RowHash {
  readonly #hash = createHash('sha256');
  readonly #columns: readonly string[];
  #rows = 0;

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  add(row: Row): void {
    this.#rows += 1;
    this.#hash.update(canonicalJson(this.#columns.map((column) => canonical(row[column])))).update('\n');
  }

  digest(): Digest {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}

const canonical = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : (value ?? null);
