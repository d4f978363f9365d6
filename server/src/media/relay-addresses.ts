/**
 * The addresses of the TURN relay, to tell what comes through it. They are looked up by the names in its URLs, now and then, since names
 * change; a relay that sends from another address than it listens on isn't recognized.
 */
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';

const lookupIntervalMs = 600_000;

export class RelayAddresses {
  readonly #hosts: readonly string[];
  readonly #timer: NodeJS.Timeout | undefined;
  #addresses = new BlockList();

  /** @param urls RFC 7065: turn:host:port?transport=udp */
  constructor(urls: readonly string[]) {
    this.#hosts = [...new Set(urls.map(hostOf))];
    if (this.#hosts.length === 0) return;
    void this.refresh();
    this.#timer = setInterval(() => void this.refresh(), lookupIntervalMs).unref();
  }

  has(address: string): boolean {
    return this.#addresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }

  /** A name that can't be looked up now keeps none of its addresses. Never rejects. */
  async refresh(): Promise<void> {
    const found = new BlockList();
    await Promise.all(
      this.#hosts.map(async (host) => {
        const addresses = await lookup(host, { all: true }).catch(() => []);
        for (const { address, family } of addresses) found.addAddress(address, family === 6 ? 'ipv6' : 'ipv4');
      }),
    );
    this.#addresses = found;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

const hostOf = (url: string): string => /^turns?:(?:\[([^\]]+)\]|([^:?]+))/.exec(url)?.slice(1).find(Boolean) ?? url;
