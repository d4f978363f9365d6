/**
 * Passes datagrams on between the person and the server's media port, delayed and lost as the line says. The kernel
 * redirects them to it, so that neither end knows of it: to the person it is the server, to the server a NAT.
 */
import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import { once } from 'node:events';
import { clean } from '../scenarios/line-state.ts';
import { PacketLine } from './packet-line.ts';
import type { FromRelay, ToRelay } from './relay-messages.ts';

/** A direction with the packets that are on their way. One timer for all of them: two timers may fire in any order. */
class Passage {
  readonly line: PacketLine;
  readonly #underWay: { arrival: number; send: () => void }[] = [];

  constructor(line: PacketLine) {
    this.line = line;
  }

  pass(send: () => void): void {
    const arrival = this.line.arrivalOf(performance.now());
    if (arrival === null) return;
    this.#underWay.push({ arrival, send });
    if (this.#underWay.length === 1) this.#deliver();
  }

  #deliver(): void {
    for (;;) {
      const [next] = this.#underWay;
      if (!next) return;
      const waitMs = next.arrival - performance.now();
      if (waitMs > 0) {
        setTimeout(() => this.#deliver(), waitMs);
        return;
      }
      this.#underWay.shift();
      next.send();
    }
  }
}

const down = new Passage(new PacketLine(clean.down));
const up = new Passage(new PacketLine(clean.up));

/** The kernel reduces the buffer to its limit. What did not fit would be lost, although the line does not say so. */
const options: SocketOptions = { type: 'udp4', recvBufferSize: 4 * 1_024 * 1_024 };

/** @returns the port */
async function open(server: { address: string; port: number }): Promise<number> {
  const front = createSocket(options);
  /** One socket for each address and port of the person, as a NAT has. */
  const backs = new Map<string, Socket>();
  const backFor = (person: RemoteInfo): Socket => {
    const key = `${person.address}:${person.port}`;
    const known = backs.get(key);
    if (known) return known;
    const back = createSocket(options);
    back.on('message', (data) => down.pass(() => front.send(data, person.port, person.address)));
    // The server's port is closed at the end.
    back.on('error', () => {});
    backs.set(key, back);
    return back;
  };
  front.on('message', (data, person) => {
    const back = backFor(person);
    up.pass(() => back.send(data, server.port, server.address));
  });
  front.bind(0);
  await once(front, 'listening');
  return front.address().port;
}

process.on('message', async (message: ToRelay) => {
  if (message.type === 'become') {
    down.line.become(message.down);
    up.line.become(message.up);
    return;
  }
  const reply: FromRelay = { port: await open(message) };
  process.send?.(reply);
});
process.on('disconnect', () => process.exit());
