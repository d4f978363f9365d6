/**
 * Counts attempts to connect and their outcomes, and decides whether and when to try again. Takes the time as a
 * parameter.
 */
import { consequenceOf } from './endings.ts';
import type { ReconnectPolicy } from './reconnect.ts';
import type { ConnectionEnd } from './signaling.ts';

/** Enough for a short disturbance; a wrong address or a server that is down is reported soon. */
const maxFirstAttempts = 3;
/** The server answers "not now": address and token are right. */
const busyCodes: ReadonlySet<string> = new Set([
  'too-many-connections',
  'server-draining',
  'server-shutdown',
  'storage-unavailable',
]);
/** A connection that lasted this long counts as stable: after its loss the delays start short again. */
const steadyAfterMs = 5_000;
/** A token that was refused as expired, and the new one from getToken. */
const maxExpiredTokens = 2;

export class Retries {
  readonly #policy: ReconnectPolicy;
  #attempt = 0;
  #expiredTokens = 0;
  #disconnectedSince: number;
  #openedAt: number | null = null;
  #hasBeenOpen = false;

  constructor(policy: ReconnectPolicy, nowMs: number) {
    this.#policy = policy;
    this.#disconnectedSince = nowMs;
  }

  handleOpened(nowMs: number): void {
    this.#openedAt = nowMs;
    this.#hasBeenOpen = true;
    this.#expiredTokens = 0;
  }

  /**
   * A connection or an attempt ended.
   * @returns milliseconds until the next attempt, or null for none
   */
  handleEnded(ending: ConnectionEnd, nowMs: number): number | null {
    this.#noteLoss(nowMs);
    const consequence = consequenceOf(ending.code);
    if (consequence === 'over') return null;
    if (consequence === 'fresh-token') {
      this.#expiredTokens += 1;
      return this.#expiredTokens < maxExpiredTokens ? 0 : null;
    }
    const isBusy = busyCodes.has(ending.code);
    if (!this.#hasBeenOpen && !isBusy && this.#attempt + 1 >= maxFirstAttempts) return null;
    const delayMs = this.#policy.nextDelayMs(this.#attempt, nowMs - this.#disconnectedSince);
    this.#attempt += 1;
    return delayMs === null ? null : delayMs + (ending.retryAfterMs ?? 0);
  }

  #noteLoss(nowMs: number): void {
    if (this.#openedAt === null) return;
    if (nowMs - this.#openedAt >= steadyAfterMs) {
      this.#attempt = 0;
      this.#disconnectedSince = nowMs;
    }
    this.#openedAt = null;
  }
}
