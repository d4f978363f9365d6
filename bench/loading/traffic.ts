/** Counts what one page requests, by kind, as the browser's network stack sees it (Chrome DevTools Protocol). */
import type { CDPSession, Page } from 'puppeteer';

export const kinds = ['redirect', 'script', 'chunk', 'manifest', 'websocket', 'page', 'other'] as const;
export type Kind = (typeof kinds)[number];

/** Requests that reached the network, and their bytes: of answers with their headers, of WebSockets the messages. */
export interface Amount {
  requests: number;
  bytes: number;
}
export type Amounts = Record<Kind, Amount>;

/** A line that is emulated by the browser; WebRTC and the time to open a connection are not slowed down. */
export interface Line {
  megabitsPerSecond: number;
  /** Added to each request. */
  latencyMs: number;
}

export class Traffic {
  /** Every URL that was requested. */
  readonly urls: string[] = [];
  readonly amounts: Amounts;
  /** Milliseconds since 1970 at which the first WebSocket was open; null before. */
  connectedAt: number | null = null;
  readonly #urlOf = new Map<string, string>();
  readonly #sockets = new Set<string>();
  readonly #fromCache = new Set<string>();
  /** Milliseconds since 1970 at the browser's time zero. */
  #originMs = Number.NaN;

  static async watch(page: Page, line: Line | null): Promise<Traffic> {
    const client = await page.createCDPSession();
    const traffic = new Traffic(client);
    await client.send('Network.enable');
    if (line) await client.send('Network.emulateNetworkConditions', conditionsOf(line));
    return traffic;
  }

  private constructor(client: CDPSession) {
    const none = kinds.map((kind): [Kind, Amount] => [kind, { requests: 0, bytes: 0 }]);
    this.amounts = Object.assign({}, ...none.map(([kind, amount]) => ({ [kind]: amount })));
    this.#watchRequests(client);
    this.#watchSockets(client);
  }

  #watchRequests(client: CDPSession): void {
    client.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse, timestamp, wallTime }) => {
      this.#originMs = (wallTime - timestamp) * 1_000;
      this.urls.push(request.url);
      if (redirectResponse) this.#count('redirect', redirectResponse.encodedDataLength);
      this.#urlOf.set(requestId, request.url);
    });
    client.on('Network.requestServedFromCache', ({ requestId }) => this.#fromCache.add(requestId));
    client.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.fromDiskCache) this.#fromCache.add(requestId);
    });
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const url = this.#urlOf.get(requestId);
      if (url !== undefined && !this.#fromCache.has(requestId)) this.#count(kindOf(url), encodedDataLength);
    });
  }

  #watchSockets(client: CDPSession): void {
    client.on('Network.webSocketCreated', ({ requestId, url }) => {
      this.urls.push(url);
      this.#sockets.add(requestId);
      this.#count('websocket', 0);
    });
    client.on('Network.webSocketHandshakeResponseReceived', ({ timestamp }) => {
      this.connectedAt ??= this.#originMs + timestamp * 1_000;
    });
    for (const event of ['Network.webSocketFrameSent', 'Network.webSocketFrameReceived'] as const) {
      client.on(event, ({ response }) => {
        this.amounts.websocket.bytes += Buffer.byteLength(response.payloadData);
      });
    }
  }

  #count(kind: Kind, bytes: number): void {
    const amount = this.amounts[kind];
    amount.requests += 1;
    amount.bytes += bytes;
  }
}

export function kindOf(url: string): Kind {
  const { pathname } = new URL(url);
  if (/\/hearthroom(-ui)?\.min\.js$/.test(pathname)) return 'script';
  if (/\/sdk\/[^/]+\/.*\.js$/.test(pathname)) return 'chunk';
  if (pathname.endsWith('/sdk/manifest.json')) return 'manifest';
  return pathname === '/' || /^\/(element|script)$/.test(pathname) ? 'page' : 'other';
}

const conditionsOf = ({ megabitsPerSecond, latencyMs }: Line) => {
  const bytesPerSecond = (megabitsPerSecond * 1_000_000) / 8;
  return { offline: false, latency: latencyMs, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
};
