/**
 * The addresses of the TURN relay, to recognise media that comes through it. They are looked up by the host names in
 * its URLs at intervals, since DNS entries change. A relay that sends from another address than it listens on isn't
 * recognised.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';

const lookupIntervalMs = 600_000;

export class RelayAddresses {
  readonly #hosts: readonly string[];
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #lookUp: (host: string) => Promise<LookupAddress[]>;
  readonly #known = new Map<string, LookupAddress[]>();
  #addresses = new BlockList();

  /**
   * @param urls RFC 7065: turn:host:port?transport=udp
   * @param lookUp rejects when a name can't be resolved now
   */
  constructor(urls: readonly string[], lookUp = (host: string) => lookup(host, { all: true })) {
    this.#lookUp = lookUp;
    this.#hosts = [...new Set(urls.map(hostOf))];
    if (this.#hosts.length === 0) return;
    void this.refresh();
    this.#timer = setInterval(() => void this.refresh(), lookupIntervalMs).unref();
  }

  has(address: string): boolean {
    return this.#addresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }

  /** A name that can't be resolved now keeps the addresses of its last lookup. Never rejects. */
  async refresh(): Promise<void> {
    await Promise.all(
      this.#hosts.map(async (host) => {
        const found = await this.#lookUp(host).catch(() => null);
        if (found) this.#known.set(host, found);
      }),
    );
    const addresses = new BlockList();
    for (const { address, family } of [...this.#known.values()].flat())
      addresses.addAddress(address, family === 6 ? 'ipv6' : 'ipv4');
    this.#addresses = addresses;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

const hostOf = (url: string): string => /^turns?:(?:\[([^\]]+)\]|([^:?]+))/.exec(url)?.slice(1).find(Boolean) ?? url;
