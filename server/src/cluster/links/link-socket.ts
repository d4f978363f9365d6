/** A client's connection at the node that owns its room, as a WebSocket over the link. */
import type { WebSocket } from 'ws';
import { linkHeaders, roomMovedCode } from '../../core/addresses/link-headers.ts';
import type { LinkFailure } from '../../core/events/observer.ts';
import type { RemoteClient, RemoteEvents, RemoteSocket } from '../link-ports.ts';
import { causeOf, type PeerLink } from './peer-link.ts';

/** How long the peer may take to answer a close frame. */
const closeHandshakeMs = 2_000;
const noCloseFrame = 1_006;
const connectPath = '/v1/connect';

export class LinkSocket implements RemoteSocket {
  readonly #peer: PeerLink;
  readonly #events: RemoteEvents;
  readonly #socket: WebSocket;
  readonly #release: () => void;
  /** Frames from before the WebSocket was open. */
  #early: { text: string; onSent: () => void }[] = [];
  #state: 'opening' | 'open' | 'ended' = 'opening';

  constructor(peer: PeerLink, { address, subprotocol, hello }: RemoteClient, events: RemoteEvents) {
    this.#peer = peer;
    this.#events = events;
    const headers = { [linkHeaders.clientAddress]: address, [linkHeaders.hello]: hello };
    this.#socket = peer.dial(connectPath, { protocols: [subprotocol], headers });
    this.#release = peer.use((cause) => this.#fail(cause));
    let failure: LinkFailure | null = null;
    this.#socket.on('open', () => this.#handleOpen());
    this.#socket.on('message', (data) => {
      if (this.#state === 'open') this.#events.frame(String(data));
    });
    this.#socket.on('unexpected-response', (request, { statusCode }) => {
      request.destroy();
      // Another node has that address by now.
      if (statusCode === 421) this.#end(() => this.#events.closed(roomMovedCode, ''));
      else this.#fail(statusCode === 503 ? 'full' : 'refused');
    });
    this.#socket.on('error', (error) => {
      failure = this.#state === 'opening' ? causeOf(error) : 'lost';
    });
    this.#socket.on('close', (code, reason) => {
      if (failure !== null || code === noCloseFrame) this.#fail(failure ?? 'lost');
      else this.#end(() => this.#events.closed(code, String(reason)));
    });
  }

  #handleOpen(): void {
    if (this.#state !== 'opening') return;
    this.#state = 'open';
    this.#peer.reportSuccess();
    for (const { text, onSent } of this.#early.splice(0)) this.#socket.send(text, onSent);
  }

  send(text: string, onSent: () => void): void {
    if (this.#state === 'opening') this.#early.push({ text, onSent });
    else if (this.#state === 'open') this.#socket.send(text, onSent);
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(code: number, reason: string): void {
    const wasOpen = this.#state === 'open';
    this.#end(() => {});
    if (!wasOpen) {
      this.#socket.terminate();
      return;
    }
    // Paused, it would not read the answer to its close frame.
    this.#socket.resume();
    this.#socket.close(code, reason);
    setTimeout(() => this.#socket.terminate(), closeHandshakeMs).unref();
  }

  abort(): void {
    this.#fail('timeout');
  }

  #fail(cause: LinkFailure): void {
    this.#end(() => {
      this.#peer.reportFailure(cause);
      this.#socket.terminate();
      this.#events.failed(cause);
    });
  }

  #end(tell: () => void): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#early = [];
    this.#release();
    tell();
  }
}
