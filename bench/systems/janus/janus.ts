/** Janus from the distribution's package `janus`, with its videoroom plugin, with the same clients and streams. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamSpec } from '../../clients/stream.ts';
import { createIceCredentials } from '../../clients/stun.ts';
import { findServerPort } from '../free-port.ts';
import { ServerProcess } from '../measured-process.ts';
import type { Network } from '../network.ts';
import { answerToReceive, offerToSend, remoteEndOf } from '../sdp.ts';
import { type Crowd, type Ends, type RunningSystem, type System, serverPorts } from '../system.ts';
import { JanusClient } from './janus-client.ts';
import { writeJanusConfig } from './janus-config.ts';

const payloadTypes = { audio: 111, video: 96 } as const;
const plugin = 'janus.plugin.videoroom';

/** @returns the reason, in one line, if it cannot be measured */
export function findJanus(network: Network): System | { missing: string } {
  if (network.kind === 'loopback') return { missing: 'Janus: it takes no loopback address' };
  const libraries = findLibraries();
  const probe = spawnSync('janus', ['--help'], { encoding: 'utf8' });
  if (libraries === null || probe.error) return { missing: 'Janus: not installed (Debian: apt-get install janus)' };
  const [, version = 'unknown'] = /Janus version: \d+ \(([^)]+)\)/.exec(`${probe.stdout}${probe.stderr}`) ?? [];
  return { name: 'janus', version, start: (place) => start(place, libraries) };
}

function findLibraries(): string | null {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'janus')) : [];
  return (
    [...folders, '/usr/lib/janus', '/opt/janus/lib/janus'].find((path) => existsSync(join(path, 'plugins'))) ?? null
  );
}

async function start(network: Network, libraries: string): Promise<RunningSystem> {
  const configuration = await mkdtemp(join(tmpdir(), 'hearthroom-janus-'));
  const port = await findServerPort();
  await writeJanusConfig({ libraries, configuration }, network, port);
  const command = ['janus', '-C', join(configuration, 'janus.jcfg'), '-F', configuration, '--disable-colors'];
  const server = new ServerProcess(network.place(command));
  const url = `ws://${network.serverAddress}:${port}`;
  const clients: JanusClient[] = [];
  const close = async () => {
    for (const client of clients) client.close();
    await server.close();
    await rm(configuration, { recursive: true, force: true });
  };
  try {
    await server.prints(/WebSockets.*transport plugin initialized|WebSockets server started/i);
    await untilOpen(url);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    processes: { janus: server.pid },
    ports: serverPorts,
    audioPayloadTypes: [payloadTypes.audio],
    setUp: async (crowd, ends) => {
      const streams: StreamSpec[] = [];
      for (let room = 0; room < crowd.rooms; room += 1) {
        streams.push(...(await fillRoom(url, crowd, room, { ends, network, clients })));
      }
      return streams;
    },
    close,
  };
}

/** Plugins are loaded after transports. */
async function untilOpen(url: string): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  for (;;) {
    try {
      const client = await JanusClient.open(url);
      await client.attach(plugin);
      client.close();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

interface Surroundings {
  ends: Ends;
  network: Network;
  clients: JanusClient[];
}

async function fillRoom(url: string, crowd: Crowd, index: number, around: Surroundings): Promise<StreamSpec[]> {
  const room = `room-${index}`;
  const streams: StreamSpec[] = [];
  const group: { client: JanusClient; feed: unknown }[] = [];
  for (let person = 0; person < crowd.people; person += 1) {
    const client = await JanusClient.open(url);
    around.clients.push(client);
    const handle = await client.attach(plugin);
    if (person === 0) await createRoom(client, handle, room);
    const { data } = await client.message(handle, { request: 'join', ptype: 'publisher', room, display: room });
    streams.push(...(await publish(client, handle, crowd, around)));
    group.push({ client, feed: data.id });
  }
  for (const [person, { client }] of group.entries()) {
    const feeds = group.filter((other) => other.client !== client).map(({ feed }) => feed);
    if (feeds.length > 0) await subscribe(client, { room, feeds, person: index * crowd.people + person }, around);
  }
  return streams;
}

/** Without header extensions and feedback that the other systems' streams do not have either. */
async function createRoom(client: JanusClient, handle: number, room: string): Promise<void> {
  await client.message(handle, {
    request: 'create',
    room,
    publishers: 50,
    audiocodec: 'opus',
    videocodec: 'vp8',
    audiolevel_ext: false,
    videoorient_ext: false,
    playoutdelay_ext: false,
    transport_wide_cc_ext: false,
  });
}

let nextSsrc = 50_000;

async function publish(client: JanusClient, handle: number, { media }: Crowd, around: Surroundings) {
  const ice = createIceCredentials();
  const kinds = media === 'audio' ? (['audio'] as const) : (['audio', 'video'] as const);
  const sending = kinds.map((kind) => {
    nextSsrc += 1;
    return { kind, payloadType: payloadTypes[kind], ssrc: nextSsrc };
  });
  const { ends, network } = around;
  const local = { ice, fingerprint: await ends.senderFingerprint(), address: network.clientAddress };
  const body = { request: 'configure', audio: true, video: media === 'av' };
  const { jsep } = await client.message(handle, body, { type: 'offer', sdp: offerToSend(local, sending) });
  if (!jsep) throw new Error('Janus answered no offer');
  const end = await ends.connectSender(remoteEndOf(jsep.sdp), ice);
  return sending.map((stream): StreamSpec => ({ ...stream, end, audioLevelId: null }));
}

async function subscribe(
  client: JanusClient,
  { room, feeds, person }: { room: string; feeds: unknown[]; person: number },
  { ends, network }: Surroundings,
): Promise<void> {
  const handle = await client.attach(plugin);
  const streams = feeds.map((feed) => ({ feed }));
  const { jsep } = await client.message(handle, { request: 'join', ptype: 'subscriber', room, streams });
  if (!jsep) throw new Error('Janus offered nothing');
  const ice = createIceCredentials();
  const local = { ice, fingerprint: await ends.receiverFingerprint(person), address: network.clientAddress };
  const answer = { type: 'answer', sdp: answerToReceive(local, jsep.sdp) } as const;
  await client.message(handle, { request: 'start', room }, answer);
  await ends.connectReceiver(person, remoteEndOf(jsep.sdp), ice);
}
