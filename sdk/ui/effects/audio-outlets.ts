import type { RemoteTrack, Session } from '../../src/index.ts';

/**
 * The sound of the others: one audio element for each remote microphone and each shared sound, whether or not a picture
 * of that person is shown.
 */
export class AudioOutlets {
  readonly #elements = new Map<RemoteTrack, HTMLMediaElement>();
  #speakerId = '';

  /**
   * Makes the audio elements match the session's tracks.
   * @param speakerId '' for the system's speaker
   */
  sync(session: Session, container: HTMLElement, speakerId: string): void {
    const wanted = new Set<RemoteTrack>();
    const { previewedParticipant } = session;
    for (const participant of [
      ...session.participants.values(),
      ...(previewedParticipant ? [previewedParticipant] : []),
    ]) {
      for (const track of participant.tracks.values()) if (track.kind === 'audio') wanted.add(track);
    }
    for (const track of this.#elements.keys()) if (!wanted.has(track)) this.remove(track);
    for (const track of wanted) if (!this.#elements.has(track)) this.#add(track, container);
    if (speakerId !== this.#speakerId) this.#setSpeaker(speakerId);
  }

  /** Restarts playback: browsers stop elements that are removed from the page, also while they are moved. */
  resume(): void {
    for (const [track, element] of this.#elements) if (element.paused) track.attach(element);
  }

  /** Idempotent; sync() may follow. */
  close(): void {
    for (const track of [...this.#elements.keys()]) this.remove(track);
  }

  #add(track: RemoteTrack, container: HTMLElement): void {
    const element = track.attach();
    this.#elements.set(track, element);
    container.append(element);
    if (this.#speakerId !== '') sink(element, this.#speakerId);
  }

  /** A removed track may come back, and then gets a new element. */
  remove(track: RemoteTrack): void {
    const element = this.#elements.get(track);
    if (!element) return;
    this.#elements.delete(track);
    track.detach(element);
    element.remove();
  }

  #setSpeaker(speakerId: string): void {
    this.#speakerId = speakerId;
    for (const element of this.#elements.values()) sink(element, speakerId);
  }
}

function sink(element: HTMLMediaElement, speakerId: string): void {
  if (!('setSinkId' in element)) return;
  // If the speaker was unplugged, the sound stays where it is.
  element.setSinkId(speakerId).catch(() => {});
}
