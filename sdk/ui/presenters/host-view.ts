import type { HelpRequest, Session, RoomView as SessionRoom, TherapistAway } from '../../src/index.ts';
import type { SessionController } from '../controllers/session-controller.ts';
import { reasonOf } from '../notices/turn-notices.ts';
import type { Texts } from '../texts/texts.ts';
import { groupName } from '../views/group-name.ts';
import { checkInHostOf } from '../views/session/check-in-view.ts';
import { cannotEncryptOf } from '../views/session/encryption-view.ts';
import { isFreeToSpeakAlone, waitingOf } from '../views/session/read-session.ts';
import type {
  BreakoutGroupView,
  BreakoutView,
  ExtensionUndoView,
  GoRoundView,
  HelpView,
  HostView,
  NameView,
  TherapistAwayView,
} from '../views/view-types.ts';

type NameOf = (id: string) => NameView;

/** What hosts see; null for everybody else. */
export function hostViewOf({ session, sound }: SessionController, texts: Texts): HostView | null {
  const { room, localParticipant, participants } = session;
  const { isHost, grants, id: selfId } = localParticipant;
  if (!isHost) return null;
  const nameOf: NameOf = (id) => ({
    id,
    name: id === selfId ? localParticipant.name : (participants.get(id)?.name ?? ''),
  });
  const memberOf = (id: string) => ({ ...nameOf(id), label: participants.get(id)?.label ?? null });
  return {
    waiting: session.waitingParticipants.map((entry) =>
      waitingOf(entry, room, selfId, isFreeToSpeakAlone(session), cannotEncryptOf(entry, session)),
    ),
    observers: (room?.consents ?? [])
      .filter(({ participantId }) => participants.has(participantId))
      .map(({ participantId: id, name, missing = 0 }) => ({ id, name, missing })),
    departures: (room?.departures ?? []).map(({ participantId: id, name, how }) => ({ id, name, how })),
    canModerate: grants.canModerate,
    canEnd: grants.canEnd,
    // Without this grant (older servers), hosts who may end the session may extend it.
    canExtend: grants.canExtend ?? grants.canEnd,
    therapistAway: therapistAwayOf(room?.therapistAway ?? null),
    sound,
    help: (room?.help ?? []).map((request) => helpOf(request, session, nameOf)),
    hands: (room?.hands ?? []).map(nameOf),
    circleClosed: room?.circle === 'closed' && room.circleOpening === undefined,
    goRound: goRoundOf(room?.goRound ?? null, nameOf),
    turnUndo: room?.turnUndo
      ? { ...nameOf(room.turnUndo.participantId), isSelf: room.turnUndo.participantId === selfId }
      : null,
    extensionUndo: extensionUndoOf(room),
    breakout: breakoutOf(room?.breakout ?? null, memberOf, selfId, texts),
    checkIn: checkInHostOf(session, texts),
  };
}

function helpOf(
  { participantId, note, since, takenBy, unreadable }: HelpRequest,
  session: Session,
  nameOf: NameOf,
): HelpView {
  const { localParticipant, participants, place, room } = session;
  const groups = room?.breakout?.groups ?? [];
  const groupOf = (id: string): string | null =>
    groups.find(({ participantIds }) => participantIds.includes(id))?.id ?? null;
  const id = groupOf(participantId);
  const isElsewhere = id !== groupOf(localParticipant.id);
  // A host in a talk of two is not offered to leave it: the other person may be in the middle of something.
  const isFree = localParticipant.grants.canModerate && (place.kind === 'group' || place.kind === 'breakout');
  const person = participants.get(participantId);
  const askedBy = person?.askedBy;
  return {
    ...nameOf(participantId),
    note: note ?? '',
    unreadable: unreadable === true,
    sinceMs: since,
    takenBy: takenBy === undefined ? null : { name: nameOf(takenBy).name, isSelf: takenBy === localParticipant.id },
    group: isFree && isElsewhere ? { id } : null,
    canSpeakAlone:
      isFree &&
      isFreeToSpeakAlone(session) &&
      person?.connection === 'connected' &&
      askedBy === undefined &&
      (isElsewhere || !person.away),
    askedByOther: askedBy !== undefined && askedBy !== localParticipant.id,
  };
}

function therapistAwayOf(away: TherapistAway | null): TherapistAwayView | null {
  if (!away) return null;
  const { participantId: id, name, how, since, mayExtendAt, canBeExtended } = away;
  return { id, name, how, sinceMs: since, mayExtendAtMs: mayExtendAt, canBeExtended };
}

function extensionUndoOf(room: SessionRoom | null): ExtensionUndoView | null {
  if (!room?.extensionUndo) return null;
  const { endsAt: endsAtMs, noticeMinutes, until: untilMs } = room.extensionUndo;
  return { endsAtMs, noticeMinutes, untilMs };
}

function goRoundOf(round: SessionRoom['goRound'] | null, nameOf: NameOf): GoRoundView | null {
  if (!round) return null;
  const { order, turn, turnEndsAt, state, passesAt, missed } = round;
  return {
    order: order.map(nameOf),
    turn,
    endsAtMs: turnEndsAt,
    paused: state === 'paused',
    pausedBecause: reasonOf(round) ?? null,
    passesAtMs: passesAt ?? null,
    missed: (missed ?? []).map(nameOf),
  };
}

function breakoutOf(
  breakout: SessionRoom['breakout'] | null,
  memberOf: (id: string) => BreakoutGroupView['members'][number],
  selfId: string,
  texts: Texts,
): BreakoutView | null {
  if (!breakout) return null;
  const { groups, endsAt, closingAt } = breakout;
  return {
    groups: groups.map(({ id, name, participantIds }) => ({
      id,
      name: groupName(name, texts),
      members: participantIds.map(memberOf),
    })),
    endsAtMs: endsAt,
    closingAtMs: closingAt,
    ownGroupId: groups.find(({ participantIds }) => participantIds.includes(selfId))?.id ?? null,
  };
}
