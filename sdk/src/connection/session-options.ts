/** The options of a Session. */
import type { Environment } from '../core/environment.ts';
import type { ReconnectPolicy } from './reconnect.ts';

/** Options of `new Session`. */
export interface SessionOptions {
  /**
   * Base URL of the server (http:, https:, ws: or wss:), with a path if the server is behind one, or a path on the
   * page's own server that begins with `/` or `.`; `/v1/connect` is appended.
   */
  url: string;
  /**
   * Returns a valid access token: a compact JWT (RFC 7519). Called at every connect and reconnect. Whitespace and JSON
   * quotes around the token are removed. When it throws, returns anything else, or takes longer than `tokenTimeoutMs`,
   * the attempt fails (`token-provider-failed`) and the next attempt calls it again. Check `response.ok` before
   * `response.text()`.
   */
  getToken: () => string | Promise<string>;
  /**
   * Returns the room's passcode. Called when the room requires one and none or a wrong one was given; the answer is
   * kept in memory only. Without this option, when it throws or returns '', and after five wrong answers, the session
   * is closed with `passcode-required` or `passcode-wrong`.
   */
  getPasscode?: (reason: 'passcode-required' | 'passcode-wrong') => string | Promise<string>;
  /** When to reconnect; default: `createReconnectPolicy()`. */
  reconnectPolicy?: ReconnectPolicy;
  /** Milliseconds after which an unanswered request is rejected with `request-timeout`; default 10,000. */
  requestTimeoutMs?: number;
  /** Milliseconds that `getToken` may take; default 15,000. Raise it if `getToken` asks the person something. */
  tokenTimeoutMs?: number;
  /** Outside a browser: the parts of a browser that are missing. */
  environment?: Partial<Environment>;
}
