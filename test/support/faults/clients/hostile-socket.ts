/** A hand-written WebSocket client (RFC 6455), for input that no library sends, and for a client that stops reading. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { subprotocol } from '@hearthroom/sdk/protocol';

export const opcodes = { continuation: 0x0, text: 0x1, binary: 0x2, ping: 0x9 } as const;

export interface CloseFrame {
  /** RFC 6455, 7.4; null if the connection ended without a close frame. */
  code: number | null;
  reason: string;
}

export class HostileSocket {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  /** How the server closed the connection. */
  readonly ended: Promise<CloseFrame>;

  static async open(url: string): Promise<HostileSocket> {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    await once(socket, 'connect');
    const headers = [
      'GET /v1/connect HTTP/1.1',
      `Host: ${host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Protocol: ${subprotocol}`,
    ];
    socket.write(`${headers.join('\r\n')}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    if (!String(answer).startsWith('HTTP/1.1 101')) throw new Error('The upgrade was refused');
    return new HostileSocket(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => {
      this.#received = Buffer.concat([this.#received, data]);
    });
    this.ended = new Promise((resolve) => socket.once('close', () => resolve(findClose(this.#received))));
  }

  /** @returns whether the socket accepted more data; false: wait for `drained` */
  send(payload: string | Buffer, opcode: number = opcodes.text, isFinal = true): boolean {
    return this.#socket.write(encodeFrame(Buffer.from(payload), opcode, isFinal));
  }

  request(id: number, method: string, params: unknown = {}): boolean {
    return this.send(JSON.stringify({ id, method, params }));
  }

  async drained(): Promise<void> {
    if (!this.#socket.writableNeedDrain) return;
    // A broken socket never drains; `ended` tells how it ended.
    await Promise.race([once(this.#socket, 'drain').catch(() => {}), this.ended]);
  }

  /** Whether a message that contains this text has arrived. */
  hears(text: string): boolean {
    return this.#received.includes(text);
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Stops reading: what the server sends accumulates on its side. */
  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Client frames are masked (RFC 6455, 5.3); a mask of zeros is allowed. */
function encodeFrame(payload: Buffer, opcode: number, isFinal: boolean): Buffer {
  const first = (isFinal ? 0x80 : 0) | opcode;
  const mask = Buffer.alloc(4);
  if (payload.length < 126) return Buffer.concat([Buffer.from([first, 0x80 | payload.length]), mask, payload]);
  if (payload.length < 0x10000) {
    const head = Buffer.from([first, 0x80 | 126, 0, 0]);
    head.writeUInt16BE(payload.length, 2);
    return Buffer.concat([head, mask, payload]);
  }
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, mask, payload]);
}

/** Finds the close frame in the received bytes; server frames are not masked. */
function findClose(received: Buffer): CloseFrame {
  let rest = received;
  while (rest.length >= 2) {
    const opcode = (rest[0] ?? 0) & 0x0f;
    const short = (rest[1] ?? 0) & 0x7f;
    const headLength = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < headLength) break;
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    const payload = rest.subarray(headLength, headLength + length);
    const close = 0x8;
    if (opcode === close) {
      return { code: payload.length >= 2 ? payload.readUInt16BE(0) : null, reason: payload.subarray(2).toString() };
    }
    rest = rest.subarray(headLength + length);
  }
  return { code: null, reason: '' };
}
