/** A system with its SDK, as the line tier uses it. */
import type { StreamSpec } from '../../../clients/stream.ts';
import type { Network } from '../../../systems/network.ts';
import type { Ends } from '../../../systems/system.ts';
import type { Entrance } from '../page/page-room.ts';

/** `host` is on a good line, `person` on the line that is measured; both are in Chromium. */
export type PersonName = 'host' | 'person';

export interface SyntheticPeople {
  count: number;
  ends: Ends;
  /** A VP8 key frame, which they send as every picture. */
  picture: Uint8Array;
  /** How long they will send. */
  seconds: number;
}

export interface RunningLineSystem {
  readonly url: string;
  /** Where it receives and sends media, by UDP. */
  readonly mediaPort: number;
  tokenFor(name: PersonName): Promise<string>;
  /**
   * Brings people into the room of the two, each with a camera, muted, who receive nothing. To be called when both are in.
   * @returns the streams that must be sent
   */
  addPeople(people: SyntheticPeople): Promise<StreamSpec[]>;
  close(): Promise<void>;
}

export interface LineSystem {
  name: Entrance['system'];
  version: string;
  /** The SDK in the page, with its options. */
  client: string;
  /** Of media between the people, in words. */
  encryption: string;
  /** The same; it is checked. */
  encrypts: boolean;
  /** @param pageUrl origin of the pages that will connect */
  start(network: Network, pageUrl: string): Promise<RunningLineSystem>;
}
