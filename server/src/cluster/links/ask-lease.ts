/** Asks a peer whether its own lease is renewed: so a node tells "the database is away" from "I am cut off". */
import { get } from 'node:https';
import { json } from 'node:stream/consumers';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { PeerLease } from '../lease.ts';
import type { PeerLink } from './peer-link.ts';

const Answer = Type.Object({ renewedForMs: Type.Union([Type.Number(), Type.Null()]), renewedAgoMs: Type.Number() });

const leasePath = '/link/lease';

/** No process listens there. */
const gone: PeerLease = { renewedForMs: null, renewedAgoMs: Number.MAX_SAFE_INTEGER };

/**
 * Rejects when there is no such answer in time.
 * @param renewedForMs for how long the node that asks has renewed its own lease
 */
export async function askLease(peer: PeerLink, renewedForMs: number | null): Promise<PeerLease> {
  const signal = AbortSignal.timeout(peer.timings.askMs);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const asking = get({
    ...peer.target,
    agent: peer.agent,
    path: `${leasePath}?renewedFor=${renewedForMs ?? ''}`,
    signal,
  });
  asking.once('response', (response) => json(response).then(resolve, reject));
  asking.once('error', (error) => {
    if ('code' in error && error.code === 'ECONNREFUSED') resolve(gone);
    else reject(error);
  });
  const answer = await promise;
  return Value.Parse(Answer, answer);
}

/** @returns what the node that asks tells of its own lease; undefined: another request */
export function readAsking(url: string | undefined): number | null | undefined {
  const [path, query = ''] = (url ?? '').split('?');
  if (path !== leasePath) return undefined;
  const renewedFor = Number(new URLSearchParams(query).get('renewedFor') || Number.NaN);
  return Number.isFinite(renewedFor) ? renewedFor : null;
}
