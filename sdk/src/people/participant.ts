import type { ConnectionQuality, Participant } from '../../protocol/messages/messages.ts';
import type { Role, TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { RemoteTrack } from './remote-track.ts';

/**
 * Another person: in the group, or the other person in a preview. The object stays the same while they are in the room;
 * its values follow the room.
 */
export class RemoteParticipant {
  /** Id of the participant. */
  readonly id: string;
  readonly #tracks = new Map<TrackSource, RemoteTrack>();
  #view: Participant;
  #connectionQuality: ConnectionQuality = 'good';

  /** Created by the Session. */
  constructor(view: Participant) {
    this.id = view.id;
    this.#view = view;
  }

  /** Display name, shown to everybody. */
  get name(): string {
    return this.#view.name;
  }

  /** The real name or file number, for holders of `canSeeLabels`, if the token had one. */
  get label(): string | undefined {
    return this.#view.label;
  }

  /** The role of the person's token; the waiting person in a preview sees every host as `therapist`. */
  get role(): Role {
    return this.#view.role;
  }

  /** `reconnecting`: the connection is lost, and the seat is kept for its lease. */
  get connection(): 'connected' | 'reconnecting' {
    return this.#view.connection;
  }

  /**
   * How well what this person sends reaches the server; for hosts also how well the person receives (event
   * connectionQualityChanged). While the server is overloaded it is `good`: no line is at fault.
   */
  get connectionQuality(): ConnectionQuality {
    return this.#connectionQuality;
  }

  /** In another place of the session than this client: neither seen nor heard for now. */
  get away(): boolean {
    return this.#view.away;
  }

  /** `none`: this person can't encrypt end to end, or the room does not. See `Session.encryption`. */
  get encryption(): 'e2e' | 'none' {
    return this.#view.e2ee ? 'e2e' : 'none';
  }

  /** For hosts: id of the host who has asked to speak with this person alone, which has not begun. */
  get askedBy(): string | undefined {
    return this.#view.askedBy;
  }

  /** The tracks that this client receives from this person now, by source. */
  get tracks(): ReadonlyMap<TrackSource, RemoteTrack> {
    return this.#tracks;
  }

  /** Takes over what the server says. Called by the Session. */
  handleView(view: Participant): void {
    this.#view = view;
  }

  /** Takes over what the server measured. Called by the Session. */
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
