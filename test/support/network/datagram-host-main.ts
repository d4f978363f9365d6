/** A process that sends numbered datagrams, and reports those that it gets. */
import { createSocket } from 'node:dgram';
import type { FromDatagramHost, ToDatagramHost } from './datagram-host.ts';

const socket = createSocket('udp4');
const report = (message: FromDatagramHost): void => void process.send?.(message);

socket.on('message', (data, { address }) => report({ type: 'received', number: data.readUInt32BE(0), from: address }));
socket.bind(0, () => report({ type: 'listening', port: socket.address().port }));

process.on('message', async ({ first, count, bytes, address, port }: ToDatagramHost) => {
  for (let number = first; number < first + count; number += 1) {
    const data = Buffer.alloc(bytes);
    data.writeUInt32BE(number);
    await new Promise<void>((resolve) => socket.send(data, port, address, () => resolve()));
  }
  report({ type: 'sent', first });
});
process.on('disconnect', () => process.exit());
