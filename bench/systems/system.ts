/** A media server under measurement, as the tiers use it. */
import type { PortRange } from '../capture/packet-capture.ts';
import type { RemoteEnd } from '../clients/light-transport.ts';
import type { StreamSpec } from '../clients/stream.ts';
import type { IceCredentials } from '../clients/stun.ts';
import type { Network } from './network.ts';

export type Media = 'audio' | 'av';

export interface Crowd {
  rooms: number;
  /** In each room. */
  people: number;
  media: Media;
}

export interface Fingerprint {
  algorithm: string;
  value: string;
}

/** The clients, as a system uses them to connect. Participants are numbered across rooms. */
export interface Ends {
  senderFingerprint(): Promise<Fingerprint>;
  receiverFingerprint(person: number): Promise<Fingerprint>;
  /** @returns the number by which streams refer to it */
  connectSender(remote: RemoteEnd, local: IceCredentials): Promise<number>;
  connectReceiver(person: number, remote: RemoteEnd, local: IceCredentials): Promise<void>;
  /** Without a server: a socket that receives. @returns its port */
  openPlainReceiver(person: number): Promise<number>;
  connectPlainSender(address: string, port: number): Promise<number>;
}

export interface RunningSystem {
  /** Its processes, by their role. */
  processes: Readonly<Record<string, number>>;
  /** Ports on which it listens for media. */
  ports: PortRange;
  /** Of its RTP, in both directions. */
  audioPayloadTypes: readonly number[];
  /** Address from which clients reach it; by default the network's. */
  clientAddress?: string;
  /** Copies of each packet; by default one for each other participant in the room. */
  copies?: number;
  /** Brings all participants in, until packets can flow. @returns the streams that the clients must send */
  setUp(crowd: Crowd, ends: Ends): Promise<StreamSpec[]>;
  close(): Promise<void>;
}

export interface System {
  name: string;
  version: string;
  /** @param crowd the participants it is started for */
  start(network: Network, crowd: Crowd): Promise<RunningSystem>;
}

/** Media ports of all servers; the kernel assigns client ports from 32768 up. */
export const serverPorts: PortRange = { first: 20_000, last: 29_999 };
