/** A Redis server of its own, in memory alone, as LiveKit's documentation uses it. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { ServerProcess } from '../../systems/measured-process.ts';

/** @returns the program, or the reason why there is none, in one line */
export function findRedis(env: Readonly<Record<string, string | undefined>>): { bin: string } | { missing: string } {
  const bin = env.REDIS_SERVER_BIN ?? 'redis-server';
  const { error } = spawnSync(bin, ['--version']);
  return error ? { missing: `Redis: install redis-server, or set REDIS_SERVER_BIN (${error.message})` } : { bin };
}

export class Redis {
  readonly port: number;
  readonly #process: ServerProcess;

  static async start(bin: string): Promise<Redis> {
    const port = await findTcpPort();
    const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', daemonize: 'no' };
    const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const server = new ServerProcess([bin, ...options]);
    try {
      await server.prints(/Ready to accept connections/);
    } catch (error) {
      await server.close();
      throw error;
    }
    return new Redis(server, port);
  }

  private constructor(server: ServerProcess, port: number) {
    [this.#process, this.port] = [server, port];
  }

  /** One field of a hash, by the Redis protocol (RESP2). Null if there is none. */
  async readField(hash: string, field: string): Promise<string | null> {
    const socket = connect(this.port, '127.0.0.1').setEncoding('utf8');
    const words = ['HGET', hash, field].map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    socket.write(`*${words.length}\r\n${words.join('')}`);
    let text = '';
    try {
      while (!/^(\$-1\r\n|-.*\r\n|\$\d+\r\n.*\r\n)/.test(text)) text += String((await once(socket, 'data'))[0]);
    } finally {
      socket.destroy();
    }
    return /^\$\d+\r\n(.*)\r\n/.exec(text)?.[1] ?? null;
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

export async function findTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
