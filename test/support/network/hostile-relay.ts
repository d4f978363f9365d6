/**
 * What an operator of a server can do to its messages: a relay between clients and a real server that reads, changes,
 * drops and adds messages.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { WebSocket, WebSocketServer } from 'ws';

/** A frame of the protocol. */
export interface RelayedFrame {
  id?: number;
  seq?: number;
  method?: string;
  // Messages are changed at will: tests know what they look like.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  result?: any;
}

/** @returns false: the message is not passed on */
export type Rewrite = (frame: RelayedFrame) => unknown;

export interface HostileRelay {
  /** For the `url` of a session. */
  url: string;
  /** Sends a message that the server never sent. */
  inject(frame: RelayedFrame): void;
  /** All messages, as they came. */
  fromClient: RelayedFrame[];
  fromServer: RelayedFrame[];
}

/** For one client: each has a relay of its own. */
export async function startHostileRelay(
  t: Test,
  target: string,
  { toServer, toClient }: { toServer?: Rewrite; toClient?: Rewrite } = {},
): Promise<HostileRelay> {
  const relay = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: ([first]) => first ?? false });
  await once(relay, 'listening');
  const sockets = new Set<WebSocket>();
  const fromClient: RelayedFrame[] = [];
  const fromServer: RelayedFrame[] = [];
  let newest: WebSocket | null = null;
  relay.on('connection', (client, { url = '' }) => {
    const server = new WebSocket(target.replace(/^http/, 'ws') + url, client.protocol);
    const isOpen = once(server, 'open');
    for (const socket of [client, server]) sockets.add(socket);
    newest = client;
    pass(client, server, isOpen, fromClient, toServer);
    pass(server, client, Promise.resolve(), fromServer, toClient);
  });
  t.teardown(() => {
    for (const socket of sockets) socket.terminate();
    relay.close();
  });
  const { port } = relay.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    inject: (frame) => newest?.send(JSON.stringify(frame)),
    fromClient,
    fromServer,
  };
}

/** Passes messages on in their order. */
function pass(
  from: WebSocket,
  to: WebSocket,
  isOpen: Promise<unknown>,
  passed: RelayedFrame[],
  rewrite: Rewrite = () => {},
): void {
  let queue: Promise<unknown> = isOpen;
  from.on('message', (data) => {
    const frame: RelayedFrame = JSON.parse(String(data));
    passed.push(structuredClone(frame));
    queue = queue.then(async () => {
      if ((await rewrite(frame)) !== false && to.readyState === WebSocket.OPEN) to.send(JSON.stringify(frame));
    });
  });
  from.on('close', () => to.close());
  from.on('error', () => to.terminate());
}
