/** One fuzzing participant: sends given messages and checks that each is answered. */
import { closeCodes, parseServerFrame, subprotocol } from '@hearthroom/sdk/protocol';
import { WebSocket } from 'ws';
import { opusAndVp8, opusParameters } from '../../media/rtp-packets.ts';
import type { Message } from './fuzz-messages.ts';
import type { Pools } from './pools.ts';

export interface Failure {
  message: Message;
  answer: string;
}

export interface Tally {
  answered: number;
  codes: Map<string, number>;
  failures: Failure[];
  /** The last messages of all clients, to find what made a worker die. */
  recent: Message[];
}

const recentKept = 200;
/** Below the server's limit. */
const maxUnanswered = 24;
const answerTimeoutMs = 20_000;
const namedCloses: ReadonlySet<number> = new Set(Object.values(closeCodes));

export class FuzzClient {
  readonly own: Pools;
  readonly #socket: WebSocket;
  readonly #everybody: Pools;
  readonly #tally: Tally;
  readonly #pending = new Map<number, { message: Message; at: number }>();
  #nextId = 1;
  #wake = (): void => {};
  /** Why the server closed the connection; empty while it is open. */
  closedWith = '';

  static async open(url: string, everybody: Pools, own: Pools, tally: Tally): Promise<FuzzClient> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/connect`, subprotocol);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new FuzzClient(socket, everybody, own, tally);
  }

  private constructor(socket: WebSocket, everybody: Pools, own: Pools, tally: Tally) {
    this.#socket = socket;
    this.#everybody = everybody;
    this.own = own;
    this.#tally = tally;
    socket.on('message', (data) => this.#handle(String(data)));
    socket.on('error', () => {});
    socket.on('close', (code, reason) => this.#handleClosed(code, String(reason)));
  }

  get isOpen(): boolean {
    return this.closedWith === '' && this.#socket.readyState === WebSocket.OPEN;
  }

  /** Opens media and publishes, as a client would, so that messages about tracks have a target. */
  async enter(token: string): Promise<void> {
    await this.say({ method: 'authenticate', params: { token } });
    await this.say({ method: 'openMedia', params: { rtpCapabilities: opusAndVp8 } });
    const rtpParameters = opusParameters();
    await this.say({ method: 'publishTrack', params: { source: 'microphone', kind: 'audio', rtpParameters } });
  }

  /** Resolves when it was sent; waits while too many are unanswered. */
  async say(message: Message): Promise<void> {
    while (this.isOpen && this.#pending.size >= maxUnanswered) await this.#answered();
    if (!this.isOpen) return;
    const { recent } = this.#tally;
    recent.push(message);
    if (recent.length > recentKept) recent.shift();
    if (message.text !== undefined) {
      this.#socket.send(message.text);
      return;
    }
    const id = this.#nextId++;
    this.#pending.set(id, { message, at: performance.now() });
    this.#socket.send(
      JSON.stringify({ id, method: message.method, params: this.#everybody.bind(message.params, this.own) }),
    );
  }

  /** Waits until all messages are answered. */
  async settle(): Promise<void> {
    while (this.isOpen && this.#pending.size > 0) await this.#answered();
  }

  close(): void {
    this.#pending.clear();
    this.#socket.terminate();
    this.#wake();
  }

  async #answered(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, 1_000);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
    for (const [id, { message, at }] of this.#pending) {
      if (performance.now() - at < answerTimeoutMs) continue;
      this.#pending.delete(id);
      this.#tally.failures.push({ message, answer: 'none' });
    }
  }

  #handle(text: string): void {
    const frame = parseServerFrame(text);
    if (frame === null) return;
    if ('method' in frame) {
      this.own.harvest(frame.params);
      this.#everybody.harvest(frame.params);
      return;
    }
    const pending = this.#pending.get(frame.id);
    this.#pending.delete(frame.id);
    if ('result' in frame) this.own.harvest(frame.result);
    if ('result' in frame) this.#everybody.harvest(frame.result);
    this.#count('error' in frame ? frame.error.code : 'ok', pending?.message);
    this.#wake();
  }

  #handleClosed(code: number, reason: string): void {
    this.closedWith = reason || String(code);
    for (const { message } of this.#pending.values()) {
      // A close with a known code counts as the answer.
      if (namedCloses.has(code)) this.#count(`closed: ${reason}`, message);
      else this.#tally.failures.push({ message, answer: `closed with ${code}` });
    }
    this.#pending.clear();
    this.#wake();
  }

  #count(code: string, message: Message | undefined): void {
    const { codes, failures } = this.#tally;
    this.#tally.answered += 1;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if ((code === 'internal' || code === 'closed: internal') && message) failures.push({ message, answer: code });
  }
}
