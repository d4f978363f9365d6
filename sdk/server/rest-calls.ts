/** Carries out operations, and reads their answers. */
import { type ClientSettings, type RestClientOptions, readOptions } from './client-options.ts';
import { type AnswerOf, exchange, exchangeJson, type RequestParts, strange } from './exchange.ts';
import type { OperationName } from './operations.ts';
import type { CallOptions } from './send.ts';

/** What to select from a list. */
export interface ListOptions extends CallOptions {
  /** Entries on this page, 1 to 100; default 50. */
  limit?: number;
  /** The last page's `nextCursor`. */
  cursor?: string;
}

/** Operations whose answer is JSON with a version. */
type Versioned = 'createRoom' | 'getRoom' | 'updateRoom' | 'endRoom' | 'createSeries' | 'getSeries' | 'updateSeries';

export class RestCalls {
  readonly settings: ClientSettings;

  /** Throws TypeError with the name of the option and what is wrong with it. */
  constructor(options: RestClientOptions) {
    this.settings = readOptions(options);
  }

  async json<N extends OperationName>(name: N, parts: RequestParts, options: CallOptions): Promise<AnswerOf<N>> {
    const { answer } = await exchangeJson(this.settings, name, parts, options);
    return answer;
  }

  /** @returns the answer with its entity tag */
  async tagged<N extends Versioned>(
    name: N,
    parts: RequestParts,
    options: CallOptions,
  ): Promise<AnswerOf<N> & { etag: string }> {
    const { answer, response } = await exchangeJson(this.settings, name, parts, options);
    const etag = response.headers.get('etag');
    if (etag === null) throw strange(this.settings, name, response);
    return Object.assign({}, answer, { etag });
  }

  /** One page of a list. */
  page<N extends 'listRooms' | 'listRevocations' | 'listSeries'>(
    name: N,
    { limit, cursor, ...options }: ListOptions,
  ): Promise<AnswerOf<N>> {
    const query = { limit: limit === undefined ? undefined : String(limit), cursor };
    return this.json(name, { query }, options);
  }

  async nothing(name: OperationName, parts: RequestParts, options: CallOptions): Promise<void> {
    await exchange(this.settings, name, parts, options, async () => undefined);
  }

  /** @param type of the answer, which is asked for; any other answer is not of this server */
  async text(name: OperationName, parts: RequestParts, options: CallOptions, type: string): Promise<string> {
    const text = await this.#typed(name, parts, options, type, (response) => response.text());
    return text ?? '';
  }

  /** As `text`, for an answer that is read bit by bit. */
  response(name: OperationName, parts: RequestParts, options: CallOptions, type: string): Promise<Response | null> {
    return this.#typed(name, parts, options, type, async (response) => response);
  }

  #typed<T>(
    name: OperationName,
    parts: RequestParts,
    options: CallOptions,
    type: string,
    read: (response: Response) => Promise<T>,
  ): Promise<T | null> {
    return exchange(this.settings, name, { ...parts, headers: { accept: type } }, options, async (response) => {
      if (response.headers.get('content-type')?.startsWith(type) !== true) throw strange(this.settings, name, response);
      return await read(response);
    });
  }
}
