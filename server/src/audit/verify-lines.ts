/** Verifies an export of the audit log. */
import { type AuditPlace, canonicalJson, chainStart, hashOfEntry, hashOfPart, type PartPlace } from './chain.ts';

export interface AuditFindings {
  /** One sentence each, beginning with the line number; empty when the log is intact. */
  problems: string[];
  entries: number;
  /** First and last position of the export. */
  anchor: AuditPlace;
  head: AuditPlace;
}

/** Many problems usually have one cause, so only the first ones are reported. */
const maxProblems = 20;

type Line = Record<string, unknown>;

const isObject = (value: unknown): value is Line => typeof value === 'object' && value !== null;

function parse(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function placeOf(value: unknown): AuditPlace | null {
  if (!isObject(value)) return null;
  const { seq, hash } = value;
  return typeof seq === 'number' && typeof hash === 'string' ? { seq, hash } : null;
}

/** null: the entry was stored in this log at once. */
function partOf({ chain }: Line): PartPlace | null {
  if (!isObject(chain)) return null;
  const { id, seq, previous, hash } = chain;
  if (typeof id !== 'string' || typeof seq !== 'number' || typeof previous !== 'string' || typeof hash !== 'string')
    return null;
  return { id, seq, previous, hash };
}

/** Receives the positions of an export as they are read, whether or not the chain is intact. */
export interface PlaceReader {
  readAnchor(anchor: AuditPlace): void;
  readEntry(place: AuditPlace, entry: Line): void;
}

/** Verifies in one pass: feed it each line, then ask for the findings. */
export class AuditVerifier {
  readonly #expected: AuditPlace | null;
  readonly #reader: PlaceReader | null;
  readonly #problems: string[] = [];
  #line = 0;
  #entries = 0;
  #anchor: AuditPlace | null = null;
  #head: AuditPlace | null = null;
  #last: AuditPlace = chainStart;
  /** The last entry of each chain of which entries were read. */
  readonly #parts = new Map<string, PartPlace>();

  /** @param expected the required anchor: the head of the previous export. Null: its own anchor is accepted */
  constructor(expected: AuditPlace | null = null, reader: PlaceReader | null = null) {
    this.#expected = expected;
    this.#reader = reader;
  }

  read(text: string): void {
    this.#line += 1;
    if (text.trim() === '') return;
    const line = parse(text);
    if (!line) this.#complain('is not a line of an audit log');
    else if (this.#head) this.#complain('stands after the end of the export');
    else if ('anchor' in line) this.#readAnchor(line);
    else if ('head' in line) this.#readHead(line);
    else this.#readEntry(line, text);
  }

  #readAnchor(line: Line): void {
    const anchor = placeOf(line.anchor);
    if (!anchor) this.#complain('is no anchor: it lacks seq or hash');
    else if (this.#anchor) this.#complain('is a second anchor');
    else if (this.#entries > 0) this.#complain('is an anchor after entries');
    else {
      this.#anchor = anchor;
      this.#last = anchor;
      this.#reader?.readAnchor(anchor);
      const { hash, seq } = this.#expected ?? anchor;
      if (hash !== anchor.hash || seq !== anchor.seq) this.#complain(`the log does not begin after entry ${seq}`);
    }
  }

  #readHead(line: Line): void {
    this.#head = placeOf(line.head);
    if (!this.#head) this.#complain('is no end of an export: it lacks seq or hash');
    else if (this.#head.seq !== this.#last.seq) {
      this.#complain(`entries ${this.#last.seq + 1} to ${this.#head.seq} are missing at the end`);
    } else if (this.#head.hash !== this.#last.hash) this.#complain('the end has another hash than the last entry');
  }

  #readEntry(line: Line, text: string): void {
    if (!this.#anchor && this.#entries === 0) this.#complain('the export does not begin with its anchor');
    this.#entries += 1;
    const { hash, prev, ...entry } = line;
    const seq = typeof entry.seq === 'number' ? entry.seq : Number.NaN;
    const previous = typeof prev === 'string' ? prev : '';
    const wanted = this.#last.seq + 1;
    if (seq > wanted) this.#complain(`entries ${wanted} to ${seq - 1} are missing, or stand elsewhere`);
    else if (seq !== wanted) this.#complain(`entry ${seq} stands where ${wanted} belongs`);
    else if (previous !== this.#last.hash) this.#complain(`entry ${seq} does not follow the one before it`);
    if (hash !== hashOfEntry(previous, entry) || text.trim() !== canonicalJson(line))
      this.#complain(`entry ${seq} was changed`);
    this.#last = { seq, hash: String(hash) };
    if ('chain' in entry) this.#checkPart(seq, entry);
    this.#reader?.readEntry(this.#last, entry);
  }

  /** The chain in which it was stored first; what came before it there may not be part of this export. */
  #checkPart(seq: number, { seq: _seq, ...entry }: Line): void {
    const part = partOf(entry);
    const { chain: _chain, ...content } = entry;
    if (!part || part.hash !== hashOfPart(content, part)) {
      this.#complain(`entry ${seq} was changed before it was put into the log`);
      return;
    }
    const before = this.#parts.get(part.id);
    if (before && (part.seq !== before.seq + 1 || part.previous !== before.hash))
      this.#complain(`entries between entry ${seq} and the one before it of the same chain are missing`);
    this.#parts.set(part.id, part);
  }

  findings(): AuditFindings {
    const problems = [...this.#problems];
    if (!this.#head) problems.push(`line ${this.#line + 1}: the end of the export is missing`);
    return { problems, entries: this.#entries, anchor: this.#anchor ?? chainStart, head: this.#last };
  }

  #complain(what: string): void {
    if (this.#problems.length < maxProblems) this.#problems.push(`line ${this.#line}: ${what}`);
  }
}
