import type { Group } from '../clients/group-of-clients.ts';

/** @returns whether the group's session was held at any time since the call, as its host was told */
export function watchHolds({ host }: Group): () => boolean {
  let wasHeld = false;
  host.session.on('roomUpdated', ({ phase }) => {
    wasHeld ||= phase === 'held';
  });
  return () => wasHeld;
}
