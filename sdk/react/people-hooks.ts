import type { ConnectionQuality, RemoteParticipant, Role } from '../src/index.ts';
import { type Reading, useSnapshot } from './snapshot.ts';

/** Another person, at one moment. Their tracks: useTrack. */
export interface ParticipantView {
  readonly id: string;
  readonly name: string;
  /** The real name or file number, for holders of `canSeeLabels`, if the token had one. */
  readonly label?: string;
  readonly role: Role;
  /** `reconnecting`: the connection is lost, and the seat is kept for its lease. */
  readonly connection: 'connected' | 'reconnecting';
  readonly connectionQuality: ConnectionQuality;
  /** In another place of the session than this client: neither seen nor heard for now. */
  readonly away: boolean;
}

const viewOf = ({
  id,
  name,
  label,
  role,
  connection,
  connectionQuality,
  away,
}: RemoteParticipant): ParticipantView => ({
  id,
  name,
  ...(label !== undefined && { label }),
  role,
  connection,
  connectionQuality,
  away,
});

const participants: Reading<readonly ParticipantView[]> = {
  events: ['participantConnected', 'participantDisconnected', 'participantUpdated', 'connectionQualityChanged'],
  initial: [],
  read: (session) => [...session.participants.values()].map(viewOf),
};

/** The other admitted people, in the order in which they came; empty while waiting. */
export function useParticipants(): readonly ParticipantView[] {
  return useSnapshot(participants);
}

const previewed: Reading<ParticipantView | null> = {
  events: ['previewOpened', 'previewClosed', 'participantUpdated', 'connectionQualityChanged'],
  initial: null,
  read: ({ previewedParticipant }) => previewedParticipant && viewOf(previewedParticipant),
};

/** The other person in the current identity check, who is not among the participants; null without one. */
export function usePreviewedParticipant(): ParticipantView | null {
  return useSnapshot(previewed);
}

const speakers: Reading<readonly string[]> = {
  events: ['activeSpeakersChanged'],
  initial: [],
  read: (session) => session.activeSpeakers.map(({ participantId }) => participantId),
};

/** The ids of the people who speak now, loudest first. Levels: event `activeSpeakersChanged`. */
export function useActiveSpeakers(): readonly string[] {
  return useSnapshot(speakers);
}
