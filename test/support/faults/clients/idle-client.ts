/** An idle participant: keeps its connection alive as the SDK does, and stores nothing. */
import { parseServerFrame, subprotocol } from '@hearthroom/sdk/protocol';
import { WebSocket } from 'ws';

export class IdleClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (code: string) => void>();
  #heartbeat: NodeJS.Timeout | undefined;
  #nextId = 1;

  static async open(url: string): Promise<IdleClient> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/connect`, subprotocol);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new IdleClient(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const frame = parseServerFrame(String(data));
      if (frame === null || !('id' in frame)) return;
      this.#waiting.get(frame.id)?.('error' in frame ? frame.error.code : 'ok');
      this.#waiting.delete(frame.id);
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** The error code of the answer, or `ok`. */
  request(method: string, params: unknown = {}): Promise<string> {
    const id = this.#nextId++;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** @param firstAfterMs spreads the first pings of many clients over time */
  keepAlive(intervalMs: number, firstAfterMs: number): void {
    this.#heartbeat = setTimeout(() => {
      void this.request('ping');
      this.keepAlive(intervalMs, intervalMs);
    }, firstAfterMs);
  }

  close(): void {
    clearTimeout(this.#heartbeat);
    this.#socket.terminate();
  }
}
