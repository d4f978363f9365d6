/** Describes a room's media in a period, in plain sentences, and answers why one seat did not receive another one. */
import type { TrackSource } from '@hearthroom/sdk/protocol';
import type { JournalRecord } from '../records.ts';
import { joinByClock, splitByClock } from './clocks.ts';
import type { Decision, Evidence } from './evidence.ts';
import { type Cause, Replay } from './replay.ts';
import { describeDecision, describeRecord, type NameSeat, trackOf } from './story-words.ts';

/** Times in milliseconds since 1970-01-01 UTC. */
export interface StoryOptions {
  from: number;
  to: number;
  /** Without both: everything about everybody. With one: everything about that seat. */
  listener?: string | undefined;
  speaker?: string | undefined;
  source: TrackSource;
  /** The time asked about; by default the whole period. */
  at?: number | undefined;
}

export interface StoryLine {
  at: number;
  text: string;
}

/** A period with the same cause. `cause` null: on the server's side nothing prevented reception. */
export interface Answer {
  from: number;
  to: number;
  cause: Cause | null;
  text: string;
}

export interface Story {
  names: { seatId: string; name: string; part: 'listener' | 'speaker' }[];
  lines: StoryLine[];
  /** Empty when no two seats were named, or nothing is known. */
  answers: Answer[];
  /** Which records are missing, in sentences. */
  missing: string[];
}

export function tellStory(evidence: Evidence, options: StoryOptions): Story {
  const { from, to, listener, speaker, source, at } = options;
  const names = namesOf(options);
  const name: NameSeat = (seatId) => names.find((one) => one.seatId === seatId)?.name ?? `seat ${seatId}`;
  const lines = linesOf(evidence, options, name).filter((line) => line.at >= from && line.at <= to);
  const missing = findMissing(evidence, options);
  if (listener === undefined || speaker === undefined) return { names, lines, answers: [], missing };
  const all = answersOf(evidence.records, { listener, speaker, source }, options, name);
  const isAsked = (answer: Answer): boolean =>
    at === undefined || (answer.from <= at && (at < answer.to || (at === to && answer.to === to)));
  return { names, lines, answers: all.filter(isAsked), missing };
}

function namesOf({ listener, speaker }: StoryOptions): Story['names'] {
  const names: Story['names'] = [];
  if (listener !== undefined) names.push({ seatId: listener, name: 'A', part: 'listener' });
  if (speaker !== undefined) names.push({ seatId: speaker, name: 'B', part: 'speaker' });
  return names;
}

function linesOf({ records, decisions }: Evidence, options: StoryOptions, name: NameSeat): StoryLine[] {
  const isMeant = isAbout(options);
  return joinByClock(records, decisions).flatMap((found) => {
    const isTold = isMeant('event' in found ? seatsOf(found.event) : [found.seatId]);
    const text = isTold ? describe(found, name) : null;
    return text === null ? [] : [{ at: found.at, text }];
  });
}

const describe = (found: JournalRecord | Decision, name: NameSeat): string | null =>
  'event' in found ? describeRecord(found, name) : describeDecision(found, name);

function seatsOf(event: JournalRecord['event']): (string | null)[] {
  if (!('seatId' in event)) return [null];
  return 'from' in event ? [event.seatId, event.from] : [event.seatId];
}

/** Events without a seat are always included. With two seats: events between them, and events of either alone. */
function isAbout({ listener, speaker }: StoryOptions): (seatIds: (Decision['seatId'] | undefined)[]) => boolean {
  const named = [listener, speaker].filter((seatId) => seatId !== undefined);
  if (named.length === 0) return () => true;
  const isNamed = (seatId: string | null | undefined) => seatId == null || named.includes(seatId);
  return named.length === 1 ? (seatIds) => seatIds.some(isNamed) : (seatIds) => seatIds.every(isNamed);
}

/** Why an answer is uncertain: missing records, no records that early, or a crash at an unknown time. */
type Gap = 'none' | 'missing' | 'before' | 'crash';

function answersOf(
  records: readonly JournalRecord[],
  question: { listener: string; speaker: string; source: TrackSource },
  { from, to }: StoryOptions,
  name: NameSeat,
): Answer[] {
  const replay = new Replay(question, name);
  const answers: Answer[] = [];
  let since = Number.NEGATIVE_INFINITY;
  let isStopped = true;
  let isBegun = false;
  const note = (until: number, gap: Gap = 'none'): void => {
    const [begin, end] = [Math.max(since, from), Math.min(until, to)];
    since = Math.max(until, since);
    if (begin >= end) return;
    const answer = { from: begin, to: end, ...answerOf(replay, question, isBegun ? gap : 'before', name) };
    const last = answers.at(-1);
    if (last?.to === begin && last.cause === answer.cause && last.text === answer.text) last.to = end;
    else answers.push(answer);
  };
  for (const { at, event } of splitByClock(records).flat()) {
    if (event.what === 'journal.gap') {
      note(at - event.missingMs);
      note(at, 'missing');
    } else if (event.what === 'journal.clock-stepped') note(at - event.stepMs);
    else note(at, event.what === 'journal.started' && !isStopped ? 'crash' : 'none');
    // From here on times are on another clock.
    if (event.what === 'journal.clock-stepped' || event.what === 'journal.started') since = at;
    isStopped = mayBeStop(event);
    isBegun = true;
    replay.apply(event);
  }
  note(to);
  return answers;
}

function answerOf(
  replay: Replay,
  { listener, speaker, source }: { listener: string; speaker: string; source: TrackSource },
  gap: Gap,
  name: NameSeat,
): Pick<Answer, 'cause' | 'text'> {
  const [who, what] = [name(listener), trackOf(name(speaker), source)];
  const { reason } = replay;
  if (gap === 'before') return { cause: 'records-missing', text: 'not known: nothing is recorded so early' };
  if (gap === 'missing' || (!reason && !replay.isCertain))
    return { cause: 'records-missing', text: 'not known: records are missing' };
  if (reason?.cause === 'not-recorded')
    return {
      cause: reason.cause,
      text: `not known: nothing is recorded of ${what} on its way to ${who}: ${reason.text}`,
    };
  const text = reason
    ? `${who} did not receive ${what}: ${reason.text}`
    : `the server sent ${what} to ${who}; if nothing was heard or seen, look at the devices of both`;
  const until = gap === 'crash' ? ', until the server ended without warning in this time; when is not recorded' : '';
  return { cause: reason?.cause ?? null, text: `${text}${until}` };
}

function findMissing({ records, isRoomKnown }: Evidence, { from, to }: StoryOptions): string[] {
  const first = records[0];
  if (!first) {
    return [
      isRoomKnown
        ? 'There are no records of media of this room up to then: nobody had media, they are older than they are kept, or records are turned off (HEARTHROOM_MEDIA_JOURNAL_DAYS).'
        : 'There is no room with this id: it was deleted, and its records with it, or it never was.',
    ];
  }
  const missing: string[] = [];
  if (first.at > from && first.event.what !== 'journal.started')
    missing.push('Records from before the first line are missing: they are older than they are kept.');
  let before: JournalRecord | undefined;
  for (const record of records) {
    const { at, event } = record;
    const isCrash = event.what === 'journal.started' && before && !mayBeStop(before.event);
    if (isCrash && at >= from && at <= to)
      missing.push('The server ended without warning before its last start here: the seconds before it are missing.');
    if (event.what === 'journal.gap' && at >= from && at - event.missingMs <= to)
      missing.push('Some records are missing; the story says where.');
    if (event.what === 'journal.clock-stepped' && isStepWithin(at, event.stepMs, { from, to }))
      missing.push('The clock of the server was set in this time: some times come twice, or not at all.');
    before = record;
  }
  const unreadable = records.filter(({ event }) => event.what === 'journal.unreadable').length;
  if (unreadable > 0)
    missing.push(
      `Of the records up to then this version of the server cannot read ${unreadable}: another version wrote them, or they are damaged.`,
    );
  return [...new Set(missing)];
}

const mayBeStop = ({ what }: JournalRecord['event']): boolean =>
  what === 'journal.stopped' || what === 'journal.unreadable';

/** True if the step's time on either clock, or any time between them, is within the period. */
const isStepWithin = (at: number, stepMs: number, { from, to }: Pick<StoryOptions, 'from' | 'to'>): boolean =>
  Math.min(at, at - stepMs) <= to && Math.max(at, at - stepMs) >= from;
