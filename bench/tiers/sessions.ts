/**
 * Tier 1: whole sessions with the SDK in Node, with werift as RTCPeerConnection: token, waiting room, admission, ICE,
 * DTLS, SRTP. Suitable for rooms of up to six on two cores; larger rooms would measure werift.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { MediaStreamTrack as WeriftTrack } from 'werift';
import { SyntheticPerson } from '../../test/support/werift/synthetic-person.ts';
import { nowMs } from '../clients/client-clock.ts';
import type { TimesResult } from '../report/results.ts';
import { SequenceLoss } from '../statistics/sequence-loss.ts';
import { Times } from '../statistics/times.ts';
import { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import type { Network } from '../systems/network.ts';

export interface SessionsOptions {
  network: Network;
  room: number;
  reps: number;
  /** How long media flows at the end of each repetition. */
  seconds: number;
}

export const maxSessionRoom = 6;
const limitMs = 30_000;

export async function measureSessions({ network, room, reps, seconds }: SessionsOptions): Promise<TimesResult> {
  const times = new Times();
  let [expected, lost] = [0, 0];
  const server = await HearthroomServer.start(network);
  try {
    for (let rep = 0; rep < reps; rep += 1) {
      const streams = await holdSession(server, room, seconds, times);
      expected += streams.reduce((sum, stream) => sum + stream.expected, 0);
      lost += streams.reduce((sum, stream) => sum + stream.lost, 0);
    }
  } finally {
    await server.close();
  }
  return { client: 'sdk', room, times: times.summarize(), loss: expected === 0 ? null : lost / expected };
}

/** @returns what arrived, per stream */
async function holdSession(server: HearthroomServer, people: number, seconds: number, times: Times) {
  const room = await server.createRoom();
  const open = (sub: string, role: 'therapist' | 'client') =>
    new Attendee(() => server.tokenFor(room, sub, role), server.url);
  const host = open('host', 'therapist');
  const everybody = [host];
  try {
    await host.person.session.connect();
    await host.publish();
    for (let index = 1; index < people; index += 1) {
      const client = open(`client-${index}`, 'client');
      everybody.push(client);
      const startedAt = nowMs();
      await client.person.session.connect();
      times.add('connect → waiting', nowMs() - startedAt);
      await client.publish();
      await admit(host, client, times);
    }
    await delay(seconds * 1_000);
    return everybody.flatMap((attendee) => [...attendee.streams.values()]);
  } finally {
    await host.person.session.endRoom().catch(() => {
      // The session may not have begun; that failure is reported by its own error.
    });
    await Promise.all(everybody.map(({ person }) => person.leave()));
  }
}

async function admit(host: Attendee, client: Attendee, times: Times): Promise<void> {
  const { session } = host.person;
  await until(() => session.waitingParticipants.length > 0, 'somebody waits');
  const [waiting] = session.waitingParticipants;
  if (!waiting) return;
  const atClient = client.nextPacket();
  const atGroup = host.nextPacket(waiting.id);
  const startedAt = nowMs();
  await session.admit(waiting);
  times.add('admit → answered', nowMs() - startedAt);
  times.add('admit → first packet at the client', (await atClient) - startedAt);
  times.add('admit → first packet of the client at the host', (await atGroup) - startedAt);
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const giveUpAt = nowMs() + limitMs;
  while (!holds()) {
    if (nowMs() > giveUpAt) throw new Error(`It never came: ${what}`);
    await delay(5);
  }
}

/** A participant that counts every received packet. */
class Attendee {
  readonly person: SyntheticPerson;
  readonly streams = new Map<unknown, SequenceLoss>();
  readonly #waiting = new Set<(participantId: string) => void>();

  constructor(getToken: () => Promise<string>, url: string) {
    this.person = new SyntheticPerson({ url, getToken });
    this.person.session.on('trackSubscribed', (track, participant) => {
      const received: unknown = track.mediaStreamTrack;
      if (!(received instanceof WeriftTrack) || this.streams.has(received)) return;
      const loss = new SequenceLoss();
      this.streams.set(received, loss);
      received.onReceiveRtp.subscribe(({ header }) => {
        loss.add(header.sequenceNumber);
        for (const tell of this.#waiting) tell(participant.id);
      });
    });
  }

  async publish(): Promise<void> {
    await this.person.speak();
    await this.person.show();
  }

  /** When the next packet arrives, from anybody or from one participant. */
  nextPacket(participantId?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('No packet came')), limitMs);
      const tell = (from: string) => {
        if (participantId !== undefined && from !== participantId) return;
        clearTimeout(timer);
        this.#waiting.delete(tell);
        resolve(nowMs());
      };
      this.#waiting.add(tell);
    });
  }
}
