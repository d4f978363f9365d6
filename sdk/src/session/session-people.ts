/** The other people in the group and the tracks received from them; emits the events about them. */
import { isEqual } from '../../protocol/equal.ts';
import type { ConsumerDescription, Participant } from '../../protocol/messages/messages.ts';
import type { Playback } from '../core/attachable.ts';
import { RemoteParticipant } from '../people/participant.ts';
import { RemoteTrack } from '../people/remote-track.ts';
import type { ListChanges } from '../people/roster-changes.ts';
import type { SessionEvents } from './types/session-events.ts';

type Told =
  | 'participantConnected'
  | 'participantDisconnected'
  | 'participantUpdated'
  | 'trackSubscribed'
  | 'trackUnsubscribed'
  | 'trackUpdated'
  | 'previewOpened'
  | 'previewClosed';

export type Tell = <Name extends Told>(event: Name, ...args: SessionEvents[Name]) => void;

export class People {
  readonly #participants = new Map<string, RemoteParticipant>();
  /** By consumer id. A track may arrive before its owner is known; it is announced once both are there. */
  readonly #tracks = new Map<string, RemoteTrack>();
  readonly #playback: Playback;
  readonly #tell: Tell;
  #previewed: RemoteParticipant | null = null;
  #previewedView: Participant | null = null;
  #isClosed = false;
  readonly #handleShownHeight: (consumerId: string, heightPx: number | null) => void;

  /** @param handleShownHeight called with the height at which a video is shown, in device pixels; null: not shown */
  constructor(
    playback: Playback,
    tell: Tell,
    handleShownHeight: (consumerId: string, heightPx: number | null) => void,
  ) {
    this.#playback = playback;
    this.#tell = tell;
    this.#handleShownHeight = handleShownHeight;
  }

  get participants(): ReadonlyMap<string, RemoteParticipant> {
    return this.#participants;
  }

  /** The other person in a preview; not among the participants. */
  get previewed(): RemoteParticipant | null {
    return this.#previewed;
  }

  /** The participants, and the other person in a preview. */
  get everybody(): RemoteParticipant[] {
    return [...this.#participants.values(), ...(this.#previewed ? [this.#previewed] : [])];
  }

  /** The voices that are received, by consumer id. */
  get voices(): Map<string, MediaStreamTrack> {
    const voices = [...this.#tracks].filter(([, { source }]) => source === 'microphone');
    return new Map(voices.map(([consumerId, { mediaStreamTrack }]) => [consumerId, mediaStreamTrack]));
  }

  /** One of the participants, or the other person in a preview. */
  find(id: string): RemoteParticipant | undefined {
    const participant = this.#participants.get(id);
    return participant ?? (this.#previewed?.id === id ? this.#previewed : undefined);
  }

  /** Updates the participants, and the other person in a preview, after a change of the roster. */
  follow({ removed, updated, added }: ListChanges<Participant>, previewed: Participant | null): void {
    // The preview is closed first: a person admitted from a preview is a participant from then on.
    if (this.#previewed && this.#previewed.id !== previewed?.id) this.#closePreview(this.#previewed);
    for (const { id } of removed) this.#remove(id);
    for (const view of updated) this.#update(view);
    for (const view of added) this.#add(view);
    if (previewed && !this.#isClosed) this.#followPreview(previewed);
  }

  /** Removes everybody, also those that a `follow` around this call has not added yet. */
  close(): void {
    this.#isClosed = true;
    if (this.#previewed) this.#closePreview(this.#previewed);
    for (const id of [...this.#participants.keys()]) this.#remove(id);
  }

  addTrack(description: ConsumerDescription, mediaStreamTrack: MediaStreamTrack, isReceived: boolean): void {
    const { consumerId } = description;
    const handleShownHeight = (heightPx: number | null) => this.#handleShownHeight(consumerId, heightPx);
    const track = new RemoteTrack(description, mediaStreamTrack, this.#playback, isReceived, handleShownHeight);
    this.#tracks.set(consumerId, track);
    const owner = this.find(track.participantId);
    if (owner) this.#announce(track, owner);
  }

  handlePaused(consumerId: string, paused: boolean): void {
    const track = this.#tracks.get(consumerId);
    if (!track || track.paused === paused) return;
    track.handlePaused(paused);
    this.#tellUpdated(track);
  }

  handleReception(consumerId: string, isReceived: boolean): void {
    const track = this.#tracks.get(consumerId);
    if (!track || track.isReceived === isReceived) return;
    track.handleReception(isReceived);
    this.#tellUpdated(track);
  }

  removeTrack(consumerId: string): void {
    const track = this.#tracks.get(consumerId);
    if (!track) return;
    this.#tracks.delete(consumerId);
    this.#withdraw(track);
  }

  #add(view: Participant): void {
    if (this.#isClosed) return;
    const participant = new RemoteParticipant(view);
    this.#participants.set(view.id, participant);
    this.#tell('participantConnected', participant);
    this.#announceTracks(participant);
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

  #followPreview(view: Participant): void {
    const before = this.#previewedView;
    this.#previewedView = view;
    if (this.#previewed) {
      if (isEqual(before, view)) return;
      this.#previewed.handleView(view);
      this.#tell('participantUpdated', this.#previewed);
      return;
    }
    this.#previewed = new RemoteParticipant(view);
    this.#tell('previewOpened', this.#previewed);
    this.#announceTracks(this.#previewed);
  }

  /** Keeps the tracks, which only the server closes: some of them stay when the person is admitted. */
  #closePreview(participant: RemoteParticipant): void {
    // Also tracks that have been replaced.
    for (const track of this.#tracks.values()) if (track.participantId === participant.id) this.#withdraw(track);
    this.#previewed = null;
    this.#previewedView = null;
    this.#tell('previewClosed', participant);
  }

  #announceTracks(owner: RemoteParticipant): void {
    for (const track of this.#tracks.values()) if (track.participantId === owner.id) this.#announce(track, owner);
  }

  #tellUpdated(track: RemoteTrack): void {
    const owner = this.find(track.participantId);
    if (owner) this.#tell('trackUpdated', track, owner);
  }

  #announce(track: RemoteTrack, owner: RemoteParticipant): void {
    owner.handleTrackAdded(track);
    this.#tell('trackSubscribed', track, owner);
  }

  #withdraw(track: RemoteTrack): void {
    const owner = this.find(track.participantId);
    owner?.handleTrackRemoved(track);
    // Emitted before detaching, so that the frontend can get the elements from detach() and remove them from the page.
    if (owner) this.#tell('trackUnsubscribed', track, owner);
    track.detach();
  }
}
