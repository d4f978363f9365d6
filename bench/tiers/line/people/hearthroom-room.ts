/** Hearthroom on a bad line: one room, with its setting for end-to-end encryption. */
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import type { StreamSpec } from '../../../clients/stream.ts';
import { Crowd } from '../../../systems/hearthroom/crowd.ts';
import { createHearthroom, HearthroomServer } from '../../../systems/hearthroom/hearthroom.ts';
import type { Network } from '../../../systems/network.ts';
import type { LineSystem, PersonName, RunningLineSystem, SyntheticPeople } from './line-system.ts';

/** `preferred` is the default of rooms: everybody encrypts, as long as everybody can. */
export type LineEncryption = Extract<RoomSettings['encryption'], 'preferred' | 'off'>;

export async function createHearthroomLine(encryption: LineEncryption): Promise<LineSystem> {
  const { version } = await createHearthroom();
  return {
    name: 'hearthroom',
    version,
    client: 'its SDK, with its defaults',
    encryption: encryption === 'off' ? 'none (`encryption: off`)' : 'end to end (the default of rooms)',
    encrypts: encryption !== 'off',
    start: async (network, pageUrl) => await HearthroomRoom.open(network, pageUrl, encryption),
  };
}

class HearthroomRoom implements RunningLineSystem {
  readonly url: string;
  readonly mediaPort: number;
  readonly #server: HearthroomServer;
  readonly #room: string;
  readonly #encryption: LineEncryption;
  #crowd: Crowd | null = null;

  static async open(network: Network, pageUrl: string, encryption: LineEncryption): Promise<HearthroomRoom> {
    const server = await HearthroomServer.start(network, { HEARTHROOM_ALLOWED_ORIGINS: pageUrl });
    try {
      return new HearthroomRoom(server, await server.createRoom({ encryption }), encryption);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  private constructor(server: HearthroomServer, room: string, encryption: LineEncryption) {
    [this.#server, this.#room, this.#encryption] = [server, room, encryption];
    [this.url, this.mediaPort] = [server.url, server.mediaPort];
  }

  tokenFor(name: PersonName): Promise<string> {
    return this.#server.tokenFor(this.#room, name, name === 'host' ? 'therapist' : 'client', 'bypass');
  }

  async addPeople({ count, ends, picture, seconds }: SyntheticPeople): Promise<StreamSpec[]> {
    const [server, room, encrypts] = [this.#server, this.#room, this.#encryption !== 'off'];
    const kinds = ['video'] as const;
    this.#crowd = await Crowd.join({ server, room, people: count, ends, kinds, receives: false, encrypts });
    return await this.#crowd.streams(picture, seconds);
  }

  async close(): Promise<void> {
    await this.#crowd?.close();
    await this.#server.close();
  }
}
