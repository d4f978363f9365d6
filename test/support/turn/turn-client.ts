/** The part of a TURN client (RFC 8656) that is needed to test what a relay refuses. */
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { classes, Message, methods, parseMessage } from 'werift';

export interface TurnCredentials {
  username: string;
  credential: string;
}

export interface RelayAddress {
  address: string;
  port: number;
}

/** `ok`, or the error code of the answer. */
export type TurnAnswer = 'ok' | number;

/** The protocol between client and relay. */
type Protocol = 'udp' | 'tcp' | 'tls';

/** IP protocol numbers for REQUESTED-TRANSPORT. */
const protocolNumbers = { udp: 17, tcp: 6 };
const answerWithinMs = 5_000;

/** The connection to the relay: one STUN message per datagram, or messages in a stream. */
interface Line {
  send(bytes: Buffer): void;
  close(): void;
}

export class TurnClient {
  readonly #credentials: TurnCredentials;
  readonly #waiting = new Map<string, (answer: Message) => void>();
  #line: Line | null = null;
  #realm = '';
  #nonce = Buffer.alloc(0);

  static async open(
    relay: RelayAddress,
    credentials: TurnCredentials,
    protocol: Protocol = 'udp',
  ): Promise<TurnClient> {
    const client = new TurnClient(credentials);
    client.#line = await open[protocol](relay, (bytes) => client.#handle(bytes));
    return client;
  }

  private constructor(credentials: TurnCredentials) {
    this.#credentials = credentials;
  }

  /** Requests an allocation for UDP, or for TCP (RFC 6062, which also requires TCP between client and relay). */
  allocate(farEnd: keyof typeof protocolNumbers = 'udp'): Promise<TurnAnswer> {
    // The first of four octets; the rest is reserved.
    return this.#authorized(methods.ALLOCATE, 'REQUESTED-TRANSPORT', protocolNumbers[farEnd] << 24);
  }

  /** Requests permission for a peer; needs an allocation. */
  permit(peerAddress: string): Promise<TurnAnswer> {
    return this.#authorized(methods.CREATE_PERMISSION, 'XOR-PEER-ADDRESS', [peerAddress, 9]);
  }

  close(): void {
    this.#line?.close();
  }

  /** The relay's first answer contains realm and nonce; the request is sent again with them. */
  async #authorized(
    method: methods,
    name: 'REQUESTED-TRANSPORT' | 'XOR-PEER-ADDRESS',
    value: unknown,
  ): Promise<TurnAnswer> {
    const request = () => new Message(method, classes.REQUEST).setAttribute(name, value);
    if (this.#realm === '') await this.#ask(request());
    return await this.#ask(this.#sign(request()));
  }

  #sign(message: Message): Message {
    const { username, credential } = this.#credentials;
    message.setAttribute('USERNAME', username).setAttribute('REALM', this.#realm).setAttribute('NONCE', this.#nonce);
    const key = createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest();
    return message.addMessageIntegrity(key);
  }

  async #ask(message: Message): Promise<TurnAnswer> {
    const answer = await new Promise<Message>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The relay does not answer')), answerWithinMs);
      this.#waiting.set(message.transactionIdHex, (received) => {
        clearTimeout(timer);
        resolve(received);
      });
      this.#line?.send(message.bytes);
    });
    this.#realm = answer.getAttributeValue('REALM') ?? this.#realm;
    this.#nonce = answer.getAttributeValue('NONCE') ?? this.#nonce;
    if (answer.messageClass === classes.RESPONSE) return 'ok';
    const [code] = answer.getAttributeValue('ERROR-CODE') ?? [0];
    return code;
  }

  #handle(bytes: Buffer): void {
    const message = parseMessage(bytes);
    if (message) this.#waiting.get(message.transactionIdHex)?.(message);
  }
}

async function openUdp({ address, port }: RelayAddress, handle: (bytes: Buffer) => void): Promise<Line> {
  const socket = createSocket('udp4');
  socket.on('message', handle);
  socket.connect(port, address);
  await once(socket, 'connect');
  return { send: (bytes) => socket.send(bytes), close: () => socket.close() };
}

const headerBytes = 20;

async function openTcp({ address, port }: RelayAddress, handle: (bytes: Buffer) => void): Promise<Line> {
  const socket = connect({ host: address, port });
  await once(socket, 'connect');
  return speakOver(socket, handle);
}

/** Accepts any certificate: the identity of the relay does not matter here. */
async function openTls({ address, port }: RelayAddress, handle: (bytes: Buffer) => void): Promise<Line> {
  const socket = connectTls({ host: address, port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return speakOver(socket, handle);
}

const open = { udp: openUdp, tcp: openTcp, tls: openTls };

function speakOver(socket: Socket, handle: (bytes: Buffer) => void): Line {
  let received = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    while (received.length >= headerBytes) {
      const end = headerBytes + received.readUInt16BE(2);
      if (received.length < end) return;
      handle(received.subarray(0, end));
      received = received.subarray(end);
    }
  });
  return { send: (bytes) => void socket.write(bytes), close: () => socket.destroy() };
}
