/** Brings what was recorded into its order. Times order it within one clock alone: when the clock is set back, they come again. */
import type { JournalRecord } from '../records.ts';
import type { Decision } from './evidence.ts';

/** A server that starts may have another clock than the one before it. */
const beginsClock = ({ what }: JournalRecord['event']): boolean =>
  what === 'journal.clock-stepped' || what === 'journal.started';

/** Records that have their times by the same clock; what was found out late stands at its own time. In the order in which they were written. */
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

/** The same step is in the audit log, noted in the same moment. */
const sameMomentMs = 1_000;

/** Records and decisions together, by clock. Decisions say nothing of a start: records of several are sorted by their time. */
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
