/** LiveKit on a bad line: one room, its server's defaults, and livekit-client as LiveKit recommends. */
import type { StreamSpec } from '../../../clients/stream.ts';
import { LiveKitClient } from '../../../systems/livekit/livekit-client.ts';
import { renderLiveKitServer } from '../../../systems/livekit/livekit-config.ts';
import { LiveKitPerson } from '../../../systems/livekit/livekit-person.ts';
import { readLiveKitSdkVersion } from '../../../systems/livekit/livekit-sdk.ts';
import { type Environment, findLiveKitServer, type LiveKitServer } from '../../../systems/livekit/livekit-server.ts';
import { createLiveKitToken } from '../../../systems/livekit/livekit-token.ts';
import type { Network } from '../../../systems/network.ts';
import type { LineSystem, PersonName, RunningLineSystem, SyntheticPeople } from './line-system.ts';

const room = 'bench';

/** @returns the reason, in one line, if it can't be started here */
export async function findLiveKitLine(env: Environment): Promise<LineSystem | { missing: string }> {
  const found = findLiveKitServer(env);
  if ('missing' in found) return found;
  if (!env.LIVEKIT_SERVER_BIN) {
    return { missing: 'LiveKit on a bad line: it is started in a network of its own; set LIVEKIT_SERVER_BIN' };
  }
  return {
    name: 'livekit',
    version: found.version,
    client: `livekit-client ${await readLiveKitSdkVersion()} with adaptiveStream and dynacast`,
    encryption: 'none (its default)',
    encrypts: false,
    start: async (network) => {
      const server = await found.start(network, (ports, key) => renderLiveKitServer(network, ports, key));
      return new LiveKitRoom(server, network);
    },
  };
}

class LiveKitRoom implements RunningLineSystem {
  readonly #server: LiveKitServer;
  readonly #network: Network;
  readonly #clients: LiveKitClient[] = [];

  constructor(server: LiveKitServer, network: Network) {
    [this.#server, this.#network] = [server, network];
  }

  get url(): string {
    return this.#server.url;
  }

  get mediaPort(): number {
    return this.#server.own?.mediaPort ?? 0;
  }

  async tokenFor(name: PersonName): Promise<string> {
    return createLiveKitToken(this.#server.key, room, name);
  }

  async addPeople({ count, ends, picture }: SyntheticPeople): Promise<StreamSpec[]> {
    const all: StreamSpec[] = [];
    for (let number = 0; number < count; number += 1) {
      const token = createLiveKitToken(this.#server.key, room, `synthetic-${number}`);
      const client = await LiveKitClient.join(this.#server.url, token);
      this.#clients.push(client);
      const address = this.#network.clientAddress;
      const person = await LiveKitPerson.create(client, { ends, person: number, address });
      const { streams } = await person.publish(['video']);
      all.push(...streams.map((stream) => ({ ...stream, picture })));
    }
    return all;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#server.close();
  }
}
