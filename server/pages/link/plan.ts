/** The sessions of a member of a series, as the server gives them to the page. */
import type { PlannedSession, SeriesPlan } from '@hearthroom/sdk/protocol';

type Check<T> = (value: unknown) => value is T;
/** A check for each field of the schema, whose validator would be larger than the page. */
type Checks<T> = { readonly [Name in keyof T]-?: Check<T[Name]> };

const isText: Check<string> = (value) => typeof value === 'string';
const isNumber: Check<number> = (value) => typeof value === 'number';
const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';
const isList: Check<unknown[]> = (value) => Array.isArray(value);
const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value) =>
    value === null || check(value);

function hasFields<T>(value: unknown, checks: Checks<T>): value is T {
  if (typeof value !== 'object' || value === null) return false;
  for (const name in checks) if (!checks[name](Reflect.get(value, name))) return false;
  return true;
}

type Outline = Omit<SeriesPlan, 'sessions' | 'members'> & { sessions: unknown[]; members: unknown[] };

const outline: Checks<Outline> = {
  now: isNumber,
  timeZone: isText,
  isHost: isBoolean,
  sessions: isList,
  members: isList,
};
const session: Checks<PlannedSession> = {
  id: isText,
  startsAt: isNumber,
  endsAt: isNumber,
  entersAt: isNumber,
  movedFrom: orNull(isNumber),
  isSkipped: isBoolean,
  canEnter: isBoolean,
};
const member: Checks<SeriesPlan['members'][number]> = { name: isText, testedOn: orNull(isText) };

/** Sessions and members of another form are left out. @returns null: it is none */
export function readPlan(answer: unknown): SeriesPlan | null {
  if (!hasFields(answer, outline)) return null;
  const { sessions, members, ...plan } = answer;
  return {
    ...plan,
    sessions: sessions.filter((one) => hasFields(one, session)),
    members: members.filter((one) => hasFields(one, member)),
  };
}

/** The first one that takes place; undefined: none is planned. */
export const nextOf = ({ sessions }: SeriesPlan): PlannedSession | undefined =>
  sessions.find(({ isSkipped }) => !isSkipped);

const soonestMs = 1_000;
const latestMs = 600_000;
const preparingMs = 10_000;

/** After how long the page asks again: when the next session can be entered, and now and then for what was changed. */
export function askAgainAfterMs(plan: SeriesPlan): number {
  const next = nextOf(plan);
  if (!next || next.canEnter) return latestMs;
  const untilOpen = next.entersAt - plan.now;
  return untilOpen <= 0 ? preparingMs : Math.min(latestMs, Math.max(soonestMs, untilOpen));
}
