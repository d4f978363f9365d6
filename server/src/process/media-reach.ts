/**
 * Detects that clients can't reach this server's media ports: a wrong announced address, or a blocked port. One person
 * behind a firewall proves nothing; several different ones in a row do, if nobody else connects meanwhile.
 */
import type { ServerObserver } from '../core/events/observer.ts';

/** For a server that nobody has reached yet: the usual cause is a wrong address. */
const enoughBeforeFirst = 2;
/** For a server that was reached before: two people may share one firewall. */
const enoughAfterFirst = 4;
/** Counting further gives no more information. */
const maxCounted = 1_000;

/** Listens as long as the observer exists, which is as long as the server. */
export function watchMediaReach(observer: ServerObserver): void {
  const unreached = new Set<string>();
  let wasReached = false;
  let isTold = false;
  const handleReached = (): void => {
    wasReached = true;
    isTold = false;
    if (unreached.size === 0) return;
    unreached.clear();
    observer.emit('mediaReachChanged', { unreachedPeople: 0 });
  };
  observer.on('transportConnected', handleReached);
  observer.on('transportFailed', ({ seatId, stage }) => {
    // DTLS follows ICE, so client and server have reached each other.
    if (stage === 'dtls') {
      handleReached();
      return;
    }
    if (unreached.has(seatId) || unreached.size >= maxCounted) return;
    unreached.add(seatId);
    observer.emit('mediaReachChanged', { unreachedPeople: unreached.size });
    if (isTold || unreached.size < (wasReached ? enoughAfterFirst : enoughBeforeFirst)) return;
    isTold = true;
    observer.emit('mediaUnreached', { unreachedPeople: unreached.size, wasReached });
  });
}
