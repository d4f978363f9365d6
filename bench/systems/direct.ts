/** No server: each client sends directly to another, to measure only the clients and the kernel. */
import type { StreamSpec } from '../clients/stream.ts';
import type { Network } from './network.ts';
import type { RunningSystem, System } from './system.ts';

const payloadTypes = { audio: 111, video: 96 } as const;
let nextSsrc = 90_000;

export function createDirect(): System {
  return { name: 'no server', version: '', start };
}

async function start(network: Network): Promise<RunningSystem> {
  return {
    processes: {},
    ports: { first: 1, last: 1 },
    audioPayloadTypes: [payloadTypes.audio],
    copies: 1,
    setUp: async ({ rooms, people, media }, ends) => {
      const streams: StreamSpec[] = [];
      const kinds = media === 'audio' ? (['audio'] as const) : (['audio', 'video'] as const);
      for (let person = 0; person < rooms * people; person += 1) {
        const port = await ends.openPlainReceiver(person);
        const end = await ends.connectPlainSender(network.clientAddress, port);
        for (const kind of kinds) {
          nextSsrc += 1;
          streams.push({ kind, end, ssrc: nextSsrc, payloadType: payloadTypes[kind], audioLevelId: null });
        }
      }
      return streams;
    },
    close: async () => {},
  };
}
