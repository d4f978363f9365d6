/** A check-in: one question of a host to all clients, whose answers only hosts see. */
import { type Static, Type } from 'typebox';
import { ReceivedSealedText } from './encryption-schemas.ts';
import { closed, described, Id, nullable } from './fields.ts';
import { shownText } from './shown-text.ts';

/** Whole numbers between two ends. */
export const CheckInScale = Type.Object(
  {
    /** The lowest answer. */
    min: Type.Integer({ minimum: 0, maximum: 1, description: 'The lowest answer' }),
    /** The highest answer. */
    max: Type.Integer({ minimum: 2, maximum: 10, description: 'The highest answer' }),
    /** What the lowest answer means. */
    minLabel: Type.Optional(shownText(40, { description: 'What the lowest answer means' })),
    /** What the highest answer means. */
    maxLabel: Type.Optional(shownText(40, { description: 'What the highest answer means' })),
  },
  { ...closed, description: 'Whole numbers between two ends' },
);
export type CheckInScale = Static<typeof CheckInScale>;

/** What a check-in asks: with a scale, or with choices. */
export const CheckInQuestion = Type.Object(
  {
    /** The question. */
    text: shownText(200, { description: 'The question' }),
    /** The answer is one of its numbers. */
    scale: Type.Optional(
      described(CheckInScale, 'The answer is one of its numbers. Exactly one of `scale` and `choices` is required'),
    ),
    /** The answer is the index of one of them. */
    choices: Type.Optional(
      Type.Array(shownText(60), {
        minItems: 2,
        maxItems: 8,
        description: 'The answer is the index of one of them, from 0',
      }),
    ),
  },
  { ...closed, description: 'What a check-in asks' },
);
export type CheckInQuestion = Static<typeof CheckInQuestion>;

/** One person's answer. */
export const CheckInAnswer = Type.Object(
  {
    participantId: described(Id, 'Id of the person who answered'),
    value: nullable(
      Type.Integer({ minimum: 0, description: 'A number of the scale, or the index of a choice' }),
      'A number of the scale, or the index of a choice; null: `sealed`',
    ),
    sealed: Type.Optional(ReceivedSealedText),
  },
  { description: "One person's answer" },
);
export type CheckInAnswer = Static<typeof CheckInAnswer>;

/** A running check-in, as this seat may see it. */
export const CheckIn = Type.Object(
  {
    id: described(Id, 'Id of the check-in'),
    question: nullable(CheckInQuestion, 'What is asked; null: `sealed`'),
    sealed: Type.Optional(
      described(ReceivedSealedText, 'The question, encrypted end to end: JSON with the members of `CheckInQuestion`'),
    ),
    answer: Type.Optional(described(CheckInAnswer, 'For a client: their own answer. Absent: none')),
    answers: Type.Optional(
      Type.Array(CheckInAnswer, {
        description: 'For hosts only: the answers of the people inside, in the order of `participants`',
      }),
    ),
  },
  { description: 'A running check-in, as this seat may see it' },
);
export type CheckIn = Static<typeof CheckIn>;
