import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';

export interface PeopleNewsOptions {
  session: Session;
  texts: () => Texts;
  /** Says something to a screen reader, politely. */
  announce: (text: string) => void;
  /** Tells the embedding page. */
  emit: (name: string, detail: Record<string, unknown>) => void;
  ring: () => void;
  changed: () => void;
}

/** Who comes, goes and waits: read out to hosts by name, told to the embedding page by id. @returns what stops it */
export function tellPeopleNews({ session, texts, announce, emit, ring, changed }: PeopleNewsOptions): (() => void)[] {
  // Those who were in the room before oneself are told before one has joined, and are no news.
  const isNewsForHost = (): boolean => session.state === 'joined' && session.localParticipant.isHost;
  return [
    session.on('participantConnected', ({ id, name }) => {
      if (isNewsForHost()) announce(texts().announce.joined(name));
      emit('hearthroom-participant-connected', { participantId: id });
      changed();
    }),
    session.on('participantDisconnected', ({ id, name }) => {
      // Who left by themselves is read out as a notice.
      const isNoticed = session.room?.departures?.some(({ participantId }) => participantId === id);
      if (isNewsForHost() && !isNoticed) announce(texts().announce.left(name));
      emit('hearthroom-participant-disconnected', { participantId: id });
      changed();
    }),
    session.on('connectionQualityChanged', (participant, quality) => {
      const isOther = session.participants.get(participant.id) === participant;
      if (quality === 'lost' && isOther && isNewsForHost()) announce(texts().announce.interrupted(participant.name));
    }),
    session.on('waitingParticipantAdded', ({ id, name }) => {
      ring();
      announce(texts().announce.waits(name));
      emit('hearthroom-waiting-added', { participantId: id });
      changed();
    }),
    session.on('waitingParticipantRemoved', ({ id }) => {
      emit('hearthroom-waiting-removed', { participantId: id });
      changed();
    }),
  ];
}
