/** Keeps the consumers of a connection equal to what the server offers. */
import type { ConsumerDescription } from '../../protocol/messages/messages.ts';
import { HearthroomError, toHearthroomError } from '../core/hearthroom-error.ts';
import { canWatchSizes } from '../core/shown-size.ts';
import type { Request } from '../core/wire.ts';
import type { MediaConnection } from './connection/media-connection.ts';
import { type ShownLayer, ShownVideos } from './receiving/shown-videos.ts';

export interface ReceptionHandlers {
  trackReceived(description: ConsumerDescription, track: MediaStreamTrack, isReceived: boolean): void;
  trackClosed(consumerId: string): void;
  /** Paused or resumed by this client. */
  receptionChanged(consumerId: string, isReceived: boolean): void;
  failed(error: HearthroomError): void;
}

export class Reception {
  readonly #request: Request;
  readonly #handlers: ReceptionHandlers;
  /** What the server offers to this client, by consumer id. */
  readonly #offers = new Map<string, ConsumerDescription>();
  readonly #received = new Set<string>();
  #video: 'on' | 'off' = 'on';
  readonly #shown: ShownVideos;

  constructor(request: Request, handlers: ReceptionHandlers) {
    this.#request = request;
    this.#handlers = handlers;
    this.#shown = new ShownVideos({
      send: async (videos) => void (await request('showVideos', { videos })),
      isTelling: () => this.#video === 'on',
    });
  }

  offer(consumers: readonly ConsumerDescription[]): void {
    for (const description of consumers) this.#offers.set(description.consumerId, description);
  }

  handlePaused(consumerId: string, paused: boolean): void {
    const description = this.#offers.get(consumerId);
    if (description) this.#offers.set(consumerId, { ...description, paused });
  }

  /** Takes effect immediately, whatever else is in progress: what the server closed is no longer shown. */
  withdraw(consumerIds: readonly string[], connection: MediaConnection | null): void {
    for (const consumerId of consumerIds) {
      this.#offers.delete(consumerId);
      this.#shown.forget(consumerId);
      connection?.closeConsumer(consumerId);
      if (this.#received.delete(consumerId)) this.#handlers.trackClosed(consumerId);
    }
  }

  /** @param layer the highest useful layer; null: the video isn't shown, so nothing of it need be sent */
  handleShown(consumerId: string, layer: ShownLayer): void {
    if (this.#offers.get(consumerId)?.kind === 'video') this.#shown.want(consumerId, layer);
  }

  /** Everything is gone: new transports, or no longer admitted. */
  clear(connection: MediaConnection | null): void {
    this.withdraw([...this.#offers.keys()], connection);
  }

  /** After a resume: removes what is no longer offered and adds what is new; the next `sync` creates the consumers. */
  replaceOffers(consumers: readonly ConsumerDescription[], connection: MediaConnection): void {
    const kept = new Set(consumers.map(({ consumerId }) => consumerId));
    this.withdraw(
      [...this.#offers.keys()].filter((id) => !kept.has(id)),
      connection,
    );
    this.offer(consumers);
  }

  /**
   * Creates the missing consumers, then asks for their packets: for voices at once, for videos at the size at which
   * they are shown.
   */
  async sync(connection: MediaConnection): Promise<void> {
    const missing = [...this.#offers.values()].filter(({ consumerId }) => !connection.consumers.has(consumerId));
    await Promise.all(missing.map((description) => this.#receive(connection, description)));
    const made = missing.filter(({ consumerId }) => this.#received.has(consumerId));
    const idsOf = (wanted: 'audio' | 'video') =>
      made.filter(({ kind }) => kind === wanted).map(({ consumerId }) => consumerId);
    // Not awaited: the next voice would have to wait until the page has laid out its videos.
    this.#beginVideos(idsOf('video'), connection).catch((error: unknown) => {
      if (connection.isUsable) this.#handlers.failed(toHearthroomError(error));
    });
    await this.#begin(idsOf('audio'), connection);
  }

  async #beginVideos(consumerIds: string[], connection: MediaConnection): Promise<void> {
    if (consumerIds.length === 0) return;
    if (this.#video === 'off') {
      // They are paused already; this tells the server not to wait for this client to be ready for them.
      await this.#ask('pauseConsumers', consumerIds, connection);
      return;
    }
    if (canWatchSizes()) await this.#shown.untilKnown(consumerIds);
    const begun = this.#shown.begin(consumerIds);
    await this.#begin(
      consumerIds.filter((id) => !begun.has(id)),
      connection,
    );
  }

  /** Resumes consumers, which are paused at first, except those that are not wanted or were closed meanwhile. */
  async #begin(consumerIds: string[], connection: MediaConnection): Promise<void> {
    const wanted = consumerIds.filter((id) => connection.consumers.has(id) && this.#isWanted(id));
    if (wanted.length > 0) await this.#ask('resumeConsumers', wanted, connection);
  }

  get video(): 'on' | 'off' {
    return this.#video;
  }

  /** Whether videos are wanted, also those added later; `syncWanted` tells the server. */
  setVideo(video: 'on' | 'off'): void {
    this.#video = video;
    for (const id of this.#received) {
      if (this.#offers.get(id)?.kind === 'video') this.#handlers.receptionChanged(id, video === 'on');
    }
  }

  /** Resumes all consumers that are wanted and pauses the others, since a lost connection may have left this undone. */
  async syncWanted(connection: MediaConnection): Promise<void> {
    const ids = [...connection.consumers.keys()];
    const wanted = ids.filter((id) => this.#isWanted(id));
    const unwanted = ids.filter((id) => !this.#isWanted(id));
    try {
      if (unwanted.length > 0) await this.#ask('pauseConsumers', unwanted, connection);
      if (wanted.length > 0) await this.#ask('resumeConsumers', wanted, connection);
    } finally {
      // Sent until it succeeds: this also repeats what a lost answer left undone.
      this.#shown.tellAll();
    }
  }

  #isWanted(consumerId: string): boolean {
    if (this.#offers.get(consumerId)?.kind !== 'video') return true;
    return this.#video === 'on' && this.#shown.isShown(consumerId);
  }

  async #receive(connection: MediaConnection, { consumerId, ...rest }: ConsumerDescription): Promise<void> {
    try {
      const track = await connection.consume({ consumerId, ...rest });
      const description = this.#offers.get(consumerId);
      // The server closed it while it was being created.
      if (!description || !connection.consumers.has(consumerId)) {
        connection.closeConsumer(consumerId);
        return;
      }
      this.#received.add(consumerId);
      this.#handlers.trackReceived(description, track, description.kind !== 'video' || this.#video === 'on');
    } catch (error) {
      this.#offers.delete(consumerId);
      if (connection.isUsable) this.#handlers.failed(toHearthroomError(error));
    }
  }

  async #ask(
    method: 'resumeConsumers' | 'pauseConsumers',
    consumerIds: string[],
    connection: MediaConnection,
  ): Promise<void> {
    try {
      await this.#request(method, { consumerIds });
    } catch (error) {
      if (!(error instanceof HearthroomError && error.code === 'not-found')) throw error;
      // One of them was closed meanwhile: resume or pause the others one by one.
      const left = consumerIds.filter((id) => connection.consumers.has(id));
      await Promise.allSettled(left.map((id) => this.#request(method, { consumerIds: [id] })));
    }
  }
}
