/**
 * The therapist is away while the session goes on under another host. Hosts are told; after a while every one who is present may put
 * the end off, so that a session does not close under them at a time that only the therapist could change.
 */
import type { TherapistAway } from '@hearthroom/sdk/protocol';
import { displayName } from '../group/presence.ts';
import type { Draft } from '../model/draft.ts';
import { blipMs, effectiveGrants, isHost, presentHosts, seatOf } from '../model/state.ts';
import type { RoomState, Seat } from '../model/types.ts';
import { endsAtOf, minuteMs } from './ending.ts';
import { isPresentTherapist } from './lead.ts';

/** After every event. Who was never there is not away. */
export function settleTherapistAbsence({ state, now }: Draft): void {
  const therapist = presentTherapist(state);
  if (therapist) {
    state.therapistId = therapist.id;
    state.therapistAbsence = null;
    return;
  }
  if (state.therapistId === null) return;
  state.therapistAbsence ??= { since: now, stage: 'blip' };
  const absence = state.therapistAbsence;
  const mayExtendAt = mayExtendAtOf(state);
  if (absence.stage === 'may-extend' && mayExtendAt === null) absence.stage = 'away';
  // Once given it stays while the absence lasts: an end that is put off would take it back otherwise.
  if (mayExtendAt !== null && mayExtendAt <= now) absence.stage = 'may-extend';
  if (absence.stage === 'blip' && absence.since + blipMs <= now) absence.stage = 'away';
}

/** The one who leads, when several are present. */
function presentTherapist(state: RoomState): Seat | undefined {
  const therapists = presentHosts(state).filter(isPresentTherapist);
  return therapists.find(({ id }) => id === state.leadId) ?? therapists[0];
}

/** When the absence enters its next stage; null: it does not. */
export function absenceDueAt(state: RoomState): number | null {
  const { therapistAbsence: absence } = state;
  if (!absence || absence.stage === 'may-extend') return null;
  const mayExtendAt = mayExtendAtOf(state);
  if (absence.stage === 'away') return mayExtendAt;
  return Math.min(absence.since + blipMs, mayExtendAt ?? Infinity);
}

/** By the room's setting. In the last minute after a blip already: who may extend later only may not at all. */
function mayExtendAtOf(state: RoomState): number | null {
  const { therapistAbsence: absence, settings } = state;
  if (!absence || settings.absenceExtendSeconds === null) return null;
  const afterMs = settings.absenceExtendSeconds * 1_000;
  const lastMinuteAt = (endsAtOf(state) ?? Infinity) - minuteMs;
  return Math.min(absence.since + afterMs, Math.max(absence.since + blipMs, lastMinuteAt));
}

export function therapistAwayView(state: RoomState, viewer: Seat): { therapistAway?: TherapistAway | null } {
  if (!isHost(viewer)) return {};
  const { therapistAbsence: absence, therapistId } = state;
  const therapist = therapistId === null ? undefined : seatOf(state, therapistId);
  if (!absence || !therapist || absence.stage === 'blip') return { therapistAway: null };
  const mayExtendAt = absence.stage === 'may-extend' ? null : mayExtendAtOf(state);
  const isInTime = mayExtendAt !== null && mayExtendAt < (endsAtOf(state) ?? Infinity);
  return {
    therapistAway: {
      participantId: therapist.id,
      name: displayName(therapist),
      how: howGone(therapist),
      since: absence.since,
      mayExtendAt: isInTime ? mayExtendAt : null,
      canBeExtended: presentHosts(state).some((host) => effectiveGrants(state, host).canExtend),
    },
  };
}

function howGone({ state }: Seat): TherapistAway['how'] {
  if (state === 'left') return 'left';
  return state === 'suspended' || state === 'expired' ? 'connection-lost' : 'not-admitted';
}
