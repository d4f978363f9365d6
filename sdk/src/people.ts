/** The other people in the group and what is received of them; tells the frontend what changes. */
import type { ConsumerDescription, Participant } from '../protocol/messages.ts';
import type { Playback } from './attachable.ts';
import { RemoteParticipant } from './participant.ts';
import { RemoteTrack } from './remote-track.ts';
import type { ListChanges } from './roster-changes.ts';
import type { SessionEvents } from './session-types.ts';

type Told =
  | 'participantConnected'
  | 'participantDisconnected'
  | 'participantUpdated'
  | 'trackSubscribed'
  | 'trackUnsubscribed'
  | 'trackUpdated';

export type Tell = <Name extends Told>(event: Name, ...args: SessionEvents[Name]) => void;

export class People {
  readonly #participants = new Map<string, RemoteParticipant>();
  /** By consumer. A track may come a moment before its owner is known; it is told once both are there. */
  readonly #tracks = new Map<string, RemoteTrack>();
  readonly #playback: Playback;
  readonly #tell: Tell;
  readonly #handleShownHeight: (consumerId: string, heightPx: number) => void;

  /** @param handleShownHeight how large a video is shown now, in pixels of the screen */
  constructor(playback: Playback, tell: Tell, handleShownHeight: (consumerId: string, heightPx: number) => void) {
    this.#playback = playback;
    this.#tell = tell;
    this.#handleShownHeight = handleShownHeight;
  }

  get participants(): ReadonlyMap<string, RemoteParticipant> {
    return this.#participants;
  }

  /** Brings the participants in step with the roster. */
  follow({ removed, updated, added }: ListChanges<Participant>): void {
    for (const { id } of removed) this.#remove(id);
    for (const view of updated) this.#update(view);
    for (const view of added) this.#add(view);
  }

  addTrack(description: ConsumerDescription, mediaStreamTrack: MediaStreamTrack): void {
    const { consumerId } = description;
    const track = new RemoteTrack(description, mediaStreamTrack, this.#playback, (heightPx) =>
      this.#handleShownHeight(consumerId, heightPx),
    );
    this.#tracks.set(consumerId, track);
    const owner = this.#participants.get(track.participantId);
    if (owner) this.#announce(track, owner);
  }

  handlePaused(consumerId: string, paused: boolean): void {
    const track = this.#tracks.get(consumerId);
    if (!track || track.paused === paused) return;
    track.handlePaused(paused);
    const owner = this.#participants.get(track.participantId);
    if (owner) this.#tell('trackUpdated', track, owner);
  }

  removeTrack(consumerId: string): void {
    const track = this.#tracks.get(consumerId);
    if (!track) return;
    this.#tracks.delete(consumerId);
    this.#withdraw(track);
  }

  #add(view: Participant): void {
    const participant = new RemoteParticipant(view);
    this.#participants.set(view.id, participant);
    this.#tell('participantConnected', participant);
    for (const track of this.#tracks.values()) {
      if (track.participantId === view.id) this.#announce(track, participant);
    }
  }

  #update(view: Participant): void {
    const participant = this.#participants.get(view.id);
    if (!participant) return;
    participant.handleView(view);
    this.#tell('participantUpdated', participant);
  }

  #remove(id: string): void {
    const participant = this.#participants.get(id);
    if (!participant) return;
    for (const [consumerId, track] of this.#tracks) if (track.participantId === id) this.removeTrack(consumerId);
    this.#participants.delete(id);
    this.#tell('participantDisconnected', participant);
  }

  #announce(track: RemoteTrack, owner: RemoteParticipant): void {
    owner.handleTrackAdded(track);
    this.#tell('trackSubscribed', track, owner);
  }

  #withdraw(track: RemoteTrack): void {
    const owner = this.#participants.get(track.participantId);
    owner?.handleTrackRemoved(track);
    // Told first: a frontend that takes its elements out of the page gets them from detach().
    if (owner) this.#tell('trackUnsubscribed', track, owner);
    track.detach();
  }
}
