/** Synthetic people who fill a room in which there are people in browsers. */
import { setTimeout as delay } from 'node:timers/promises';
import { audioFrame, type StreamKind, type StreamSpec, shapes } from '../../clients/stream.ts';
import { WireClient } from '../../clients/wire-client.ts';
import type { Ends } from '../system.ts';
import { EncryptingMember } from './encrypting-member.ts';
import { connectEveryMs, type HearthroomServer } from './hearthroom.ts';
import { keepReceiving, openMedia, publish, receiveAll } from './media-over-wire.ts';

export interface CrowdOptions {
  server: HearthroomServer;
  /** A room with a host. */
  room: string;
  people: number;
  ends: Ends;
  /** What each of them sends. */
  kinds: readonly StreamKind[];
  /** Whether they receive each other's tracks, and those of people who come later. */
  receives: boolean;
  /** False in rooms with `encryption: off`. In others, people who don't encrypt would have to wait. */
  encrypts: boolean;
}

interface Person {
  client: WireClient;
  member: EncryptingMember | null;
  streams: StreamSpec[];
}

export class Crowd {
  readonly #people: readonly Person[];

  /** They are admitted on connecting. */
  static async join(options: CrowdOptions): Promise<Crowd> {
    const { people, kinds, receives } = options;
    const crowd: Person[] = [];
    for (let number = 0; number < people; number += 1) crowd.push(await enter(options, number));
    if (!receives) return new Crowd(crowd);
    for (const { client } of crowd) {
      await receiveAll(client, (people - 1) * kinds.length);
      keepReceiving(client);
    }
    return new Crowd(crowd);
  }

  private constructor(people: readonly Person[]) {
    this.#people = people;
  }

  /**
   * What must be sent for them.
   * @param picture a VP8 key frame, which is every picture of each of them
   * @param seconds how long
   */
  async streams(picture: Uint8Array, seconds: number): Promise<StreamSpec[]> {
    const all = this.#people.flatMap(({ member, streams }) => streams.map((stream) => ({ member, stream })));
    return await Promise.all(
      all.map(async ({ member, stream }) => {
        const { packetsPerSecond, packetsPerFrame } = shapes[stream.kind];
        const count = Math.ceil((seconds * packetsPerSecond) / packetsPerFrame);
        const content = stream.kind === 'video' ? picture : audioFrame();
        if (member) return { ...stream, frames: await member.encrypt(stream.kind, content, count) };
        return stream.kind === 'video' ? { ...stream, picture } : stream;
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#people.map(({ client }) => client.close()));
  }
}

async function enter({ server, room, ends, kinds, encrypts }: CrowdOptions, number: number): Promise<Person> {
  const client = await WireClient.open(server.url);
  const member = encrypts ? await EncryptingMember.create(client, room) : null;
  const token = await server.tokenFor(room, `crowd-${number}`, 'client', 'bypass');
  const { heartbeatIntervalMs, snapshot } = await client.request('authenticate', { token, ...member?.credentials });
  if (snapshot.state !== 'admitted') throw new Error('A synthetic person was not let in');
  client.keepAlive(heartbeatIntervalMs);
  await member?.enter(snapshot);
  const [end] = await Promise.all([openMedia(client, number, ends), delay(connectEveryMs)]);
  return { client, member, streams: await publish(client, end, kinds) };
}
