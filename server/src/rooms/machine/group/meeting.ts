/**
 * Before a host and one person are alone with each other, the person is told, and has some seconds to say "not now"; where the room
 * asks (`meeting: asked`) it takes their yes. Until then nothing passes between them: an `Apart` comes of it then, and not before.
 */
import type { Meeting as MeetingView } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import { noticeMsOf, seatOf, seatOfConnection } from '../model/state.ts';
import type { Apart, Meeting, RoomEvent, RoomState, Seat, SeatId } from '../model/types.ts';
import { apartOf, isOneOf, isStanding } from '../visibility/places.ts';
import { displayName } from './presence.ts';

/** A question without an answer is over by then. */
const answerMs = 60_000;
/** Who has said "not now" so often is left alone: until they have asked for help, come into the group, or met a host. */
const maxDeclined = 3;

/** The caller has checked that the two may be alone with each other. */
export function announceMeeting(draft: Draft, pair: Apart): void {
  const { state, now } = draft;
  if (isEngaged(state, pair.hostId) || isEngaged(state, pair.seatId)) reject('busy');
  const seat = seatOf(state, pair.seatId);
  if ((seat?.meetingsDeclined ?? 0) >= maxDeclined) reject('limit-exceeded');
  // What came of earlier ones has been read.
  state.meetings = state.meetings.filter(({ hostId, seatId }) => hostId !== pair.hostId && seatId !== pair.seatId);
  const isAsked = state.settings.meeting === 'asked';
  const noticeMs = noticeMsOf(state);
  if (!isAsked && noticeMs === 0) begin(draft, pair);
  else {
    const times = isAsked ? { startsAt: null, lapsesAt: now + answerMs } : { startsAt: now + noticeMs, lapsesAt: null };
    state.meetings.push({ ...pair, ...times, refusal: null });
  }
}

/** Alone with somebody, or about to be. */
const isEngaged = (state: RoomState, seatId: SeatId): boolean =>
  apartOf(state, seatId) !== undefined ||
  state.meetings.some((meeting) => meeting.refusal === null && isOneOf(meeting, seatId));

function begin({ state }: Draft, { kind, hostId, seatId }: Apart): void {
  state.apart.push({ kind, hostId, seatId });
  const seat = seatOf(state, seatId);
  if (!seat) return;
  seat.meetingsDeclined = 0;
  // Whatever was asked for is being seen to now.
  if (kind === 'side-room') seat.help = null;
}

/** By connection and not by seat: also who waits is asked. A second device of theirs is not. */
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

/** "Not now" that came when it had just begun, or later: it is over. */
function declineBegun({ state }: Draft, seat: Seat, hostId: SeatId): void {
  const begun = state.apart.find((apart) => apart.hostId === hostId && apart.seatId === seat.id);
  if (!begun) reject('not-found');
  state.apart = state.apart.filter((apart) => apart !== begun);
  state.meetings = state.meetings.filter((meeting) => meeting.hostId !== hostId && meeting.seatId !== seat.id);
  state.meetings.push({ ...begun, startsAt: null, lapsesAt: null, refusal: 'not-now' });
  seat.meetingsDeclined += 1;
}

/** The host takes back what they announced, or has read what came of it. @returns false when there was nothing */
export function cancelMeeting({ state }: Draft, kind: Apart['kind'], hostId: SeatId): boolean {
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

/** When the next thing that was announced is due; null: nothing is. */
export function nextAnnounced({ meetings, breakout, circleOpensAt }: RoomState): number | null {
  const pending = meetings.filter(({ refusal }) => refusal === null);
  const times = [
    ...pending.map(({ startsAt, lapsesAt }) => startsAt ?? lapsesAt),
    ...(breakout?.arrivals ?? []).map(({ at }) => at),
    circleOpensAt,
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** The host learns what came of it; the other one who it is that would speak with them, and when. */
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
