/** LiveKit with its SDK's end-to-end encryption off and on. */
import { fileURLToPath } from 'node:url';
import { bundle } from '../../test/support/browser/page-server.ts';
import type { Admission } from '../cluster/peers/contender.ts';
import { renderLiveKitNode } from '../systems/livekit/livekit-config.ts';
import { liveKitWorkerFile, readLiveKitSdkVersion } from '../systems/livekit/livekit-sdk.ts';
import { type Environment, findLiveKitServer, type LiveKitServer } from '../systems/livekit/livekit-server.ts';
import { createLiveKitToken, createWaitingToken } from '../systems/livekit/livekit-token.ts';
import { RoomService } from '../systems/livekit/room-service.ts';
import { loopback } from '../systems/network.ts';
import { type EncryptingServer, type EncryptingSystem, pageWith } from './encrypting-system.ts';

/** @returns the reason, in one line, if the environment names no server */
export async function findLiveKitEncrypting(env: Environment): Promise<EncryptingSystem | { missing: string }> {
  const found = findLiveKitServer(env);
  if ('missing' in found) return found;
  const sdk = await readLiveKitSdkVersion();
  return {
    name: 'livekit',
    version: found.version,
    encryptions: { off: 'off', on: 'on' },
    notes: [
      `livekit-client ${sdk} with ExternalE2EEKeyProvider and its worker`,
      'admit is UpdateParticipant of its RoomService, sent by the bench, which gives the right to publish and to subscribe to somebody who has joined without: the WebSocket and the peer connection are open before; the page publishes when its SDK tells it of the right',
      'the application gives one key to all, before anybody joins, and it is never replaced: nothing is exchanged in the measured times',
    ],
    secrets: 'application',
    page: '/livekit',
    bundlePages: async () => ({
      '/livekit': pageWith('/livekit.js'),
      '/livekit.js': await bundle({ file: fileURLToPath(new URL('./livekit-page.ts', import.meta.url)) }),
      '/livekit-worker.js': await bundle({ file: liveKitWorkerFile }),
    }),
    start: async () =>
      new RunningLiveKit(await found.start(loopback(), (ports, key) => renderLiveKitNode(ports, key, null))),
  };
}

class RunningLiveKit implements EncryptingServer {
  readonly #server: LiveKitServer;
  readonly #service: RoomService;
  #rooms = 0;

  constructor(server: LiveKitServer) {
    this.#server = server;
    this.#service = new RoomService(server.url.replace(/^ws/, 'http'), server.key);
  }

  get url(): string {
    return this.#server.url;
  }

  /** Encryption is a matter of its clients. */
  async createRoom(): Promise<string> {
    this.#rooms += 1;
    const room = `bench-${process.pid}-${this.#rooms}`;
    await this.#service.createRoom(room);
    return room;
  }

  async tokenFor(room: string, name: string, admission: Admission): Promise<string> {
    const create = admission === 'at-once' ? createLiveKitToken : createWaitingToken;
    return create(this.#server.key, room, name);
  }

  async admit(room: string, name: string): Promise<number> {
    const decidedAt = Date.now();
    await this.#service.permitMedia(room, name);
    return decidedAt;
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
