/** The views of a check-in, from the session. */
import type { CheckInQuestion, Session } from '../../../src/index.ts';
import { formatNumber } from '../../texts/format.ts';
import type { Texts } from '../../texts/texts.ts';
import type { CheckInCardView, CheckInHostView, CheckInQuestionView } from '../types/check-in-view-types.ts';

type Seen = Pick<Session, 'checkIn' | 'participants'> & {
  localParticipant: Pick<Session['localParticipant'], 'isHost'>;
};

/** @param texts whose language writes the numbers of a scale */
export function questionViewOf(
  { text, scale, choices = [] }: CheckInQuestion,
  texts: Pick<Texts, 'locale'>,
): CheckInQuestionView {
  if (!scale) return { text, options: choices.map((label, value) => ({ value, label })), ends: null };
  const { min, max, minLabel = '', maxLabel = '' } = scale;
  const options = Array.from({ length: max - min + 1 }, (_, index) => ({
    value: min + index,
    label: formatNumber(min + index, texts),
  }));
  return { text, options, ends: { min: minLabel, max: maxLabel } };
}

/** For clients; null: there is none, it can't be read, or the person has hidden it. */
export function checkInCardOf(
  { checkIn, localParticipant }: Seen,
  chosen: { id: string; state: 'open' | 'line' | 'hidden' } | null,
  isSharing: boolean,
  texts: Pick<Texts, 'locale'>,
): CheckInCardView | null {
  if (!checkIn?.question || localParticipant.isHost) return null;
  const { id, question, answer } = checkIn;
  const state = chosen?.id === id ? chosen.state : answer ? 'line' : 'open';
  if (state === 'hidden') return null;
  return {
    id,
    question: questionViewOf(question, texts),
    answer: answer?.value ?? null,
    isAnswered: answer !== undefined,
    state: isSharing ? 'sharing' : state,
  };
}

/** For hosts; null: there is none. */
export function checkInHostOf({ checkIn, participants }: Seen, texts: Pick<Texts, 'locale'>): CheckInHostView | null {
  if (!checkIn?.answers) return null;
  const { question, answers } = checkIn;
  const people = [...participants.values()]
    .filter(({ role }) => role === 'client')
    .map(({ id, name }) => {
      const given = answers.find(({ participantId }) => participantId === id);
      return { id, name, answer: given?.value ?? null, unreadable: given !== undefined && given.value === null };
    });
  return { question: question && questionViewOf(question, texts), people };
}
