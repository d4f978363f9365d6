/** One user of Janus over its WebSocket API: a session with two handles, for publishing and subscribing. */

interface Jsep {
  type: 'offer' | 'answer';
  sdp: string;
}

export interface JanusReply {
  /** The plugin's data. */
  data: Record<string, unknown>;
  /** Id of the created object. */
  id: number | null;
  jsep: Jsep | null;
}

interface Pending {
  resolve: (reply: JanusReply) => void;
  reject: (error: Error) => void;
}

const keepAliveMs = 25_000;
const requestTimeoutMs = 20_000;

export class JanusClient {
  readonly #socket: WebSocket;
  readonly #pending = new Map<string, Pending>();
  #sessionId: number | null = null;
  #nextTransaction = 1;
  #keepAlive: NodeJS.Timeout | undefined;

  /** @param url ws://host:port */
  static async open(url: string): Promise<JanusClient> {
    const socket = new WebSocket(url, 'janus-protocol');
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error('Janus took no connection'));
    });
    const client = new JanusClient(socket);
    client.#sessionId = (await client.#request({ janus: 'create' })).id;
    client.#keepAlive = setInterval(() => {
      client.#socket.send(
        JSON.stringify({ janus: 'keepalive', session_id: client.#sessionId, transaction: 'keepalive' }),
      );
    }, keepAliveMs);
    return client;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#handle(JSON.parse(String(data)));
  }

  /** @returns the handle's number */
  async attach(plugin: string): Promise<number> {
    const { id } = await this.#request({ janus: 'attach', plugin });
    if (id === null) throw new Error('Janus gave no handle');
    return id;
  }

  message(handleId: number, body: Record<string, unknown>, jsep?: Jsep): Promise<JanusReply> {
    return this.#request({ janus: 'message', handle_id: handleId, body, ...(jsep && { jsep }) });
  }

  close(): void {
    clearInterval(this.#keepAlive);
    for (const { reject } of this.#pending.values()) reject(new Error('Closed'));
    this.#pending.clear();
    this.#socket.close();
  }

  #request(message: Record<string, unknown>): Promise<JanusReply> {
    const transaction = String(this.#nextTransaction++);
    const session = this.#sessionId === null ? {} : { session_id: this.#sessionId };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Janus did not answer ${message.janus}`)), requestTimeoutMs);
      const settle = () => {
        clearTimeout(timer);
        this.#pending.delete(transaction);
      };
      this.#pending.set(transaction, {
        resolve: (reply) => {
          settle();
          resolve(reply);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      this.#socket.send(JSON.stringify({ ...session, ...message, transaction }));
    });
  }

  #handle(message: Record<string, unknown>): void {
    const { janus, transaction, error, jsep } = message;
    const pending = typeof transaction === 'string' ? this.#pending.get(transaction) : undefined;
    if (!pending) return;
    const data = dataOf(message);
    // Plugins answer later; until then there is an ack.
    if (janus === 'ack') return;
    if (janus === 'error') pending.reject(new Error(`Janus: ${JSON.stringify(error)}`));
    else if ('error' in data) pending.reject(new Error(`Janus: ${String(data.error)}`));
    else pending.resolve({ data, id: idOf(message), jsep: isJsep(jsep) ? jsep : null });
  }
}

function dataOf({ plugindata }: Record<string, unknown>): Record<string, unknown> {
  const isObject = typeof plugindata === 'object' && plugindata !== null && 'data' in plugindata;
  return isObject && typeof plugindata.data === 'object' ? { ...plugindata.data } : {};
}

function idOf({ data }: Record<string, unknown>): number | null {
  const hasId = typeof data === 'object' && data !== null && 'id' in data;
  return hasId && typeof data.id === 'number' ? data.id : null;
}

function isJsep(value: unknown): value is Jsep {
  return typeof value === 'object' && value !== null && 'sdp' in value && typeof value.sdp === 'string';
}
