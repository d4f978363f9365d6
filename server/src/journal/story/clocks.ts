/**
 * Puts records in chronological order. Times can only be compared on the same clock: after the clock is set back, times
 * repeat.
 */
import type { JournalRecord } from '../records.ts';
import type { Decision } from './evidence.ts';

/** A restarted server may have another clock than the previous one. */
const beginsClock = ({ what }: JournalRecord['event']): boolean =>
  what === 'journal.clock-stepped' || what === 'journal.started';

/**
 * Groups records by clock, in the order of writing. Within a group, records that were detected late are at their own
 * time.
 */
export function splitByClock(
  records: readonly JournalRecord[],
  isFirst: typeof beginsClock = beginsClock,
): JournalRecord[][] {
  const clocks: JournalRecord[][] = [[]];
  for (const record of records) {
    if (isFirst(record.event)) clocks.push([]);
    clocks.at(-1)?.push(record);
  }
  return clocks.map(([first, ...others]) => {
    if (!first) return [];
    const isFixed = isFirst(first.event);
    const sorted = (isFixed ? others : [first, ...others]).toSorted((a, b) => a.at - b.at);
    return isFixed ? [first, ...sorted] : sorted;
  });
}

/** The audit log contains the same step, recorded at about the same time. */
const sameMomentMs = 1_000;

/**
 * Records and decisions together, split at steps of the clock. Decisions don't mark restarts, so records before and
 * after a restart are sorted together by time.
 */
export function joinByClock(
  records: readonly JournalRecord[],
  decisions: readonly Decision[],
): (JournalRecord | Decision)[] {
  const clocks = splitByClock(records, ({ what }) => what === 'journal.clock-stepped');
  let rest = decisions;
  return clocks.flatMap((clock, index) => {
    const [next] = clocks[index + 1] ?? [];
    const end = next ? rest.findIndex((decision) => isSameStep(next, decision)) : rest.length;
    const decided = rest.slice(0, Math.max(end, 0));
    rest = end < 0 ? rest : rest.slice(end + 1);
    const [first, ...others] = clock;
    if (first?.event.what !== 'journal.clock-stepped') return sortByTime([...decided, ...clock]);
    return [first, ...sortByTime([...decided, ...others])];
  });
}

const sortByTime = (found: (JournalRecord | Decision)[]) => found.toSorted((a, b) => a.at - b.at);

function isSameStep({ at, event }: JournalRecord, decision: Decision): boolean {
  return (
    event.what === 'journal.clock-stepped' &&
    decision.what === 'clock.stepped' &&
    decision.detail.stepMs === event.stepMs &&
    Math.abs(decision.at - at) <= sameMomentMs
  );
}
