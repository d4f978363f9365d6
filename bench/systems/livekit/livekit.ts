/** LiveKit with the same clients and streams as all systems. */
import type { StreamSpec } from '../../clients/stream.ts';
import { kindsOf } from '../hearthroom/media-over-wire.ts';
import type { Network } from '../network.ts';
import { type Crowd, type Ends, type RunningSystem, type System, serverPorts } from '../system.ts';
import { LiveKitClient } from './livekit-client.ts';
import { renderLiveKitConfig } from './livekit-config.ts';
import { LiveKitPerson, payloadTypes } from './livekit-person.ts';
import { type Environment, findLiveKitServer, type LiveKitServer } from './livekit-server.ts';
import { createLiveKitToken } from './livekit-token.ts';

/** @returns the reason, in one line, if the environment names no server */
export function findLiveKit(env: Environment): System | { missing: string } {
  const found = findLiveKitServer(env);
  if ('missing' in found) return found;
  const { version, start } = found;
  return {
    name: 'livekit',
    version,
    start: async (network) => run(await start(network, (...args) => renderLiveKitConfig(network, ...args)), network),
  };
}

/** Of a server elsewhere only its packets are known: no CPU, no capture. */
function run(server: LiveKitServer, network: Network): RunningSystem {
  const clients: LiveKitClient[] = [];
  const { own } = server;
  /** Address that clients send from. */
  const clientAddress = own ? network.clientAddress : '0.0.0.0';
  return {
    processes: own ? { livekit: own.pid } : {},
    ports: own ? { first: own.mediaPort, last: own.mediaPort } : serverPorts,
    clientAddress,
    audioPayloadTypes: [payloadTypes.audio],
    setUp: async (crowd, ends) => {
      const streams: StreamSpec[] = [];
      for (let room = 0; room < crowd.rooms; room += 1) {
        streams.push(...(await fillRoom({ ...server, clientAddress }, crowd, room, ends, clients)));
      }
      return streams;
    },
    close: async () => {
      for (const client of clients) client.close();
      await server.close();
    },
  };
}

/** All participants join and send before any of them receives, so that each is offered all tracks at once. */
async function fillRoom(
  { url, key, clientAddress }: Pick<LiveKitServer, 'url' | 'key'> & { clientAddress: string },
  { people, media }: Crowd,
  index: number,
  ends: Ends,
  clients: LiveKitClient[],
): Promise<StreamSpec[]> {
  const room = `bench-${process.pid}-${index}`;
  const group: { person: LiveKitPerson; streams: StreamSpec[]; trackSids: string[] }[] = [];
  for (let member = 0; member < people; member += 1) {
    const client = await LiveKitClient.join(url, createLiveKitToken(key, room, `person-${member}`));
    clients.push(client);
    const number = index * people + member;
    const person = await LiveKitPerson.create(client, { ends, person: number, address: clientAddress });
    group.push({ person, ...(await person.publish(kindsOf(media))) });
  }
  for (const { person } of group) {
    await person.receive(group.flatMap((other) => (other.person === person ? [] : other.trackSids)));
  }
  return group.flatMap(({ streams }) => streams);
}
