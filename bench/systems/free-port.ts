/** A free UDP port in the range that servers use here. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { serverPorts } from './system.ts';

export async function findServerPort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = serverPorts.first + Math.floor(Math.random() * (serverPorts.last - serverPorts.first));
    const socket = createSocket('udp4');
    try {
      socket.bind(port, '127.0.0.1');
      await once(socket, 'listening');
      return port;
    } catch {
      // In use: try another one.
    } finally {
      socket.close();
    }
  }
  throw new Error(`No free UDP port from ${serverPorts.first} to ${serverPorts.last}`);
}
