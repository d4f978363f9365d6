import type { RemoteTrack, Session } from '../../src/index.ts';

/** The sound of everybody else: one audio element per remote microphone, whether or not a picture of that person is shown. */
export class AudioOutlets {
  readonly #elements = new Map<RemoteTrack, HTMLMediaElement>();
  #speakerId = '';

  /** Makes the outlets match the session's tracks; `speakerId` '' is the system's speaker. */
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

  /** A browser stops what is taken out of its page, also for the moment of a move. */
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

  /** A track that was withdrawn may come again, and then is given to a new element. */
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
  // A speaker that was unplugged: the sound stays where it is.
  element.setSinkId(speakerId).catch(() => {});
}
