import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';

export interface PeopleNewsOptions {
  session: Session;
  texts: () => Texts;
  /** Announces a text to screen readers, politely. */
  announce: (text: string) => void;
  /** Dispatches an event to the embedding page. */
  emit: (name: string, detail: Record<string, unknown>) => void;
  ring: () => void;
  changed: () => void;
}

/**
 * Reports who comes, leaves and waits: announced to hosts by name, dispatched to the embedding page by id.
 * @returns functions that stop it
 */
export function tellPeopleNews({ session, texts, announce, emit, ring, changed }: PeopleNewsOptions): (() => void)[] {
  // People who were there first are reported before this person has joined, and are not announced.
  const isNewsForHost = (): boolean => session.state === 'joined' && session.localParticipant.isHost;
  return [
    session.on('participantConnected', ({ id, name }) => {
      if (isNewsForHost()) announce(texts().announce.joined(name));
      emit('hearthroom-participant-connected', { participantId: id });
      changed();
    }),
    session.on('participantDisconnected', ({ id, name }) => {
      // Departures without a host's action are announced as a notice.
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
