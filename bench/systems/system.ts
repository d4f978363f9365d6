/** A media server under measurement, whichever it is: what the tiers need of it. */
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

/** The clients, as a system sees them while it connects them. People are numbered across rooms. */
export interface Ends {
  senderFingerprint(): Promise<Fingerprint>;
  receiverFingerprint(person: number): Promise<Fingerprint>;
  /** @returns the number by which streams name it */
  connectSender(remote: RemoteEnd, local: IceCredentials): Promise<number>;
  connectReceiver(person: number, remote: RemoteEnd, local: IceCredentials): Promise<void>;
  /** Without a server: a socket that receives; its port. */
  openPlainReceiver(person: number): Promise<number>;
  connectPlainSender(address: string, port: number): Promise<number>;
}

export interface RunningSystem {
  /** Its processes by what they are. */
  processes: Readonly<Record<string, number>>;
  /** Where it listens for media. */
  ports: PortRange;
  /** Of its RTP, coming and going. */
  audioPayloadTypes: readonly number[];
  /** Where clients reach it from; the network's, unless the server is none of it. */
  clientAddress?: string;
  /** Of each packet; without it everybody else in the room gets one. */
  copies?: number;
  /** Brings everybody in, up to where packets flow. @returns the streams that the clients are to send */
  setUp(crowd: Crowd, ends: Ends): Promise<StreamSpec[]>;
  close(): Promise<void>;
}

export interface System {
  name: string;
  version: string;
  /** @param crowd what it is started for */
  start(network: Network, crowd: Crowd): Promise<RunningSystem>;
}

/** Media ports of all servers; the kernel gives clients theirs from 32768 up. */
export const serverPorts: PortRange = { first: 20_000, last: 29_999 };
