/**
 * Before a host and one person are alone with each other, the person is told and has some seconds to say "not now".
 * With `meeting: asked` the person has to agree. No media passes between the two before that; then the meeting becomes
 * an `PrivatePair`.
 */
import type { Meeting as MeetingView } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { noticeMsOf, seatOf, seatOfConnection } from '../model/state.ts';
import type { Meeting, PrivatePair, RoomState, Seat, SeatId } from '../model/types.ts';
import { isOneOf, isStanding, privatePairOf } from '../visibility/places.ts';
import { displayName } from './presence.ts';

/** An unanswered question lapses after this time. */
const answerMs = 60_000;
/** After this many refusals the person is not asked again, until they ask for help, enter the group or meet a host. */
const maxDeclined = 3;

/** The caller has checked that the two may be alone with each other. */
export function announceMeeting(draft: Draft, pair: PrivatePair): void {
  const { state, now } = draft;
  if (isEngaged(state, pair.hostId) || isEngaged(state, pair.seatId)) reject('busy');
  const seat = seatOf(state, pair.seatId);
  if ((seat?.meetingsDeclined ?? 0) >= maxDeclined) reject('limit-exceeded');
  // The results of earlier meetings of either of the two are no longer needed.
  state.meetings = state.meetings.filter(({ hostId, seatId }) => hostId !== pair.hostId && seatId !== pair.seatId);
  const isAsked = state.settings.meeting === 'asked';
  const noticeMs = noticeMsOf(state);
  if (!isAsked && noticeMs === 0) begin(draft, pair);
  else {
    const times = isAsked ? { startsAt: null, lapsesAt: now + answerMs } : { startsAt: now + noticeMs, lapsesAt: null };
    state.meetings.push({ ...pair, ...times, refusal: null });
  }
}

/** Alone with somebody, or in an announced meeting. */
const isEngaged = (state: RoomState, seatId: SeatId): boolean =>
  privatePairOf(state, seatId) !== undefined ||
  state.meetings.some((meeting) => meeting.refusal === null && isOneOf(meeting, seatId));

function begin({ state }: Draft, { kind, hostId, seatId }: PrivatePair): void {
  state.privatePairs.push({ kind, hostId, seatId });
  const seat = seatOf(state, seatId);
  if (!seat) return;
  seat.meetingsDeclined = 0;
  // The side room answers the person's call for help.
  if (kind === 'side-room') seat.help = null;
}

/** Found by connection and not by seat: people who wait are asked too, but not their second device. */
export function answerMeeting(draft: Draft, event: Extract<RoomEvent, { type: 'answerMeeting' }>): void {
  const { state } = draft;
  const seat = seatOfConnection(state, event.connectionId);
  const meeting = state.meetings.find(
    ({ hostId, seatId, refusal }) => hostId === event.hostId && seatId === seat?.id && refusal === null,
  );
  if (!seat || seat.connectionId !== event.connectionId) reject('not-found');
  if (!meeting) {
    if (event.accept) reject('not-found');
    declineBegun(draft, seat, event.hostId);
  } else if (event.accept) {
    state.meetings = state.meetings.filter((one) => one !== meeting);
    begin(draft, meeting);
  } else {
    meeting.refusal = 'not-now';
    seat.meetingsDeclined += 1;
  }
}

/** A "not now" that arrives after the meeting has begun ends it. */
function declineBegun({ state }: Draft, seat: Seat, hostId: SeatId): void {
  const begun = state.privatePairs.find((pair) => pair.hostId === hostId && pair.seatId === seat.id);
  if (!begun) reject('not-found');
  state.privatePairs = state.privatePairs.filter((pair) => pair !== begun);
  state.meetings = state.meetings.filter((meeting) => meeting.hostId !== hostId && meeting.seatId !== seat.id);
  state.meetings.push({ ...begun, startsAt: null, lapsesAt: null, refusal: 'not-now' });
  seat.meetingsDeclined += 1;
}

/**
 * The host cancels an announced meeting, or has read its result.
 * @returns false when there was no such meeting
 */
export function cancelMeeting({ state }: Draft, kind: PrivatePair['kind'], hostId: SeatId): boolean {
  const kept = state.meetings.filter((meeting) => meeting.kind !== kind || meeting.hostId !== hostId);
  const isFound = kept.length < state.meetings.length;
  state.meetings = kept;
  return isFound;
}

export function settleMeetings(draft: Draft): void {
  const { state, now } = draft;
  const standing = state.meetings.filter((meeting) => isStanding(state, meeting));
  const due = standing.filter(({ refusal, startsAt }) => refusal === null && startsAt !== null && startsAt <= now);
  state.meetings = standing.filter((meeting) => !due.includes(meeting));
  for (const meeting of due) begin(draft, meeting);
  for (const meeting of state.meetings) if (hasLapsed(meeting, now)) meeting.refusal = 'no-answer';
}

const hasLapsed = ({ refusal, lapsesAt }: Meeting, now: number): boolean =>
  refusal === null && lapsesAt !== null && lapsesAt <= now;

/** When the next announced meeting, question, arrival or opening of the circle is due; null: none. */
export function nextAnnounced({ meetings, breakout, circleOpensAt }: RoomState): number | null {
  const pending = meetings.filter(({ refusal }) => refusal === null);
  const times = [
    ...pending.map(({ startsAt, lapsesAt }) => startsAt ?? lapsesAt),
    ...(breakout?.arrivals ?? []).map(({ at }) => at),
    circleOpensAt,
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** For hosts: which host has asked this person, in a meeting that has not begun. */
export function askedByView(state: RoomState, seatId: SeatId): { askedBy?: SeatId } {
  const meeting = state.meetings.find((one) => one.seatId === seatId && one.refusal === null);
  return meeting ? { askedBy: meeting.hostId } : {};
}

/** The host sees the state of the meeting; the other person sees who wants to speak with them, and when. */
export function meetingView(state: RoomState, viewer: Seat): { meeting?: MeetingView } {
  const isForViewer = (meeting: Meeting): boolean =>
    meeting.hostId === viewer.id || (meeting.seatId === viewer.id && meeting.refusal === null);
  const meeting = state.meetings.find(isForViewer);
  if (!meeting) return {};
  const { kind, hostId, seatId, startsAt, refusal } = meeting;
  const isHost = hostId === viewer.id;
  const other = seatOf(state, isHost ? seatId : hostId);
  if (!other) return {};
  const [participantId, name] = [other.id, displayName(other)];
  return { meeting: { kind, participantId, name, byYou: isHost, startsAt, state: refusal ?? 'pending' } };
}
