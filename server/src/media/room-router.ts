/** A room's place on one worker: the router, the ports its transports use, and the measuring of who speaks. */
import type { types } from 'mediasoup';
import type { MediaWorker } from './media-worker.ts';
import { Speakers, type SpeakersOptions } from './speakers.ts';

export class RoomRouter {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly speakers: Speakers;

  /** @param onLost called when the worker is gone; not after `close` */
  static async create(worker: MediaWorker, options: SpeakersOptions, onLost: () => void): Promise<RoomRouter> {
    const router = await worker.createRouter();
    try {
      const speakers = await Speakers.create(router, options);
      router.once('workerclose', onLost);
      return new RoomRouter(router, worker.webRtcServer, speakers);
    } catch (error) {
      router.close();
      throw error;
    }
  }

  private constructor(router: types.Router, webRtcServer: types.WebRtcServer, speakers: Speakers) {
    this.router = router;
    this.webRtcServer = webRtcServer;
    this.speakers = speakers;
  }

  get isClosed(): boolean {
    return this.router.closed;
  }

  close(): void {
    this.speakers.close();
    this.router.close();
  }
}
