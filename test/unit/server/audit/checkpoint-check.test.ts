/**
 * Any change of a log up to the entry of a separately stored checkpoint is detected, even if the chain was recomputed.
 */

import fc from 'fast-check';
import t from 'tap';
import {
  type AuditEntry,
  type AuditPlace,
  anchorLine,
  chainStart,
  headLine,
  sealEntry,
} from '../../../../server/src/audit/chain.ts';
import { signCheckpoint } from '../../../../server/src/audit/checkpoint.ts';
import { CheckpointCheck } from '../../../../server/src/audit/checkpoint-check.ts';
import { AuditVerifier } from '../../../../server/src/audit/verify-lines.ts';
import { parseSigningKeys } from '../../../../server/src/core/secrets/signing-keys.ts';
import { ed25519Pair } from '../../../support/server/keys/key-pairs.ts';

type Content = Omit<AuditEntry, 'seq'>;

const keys = parseSigningKeys(ed25519Pair().privatePem);
const startMs = Date.parse('2026-11-24T18:00:00.000Z');
const timeOf = (index: number) => new Date(startMs + index * 60_000).toISOString();

const contentOf = (index: number, seatId = `p-${index}`): Content => ({
  ...{ at: timeOf(index), roomId: 'r-1', by: 'api:k1', what: 'seat.admitted', seatId },
});

/** A complete log of these entries, as the server, or somebody with its files, would write it. */
function seal(contents: readonly Content[], anchor = chainStart): { lines: string[]; places: AuditPlace[] } {
  const places = [anchor];
  const lines = contents.map((content) => {
    const last = places.at(-1) ?? anchor;
    const { line, hash } = sealEntry({ seq: last.seq + 1, ...content }, last.hash);
    places.push({ seq: last.seq + 1, hash });
    return line;
  });
  return { lines: [anchorLine(anchor), ...lines, headLine(places.at(-1) ?? anchor)], places };
}

const checkpointOf = ({ seq, hash }: AuditPlace, at = timeOf(1_000)) =>
  signCheckpoint({ server: 's-1', seq, hash, entryAt: seq === 0 ? null : timeOf(seq - 1), at }, keys).checkpoint;

/** The result of the check: `chain` if the log itself is inconsistent, null if all is valid. */
function failureOf(lines: readonly string[], ...checkpoints: ReturnType<typeof checkpointOf>[]) {
  const check = new CheckpointCheck(checkpoints);
  const verifier = new AuditVerifier(null, check);
  for (const line of lines) verifier.read(line);
  const { problems, head } = verifier.findings();
  if (problems.length > 0) return 'chain';
  return (
    check
      .findings(head)
      .map(({ failure }) => failure)
      .find((failure) => failure !== null) ?? null
  );
}

const log = fc.integer({ min: 1, max: 12 }).chain((length) =>
  fc.record({
    contents: fc.constant(Array.from({ length }, (_, index) => contentOf(index))),
    /** The checkpoint's entry. */
    seq: fc.integer({ min: 1, max: length }),
    random: fc.infiniteStream(fc.nat()),
  }),
);

type Tampering = (contents: Content[], seq: number, next: () => number) => Content[];

/** Each changes something at or before the checkpoint's entry; later entries may be added freely. */
const tamperings: Record<string, Tampering> = {
  edit: (contents, seq, next) => {
    const at = next() % seq;
    return contents.with(at, contentOf(at, 'p-other'));
  },
  'move a time': (contents, seq, next) => {
    const at = next() % seq;
    return contents.with(at, { ...contentOf(at), at: timeOf(at + 500) });
  },
  'take out': (contents, seq, next) => contents.toSpliced(next() % seq, 1),
  'put in': (contents, seq, next) => contents.toSpliced(next() % seq, 0, contentOf(99)),
  'change places': (contents, seq, next) => {
    const [one, other] = [next() % seq, next() % contents.length];
    const at = (index: number) => contents[index] ?? contentOf(index);
    return contents.with(one, at(other)).with(other, at(one));
  },
  'cut the tail': (contents, seq, next) => contents.slice(0, next() % seq),
  'cut the tail and go on': (contents, seq, next) => [
    ...contents.slice(0, next() % seq),
    ...Array.from({ length: (next() % 20) + 1 }, (_, index) => contentOf(200 + index)),
  ],
};

for (const [what, tamper] of Object.entries(tamperings))
  t.test(`a person who seals everything anew after they ${what} is found`, async (t) => {
    fc.assert(
      fc.property(log, ({ contents, seq, random }) => {
        const { places } = seal(contents);
        const checkpoint = checkpointOf(places[seq] ?? chainStart);
        const values = random[Symbol.iterator]();
        const next = (): number => values.next().value ?? 0;
        const other = tamper(contents, seq, next);
        fc.pre(JSON.stringify(other.slice(0, seq)) !== JSON.stringify(contents.slice(0, seq)));
        const forged = seal(other).lines;
        // The chain alone is valid; only the checkpoint shows the change.
        if (failureOf(forged) !== null) throw new Error('the forgery is no good');
        const failure = failureOf(forged, checkpoint);
        return failure === 'tail-cut' || failure === 'rewritten';
      }),
    );
    t.pass();
  });

t.test(
  'an honest log that grows is whole for every checkpoint of it, from the beginning or from the checkpoint on',
  async (t) => {
    fc.assert(
      fc.property(log, fc.nat(12), ({ contents, seq }, from) => {
        const { lines, places } = seal(contents);
        const checkpoint = checkpointOf(places[seq] ?? chainStart);
        if (failureOf(lines, checkpoint) !== null) return false;
        const start = Math.min(from, seq);
        const part = seal(contents.slice(start), places[start]).lines;
        return failureOf(part, checkpoint) === null;
      }),
    );
    t.equal(failureOf(seal([]).lines, checkpointOf(chainStart)), null, 'also of an empty log');
  },
);

t.test(
  'a person who begins the log anew after the checkpoint’s entry is found, unless the entry’s time was over',
  async (t) => {
    const { places, lines } = seal(Array.from({ length: 10 }, (_, index) => contentOf(index)));
    const boundary = places[6] ?? chainStart;
    const [fourth, eighth] = [checkpointOf(places[4] ?? chainStart), checkpointOf(places[8] ?? chainStart)];
    const kept = Array.from({ length: 4 }, (_, index) => contentOf(6 + index));
    const pruning = (before: string, through = boundary): Content => ({
      ...{ at: timeOf(600), roomId: null, by: null, what: 'audit.pruned', seatId: null },
      detail: { through: through.seq, hash: through.hash, before },
    });
    t.equal(failureOf(lines, fourth), null);
    t.equal(failureOf(seal(kept, boundary).lines, fourth), 'start-cut', 'nothing says that it was pruned');
    const early = seal([...kept, pruning(timeOf(3))], boundary).lines;
    t.equal(failureOf(early, fourth), 'pruned-early', 'the entry was younger');
    const other = seal([...kept, pruning(timeOf(6), places[5])], boundary).lines;
    t.equal(failureOf(other, fourth), 'start-cut', 'another pruning says nothing of it');
    const inTime = seal([...kept, pruning(timeOf(6))], boundary).lines;
    t.equal(failureOf(inTime, fourth), 'pruned', 'which is no proof: the rest may be anything');
    t.equal(failureOf(inTime, checkpointOf(chainStart)), 'pruned', 'nor is one of the empty log');
    t.equal(failureOf(inTime, eighth), null, 'a later checkpoint proves what is left');
    const forged = seal([...kept.with(0, contentOf(77)), pruning(timeOf(6))], boundary).lines;
    t.equal(failureOf(forged, eighth), 'rewritten');
    const otherStart = seal([...kept, pruning(timeOf(6))], { seq: 6, hash: 'f'.repeat(64) }).lines;
    t.equal(failureOf(otherStart, eighth), 'rewritten', 'nor can what was pruned be another log');
  },
);
