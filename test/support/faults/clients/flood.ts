/** The parent process's side of flooding-pair.ts. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RowContext } from '../rows/row.ts';
import { until } from '../wait.ts';

export type FloodNews =
  | { type: 'sending' }
  /** Bytes sent since the start. */
  | { type: 'sent'; bytes: number }
  | { type: 'muted' }
  /** The connection was closed with this reason. */
  | { type: 'closed'; code: string }
  /** It connected again and opened media: `ok`, or the error code. */
  | { type: 'back'; code: string };

const program = fileURLToPath(new URL('./flooding-pair.ts', import.meta.url));

export class Flood {
  readonly #news: FloodNews[] = [];

  /** Resolves when it sends. */
  static async start(context: RowContext, url: string, tokens: readonly string[], bps: number): Promise<Flood> {
    const options = { execArgv: ['--conditions=hearthroom-source'] };
    const child = fork(program, [url, ...tokens, String(bps)], options);
    context.afterwards(() => child.kill('SIGKILL'));
    const flood = new Flood(child);
    await flood.hears('sending', 30_000);
    return flood;
  }

  private constructor(child: ChildProcess) {
    child.on('message', (message) => {
      if (isNews(message)) this.#news.push(message);
    });
  }

  /** The first message of that type; null if none comes in time. */
  async hears<T extends FloodNews['type']>(type: T, withinMs: number): Promise<Extract<FloodNews, { type: T }> | null> {
    const isIt = (news: FloodNews): news is Extract<FloodNews, { type: T }> => news.type === type;
    await until(() => this.#news.some(isIt), `the flooding pair tells ${type}`, withinMs).catch(() => {});
    return this.#news.find(isIt) ?? null;
  }

  get sentBytes(): number {
    const last = this.#news.findLast(({ type }) => type === 'sent');
    return last?.type === 'sent' ? last.bytes : 0;
  }
}

const isNews = (message: unknown): message is FloodNews =>
  typeof message === 'object' && message !== null && 'type' in message;
