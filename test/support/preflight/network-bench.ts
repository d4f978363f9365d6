/** Runs preflights in Chromium behind a firewall, with a real server, a real relay and bad lines. */
import type { PreflightReport } from '@hearthroom/sdk';
import type { Browser } from 'puppeteer';
import { launchChromium } from '../browser/browsers.ts';
import { bundle, type PageServer, startPageServer } from '../browser/page-server.ts';
import { UdpProxy } from '../faults/causes/udp-proxy.ts';
import { BehindFirewall, house } from '../network/behind-firewall.ts';
import { startTestServer } from '../server/test-server.ts';
import { Coturn, turnSecret } from '../turn/coturn.ts';
import { type ArrangedNetwork, nobodyThere } from './networks.ts';

const mediaPort = 47_000;
const relayUrls = ['udp', 'tcp'].map((transport) => `turn:${house.relay}:3478?transport=${transport}`);

/** Must be made inside own-network.ts. */
export class NetworkBench {
  readonly #network: BehindFirewall;
  readonly #relay: Coturn;
  readonly #pages: PageServer;
  readonly #browser: Browser;

  static async create(): Promise<NetworkBench> {
    const network = await BehindFirewall.create();
    const more = [`allowed-peer-ip=${nobodyThere}`];
    const relay = await Coturn.start({ address: house.relay, peerAddress: house.media, more });
    const script = await bundle({ file: new URL('./preflight-page.ts', import.meta.url).pathname });
    const pages = await startPageServer(
      { '/': '<!doctype html><title>Test</title><script type="module" src="/page.js"></script>', '/page.js': script },
      house.pages,
    );
    // A camera requires a secure page, and this one has no certificate.
    const flags = [`--unsafely-treat-insecure-origin-as-secure=${pages.url}`];
    const browser = await launchChromium(flags, { wrap: (path) => network.wrap(path) });
    return new NetworkBench(network, relay, pages, browser);
  }

  private constructor(network: BehindFirewall, relay: Coturn, pages: PageServer, browser: Browser) {
    [this.#network, this.#relay, this.#pages, this.#browser] = [network, relay, pages, browser];
  }

  async run({ blocked, line, announced: wrong }: ArrangedNetwork): Promise<PreflightReport> {
    const announced = wrong ?? (line && house.line);
    const proxy = new UdpProxy();
    if (line) {
      proxy.impair(line);
      await proxy.forward({ address: house.line, port: mediaPort }, { address: house.media, port: mediaPort });
    }
    const server = await startTestServer({
      host: house.pages,
      env: {
        HEARTHROOM_ALLOWED_ORIGINS: this.#pages.url,
        HEARTHROOM_MEDIA_LISTEN_IP: house.media,
        HEARTHROOM_MEDIA_PORT: String(mediaPort),
        HEARTHROOM_TURN_URLS: relayUrls.join(','),
        HEARTHROOM_TURN_SECRET: turnSecret,
        ...(announced && { HEARTHROOM_PUBLIC_ADDRESS: announced }),
      },
    });
    try {
      this.#network.block();
      const page = await this.#browser.newPage();
      await page.goto(this.#pages.url);
      await page.waitForFunction(() => 'preflightPage' in globalThis);
      const token = await server.tokenFor('r-of-next-week', { sub: 'anna', role: 'client', name: 'Anna' });
      this.#network.block(...blocked);
      const report = await page.evaluate((url, token) => preflightPage.run(url, token), server.url, token);
      await page.close();
      return report;
    } finally {
      this.#network.block();
      proxy.close();
      await server.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#pages.close();
    await this.#relay.close();
    this.#network.close();
  }
}

/** What the report says of the network, for comparison with what was expected. */
export const networkOf = ({ verdict, server, paths, line }: PreflightReport) => ({
  verdict,
  codes: [...server.codes, ...paths.codes, ...line.codes],
  path: line.path,
  works: (['udp', 'tcp', 'relayUdp', 'relayTcp', 'relayTls'] as const).filter((name) => paths[name].state === 'works'),
});

export const expectedOf = ({ verdict, codes, path, works }: ArrangedNetwork) => ({ verdict, codes, path, works });
