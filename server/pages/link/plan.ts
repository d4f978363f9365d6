/** The sessions of a member of a series, as the server gives them to the page. */

export interface PlannedSession {
  id: string;
  /** Milliseconds since 1970-01-01 UTC, as all times here. */
  startsAt: number;
  endsAt: number;
  entersAt: number;
  /** When it was planned, if it was moved. */
  movedFrom: number | null;
  isSkipped: boolean;
  canEnter: boolean;
}

export interface Plan {
  /** On the server's clock. */
  now: number;
  timeZone: string;
  isHost: boolean;
  sessions: readonly PlannedSession[];
  /** For hosts: the other members, and the day of their last check (`2026-10-20`). */
  members: readonly { name: string; testedOn: string | null }[];
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): value is number => typeof value === 'number';

/** @returns null: it is none */
export function readPlan(answer: unknown): Plan | null {
  if (!isObject(answer)) return null;
  const { now, timeZone, isHost, sessions, members } = answer;
  if (!isNumber(now) || typeof timeZone !== 'string' || !Array.isArray(sessions) || !Array.isArray(members))
    return null;
  return {
    ...{ now, timeZone, isHost: isHost === true },
    sessions: sessions.filter(isSession),
    members: members.filter(isMember),
  };
}

const isSession = (value: unknown): value is PlannedSession =>
  isObject(value) &&
  typeof value.id === 'string' &&
  [value.startsAt, value.endsAt, value.entersAt].every(isNumber) &&
  (value.movedFrom === null || isNumber(value.movedFrom));

const isMember = (value: unknown): value is Plan['members'][number] =>
  isObject(value) && typeof value.name === 'string' && (value.testedOn === null || typeof value.testedOn === 'string');

/** The first one that takes place; undefined: none is planned. */
export const nextOf = ({ sessions }: Plan): PlannedSession | undefined => sessions.find(({ isSkipped }) => !isSkipped);

const soonestMs = 1_000;
const latestMs = 600_000;
const preparingMs = 10_000;

/** After how long the page asks again: when the next session can be entered, and now and then for what was changed. */
export function askAgainAfterMs(plan: Plan): number {
  const next = nextOf(plan);
  if (!next || next.canEnter) return latestMs;
  const untilOpen = next.entersAt - plan.now;
  return untilOpen <= 0 ? preparingMs : Math.min(latestMs, Math.max(soonestMs, untilOpen));
}
