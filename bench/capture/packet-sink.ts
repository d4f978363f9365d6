/**
 * The RTP packets that a server sends to clients are counted and dropped by the kernel (nftables), before any client
 * reads them: clients need no CPU for them, so large rooms can be measured on few cores. Linux, as root.
 */
import { spawnSync } from 'node:child_process';
import { nftProgram } from '../../test/support/faults/network/network-lease.ts';
import type { PortRange } from './packet-capture.ts';

/** Null if packets can be counted and dropped here. */
export function whyNoSink(): string | null {
  try {
    PacketSink.open({ first: 1, last: 1 }).close();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

let opened = 0;

export class PacketSink {
  readonly #table: string;
  /** Also when the bench is interrupted: the rules would outlive it. */
  readonly #remove = (): void => void nft(['delete', 'table', 'inet', this.#table]);

  /** @param ports from which the server sends. Throws where nftables can't be used */
  static open(ports: PortRange): PacketSink {
    opened += 1;
    const sink = new PacketSink(`hearthroom-${process.pid}-${opened}`);
    nft(['-f', '-'], sinkRules(sink.#table, ports));
    process.once('exit', sink.#remove);
    return sink;
  }

  private constructor(table: string) {
    this.#table = table;
  }

  /** Packets so far. */
  count(): number {
    return readCounter(nft(['-j', 'list', 'counter', 'inet', this.#table, 'received']));
  }

  close(): void {
    process.off('exit', this.#remove);
    this.#remove();
  }
}

/** RTP and not RTCP, STUN or DTLS, by the first two bytes (RFC 7983, RFC 5761). */
export const sinkRules = (table: string, { first, last }: PortRange): string => `table inet ${table} {
  counter received { }
  chain input {
    type filter hook input priority 0;
    udp sport ${first}-${last} @th,64,2 2 @th,72,8 != 192-223 counter name "received" drop
  }
}
`;

/** @param json of `nft -j list counter` */
export function readCounter(json: string): number {
  const listed: { nftables?: { counter?: { packets?: number } }[] } = JSON.parse(json);
  const [packets] = (listed.nftables ?? []).flatMap(({ counter }) => counter?.packets ?? []);
  if (packets === undefined) throw new Error('nft told no counter');
  return packets;
}

function nft(args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(nftProgram, args, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(error?.message ?? stderr.trim());
  return stdout;
}
