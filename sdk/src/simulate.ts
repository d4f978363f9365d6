/** Faults on demand, at this client alone: what follows from them is what follows from the real ones. */

import type { ConnectionLoop } from './connection/connection-loop.ts';
import { HearthroomError } from './core/hearthroom-error.ts';
import type { SessionMedia } from './media/session-media.ts';

/**
 * What `session.simulate` can bring about:
 *
 *     signal-loss     the WebSocket is cut and can't be opened again for `durationMs` (5,000)
 *     media-loss      no sound and no picture gets through, either way, for `durationMs` (5,000); ICE restarts after 2 s, and
 *                     after 8 more the transports are made anew
 *     worker-death    the transports are gone, and are made anew at once
 *     server-restart  the server says that it goes down and when to come back (`durationMs`, 2,000); transports are gone as well
 *     token-expiry    the WebSocket is cut, and so many of the next tokens (`tokens`, 1) are refused as expired; from two on the
 *                     session ends with `token-expired`
 */
export type Fault = 'signal-loss' | 'media-loss' | 'worker-death' | 'server-restart' | 'token-expiry';

export interface SimulateOptions {
  durationMs?: number;
  tokens?: number;
}

interface Parts {
  connection: Pick<ConnectionLoop, 'simulateEnd'>;
  media: Pick<SessionMedia, 'handleReset' | 'handleGone' | 'simulateLoss'>;
}

/** Throws `invalid-params` when there is no such fault. */
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
