/** What signaling and REST need of the links to other nodes. Implemented by cluster/links. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { LinkFailure } from '../core/events/observer.ts';
import type { Destination, NodeIdentity } from './ports.ts';

export type RoomNode = Pick<NodeIdentity, 'incarnation' | 'address'>;

export interface RoomFinder {
  /**
   * Waits while the room changes its node. Rejects with AppError `storage-unavailable`.
   * @param purpose `enter`: somebody is about to be seated
   */
  locate(roomId: string, purpose: 'enter' | 'request'): Promise<Destination>;
}

/** The connection of one client at the node that owns its room. */
export interface RemoteSocket {
  /** May be called before it is open. @param onSent when the frame was given to the operating system, or is lost */
  send(text: string, onSent: () => void): void;
  /** Bytes that wait to be sent. */
  readonly bufferedAmount: number;
  /** Stops reading: the owner's frames stay with the owner. */
  pause(): void;
  resume(): void;
  /** Sends a close frame. No events follow. Idempotent. */
  close(code: number, reason: string): void;
  /** The owner does not read: `failed` follows at once. */
  abort(): void;
}

/** `closed` and `failed` are the last event; one of them comes. */
export interface RemoteEvents {
  frame(text: string): void;
  /** The owner sent a close frame. */
  closed(code: number, reason: string): void;
  /** The link could not be opened, or ended without a close frame. */
  failed(cause: LinkFailure): void;
}

export interface RemoteClient {
  address: string;
  /** WebSocket subprotocol, as chosen for the client. */
  subprotocol: string;
  /** Fingerprint of the `hello` that it was sent. */
  hello: string;
}

export interface RemoteConnections {
  open(node: RoomNode, client: RemoteClient, events: RemoteEvents): RemoteSocket;
}

export interface ForwardedRequest {
  id: string;
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer | null;
  /** Aborted when the client has disconnected. */
  signal: AbortSignal;
}

export type ForwardedAnswer =
  | { kind: 'answer'; status: number; headers: IncomingHttpHeaders; body: Readable }
  /** That node does not own the room; nothing was done. */
  | { kind: 'moved' }
  /** Nothing was sent. */
  | { kind: 'unreachable' }
  /** The request, or a part of it, was sent, and no answer came. */
  | { kind: 'unanswered' };

export interface RemoteRequests {
  send(node: RoomNode, request: ForwardedRequest): Promise<ForwardedAnswer>;
}
