/** Asks a peer whether its own lease is renewed: so a node tells "the database is away" from "I am cut off". */
import { get } from 'node:https';
import { json } from 'node:stream/consumers';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { PeerLease } from '../lease.ts';
import type { PeerLink } from './peer-link.ts';

const Answer = Type.Object({ renewedForMs: Type.Union([Type.Number(), Type.Null()]), renewedAgoMs: Type.Number() });

export const leasePath = '/link/lease';

/** Rejects when there is no such answer in time. */
export async function askLease(peer: PeerLink): Promise<PeerLease> {
  const signal = AbortSignal.timeout(peer.timings.askMs);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const asking = get({ ...peer.target, agent: peer.agent, path: leasePath, signal });
  asking.once('response', (response) => json(response).then(resolve, reject));
  asking.once('error', reject);
  const answer = await promise;
  return Value.Parse(Answer, answer);
}
