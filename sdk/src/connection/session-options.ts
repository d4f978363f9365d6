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
  /**
   * `auto`: this client encrypts end to end where the room and the browser can. `off`: it never does, and enters like
   * a browser that can't encrypt: only with a host's consent, or with `encryption: required` not at all. `required`: it
   * takes part only encrypted, whatever the server says of the room. A room without encryption is left at once with
   * `encryption-failed`; in any other one nothing is sent or shown unencrypted, and texts that can't be encrypted
   * are refused with `e2ee-unsupported`. Default: `auto`.
   */
  encryption?: 'auto' | 'required' | 'off';
  /**
   * Returns a secret of 16 random bytes or more that your application gives to everybody in the room, and never to the
   * server: it is mixed into every key, so that not even a server that replaces keys can decrypt. People with different
   * secrets can't see, hear or read each other (`key-missing`). Called once, before the first connect. Without it, keys
   * are exchanged through the server alone; `SessionEncryption.verificationCode` shows whether it replaced any.
   */
  keyProvider?: () => Uint8Array | Promise<Uint8Array>;
  /** Outside a browser: the parts of a browser that are missing. */
  environment?: Partial<Environment>;
}
