/**
 * An HTTP proxy that notes which hosts are asked for, by the whole browser: pages, workers, WebSockets, and requests
 * of the browser itself. It connects to this machine only.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface RecordingProxy {
  /** Command-line flags with which Chromium sends everything through it, also what is on this machine. */
  flags: string[];
  /** `host:port` of every request and tunnel. */
  hosts: Set<string>;
  close(): void;
}

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const hosts = new Set<string>();
  const tunnels = new Set<Duplex>();
  const server = createServer((incoming, answer) => forward(incoming, answer, hosts));
  // Chromium opens a tunnel for https and for every WebSocket.
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Duplex, head: Buffer) => {
    hosts.add(url);
    tunnels.add(socket);
    socket.once('close', () => tunnels.delete(socket));
    openTunnel(url, socket, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    flags: [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
    hosts,
    close: () => {
      for (const socket of tunnels) socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

function forward(incoming: IncomingMessage, answer: ServerResponse, hosts: Set<string>): void {
  const url = new URL(incoming.url ?? '');
  hosts.add(`${url.hostname}:${url.port || 80}`);
  if (url.hostname !== '127.0.0.1') {
    answer.writeHead(502).end();
    return;
  }
  const { method = 'GET', headers } = incoming;
  const onward = request(url, { method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function openTunnel(target: string, socket: Duplex, head: Buffer): void {
  const [host, port] = target.split(':');
  socket.on('error', () => {});
  if (host !== '127.0.0.1') {
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    return;
  }
  const onward = connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    onward.write(head);
    onward.pipe(socket);
    socket.pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  onward.on('close', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}
