/** Checks whether a log still contains the entries that checkpoints refer to. */
import type { AuditCheckpoint } from '@hearthroom/sdk/protocol';
import { type AuditPlace, chainStart } from './chain.ts';

export type CheckpointFailure = 'tail-cut' | 'rewritten' | 'start-cut' | 'pruned-early' | 'pruned';

export interface CheckpointFinding {
  checkpoint: AuditCheckpoint;
  /** null: the log contains the checkpoint's entry unchanged. */
  failure: CheckpointFailure | null;
  /** Readable description. */
  text: string;
}

/** The content of an `audit.pruned` entry: entries up to this one, all older than `before`, were removed at `at`. */
interface Pruning {
  through: AuditPlace;
  before: string | null;
  at: string;
  seq: number;
}

/**
 * Feed it the anchor and the entries of an export in order, then ask for the findings. AuditVerifier checks the chain
 * itself.
 */
export class CheckpointCheck {
  readonly #checkpoints: readonly AuditCheckpoint[];
  readonly #wanted: ReadonlySet<number>;
  readonly #found = new Map<number, string>();
  readonly #prunings: Pruning[] = [];
  #anchor: AuditPlace = chainStart;

  constructor(checkpoints: readonly AuditCheckpoint[]) {
    this.#checkpoints = checkpoints;
    this.#wanted = new Set(checkpoints.map(({ seq }) => seq));
  }

  readAnchor(anchor: AuditPlace): void {
    this.#anchor = anchor;
    this.#find(anchor);
  }

  readEntry(place: AuditPlace, entry: Record<string, unknown>): void {
    this.#find(place);
    const pruning = entry.what === 'audit.pruned' ? readPruning(place.seq, entry) : null;
    if (pruning) this.#prunings.push(pruning);
  }

  #find({ seq, hash }: AuditPlace): void {
    if (this.#wanted.has(seq)) this.#found.set(seq, hash);
  }

  /**
   * One finding for each checkpoint.
   * @param head the last position of the export
   */
  findings(head: AuditPlace): CheckpointFinding[] {
    return this.#checkpoints.map((checkpoint) => ({ checkpoint, ...this.#judge(checkpoint, head) }));
  }

  #judge(checkpoint: AuditCheckpoint, head: AuditPlace): Pick<CheckpointFinding, 'failure' | 'text'> {
    const { seq, hash } = checkpoint;
    const found = this.#found.get(seq) ?? null;
    if (found === hash) return { failure: null, text: `entry ${seq} is in the log as it was signed` };
    if (seq > head.seq) {
      const text = `TAIL CUT: the log ends with entry ${head.seq}; entries ${head.seq + 1} to ${seq} were there when the checkpoint was signed`;
      return { failure: 'tail-cut', text };
    }
    if (seq < this.#anchor.seq) return this.#judgePruned(checkpoint);
    const text = `REWRITTEN: entry ${seq} is another one than when the checkpoint was signed; what is before it was changed, or it was cut off and written anew`;
    return { failure: 'rewritten', text };
  }

  #judgePruned({ seq, entryAt }: AuditCheckpoint): Pick<CheckpointFinding, 'failure' | 'text'> {
    const anchor = this.#anchor;
    if (seq === 0)
      return {
        failure: 'pruned',
        text: 'PRUNED: the log was empty then, so this checkpoint proves nothing of it any more',
      };
    const pruning = this.#prunings.find(({ through }) => through.seq === anchor.seq && through.hash === anchor.hash);
    if (!pruning) {
      const text = `START CUT: the log begins after entry ${anchor.seq}, and no entry of it says that those up to there were pruned; export it from entry ${seq} on (?after=${seq})`;
      return { failure: 'start-cut', text };
    }
    const { before, at } = pruning;
    if (before === null || entryAt === null || !(Date.parse(entryAt) < Date.parse(before))) {
      const text = `PRUNED EARLY: entry ${seq} is gone, and entry ${pruning.seq} says that entries before ${before ?? 'a time that it does not name'} were pruned; this one is of ${entryAt ?? 'no time'}`;
      return { failure: 'pruned-early', text };
    }
    const text = `PRUNED: entry ${seq} of ${entryAt} is gone, as entry ${pruning.seq} says: those before ${before} were pruned on ${at}; so this checkpoint proves nothing of the log any more`;
    return { failure: 'pruned', text };
  }
}

function readPruning(seq: number, { detail, at }: Record<string, unknown>): Pruning | null {
  if (typeof detail !== 'object' || detail === null || typeof at !== 'string') return null;
  if (!('through' in detail && 'hash' in detail)) return null;
  const { through, hash } = detail;
  if (typeof through !== 'number' || typeof hash !== 'string') return null;
  const before = 'before' in detail && typeof detail.before === 'string' ? detail.before : null;
  return { through: { seq: through, hash }, before, at, seq };
}
