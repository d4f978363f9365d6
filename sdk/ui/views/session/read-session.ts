/** Builds views of a Session: only reads, no events, no changes. */
import type {
  LocalParticipant,
  RemoteParticipant,
  RemoteTrack,
  Session,
  RoomView as SessionRoom,
  SessionState,
  WaitingParticipant,
} from '../../../src/index.ts';
import type {
  CannotEncrypt,
  ConsentStanding,
  Page,
  PausedBy,
  PersonView,
  RoomView,
  SpeakAlone,
  TurnView,
  WaitingView,
} from '../view-types.ts';

/** The page for a state. A lost connection keeps the page on which it was lost. */
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
      ? {
          untilMs: room.heldUntil ?? null,
          policy: room.absencePolicy ?? 'return-to-waiting',
          paused: room.mediaPaused === true,
        }
      : null;
  return { title, locked: room?.locked ?? false, endsAtMs: room?.endsAt ?? null, held };
}

/**
 * @param room has the answers about an observer that are missing
 * @param isFree see isFreeToSpeakAlone
 * @param cannotEncrypt see cannotEncryptOf
 */
export function waitingOf(
  entry: WaitingParticipant,
  room: SessionRoom | null,
  selfId: string,
  isFree: boolean,
  cannotEncrypt: CannotEncrypt | null = null,
): WaitingView {
  const { id, epoch, name, role, connection, secondDevice, agreed, previewedBy, consentMissing } = entry;
  const question = room?.consents?.find(({ participantId }) => participantId === id);
  return {
    id,
    epoch,
    name,
    role,
    connection,
    secondDevice,
    otherDevice: entry.otherDevice ?? false,
    agreed,
    label: entry.label ?? null,
    waitingSinceMs: entry.waitingSince,
    previewedBy: whoOf(previewedBy, selfId),
    askedBy: whoOf(entry.askedBy, selfId),
    // Of such a person nothing may be seen or heard unencrypted, not even alone.
    speakAlone:
      connection === 'connected' && !secondDevice && cannotEncrypt !== 'required'
        ? speakAloneOf(previewedBy ?? entry.askedBy, selfId, isFree)
        : null,
    consent: consentMissing ? (question ? standingOf(question) : 'to-ask') : null,
    withdrew: entry.waitsBecause === 'agreement-withdrawn',
    cannotEncrypt,
  };
}

const whoOf = (hostId: string | null | undefined, selfId: string): 'self' | 'other' | null =>
  hostId ? (hostId === selfId ? 'self' : 'other') : null;

/** @param hostId the host who has asked the person or is alone with them */
function speakAloneOf(hostId: string | null | undefined, selfId: string, isFree: boolean): SpeakAlone {
  if (whoOf(hostId, selfId) === 'other') return 'person-busy';
  return isFree ? 'free' : 'host-busy';
}

/** Whether this host is in no conversation of two and waits for no answer; otherwise the server refuses as `busy`. */
export const isFreeToSpeakAlone = ({ place, room }: Pick<Session, 'place' | 'room'>): boolean =>
  (place.kind === 'group' || place.kind === 'breakout') && room?.meeting?.state !== 'pending';

type Question = NonNullable<SessionRoom['consents']>[number];

const standingOf = ({ missing = 0, declined = 0, mayAskAgain = false }: Question): ConsentStanding => ({
  unanswered: missing - declined,
  declined,
  mayAskAgain,
});

/** The parts of a person's view that come from the room or from recent events. */
export interface PeopleContext {
  speakingIds: ReadonlySet<string>;
  hands: readonly string[];
  turnId: string | null;
  turn: TurnView | null;
  reactionOf: (id: string) => PersonView['reaction'];
  /** No media passes, because no host is here. */
  paused: boolean;
  /** People whose key for encryption has not arrived yet. */
  securingIds: ReadonlySet<string>;
  /** Has the pictures that are paused for now. */
  degradation: Session['mediaDegradation'];
}

export function peopleContextOf(
  session: Session,
  reactionOf: PeopleContext['reactionOf'],
  securingIds: PeopleContext['securingIds'],
): PeopleContext {
  const { goRound = null, hands = [] } = session.room ?? {};
  const turnId = goRound?.order[goRound.turn] ?? null;
  const turn = turnOf(goRound);
  const isLost = session.state === 'reconnecting' && turnId === session.localParticipant.id;
  return {
    speakingIds: new Set(session.activeSpeakers.map((speaker) => speaker.participantId)),
    hands,
    turnId,
    // The server pauses the turn of a person whose connection is lost, but cannot tell them.
    turn: turn && isLost ? { ...turn, endsAtMs: null, paused: true } : turn,
    reactionOf,
    paused: session.room?.mediaPaused === true,
    securingIds,
    degradation: session.mediaDegradation,
  };
}

export function turnOf(round: SessionRoom['goRound'] | null): TurnView | null {
  if (!round) return null;
  const totalMs = round.secondsPerPerson === null ? null : round.secondsPerPerson * 1_000;
  const paused = round.state === 'paused' || round.pausedBecause !== undefined;
  return { endsAtMs: round.turnEndsAt, totalMs, paused };
}

const mayBeAlone = ({ role, away, connection }: RemoteParticipant): boolean =>
  role === 'client' && !away && connection === 'connected';

/** Everybody in the session; this person is last. */
export function peopleOf(session: Session, context: PeopleContext): PersonView[] {
  const { isHost, id: selfId } = session.localParticipant;
  const others = [...session.participants.values()].map((participant) => ({
    ...remoteOf(participant, context),
    speakAlone:
      isHost && mayBeAlone(participant) ? speakAloneOf(participant.askedBy, selfId, isFreeToSpeakAlone(session)) : null,
  }));
  return [...others, selfOf(session.localParticipant, context)];
}

/** @param participant another admitted person, or the other person in an identity check */
export function remoteOf(participant: RemoteParticipant, context: PeopleContext): PersonView {
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
    quality: participant.connectionQuality,
    speaking: context.speakingIds.has(id) && microphone !== null,
    // For a person who can't be heard now it is unknown whether the microphone is off.
    microphone: microphone ? 'on' : role === 'observer' || away || context.paused ? 'none' : 'off',
    camera: shownTrack(tracks.get('camera')),
    screen: shownTrack(tracks.get('screen')),
    ...(shownTrack(tracks.get('screen-audio')) && { sharesSound: true }),
    cameraPausedBy: pausedBy(tracks.get('camera'), context),
    screenPausedBy: pausedBy(tracks.get('screen'), context),
    mirrored: false,
    securing: context.securingIds.has(id),
    ...momentsOf(id, context),
  };
}

function momentsOf(id: string, context: PeopleContext): Pick<PersonView, 'hand' | 'reaction' | 'turn'> {
  const place = context.hands.indexOf(id);
  return {
    hand: place === -1 ? null : place + 1,
    reaction: context.reactionOf(id),
    turn: id === context.turnId ? context.turn : null,
  };
}

export function selfOf(self: LocalParticipant, context: PeopleContext): PersonView {
  const isHeard = self.isEnabled('microphone');
  return {
    id: self.id,
    name: self.name,
    label: null,
    role: self.role,
    isSelf: true,
    connection: 'connected',
    away: false,
    quality: self.connectionQuality,
    speaking: context.speakingIds.has(self.id) && isHeard,
    microphone: isHeard ? 'on' : self.grants.publishMicrophone ? 'off' : 'none',
    camera: self.isEnabled('camera') ? self.track('camera') : null,
    screen: self.isEnabled('screen') ? self.track('screen') : null,
    mirrored: isMirrored(self),
    ...momentsOf(self.id, context),
  };
}

/** A camera that faces away from its user is not mirrored. */
export function isMirrored(self: LocalParticipant): boolean {
  return self.track('camera')?.settings.facingMode !== 'environment';
}

function liveTrack(track: RemoteTrack | undefined): RemoteTrack | null {
  return track && !track.paused ? track : null;
}

function pausedBy(track: RemoteTrack | undefined, { degradation }: PeopleContext): PausedBy | null {
  return track && degradation?.pausedTracks.includes(track.id) ? degradation.cause : null;
}

/** A picture that is sent to this client now; with “sound only” there is none. */
function shownTrack(track: RemoteTrack | undefined): RemoteTrack | null {
  return track?.isReceived ? liveTrack(track) : null;
}
