/** Hearthroom with `encryption: off` and `required`. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { bundle } from '../../test/support/browser/page-server.ts';
import type { Admission } from '../cluster/peers/contender.ts';
import { createHearthroom, HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import { loopback } from '../systems/network.ts';
import type {} from '../tiers/browser/browser-page.ts';
import { type EncryptingServer, type EncryptingSystem, type Encryption, pageWith } from './encrypting-system.ts';

const encryptions = { off: 'off', on: 'required' } as const;
const limitMs = 30_000;

export async function createHearthroomEncrypting(): Promise<EncryptingSystem> {
  const { name, version } = await createHearthroom();
  return {
    name,
    version,
    encryptions,
    notes: [
      'admit is the host’s click in her page; the client has waited with an open WebSocket and connected transports',
      'the SDK makes a secret for each sender, passes it on encrypted, and replaces it whenever somebody comes or goes: with encryption the times contain that',
    ],
    secrets: 'system',
    page: '/',
    bundlePages: async () => ({
      '/': pageWith('/page.js'),
      '/page.js': await bundle({ file: fileURLToPath(new URL('./encryption-page.ts', import.meta.url)) }),
    }),
    start: async (pageUrl) =>
      new RunningHearthroom(await HearthroomServer.start(loopback(), { HEARTHROOM_ALLOWED_ORIGINS: pageUrl })),
  };
}

class RunningHearthroom implements EncryptingServer {
  readonly #server: HearthroomServer;

  constructor(server: HearthroomServer) {
    this.#server = server;
  }

  get url(): string {
    return this.#server.url;
  }

  createRoom(encryption: Encryption): Promise<string> {
    return this.#server.createRoom({ encryption: encryptions[encryption] });
  }

  tokenFor(room: string, name: string, admission: Admission): Promise<string> {
    if (name === 'host') return this.#server.tokenFor(room, name, 'therapist');
    return this.#server.tokenFor(room, name, 'client', admission === 'at-once' ? 'bypass' : undefined);
  }

  async admit(_room: string, _name: string, host: Page): Promise<number> {
    await host.waitForFunction(() => benchPage.waitingCount() > 0, { timeout: limitMs });
    return await host.evaluate(() => benchPage.admitFirst());
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
