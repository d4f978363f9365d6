/** mediasoup without Hearthroom, with the same worker binary: the baseline for what Hearthroom adds. */
import { fileURLToPath } from 'node:url';
import { version } from 'mediasoup';
import { workerBin } from '../../../test/support/media/worker-bin.ts';
import type { StreamSpec } from '../../clients/stream.ts';
import { WireClient } from '../../clients/wire-client.ts';
import { childrenOf } from '../../machine/process-usage.ts';
import { findServerPort } from '../free-port.ts';
import { audioPayloadType, kindsOf, openMedia, publish, receiveAll } from '../hearthroom/media-over-wire.ts';
import { ServerProcess } from '../measured-process.ts';
import type { Network } from '../network.ts';
import type { Crowd, Ends, RunningSystem, System } from '../system.ts';

const script = fileURLToPath(new URL('./bare-server.ts', import.meta.url));

export function createBare(): System {
  return { name: 'bare mediasoup', version, start };
}

async function start(network: Network): Promise<RunningSystem> {
  const mediaPort = await findServerPort();
  const command = [process.execPath, '--conditions=hearthroom-source', script];
  const server = new ServerProcess(network.place([...command, network.serverAddress, String(mediaPort), workerBin()]));
  const [, url = ''] = await server.prints(/listens on (\S+)/);
  const [worker] = childrenOf(server.pid);
  if (worker === undefined) throw new Error('The bare server has no worker');
  const clients: WireClient[] = [];
  return {
    processes: { node: server.pid, worker },
    ports: { first: mediaPort, last: mediaPort },
    audioPayloadTypes: [audioPayloadType],
    setUp: async (crowd, ends) => {
      const streams: StreamSpec[] = [];
      for (let room = 0; room < crowd.rooms; room += 1) {
        streams.push(...(await fillRoom(url, crowd, room, ends, clients)));
      }
      return streams;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await server.close();
    },
  };
}

async function fillRoom(
  url: string,
  { people, media }: Crowd,
  room: number,
  ends: Ends,
  clients: WireClient[],
): Promise<StreamSpec[]> {
  const group: { client: WireClient; end: number }[] = [];
  for (let index = 0; index < people; index += 1) {
    const client = await WireClient.open(url);
    clients.push(client);
    await client.request('authenticate', { token: `room-${room}` });
    group.push({ client, end: await openMedia(client, room * people + index, ends) });
  }
  const streams: StreamSpec[] = [];
  for (const { client, end } of group) streams.push(...(await publish(client, end, kindsOf(media))));
  for (const { client } of group) await receiveAll(client, (people - 1) * kindsOf(media).length);
  return streams;
}
