/** What a frontend gives a Session. */
import type { Environment } from '../core/environment.ts';
import type { ReconnectPolicy } from './reconnect.ts';

export interface SessionOptions {
  /** Base address of the server, http(s): or ws(s):, with a path where it is behind one; `/v1/connect` is appended. */
  url: string;
  /**
   * Asked at every connect and reconnect for a valid access token: a compact JWT (RFC 7519); whitespace and JSON quotes around it
   * are removed. When it throws, gives anything else, or nothing within `tokenTimeoutMs`, that attempt has failed
   * (`token-provider-failed`) and the next one asks again. Check `response.ok` before `response.text()`.
   */
  getToken: () => string | Promise<string>;
  /**
   * Asked when the room has a passcode and none or a wrong one was given; the answer is kept in memory only. Without it,
   * when it throws or answers '', and after five wrong ones, the session is closed with `passcode-required` or
   * `passcode-wrong`.
   */
  getPasscode?: (reason: 'passcode-required' | 'passcode-wrong') => string | Promise<string>;
  reconnectPolicy?: ReconnectPolicy;
  /** After which an unanswered request is rejected with `request-timeout`; 10 s without it. */
  requestTimeoutMs?: number;
  /** How long `getToken` may take, to be raised where it asks the person something; 15 s without it. */
  tokenTimeoutMs?: number;
  /** Outside a browser: the parts of one that are missing. */
  environment?: Partial<Environment>;
}
