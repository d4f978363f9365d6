/** Networks in which a preflight is run, and what it must find in each. Plain data. */
import type { PreflightCode, PreflightPathName, PreflightVerdict } from '@hearthroom/sdk';
import type { Impairment } from '../faults/causes/udp-proxy.ts';
import type { Blocked } from '../network/behind-firewall.ts';

export interface ArrangedNetwork {
  name: string;
  blocked: readonly Blocked[];
  /** Of the line to the media server, in both directions; TCP does not reach it then. Null: none. */
  line: Partial<Impairment> | null;
  /** Where the media server says that it is, when that is wrong. */
  announced?: string;
  /** Verdict of the whole. */
  verdict: PreflightVerdict;
  /** Of the server, the paths and the line. */
  codes: readonly PreflightCode[];
  /** By which the line is measured. */
  path: PreflightPathName | null;
  works: readonly PreflightPathName[];
}

const all: readonly PreflightPathName[] = ['udp', 'tcp', 'relayUdp', 'relayTcp'];
const onBadLine: Pick<ArrangedNetwork, 'blocked' | 'path' | 'works'> = {
  blocked: [{ to: 'relay' }],
  path: 'udp',
  works: ['udp'],
};

export const nobodyThere = '10.98.1.77';

export const networks: readonly ArrangedNetwork[] = [
  { name: 'open', blocked: [], line: null, verdict: 'good', codes: [], path: 'udp', works: all },
  {
    name: 'UDP blocked',
    blocked: [{ protocol: 'udp' }],
    line: null,
    verdict: 'poor',
    codes: ['path-udp-blocked', 'path-tcp-only'],
    path: 'tcp',
    works: ['tcp', 'relayTcp'],
  },
  {
    name: 'TCP to the media server blocked',
    blocked: [{ to: 'media', protocol: 'tcp' }],
    line: null,
    verdict: 'good',
    codes: [],
    path: 'udp',
    works: ['udp', 'relayUdp', 'relayTcp'],
  },
  {
    name: 'the relay only',
    blocked: [{ to: 'media' }],
    line: null,
    verdict: 'good',
    codes: ['path-udp-blocked', 'path-relay-only'],
    path: 'relayUdp',
    works: ['relayUdp', 'relayTcp'],
  },
  {
    name: 'the relay by TCP only',
    blocked: [{ to: 'media' }, { protocol: 'udp' }],
    line: null,
    verdict: 'poor',
    codes: ['path-udp-blocked', 'path-relay-only', 'path-tcp-only'],
    path: 'relayTcp',
    works: ['relayTcp'],
  },
  {
    name: 'the relay blocked',
    blocked: [{ to: 'relay' }],
    line: null,
    verdict: 'good',
    codes: ['path-relay-blocked'],
    path: 'udp',
    works: ['udp', 'tcp'],
  },
  {
    name: 'no media',
    blocked: [{ to: 'media' }, { to: 'relay' }],
    line: null,
    verdict: 'bad',
    codes: ['path-none'],
    path: null,
    works: [],
  },
  {
    name: 'nothing',
    blocked: [{}],
    line: null,
    verdict: 'bad',
    codes: ['server-unreachable'],
    path: null,
    works: [],
  },
  {
    name: 'a wrong announced address',
    blocked: [],
    line: null,
    announced: nobodyThere,
    verdict: 'bad',
    codes: ['path-server-unreachable-from-relay'],
    path: null,
    works: [],
  },
  {
    name: '300 kbit/s',
    ...onBadLine,
    line: { kbps: 300 },
    verdict: 'poor',
    codes: ['path-relay-blocked', 'line-bandwidth-low'],
  },
  {
    name: '8% of the packets lost',
    ...onBadLine,
    line: { lossRate: 0.08 },
    verdict: 'poor',
    codes: ['path-relay-blocked', 'line-loss'],
  },
  {
    name: 'a round trip of 600 ms',
    ...onBadLine,
    line: { delayMs: 300 },
    verdict: 'poor',
    codes: ['path-relay-blocked', 'line-delay'],
  },
];

/** Those of the test suite: the others take as long and show less. */
export const inSuite: readonly string[] = ['UDP blocked', 'a wrong announced address', '8% of the packets lost'];
