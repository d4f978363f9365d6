/**
 * The check-in: a host asks all clients one question. Each answer is for the hosts and the person who gave it. Nothing of
 * it is stored (`saveState`): it is over when the process that holds the room ends.
 */
import type { CheckIn, CheckInAnswer, CheckInQuestion, SealedText } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { isHost, isInside, seatOf, seatsOf } from '../model/state.ts';
import type { CheckInState, RoomState, Seat, SeatId } from '../model/types.ts';
import { stayOf } from '../visibility/audience.ts';
import { requireHost, requirePresence } from '../visibility/permissions.ts';
import { requireForm, sealedFor } from './texts.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/** Hosts see every answer, a client the question and their own answer. Observers and people who wait see none of it. */
export function checkInView(state: RoomState, viewer: Seat): { checkIn?: CheckIn } {
  const { checkIn } = state;
  const isAsked = mayAnswer(viewer);
  if (!checkIn || !(isAsked || isHost(viewer))) return {};
  const { id, question, sealed, askedBy } = checkIn;
  const own = checkIn.answers.find(({ seatId }) => seatId === viewer.id);
  return {
    checkIn: {
      id,
      question,
      ...(sealed && { sealed: sealedFor(viewer, askedBy, sealed) }),
      ...(isAsked && own && { answer: answerView(viewer, own) }),
      ...(isHost(viewer) && { answers: answersView(state, checkIn, viewer) }),
    },
  };
}

/** In the order in which the group lists people, so that it does not tell who answered first. */
function answersView(state: RoomState, { answers }: CheckInState, viewer: Seat): CheckInAnswer[] {
  const orderOf = (id: SeatId): number => seatOf(state, id)?.admissionOrder ?? 0;
  return answers
    .toSorted((one, other) => orderOf(one.seatId) - orderOf(other.seatId))
    .map((answer) => answerView(viewer, answer));
}

const answerView = (viewer: Seat, { seatId, value, sealed }: CheckInState['answers'][number]): CheckInAnswer => ({
  participantId: seatId,
  value,
  ...(sealed && { sealed: sealedFor(viewer, seatId, sealed) }),
});

/** A host whose token says `client` too is a host: they see the answers and give none. */
const mayAnswer = (seat: Seat): boolean => seat.claims.role === 'client' && !isHost(seat);

export function startCheckIn(draft: Draft, { actor, id, question, sealed }: EventOf<'startCheckIn'>): void {
  requireHost(draft, actor, 'canModerate');
  const { state } = draft;
  if (state.phase !== 'live') reject('room-not-live');
  if (state.checkIn) reject('busy');
  requireForm(draft, sealed);
  if (question && !isComplete(question)) reject('invalid-params');
  state.checkIn = { id, askedBy: actor.seatId, question, ...(sealed && { sealed }), answers: [] };
}

/** The schema checks each field by itself. */
const isComplete = (question: CheckInQuestion): boolean =>
  (question.scale === undefined) !== (question.choices === undefined) &&
  (!question.scale || question.scale.min < question.scale.max);

/** The host who asked encrypts the question anew, for people who could not read it: they came later, or with new keys. */
export function shareCheckIn(draft: Draft, { actor, checkInId, sealed }: EventOf<'shareCheckIn'>): void {
  requireHost(draft, actor, 'canModerate');
  const checkIn = checkInOrReject(draft, checkInId);
  if (checkIn.askedBy !== actor.seatId) reject('not-allowed');
  requireForm(draft, sealed);
  if (!checkIn.sealed) reject('invalid-params');
  checkIn.sealed = sealed;
}

/** A later answer replaces the one before; null takes it back. */
export function answerCheckIn(draft: Draft, { actor, checkInId, value, sealed }: EventOf<'answerCheckIn'>): void {
  const seat = requirePresence(draft, actor);
  if (!mayAnswer(seat)) reject('not-allowed');
  const checkIn = checkInOrReject(draft, checkInId);
  const others = checkIn.answers.filter(({ seatId }) => seatId !== seat.id);
  if (value === null && !sealed) {
    checkIn.answers = others;
    return;
  }
  requireForm(draft, sealed);
  if (value !== null && checkIn.question && !isAnswerTo(checkIn.question, value)) reject('invalid-params');
  const answer = {
    seatId: seat.id,
    epoch: seat.epoch,
    value,
    ...(sealed && { sealed: readableBy(draft, seat, sealed) }),
  };
  checkIn.answers = [...others, answer];
}

function isAnswerTo({ scale, choices }: CheckInQuestion, value: number): boolean {
  if (scale) return value >= scale.min && value <= scale.max;
  return value >= 0 && value < (choices?.length ?? 0);
}

/** Only the boxes of the hosts inside and of the person who answers. */
function readableBy({ state }: Draft, answerer: Seat, { cipher, items }: SealedText): SealedText {
  const readers = seatsOf(state).filter((seat) => seat === answerer || (isInside(seat) && isHost(seat)));
  const isReaders = ({ to, stay }: SealedText['items'][number]): boolean =>
    readers.some((reader) => reader.id === to && stayOf(reader) === stay);
  return { cipher, items: items.filter(isReaders) };
}

export function endCheckIn(draft: Draft, { actor, checkInId }: EventOf<'endCheckIn'>): void {
  requireHost(draft, actor, 'canModerate');
  checkInOrReject(draft, checkInId);
  draft.state.checkIn = null;
}

/** Another check-in may run by now: what was meant for the one before must not reach it. */
function checkInOrReject({ state: { checkIn } }: Draft, id: string): CheckInState {
  return checkIn?.id === id ? checkIn : reject('too-late');
}

/**
 * Ends with the session, and when the host who asked is not inside any more. Drops the answers of people who are not
 * inside any more, are not asked any more, or have entered anew, for example on another device.
 */
export function settleCheckIn({ state }: Draft): void {
  const { checkIn, phase } = state;
  if (!checkIn) return;
  const host = seatOf(state, checkIn.askedBy);
  const isRunning = phase === 'live' || phase === 'held';
  if (!isRunning || !host || !isInside(host) || !isHost(host)) {
    state.checkIn = null;
    return;
  }
  checkIn.answers = checkIn.answers.filter(({ seatId, epoch }) => {
    const seat = seatOf(state, seatId);
    return seat?.epoch === epoch && isInside(seat) && mayAnswer(seat);
  });
}
