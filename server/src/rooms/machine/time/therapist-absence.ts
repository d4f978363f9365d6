/**
 * The therapist is away while the session continues under another host. Hosts are told. After a while every present
 * host may extend the session, so that it does not close at a time that only the therapist could change.
 */
import type { TherapistAway } from '@hearthroom/sdk/protocol';
import { displayName } from '../group/presence.ts';
import type { Draft } from '../model/draft.ts';
import { effectiveGrants, isHost, presentHosts, seatOf, shortLossMs } from '../model/state.ts';
import type { RoomState, Seat } from '../model/types.ts';
import { endsAtOf, minuteMs } from './ending.ts';
import { isPresentTherapist } from './lead.ts';

/** After every event. Without a therapist from the start there is no absence. */
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
  // Once given it stays during this absence; otherwise extending the session would remove it.
  if (mayExtendAt !== null && mayExtendAt <= now) absence.stage = 'may-extend';
  if (absence.stage === 'blip' && absence.since + shortLossMs <= now) absence.stage = 'away';
}

/** If several are present, the one who leads. */
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
  return Math.min(absence.since + shortLossMs, mayExtendAt ?? Infinity);
}

/** By the room's setting. In the last minute already after a blip: later would be too late to extend. */
function mayExtendAtOf(state: RoomState): number | null {
  const { therapistAbsence: absence, settings } = state;
  if (!absence || settings.absenceExtendSeconds === null) return null;
  const afterMs = settings.absenceExtendSeconds * 1_000;
  const lastMinuteAt = (endsAtOf(state) ?? Infinity) - minuteMs;
  return Math.min(absence.since + afterMs, Math.max(absence.since + shortLossMs, lastMinuteAt));
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
