/** Keeps the consumers of a connection in step with what the server offers. */
import type { ConsumerDescription } from '../../protocol/messages.ts';
import { HearthroomError, toHearthroomError } from '../errors.ts';
import type { MediaConnection, Request } from './media-connection.ts';

export interface ReceptionHandlers {
  trackReceived(description: ConsumerDescription, track: MediaStreamTrack): void;
  trackClosed(consumerId: string): void;
  failed(error: HearthroomError): void;
}

export class Reception {
  readonly #request: Request;
  readonly #handlers: ReceptionHandlers;
  /** The server's word on what this client receives, by consumer id. */
  readonly #offers = new Map<string, ConsumerDescription>();
  readonly #received = new Set<string>();
  /** The highest layer last asked for, by consumer id. */
  readonly #layers = new Map<string, number>();

  constructor(request: Request, handlers: ReceptionHandlers) {
    this.#request = request;
    this.#handlers = handlers;
  }

  offer(consumers: readonly ConsumerDescription[]): void {
    for (const description of consumers) this.#offers.set(description.consumerId, description);
  }

  handlePaused(consumerId: string, paused: boolean): void {
    const description = this.#offers.get(consumerId);
    if (description) this.#offers.set(consumerId, { ...description, paused });
  }

  /** At once, whatever else is going on: what the server closed is no longer shown. */
  withdraw(consumerIds: readonly string[], connection: MediaConnection | null): void {
    for (const consumerId of consumerIds) {
      this.#offers.delete(consumerId);
      this.#layers.delete(consumerId);
      connection?.closeConsumer(consumerId);
      if (this.#received.delete(consumerId)) this.#handlers.trackClosed(consumerId);
    }
  }

  /** Asks for no higher layer of a camera than this; what has one layer is left alone. */
  prefer(consumerId: string, spatialLayer: number): void {
    const source = this.#offers.get(consumerId)?.source;
    if (source !== 'camera' || this.#layers.get(consumerId) === spatialLayer) return;
    this.#layers.set(consumerId, spatialLayer);
    this.#request('setPreferredLayers', { consumerId, spatialLayer }).catch(() => {
      // A picture that is too large for a while harms nobody: the next change of size asks again.
      this.#layers.delete(consumerId);
    });
  }

  /** Everything is gone: other transports, or no longer admitted. */
  clear(connection: MediaConnection | null): void {
    this.withdraw([...this.#offers.keys()], connection);
  }

  /** After a resume: what is offered no more goes, what is new is added; the next `sync` makes it. */
  replaceOffers(consumers: readonly ConsumerDescription[], connection: MediaConnection): void {
    const kept = new Set(consumers.map(({ consumerId }) => consumerId));
    this.withdraw(
      [...this.#offers.keys()].filter((id) => !kept.has(id)),
      connection,
    );
    this.offer(consumers);
  }

  /** Makes the consumers that are missing, then asks for all their packets in one message. */
  async sync(connection: MediaConnection): Promise<void> {
    const missing = [...this.#offers.values()].filter(({ consumerId }) => !connection.consumers.has(consumerId));
    await Promise.all(missing.map((description) => this.#receive(connection, description)));
    const made = missing.map(({ consumerId }) => consumerId).filter((id) => this.#received.has(id));
    if (made.length > 0) await this.#resume(made, connection);
  }

  /** Lets the packets of consumers come that a lost connection may have left paused. */
  async resumeAll(connection: MediaConnection): Promise<void> {
    const ids = [...connection.consumers.keys()];
    if (ids.length > 0) await this.#resume(ids, connection);
  }

  async #receive(connection: MediaConnection, { consumerId, ...rest }: ConsumerDescription): Promise<void> {
    try {
      const track = await connection.consume({ consumerId, ...rest });
      const description = this.#offers.get(consumerId);
      // Closed by the server while it was being made.
      if (!description || !connection.consumers.has(consumerId)) {
        connection.closeConsumer(consumerId);
        return;
      }
      this.#received.add(consumerId);
      this.#handlers.trackReceived(description, track);
    } catch (error) {
      this.#offers.delete(consumerId);
      if (connection.isUsable) this.#handlers.failed(toHearthroomError(error));
    }
  }

  async #resume(consumerIds: string[], connection: MediaConnection): Promise<void> {
    try {
      await this.#request('resumeConsumers', { consumerIds });
    } catch (error) {
      if (!(error instanceof HearthroomError && error.code === 'not-found')) throw error;
      // One of them was closed on its way: the others must not wait for it.
      const left = consumerIds.filter((id) => connection.consumers.has(id));
      await Promise.allSettled(left.map((id) => this.#request('resumeConsumers', { consumerIds: [id] })));
    }
  }
}
