/** LiveKit with the same clients and streams: its server binary, started here, or a server that runs elsewhere. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamSpec } from '../../clients/stream.ts';
import { findServerPort } from '../free-port.ts';
import { kindsOf } from '../hearthroom/media-over-wire.ts';
import { ServerProcess } from '../measured-process.ts';
import type { Network } from '../network.ts';
import { type Crowd, type Ends, type RunningSystem, type System, serverPorts } from '../system.ts';
import { LiveKitClient } from './livekit-client.ts';
import { renderLiveKitConfig } from './livekit-config.ts';
import { LiveKitPerson, payloadTypes } from './livekit-person.ts';
import { type ApiKey, createLiveKitToken } from './livekit-token.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Server {
  /** ws://host:port */
  url: string;
  key: ApiKey;
  /** Address that clients send from. */
  clientAddress: string;
}

const ownKey: ApiKey = { id: 'bench', secret: 'a-secret-of-the-bench-0123456789abcdef' };

/** @returns the reason, in one line, if the environment names no server */
export function findLiveKit(env: Environment): System | { missing: string } {
  const { LIVEKIT_SERVER_BIN: bin, LIVEKIT_URL: url, LIVEKIT_API_KEY: id, LIVEKIT_API_SECRET: secret } = env;
  if (bin) {
    const probe = spawnSync(bin, ['--version'], { encoding: 'utf8' });
    if (probe.error) return { missing: `LiveKit: LIVEKIT_SERVER_BIN does not run (${probe.error.message})` };
    const [, version = 'unknown'] = /version (\S+)/.exec(probe.stdout) ?? [];
    return { name: 'livekit', version, start: (network) => start(network, bin) };
  }
  if (url && id && secret) {
    const server = { url, key: { id, secret }, clientAddress: '0.0.0.0' };
    return { name: 'livekit', version: 'of LIVEKIT_URL', start: async () => connectTo(server) };
  }
  return { missing: 'LiveKit: set LIVEKIT_SERVER_BIN, or LIVEKIT_URL with LIVEKIT_API_KEY and LIVEKIT_API_SECRET' };
}

async function start(network: Network, bin: string): Promise<RunningSystem> {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-livekit-'));
  const ports = { signaling: await findServerPort(), media: await findServerPort() };
  const file = join(directory, 'livekit.yaml');
  await writeFile(file, renderLiveKitConfig(network, ports, ownKey));
  const server = new ServerProcess(network.place([bin, '--config', file]));
  const close = async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await server.prints(/starting LiveKit server/);
    await untilOpen(`http://${network.serverAddress}:${ports.signaling}`);
  } catch (error) {
    await close();
    throw error;
  }
  const url = `ws://${network.serverAddress}:${ports.signaling}`;
  const running = connectTo({ url, key: ownKey, clientAddress: network.clientAddress });
  return {
    ...running,
    processes: { livekit: server.pid },
    ports: { first: ports.media, last: ports.media },
    close: async () => {
      await running.close();
      await close();
    },
  };
}

/** It logs its start before it listens. */
async function untilOpen(url: string): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Of a server elsewhere only its packets are known: no CPU, no capture. */
function connectTo(server: Server): RunningSystem {
  const clients: LiveKitClient[] = [];
  return {
    processes: {},
    ports: serverPorts,
    clientAddress: server.clientAddress,
    audioPayloadTypes: [payloadTypes.audio],
    setUp: async (crowd, ends) => {
      const streams: StreamSpec[] = [];
      for (let room = 0; room < crowd.rooms; room += 1) {
        streams.push(...(await fillRoom(server, crowd, room, ends, clients)));
      }
      return streams;
    },
    close: async () => {
      for (const client of clients) client.close();
    },
  };
}

/** All participants join and send before any of them receives, so that each is offered all tracks at once. */
async function fillRoom(
  { url, key, clientAddress }: Server,
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
