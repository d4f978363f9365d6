/** Who may do what to whom. Every host command passes here first. */
import type { Grants } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from './draft.ts';
import { actorMay, isHost, presentHosts, seatOf } from './state.ts';
import type { Actor, Seat } from './types.ts';

/** Rejects unless the actor holds the grant and is present. Who isn't in the group is told so, and nothing else. */
export function requireGrant(draft: Draft, actor: Actor, grant: keyof Grants): void {
  if (actor.kind === 'seat' && seatOf(draft.state, actor.seatId)?.state !== 'admitted') reject('not-admitted');
  if (!actorMay(draft.state, actor, grant)) reject('not-allowed');
}

/** Hosts among themselves: only a holder of `canEnd` takes another one out, and nobody the last one present. */
export function protectHosts(draft: Draft, actor: Actor, target: Seat): void {
  if (!isHost(target)) return;
  if (!actorMay(draft.state, actor, 'canEnd')) reject('not-allowed');
  const present = presentHosts(draft.state);
  if (present.length === 1 && present[0]?.id === target.id) reject('last-host');
}
