/** Live state that is in no snapshot: who speaks, and how well media passes. */
import type { ConnectionQuality } from '../../protocol/messages/messages.ts';
import type { LocalParticipant } from '../local/local-participant.ts';
import type { RemoteParticipant } from '../people/participant.ts';
import type { SessionEvents } from './types/session-events.ts';
import type { ActiveSpeaker, MediaDegradation } from './types/session-types.ts';

export interface LiveSignalsHooks {
  /** This client, another person in the group, or the other person in a preview. */
  find(participantId: string): LocalParticipant | RemoteParticipant | undefined;
  tell<Name extends 'activeSpeakersChanged' | 'connectionQualityChanged' | 'mediaDegradationChanged'>(
    event: Name,
    ...args: SessionEvents[Name]
  ): void;
}

export class LiveSignals {
  readonly #hooks: LiveSignalsHooks;
  #speakers: readonly ActiveSpeaker[] = [];
  #degradation: MediaDegradation | null = null;

  constructor(hooks: LiveSignalsHooks) {
    this.#hooks = hooks;
  }

  /** The people who speak now, loudest first. */
  get speakers(): readonly ActiveSpeaker[] {
    return this.#speakers;
  }

  get degradation(): MediaDegradation | null {
    return this.#degradation;
  }

  handleSpeakers(speakers: readonly ActiveSpeaker[]): void {
    if (speakers.length === 0 && this.#speakers.length === 0) return;
    this.#speakers = speakers;
    this.#hooks.tell('activeSpeakersChanged', [...speakers]);
  }

  /** After every connect all qualities are good; the server sends those that are not. */
  handleConnected(everybody: readonly (LocalParticipant | RemoteParticipant)[]): void {
    this.handleQualities(everybody.map(({ id }) => ({ participantId: id, quality: 'good' })));
  }

  handleDisconnected(): void {
    this.handleSpeakers([]);
    this.handleDegradation(null);
  }

  handleDegradation(degradation: MediaDegradation | null): void {
    if (degradation === this.#degradation) return;
    this.#degradation = degradation;
    this.#hooks.tell('mediaDegradationChanged', degradation);
  }

  handleQualities(qualities: readonly { participantId: string; quality: ConnectionQuality }[]): void {
    for (const { participantId, quality } of qualities) {
      const participant = this.#hooks.find(participantId);
      if (!participant || participant.connectionQuality === quality) continue;
      participant.handleConnectionQuality(quality);
      this.#hooks.tell('connectionQualityChanged', participant, quality);
    }
  }
}
