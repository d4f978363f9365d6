import t from 'tap';
import {
  type AuditPlace,
  anchorLine,
  canonicalJson,
  chainStart,
  hashOfPart,
  headLine,
  type PartPlace,
  sealEntry,
} from '../../../../server/src/audit/chain.ts';
import { AuditVerifier } from '../../../../server/src/audit/verify-lines.ts';

function makeExport(count: number): string[] {
  let place: AuditPlace = chainStart;
  const lines = [anchorLine(place)];
  for (let seq = 1; seq <= count; seq += 1) {
    const entry = { seq, at: '2026-11-24T18:00:00.000Z', roomId: 'r-1', by: 'seat:p-1', what: 'seat.admitted' };
    const { line, hash } = sealEntry({ ...entry, seatId: `p-${seq}`, detail: { n: seq } }, place.hash);
    lines.push(line);
    place = { seq, hash };
  }
  return [...lines, headLine(place)];
}

function problemsOf(lines: string[], after: AuditPlace | null = null): string[] {
  const verifier = new AuditVerifier(after);
  for (const line of lines) verifier.read(line);
  return verifier.findings().problems;
}

const whole = makeExport(6);
const swapped = (a: number, b: number) => whole.map((line, at) => whole[at === a ? b : at === b ? a : at] ?? line);

t.test('a log as it was written is whole', async (t) => {
  t.same(problemsOf(whole), []);
  t.same(problemsOf([...whole, '']), [], 'a last line break is none of its lines');
  t.same(problemsOf(makeExport(0)), [], 'also an empty one');
});

t.test('any line that was changed is found', async (t) => {
  for (let at = 1; at <= 6; at += 1) {
    const other = whole.with(at, (whole[at] ?? '').replace('seat.admitted', 'seat.denied'));
    t.match(problemsOf(other), [`line ${at + 1}: entry ${at} was changed`]);
  }
  const resealed = sealEntry({ ...JSON.parse(whole[3] ?? ''), what: 'x', hash: undefined, prev: undefined }, 'x').line;
  t.ok(problemsOf(whole.with(3, resealed)).length > 0, 'also one that was sealed anew');
  t.match(problemsOf(whole.with(2, ` ${whole[2]?.replace(':', ': ')}`)), [/was changed/], 'spaces are a change');
});

t.test('any line that is missing is found, the first and the last too', async (t) => {
  for (let at = 0; at < whole.length; at += 1) {
    t.ok(problemsOf(whole.toSpliced(at, 1)).length > 0, `without line ${at + 1}`);
  }
  t.match(problemsOf(whole.toSpliced(3, 2)), [/line 4: entries 3 to 4 are missing/]);
  t.match(problemsOf(whole.toSpliced(5, 2)), [/entries 5 to 6 are missing at the end/]);
});

t.test('lines in another order are found, and a line that stands twice', async (t) => {
  for (let at = 1; at < 6; at += 1) t.ok(problemsOf(swapped(at, at + 1)).length > 0, `${at} and ${at + 1}`);
  t.match(problemsOf(whole.toSpliced(3, 0, whole[3] ?? '')), [/entry 3 stands where 4 belongs/]);
  t.match(problemsOf(['{', ...whole]), [/line 1: is not a line of an audit log/]);
});

t.test('a later part must begin where the earlier ended', async (t) => {
  const entry = JSON.parse(whole[2] ?? '');
  const place = { seq: 2, hash: entry.hash };
  const part = [anchorLine(place), ...whole.slice(3)];
  t.same(problemsOf(part), []);
  t.same(problemsOf(part, place), []);
  t.match(problemsOf(part, { seq: 1, hash: entry.prev }), [/does not begin after entry 1/]);
});

t.test('the same value is the same text, however it was put together', async (t) => {
  t.equal(canonicalJson({ b: [1, { d: null, c: 'ä"' }], a: undefined }), '{"b":[1,{"c":"ä\\"","d":null}]}');
});

/** A log of entries that were stored in chains of their own first, in this order. */
function makeParted(chains: readonly string[]) {
  const ends = new Map<string, PartPlace>();
  let place: AuditPlace = chainStart;
  const lines = [anchorLine(place)];
  for (const id of chains) {
    const before = ends.get(id) ?? { id, seq: 0, previous: '', hash: chainStart.hash };
    const part = { id, seq: before.seq + 1, previous: before.hash };
    const content = { at: '2026-11-24T18:00:00.000Z', roomId: id, by: null, what: 'seat.admitted', seatId: 'p-1' };
    const chain = { ...part, hash: hashOfPart(content, part) };
    const seq = place.seq + 1;
    const { line, hash } = sealEntry({ seq, ...content, chain }, place.hash);
    lines.push(line);
    ends.set(id, chain);
    place = { seq, hash };
  }
  return [...lines, headLine(place)];
}

/** The log, with a correct chain of hashes, as somebody writes it who changes entries before they are put into it. */
function reseal(lines: readonly string[], change: (entry: Record<string, unknown>) => object | null): string[] {
  let place: AuditPlace = chainStart;
  const resealed = lines.slice(1, -1).flatMap((text) => {
    const { prev: _prev, hash: _hash, ...entry } = JSON.parse(text);
    const changed = change(entry);
    if (!changed) return [];
    const sealed = sealEntry({ ...entry, ...changed, seq: place.seq + 1 }, place.hash);
    place = { seq: place.seq + 1, hash: sealed.hash };
    return [sealed.line];
  });
  return [anchorLine(chainStart), ...resealed, headLine(place)];
}

t.test('what was changed between an entry’s own chain and the log is found', async (t) => {
  const log = makeParted(['r-1', 'r-2', 'r-1', '', 'r-2', 'r-1']);
  t.same(problemsOf(log), []);
  t.same(problemsOf(reseal(log, () => ({}))), []);
  t.match(problemsOf(reseal(log, ({ seq }) => (seq === 3 ? { seatId: 'p-2' } : {}))), [
    /entry 3 was changed before it was put into the log/,
  ]);
  t.match(problemsOf(reseal(log, ({ seq }) => (seq === 3 ? null : {}))), [
    /entries between entry 5 and the one before it of the same chain are missing/,
  ]);
  const part = [anchorLine({ seq: 2, hash: JSON.parse(log[2] ?? '').hash }), ...log.slice(3)];
  t.same(problemsOf(part), [], 'a later part has the ends of its chains only');
});
