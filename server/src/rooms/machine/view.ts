/**
 * What a connection may know. A whole snapshot is sent on connecting; later notifications are differences between two
 * snapshots.
 */

import type {
  AdmittedSnapshot,
  BackgroundBlur,
  Participant,
  Place,
  RoomEncryption,
  Self,
  Snapshot,
  WaitingEntry,
  WaitingSnapshot,
  WaitReason,
} from '@hearthroom/sdk/protocol';
import { agreementView, mayBeAdmittedByAgreement } from './entry/accepted-agreement.ts';
import { consentsView, missingConsents } from './entry/consent.ts';
import { departuresView } from './entry/departures.ts';
import { breakoutView } from './group/breakout.ts';
import { checkInView } from './group/check-in.ts';
import { circleOpeningView } from './group/circle.ts';
import { goRoundView } from './group/go-round.ts';
import { helpView } from './group/help.ts';
import { askedByView, meetingView } from './group/meeting.ts';
import { displayName, handsView, spotlightView } from './group/presence.ts';
import { turnUndoView } from './group/turn-undo.ts';
import { effectiveGrants, instantMs, isHost, seatOf, seatOfConnection, seatsOf } from './model/state.ts';
import type { Challenger, ConnectionId, RoomState, Seat } from './model/types.ts';
import { endsAtOf } from './time/ending.ts';
import { extensionUndoView } from './time/extension.ts';
import { lastHoldView } from './time/hold.ts';
import { leadOf } from './time/lead.ts';
import { therapistAwayView } from './time/therapist-absence.ts';
import { keysView, ownEncryptionOfDevice, ownEncryptionView } from './visibility/encryption.ts';
import { maySee, maySeeId, placeOf, privatePairOf, samePlace } from './visibility/places.ts';

/** Everything that this connection may know; null when it holds no seat here. */
export function viewOf(state: RoomState, connectionId: ConnectionId): Snapshot | null {
  const seat = seatOfConnection(state, connectionId);
  if (!seat || state.phase === 'ended') return null;
  if (seat.challenger?.connectionId === connectionId) return challengerView(state, seat, seat.challenger);
  if (seat.state === 'waiting') return waitingView(state, seat);
  return seat.state === 'admitted' ? admittedView(state, seat) : null;
}

/** Must not depend on any other seat, except for the id, name and keys of a host who previews this person or announced it. */
function waitingView(state: RoomState, seat: Seat): WaitingSnapshot {
  const { role, grants } = seat.claims;
  const place = placeInWaiting(state, seat);
  const self = { id: seat.id, name: displayName(seat), role, grants, place, ...ownEncryptionView(state, seat) };
  return { state: 'waiting', self, room: { ...waitingRoomView(state, seat), ...meetingView(state, seat) } };
}

/** A waiting person who is invited to a preview is told by whom. */
function placeInWaiting(state: RoomState, seat: Seat): Place {
  const place = placeOf(state, seat.id);
  const host = place.kind === 'preview' ? seatOf(state, place.participantId) : undefined;
  return host && place.kind === 'preview' ? { ...place, name: displayName(host), ...keysView(state, host) } : place;
}

/** A second device: shows nothing about what happens on the seat it waits for. */
function challengerView(state: RoomState, seat: Seat, challenger: Challenger): WaitingSnapshot {
  const { name, role, grants } = challenger.claims;
  const place: Place = { kind: 'group' };
  return {
    state: 'waiting',
    self: { id: seat.id, name, role, grants, place, ...ownEncryptionOfDevice(state, challenger) },
    room: waitingRoomView(state, challenger),
  };
}

function waitingRoomView(state: RoomState, holder: Seat | Challenger): WaitingSnapshot['room'] {
  const { title, opensAt, waitingMessage, recording } = state.settings;
  const agreement = agreementView(state, holder);
  return {
    title,
    opensAt: instantMs(opensAt),
    waitingMessage,
    recording,
    ...encryptionView(state),
    ...backgroundView(state),
    agreement,
    ...waitReasonOf(holder),
  };
}

const encryptionView = ({ settings: { encryption } }: RoomState): { encryption?: RoomEncryption } =>
  encryption === 'off' ? {} : { encryption };

const backgroundView = ({ settings: { backgroundBlur } }: RoomState): { backgroundBlur?: BackgroundBlur } =>
  backgroundBlur === 'off' ? { backgroundBlur } : {};

const waitReasonOf = (holder: Seat | Challenger): { waitsBecause?: WaitReason } =>
  'waitsBecause' in holder && holder.waitsBecause !== null ? { waitsBecause: holder.waitsBecause } : {};

function admittedView(state: RoomState, viewer: Seat): AdmittedSnapshot {
  const grants = effectiveGrants(state, viewer);
  const self: Self = {
    id: viewer.id,
    name: displayName(viewer),
    role: viewer.claims.role,
    grants,
    place: placeOf(state, viewer.id),
    ...ownEncryptionView(state, viewer),
  };
  return {
    state: 'admitted',
    self,
    room: roomView(state, viewer),
    participants: seatsOf(state)
      .filter((seat) => seat.id !== viewer.id && maySee(state, viewer, seat))
      .sort((a, b) => a.admissionOrder - b.admissionOrder)
      .map((seat) => ({
        ...participantView(seat, grants.canSeeLabels, !samePlace(state, viewer, seat)),
        ...(isHost(viewer) && askedByView(state, seat.id)),
        ...keysView(state, seat),
      })),
    ...(grants.canAdmit && { waiting: queueOf(state).map((entry) => withoutLabel(entry, grants.canSeeLabels)) }),
  };
}

/** Names nobody whom the viewer may not see, except an observer about whom a host asks the clients. */
function roomView(state: RoomState, viewer: Seat): AdmittedSnapshot['room'] {
  const { settings } = state;
  const leadId = leadOf(state);
  return {
    title: settings.title,
    phase: state.phase,
    locked: settings.locked,
    waitingRoom: settings.waitingRoom,
    endsAt: endsAtOf(state),
    ...extensionUndoView(state, viewer),
    recording: settings.recording,
    ...encryptionView(state),
    ...backgroundView(state),
    circle: state.circle,
    ...circleOpeningView(state, viewer),
    ...meetingView(state, viewer),
    privateChat: settings.privateChat,
    chatHistory: settings.chatHistory,
    hands: handsView(state, viewer),
    spotlightId: spotlightView(state, viewer),
    goRound: goRoundView(state, viewer),
    ...turnUndoView(state, viewer),
    breakout: breakoutView(state, viewer),
    ...checkInView(state, viewer),
    consents: consentsView(state, viewer),
    help: helpView(state, viewer),
    ...departuresView(state, viewer),
    agreement: agreementView(state, viewer),
    ...(state.phase === 'held' && settings.whileHeld === 'pause' && { mediaPaused: true }),
    heldUntil: state.timers.grace?.dueAt ?? null,
    absencePolicy: settings.absencePolicy,
    // Null also when the lead waits, left or was removed, so that the viewer cannot distinguish these cases.
    leadId: leadId !== null && maySeeId(state, viewer, leadId) ? leadId : null,
    leadIsLent: state.handedOverTo !== null,
    ...therapistAwayView(state, viewer),
    ...lastHoldView(state, viewer),
  };
}

function participantView(seat: Seat, showLabel: boolean, away: boolean): Participant {
  const { label, role } = seat.claims;
  const connection = seat.state === 'admitted' ? 'connected' : 'reconnecting';
  return {
    id: seat.id,
    name: displayName(seat),
    ...(showLabel && label !== null && { label }),
    role,
    connection,
    away,
  };
}

function withoutLabel(entry: WaitingEntry, showLabel: boolean): WaitingEntry {
  if (showLabel) return entry;
  const { label: _hidden, ...rest } = entry;
  return rest;
}

/**
 * All waiting people and second devices, longest wait first. Ties (all put back at once) are ordered by id and not by
 * epoch: so a lost connection costs nobody their position, and a client can keep the same order from notifications.
 * Includes labels: callers remove them for viewers who may not see them.
 */
export function queueOf(state: RoomState): WaitingEntry[] {
  const entries = seatsOf(state).flatMap((seat) => [
    ...(seat.state === 'waiting' ? [seatEntry(state, seat)] : []),
    ...(seat.challenger ? [challengerEntry(state, seat, seat.challenger)] : []),
  ]);
  return entries.sort((a, b) => a.waitingSince - b.waitingSince || compareText(a.id, b.id) || a.epoch - b.epoch);
}

/** Compares code units, independent of the locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function seatEntry(state: RoomState, seat: Seat): WaitingEntry {
  return {
    ...entryView(state, seat, seat),
    name: displayName(seat),
    connection: seat.connectionId === null ? 'dropped' : 'connected',
    secondDevice: false,
    ...(seat.otherDevice && { otherDevice: true }),
    previewedBy: privatePairOf(state, seat.id)?.hostId ?? null,
    ...askedByView(state, seat.id),
  };
}

function challengerEntry(state: RoomState, seat: Seat, challenger: Challenger): WaitingEntry {
  return {
    ...entryView(state, seat, challenger),
    name: challenger.claims.name,
    connection: challenger.connectionId === null ? 'dropped' : 'connected',
    secondDevice: true,
    previewedBy: null,
  };
}

function entryView(state: RoomState, seat: Seat, holder: Seat | Challenger) {
  const { claims, epoch, waitingSince } = holder;
  return {
    id: seat.id,
    epoch,
    ...(claims.label !== null && { label: claims.label }),
    role: claims.role,
    waitingSince,
    agreed: mayBeAdmittedByAgreement(state, claims, holder),
    consentMissing: missingConsents(state, seat, claims) > 0,
    ...waitReasonOf(holder),
    ...keysView(state, holder),
  };
}
