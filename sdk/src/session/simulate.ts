/** Simulated faults, for this client only. The same code runs as after real faults. */

import type { ConnectionLoop } from '../connection/connection-loop.ts';
import { HearthroomError } from '../core/hearthroom-error.ts';

/**
 * A fault that `session.simulate` can cause. Defaults are in parentheses:
 *
 *     signal-loss     the WebSocket is closed and can't be opened again for `durationMs` (5,000)
 *     media-loss      no media passes in either direction for `durationMs` (5,000); ICE restarts after 2 s,
 *                     8 s later the transports are created again
 *     worker-death    the transports are lost, and are created again at once
 *     server-restart  the server announces a restart and when to reconnect (`durationMs`, 2,000); transports are lost
 *     token-expiry    the WebSocket is closed, and this many of the next tokens (`tokens`, 1) are refused as expired;
 *                     with 2 or more the session ends with `token-expired`
 */
export type Fault = 'signal-loss' | 'media-loss' | 'worker-death' | 'server-restart' | 'token-expiry';

/** Options of a simulated fault; see `Fault` for the defaults. */
export interface SimulateOptions {
  /** How long the fault lasts, in milliseconds. */
  durationMs?: number;
  /** How many of the next tokens are refused. */
  tokens?: number;
}

interface Parts {
  connection: Pick<ConnectionLoop, 'simulateEnd'>;
  /** Methods of SessionMedia, whose types would bring those of mediasoup-client into the package. */
  media: { handleReset(): void; handleGone(): void; simulateLoss(durationMs: number): void };
}

/** Throws `invalid-params` for an unknown fault. */
export function simulate(
  fault: Fault,
  { durationMs, tokens = 1 }: SimulateOptions,
  { connection, media }: Parts,
): void {
  switch (fault) {
    case 'signal-loss': {
      const until = performance.now() + (durationMs ?? 5_000);
      const lost = { code: 'connection-lost' };
      connection.simulateEnd(lost, () => (performance.now() < until ? lost : null));
      return;
    }
    case 'media-loss':
      media.simulateLoss(durationMs ?? 5_000);
      return;
    case 'worker-death':
      media.handleReset();
      return;
    case 'server-restart':
      media.handleGone();
      connection.simulateEnd({ code: 'server-shutdown', retryAfterMs: durationMs ?? 2_000 });
      return;
    case 'token-expiry': {
      let left = tokens;
      connection.simulateEnd({ code: 'connection-lost' }, () => (left-- > 0 ? { code: 'token-expired' } : null));
      return;
    }
    default:
      throw new HearthroomError('invalid-params', 'There is no such fault to simulate');
  }
}
