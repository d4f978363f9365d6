/**
 * The texts of a check-in as they are encrypted: the question as JSON, an answer as digits of one length, so that the
 * length tells nothing.
 */
import type { Snapshot } from '../../protocol/messages/messages.ts';
import type { CheckInQuestion } from '../../protocol/schemas/check-in-schemas.ts';

const answerLength = 4;
const [maxText, maxChoice, maxLabel, maxChoices, highest] = [200, 60, 40, 8, 10];

export const writeQuestion = (question: CheckInQuestion): string => JSON.stringify(question);

/** @returns null: it is no question that may be asked */
export function readQuestion(text: string): CheckInQuestion | null {
  try {
    const { text: asked, scale, choices } = Object(JSON.parse(text));
    if (!isText(asked, maxText)) return null;
    if (scale !== undefined && choices !== undefined) return null;
    if (isScale(scale)) return { text: asked, scale };
    return isChoices(choices) ? { text: asked, choices } : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown, maxLength: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && [...value].length <= maxLength;

function isScale(value: unknown): value is NonNullable<CheckInQuestion['scale']> {
  if (typeof value !== 'object' || value === null) return false;
  const { min, max, minLabel, maxLabel: most } = value as Record<string, unknown>;
  const isWithin = (min === 0 || min === 1) && Number.isInteger(max) && Number(max) > 1 && Number(max) <= highest;
  return isWithin && [minLabel, most].every((label) => label === undefined || isText(label, maxLabel));
}

const isChoices = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length >= 2 &&
  value.length <= maxChoices &&
  value.every((one) => isText(one, maxChoice));

export const writeAnswer = (value: number): string => String(value).padStart(answerLength, '0');

/** @returns null: it is no answer to this question */
export function readAnswer(text: string, { scale, choices }: CheckInQuestion): number | null {
  const value = /^\d+$/.test(text) ? Number(text) : -1;
  const [min, max] = scale ? [scale.min, scale.max] : [0, (choices?.length ?? 0) - 1];
  return value >= min && value <= max ? value : null;
}

type CheckInView = NonNullable<Extract<Snapshot, { state: 'admitted' }>['room']['checkIn']>;

/** The snapshot with another view of its check-in. */
export function withCheckIn(snapshot: Snapshot, change: (checkIn: CheckInView) => CheckInView): Snapshot {
  if (snapshot.state !== 'admitted' || !snapshot.room.checkIn) return snapshot;
  return { ...snapshot, room: { ...snapshot.room, checkIn: change(snapshot.room.checkIn) } };
}

const unreadable = { unreadable: true } as const;

/** What is not encrypted is replaced by what can't be read, as texts are: it may be anybody's. */
export function withoutPlainCheckIn(snapshot: Snapshot): Snapshot {
  return withCheckIn(snapshot, (checkIn) => {
    const withoutPlain = <T extends { sealed?: unknown }>(part: T): T =>
      part.sealed ? part : { ...part, value: null, ...unreadable };
    const { sealed, answer, answers } = checkIn;
    return {
      ...checkIn,
      ...(!sealed && { question: null, ...unreadable }),
      ...(answer && { answer: withoutPlain(answer) }),
      ...(answers && { answers: answers.map(withoutPlain) }),
    };
  });
}
