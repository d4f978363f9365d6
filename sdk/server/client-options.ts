/** The options of RestClient, checked when it is created. */
import { readSigningKey } from '../token/api-key.ts';
import { type ApiKey, createAdminToken } from '../token/index.ts';

/** Options of RestClient. One of `key` and `getAdminToken` is needed. */
export interface RestClientOptions {
  /**
   * Address of the server, with the path under which a reverse proxy serves it, if any; without `/v1`. `https:`, or
   * `http:` to this machine; see `allowHttp`.
   */
  url: string;
  /** The API key. An admin token is signed with it for every attempt; the key itself is never sent. */
  key?: ApiKey;
  /** Returns an admin token, for backends that keep the key elsewhere. Called for every attempt. */
  getAdminToken?: () => string | Promise<string>;
  /**
   * Allows `http:` to another machine, for a network that nobody else can read or change (the same Compose network, a
   * service mesh). Otherwise anybody who can read the traffic could use the admin tokens.
   */
  allowHttp?: boolean;
  /** Milliseconds that one attempt may take, 1 to 2,147,483,647; default 10,000. */
  timeoutMs?: number;
  /** How often a failed attempt is repeated where that is safe, 0 to 10; default 2. */
  retries?: number;
  /**
   * Longest wait before a repeated attempt, in milliseconds; default 10,000. Asked by the server (`Retry-After`) to wait
   * longer, the call rejects.
   */
  maxRetryDelayMs?: number;
  /** Used instead of the global `fetch`, for example with a proxy agent. */
  fetch?: typeof globalThis.fetch;
}

export interface ClientSettings {
  /** Without a slash at the end. */
  baseUrl: string;
  /** null: with getAdminToken. */
  keyId: string | null;
  createToken(): Promise<string>;
  timeoutMs: number;
  retries: number;
  maxRetryDelayMs: number;
  fetch: typeof globalThis.fetch;
}

const maxTimerMs = 2 ** 31 - 1;

/** Throws TypeError with the name of the option and what is wrong with it; the message never quotes a key. */
export function readOptions(options: RestClientOptions): ClientSettings {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('options: give an object with url and key');
  }
  const { url, allowHttp = false, timeoutMs = 10_000, retries = 2, maxRetryDelayMs = 10_000, fetch } = options;
  return {
    baseUrl: readUrl(url, allowHttp),
    ...readCredentials(options),
    timeoutMs: readNumber('timeoutMs', timeoutMs, 1, maxTimerMs),
    retries: readNumber('retries', retries, 0, 10),
    maxRetryDelayMs: readNumber('maxRetryDelayMs', maxRetryDelayMs, 0, maxTimerMs),
    // Looked up at each call, so that a program may replace it later.
    fetch: fetch ?? ((...request) => globalThis.fetch(...request)),
  };
}

export function readNumber(name: string, value: number, from: number, to: number): number {
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new TypeError(`${name}: must be a whole number from ${from} to ${to}`);
}

function readCredentials({ key, getAdminToken }: RestClientOptions): Pick<ClientSettings, 'keyId' | 'createToken'> {
  if (key !== undefined && getAdminToken !== undefined) throw new TypeError('key: give key or getAdminToken, not both');
  if (getAdminToken !== undefined) {
    if (typeof getAdminToken !== 'function') throw new TypeError('getAdminToken: must be a function');
    return { keyId: null, createToken: async () => getAdminToken() };
  }
  if (key === undefined || key === null) {
    throw new TypeError(
      "key: is missing: give { id, secret } of one of the server's HEARTHROOM_KEYS, or { id, privateKey }",
    );
  }
  readSigningKey(key);
  return { keyId: key.id, createToken: () => createAdminToken({ key }) };
}

function readUrl(text: string, allowHttp: boolean): string {
  if (typeof text !== 'string' || text === '') throw new TypeError("url: the server's address is missing");
  const url = parseUrl(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError(`url: begins with https://, not with ${url.protocol}//`);
  }
  if (url.username !== '' || url.password !== '') throw new TypeError('url: must not contain a name or password');
  if (url.search !== '' || url.hash !== '') throw new TypeError('url: must not contain ? or #');
  const path = url.pathname.replace(/\/+$/, '');
  if (/\/v1$/.test(path)) throw new TypeError('url: is the address of the server, without /v1');
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname)) {
    throw new TypeError(
      `url: http://${url.host} is another machine, and without TLS admin tokens can be read on the way. Use https://, or set allowHttp: true where nobody else can read the network`,
    );
  }
  return `${url.origin}${path}`;
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (error) {
    throw new TypeError('url: is not an address such as https://calls.example.org', { cause: error });
  }
}

const isLoopback = (host: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host);
