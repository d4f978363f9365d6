/** A person with a light client: comes, sends, receives, loses the connection, comes back, leaves. */
import { setTimeout as delay } from 'node:timers/promises';
import { createAccessToken } from '@hearthroom/sdk/token';
import { opusAndVp8 } from '../../test/support/media/rtp-packets.ts';
import { testKey } from '../../test/support/server/test-server.ts';
import { certificateFingerprint, LightTransport, type RemoteEnd } from '../clients/light-transport.ts';
import { encryptStream, randomStart } from '../clients/stream.ts';
import type { IceCredentials } from '../clients/stun.ts';
import { WireClient } from '../clients/wire-client.ts';
import { keepReceiving, kindsOf, openMedia, publish } from '../systems/hearthroom/media-over-wire.ts';
import type { Ends } from '../systems/system.ts';

export interface Identity {
  room: string;
  sub: string;
  role: 'therapist' | 'client';
}

const localAddress = '127.0.0.1';
/** What a stream has to send; it begins again when the person opens media again. */
const secondsOfPackets = 2;
/** Between the loss of a connection and the next attempt. */
const awayMs = 200;

interface Sent {
  trackId: string;
  transport: LightTransport;
  packets: Buffer[];
}

export class SoakPerson {
  readonly id: string;
  readonly #url: string;
  readonly #identity: Identity;
  #client: WireClient;
  #resumeSecret: string;
  #transports: LightTransport[] = [];
  #sent: Sent[] = [];

  /** Connects, and opens media; clients wait from then on. */
  static async enter(url: string, identity: Identity): Promise<SoakPerson> {
    const token = await tokenFor(identity);
    const client = await WireClient.open(url);
    const { snapshot, resumeSecret, heartbeatIntervalMs } = await client.request('authenticate', { token });
    client.keepAlive(heartbeatIntervalMs);
    const person = new SoakPerson(url, identity, client, { id: snapshot.self.id, resumeSecret });
    keepReceiving(client);
    await person.#openMedia();
    return person;
  }

  private constructor(
    url: string,
    identity: Identity,
    client: WireClient,
    { id, resumeSecret }: { id: string; resumeSecret: string },
  ) {
    this.#url = url;
    this.#identity = identity;
    this.#client = client;
    this.#resumeSecret = resumeSecret;
    this.id = id;
  }

  get client(): WireClient {
    return this.#client;
  }

  /** Ids of what this person publishes. */
  get trackIds(): string[] {
    return this.#sent.map(({ trackId }) => trackId);
  }

  /** Resolves when this person is in the session, also after another wait. */
  async untilAdmitted(): Promise<void> {
    await this.#client.collect('snapshotReplaced', (all) => all.at(-1)?.snapshot.state === 'admitted');
  }

  /** Microphone and camera. */
  async publish(): Promise<void> {
    const streams = await publish(this.#client, 0, kindsOf('av'));
    this.#sent = streams.flatMap((stream) => {
      const transport = this.#transports[0];
      if (!transport) return [];
      const packets = encryptStream(stream, randomStart(stream.kind, 1), secondsOfPackets, transport.srtp);
      return [{ trackId: stream.trackId, transport, packets: packets.reverse() }];
    });
  }

  /** The next packet of each stream. */
  send(): void {
    for (const { transport, packets } of this.#sent) {
      const packet = packets.pop();
      if (packet) transport.socket.send(packet);
    }
  }

  /** Loses signaling and media at once. */
  async drop(): Promise<void> {
    this.#closeMedia();
    await this.#client.close();
  }

  /** Takes the seat over again, with new transports. */
  async comeBack(): Promise<void> {
    await delay(awayMs);
    const token = await tokenFor(this.#identity);
    this.#client = await WireClient.open(this.#url);
    const resumeSecret = this.#resumeSecret;
    const answer = await this.#client.request('authenticate', { token, resumeSecret });
    this.#resumeSecret = answer.resumeSecret;
    this.#client.keepAlive(answer.heartbeatIntervalMs);
    keepReceiving(this.#client);
    await this.#openMedia();
    await this.publish();
  }

  async leave(): Promise<void> {
    await this.#client.request('leave', {});
    await this.drop();
  }

  async #openMedia(): Promise<void> {
    const ends = new OwnEnds(this.#transports);
    await openMedia(this.#client, 0, ends, opusAndVp8);
  }

  #closeMedia(): void {
    this.#sent = [];
    for (const transport of this.#transports.splice(0)) transport.close();
  }
}

const tokenFor = ({ room, sub, role }: Identity): Promise<string> =>
  createAccessToken({ key: testKey, room, sub, role, name: sub });

/** Transports in this process, which the person closes. */
class OwnEnds implements Ends {
  readonly senderFingerprint = certificateFingerprint;
  readonly receiverFingerprint = certificateFingerprint;
  readonly #transports: LightTransport[];

  constructor(transports: LightTransport[]) {
    this.#transports = transports;
  }

  async connectSender(remote: RemoteEnd, local: IceCredentials): Promise<number> {
    this.#transports.push(await LightTransport.connect({ remote, local, localAddress }));
    return this.#transports.length - 1;
  }

  async connectReceiver(_person: number, remote: RemoteEnd, local: IceCredentials): Promise<void> {
    await this.connectSender(remote, local);
  }

  openPlainReceiver(): Promise<number> {
    return Promise.reject(new Error('There is no client without a server'));
  }

  connectPlainSender(): Promise<number> {
    return this.openPlainReceiver();
  }
}
