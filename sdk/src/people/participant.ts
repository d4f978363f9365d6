import type { ConnectionQuality, Participant } from '../../protocol/messages/messages.ts';
import type { Role, TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { RemoteTrack } from './remote-track.ts';

/** Another admitted person. The object stays the same while they are in the room; its values follow the room. */
export class RemoteParticipant {
  readonly id: string;
  readonly #tracks = new Map<TrackSource, RemoteTrack>();
  #view: Participant;
  #connectionQuality: ConnectionQuality = 'good';

  /** Made by the Session. */
  constructor(view: Participant) {
    this.id = view.id;
    this.#view = view;
  }

  /** Shown to everybody. */
  get name(): string {
    return this.#view.name;
  }

  /** The real name or file number, for those who may see it. */
  get label(): string | undefined {
    return this.#view.label;
  }

  get role(): Role {
    return this.#view.role;
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#view.connection;
  }

  /** How well their media reaches the server and the others' reaches them (event connectionQualityChanged). */
  get connectionQuality(): ConnectionQuality {
    return this.#connectionQuality;
  }

  /** Admitted, but for now in another part of the session. */
  get away(): boolean {
    return this.#view.away;
  }

  /** What this client receives of them now. */
  get tracks(): ReadonlyMap<TrackSource, RemoteTrack> {
    return this.#tracks;
  }

  /** The server's word; called by the Session. */
  handleView(view: Participant): void {
    this.#view = view;
  }

  /** The server's word; called by the Session. */
  handleConnectionQuality(quality: ConnectionQuality): void {
    this.#connectionQuality = quality;
  }

  /** Called by the Session. */
  handleTrackAdded(track: RemoteTrack): void {
    this.#tracks.set(track.source, track);
  }

  /** Called by the Session. */
  handleTrackRemoved(track: RemoteTrack): void {
    if (this.#tracks.get(track.source) === track) this.#tracks.delete(track.source);
  }
}
