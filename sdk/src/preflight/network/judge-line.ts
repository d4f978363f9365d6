/** From figures to findings: pure. docs/preflight.md has the limits (a test compares them). */
import type { PreflightCode } from '../preflight-codes.ts';
import type { PreflightLine, PreflightPath, PreflightPathName } from '../preflight-types.ts';

/**
 * The first is the limit to `poor`, the second to `bad`. Delays: between two people each has half of their round trip,
 * and above 400 ms one way a conversation is hard (ITU-T G.114). Bandwidth: small videos and voices need the first,
 * voices alone the second.
 */
export const lineLimits = {
  lossShare: [0.03, 0.15],
  roundTripMs: [300, 800],
  jitterMs: [100],
  kbps: [800, 120],
} as const;

export function judgeLine(line: PreflightLine): PreflightCode[] {
  const { lossUp, lossDown, roundTripMs, jitterMs, upKbps, downKbps } = line;
  const loss = Math.max(lossUp ?? 0, lossDown ?? 0);
  const kbps = Math.min(upKbps ?? Number.POSITIVE_INFINITY, downKbps ?? Number.POSITIVE_INFINITY);
  const { lossShare, kbps: bandwidth, roundTripMs: delay, jitterMs: jitter } = lineLimits;
  return [
    ...above(loss, lossShare, 'line-loss', 'line-loss-heavy'),
    ...above(roundTripMs ?? 0, delay, 'line-delay', 'line-delay-heavy'),
    ...((jitterMs ?? 0) > jitter[0] ? (['line-jitter'] as const) : []),
    // Senders slow down because of losses, so that a lossy line looks narrower than it is.
    ...above(
      -kbps,
      [loss > lossShare[0] ? Number.POSITIVE_INFINITY : -bandwidth[0], -bandwidth[1]],
      'line-bandwidth-low',
      'line-bandwidth-very-low',
    ),
  ];
}

function above(
  value: number,
  [poor, bad]: readonly [number, number],
  code: PreflightCode,
  heavier: PreflightCode,
): PreflightCode[] {
  if (value > bad) return [heavier];
  return value > poor ? [code] : [];
}

export type Paths = Readonly<Record<PreflightPathName, PreflightPath>>;

/** In the order in which a session takes them. */
export const pathNames: readonly PreflightPathName[] = ['udp', 'tcp', 'relayUdp', 'relayTcp', 'relayTls'];
const relays: readonly PreflightPathName[] = ['relayUdp', 'relayTcp', 'relayTls'];
const datagrams: readonly PreflightPathName[] = ['udp', 'relayUdp'];

/**
 * Null: the test was interrupted.
 * @param relayReached whether a relay gave this client an address
 */
export function judgePaths(paths: Paths, relayReached: boolean): PreflightCode[] | null {
  if (pathNames.some((name) => paths[name].state === 'not-tested')) return null;
  const works = (names: readonly PreflightPathName[]) => names.some((name) => paths[name].state === 'works');
  const isOffered = relays.some((name) => paths[name].state !== 'not-offered');
  if (!works(pathNames)) return [relayReached ? 'path-server-unreachable-from-relay' : 'path-none'];
  return [
    ...(paths.udp.state === 'fails' ? (['path-udp-blocked'] as const) : []),
    ...(!works(['udp', 'tcp']) ? (['path-relay-only'] as const) : []),
    ...(isOffered && !works(relays) ? (['path-relay-blocked'] as const) : []),
    ...(!works(datagrams) ? (['path-tcp-only'] as const) : []),
  ];
}
