/**
 * Notices that clients don't reach this server's media ports at all: an announced address or a port that is wrong or blocked. One
 * person behind a firewall is no sign of that; several different ones in a row are, while nobody else gets through.
 */
import type { ServerObserver } from '../core/observer.ts';

/** The first two people of a server that nobody has reached yet: most often an address that was set wrong. */
const enoughBeforeFirst = 2;
/** Once it has been reached, two people may share one firewall. */
const enoughAfterFirst = 4;
/** Beyond this nothing more is learned by counting. */
const maxCounted = 1_000;

/** Listens as long as the observer lives, which is as long as the server. */
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
    // DTLS comes after ICE: the client and the server have reached each other.
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
