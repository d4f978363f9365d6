/** Makes views of a Session: pure reads, no events, no changes. */
import type {
  LocalParticipant,
  RemoteParticipant,
  RemoteTrack,
  Session,
  SessionState,
  WaitingParticipant,
} from '../src/index.ts';
import type { Page, PersonView, RoomView, WaitingView } from './view.ts';

/** The page that fits a state. A lost connection keeps the page on which it was lost. */
export function pageOf(state: SessionState, current: Page): Page {
  switch (state) {
    case 'idle':
      return 'lobby';
    case 'connecting':
      return current === 'closed' ? 'lobby' : current;
    case 'waiting':
      return 'waiting';
    case 'joined':
      return 'call';
    case 'reconnecting':
      return current;
    case 'closed':
      return 'closed';
  }
}

export function roomOf(room: Session['room']): RoomView {
  const title = room?.title ?? '';
  const held =
    room?.phase === 'held'
      ? { untilMs: room.heldUntil ?? null, policy: room.absencePolicy ?? 'return-to-waiting' }
      : null;
  return { title, locked: room?.locked ?? false, closesAtMs: room?.closesAt ?? null, held };
}

export function waitingOf(entry: WaitingParticipant): WaitingView {
  const { id, epoch, name, role, connection, secondDevice } = entry;
  return {
    id,
    epoch,
    name,
    role,
    connection,
    secondDevice,
    label: entry.label ?? null,
    waitingSinceMs: entry.waitingSince,
  };
}

/** Everybody in the session, oneself last. */
export function peopleOf(session: Session): PersonView[] {
  const speaking = new Set(session.activeSpeakers.map((speaker) => speaker.participantId));
  const others = [...session.participants.values()].map((participant) =>
    remoteOf(participant, speaking.has(participant.id)),
  );
  const self = session.localParticipant;
  return [...others, selfOf(self, speaking.has(self.id))];
}

function remoteOf(participant: RemoteParticipant, isSpeaking: boolean): PersonView {
  const { id, name, role, connection, away, tracks } = participant;
  const microphone = liveTrack(tracks.get('microphone'));
  return {
    id,
    name,
    label: participant.label ?? null,
    role,
    isSelf: false,
    connection,
    away,
    speaking: isSpeaking && microphone !== null,
    microphone: microphone ? 'on' : role === 'observer' ? 'none' : 'off',
    camera: liveTrack(tracks.get('camera')),
    screen: liveTrack(tracks.get('screen')),
    mirrored: false,
  };
}

function selfOf(self: LocalParticipant, isSpeaking: boolean): PersonView {
  const isHeard = self.isEnabled('microphone');
  return {
    id: self.id,
    name: self.name,
    label: null,
    role: self.role,
    isSelf: true,
    connection: 'connected',
    away: false,
    speaking: isSpeaking && isHeard,
    microphone: isHeard ? 'on' : self.grants.publishMicrophone ? 'off' : 'none',
    camera: self.isEnabled('camera') ? self.track('camera') : null,
    screen: self.isEnabled('screen') ? self.track('screen') : null,
    mirrored: isMirrored(self),
  };
}

/** A camera that looks away from its user shows what the user sees; only one that looks at them is a mirror. */
export function isMirrored(self: LocalParticipant): boolean {
  return self.track('camera')?.mediaStreamTrack.getSettings().facingMode !== 'environment';
}

function liveTrack(track: RemoteTrack | undefined): RemoteTrack | null {
  return track && !track.paused ? track : null;
}
