/**
 * Room media without a worker: opens transports that carry nothing, and reports the quality of each participant's own
 * connection.
 */
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import type {
  ForwardingPolicy,
  MediaEngine,
  RoomMedia,
  RoomMediaHandlers,
} from '../../../../server/src/rooms/ports.ts';

const transport = {
  id: 'none',
  iceParameters: { usernameFragment: 'u', password: 'p' },
  iceCandidates: [],
  dtlsParameters: { role: 'auto' as const, fingerprints: [] },
};

export class QualityMedia implements MediaEngine {
  readonly rtpCapabilities = {};
  /** Ids under which media is open. */
  readonly open = new Set<string>();
  /** Of the room that was opened last. */
  policy: ForwardingPolicy | null = null;
  #handlers: RoomMediaHandlers | null = null;

  async createRoomMedia({ policy, handlers }: Parameters<MediaEngine['createRoomMedia']>[0]): Promise<RoomMedia> {
    this.policy = policy;
    this.#handlers = handlers;
    return this.#roomMedia();
  }

  /** Reports for everybody with media that their own connection is lost. */
  reportLost(): void {
    for (const id of this.open) this.#handlers?.connectionQualityChanged(id, [{ seatId: id, quality: 'lost' }]);
  }

  #roomMedia(): RoomMedia {
    const close = (id: string) => void this.open.delete(id);
    const check = (id: string) => {
      if (!this.open.has(id)) throw new AppError('not-found');
    };
    const refuse = () => Promise.reject(new AppError('not-found'));
    return {
      openPeer: async (id) => {
        this.open.add(id);
        return { send: transport, receive: transport };
      },
      describePeer: (id) => (this.open.has(id) ? { tracks: [], consumers: [] } : null),
      closePeer: close,
      removePeer: close,
      connectTransport: async (id) => check(id),
      restartIce: async (id) => {
        check(id);
        return transport.iceParameters;
      },
      acceptSources: check,
      publishTrack: refuse,
      closeTrack: check,
      pauseTrack: refuse,
      resumeTrack: refuse,
      muteTrack: () => null,
      resumeConsumers: async (id) => check(id),
      pauseConsumers: async (id) => check(id),
      setPreferredLayers: refuse,
      showVideos: async (id) => check(id),
      sync: () => {},
      hold: () => {},
      close: () => this.open.clear(),
    };
  }
}
