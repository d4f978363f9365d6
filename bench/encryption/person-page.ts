/** What the page of every measured system can do: one person in one session, in `measuredPerson`. */
import type { Seen } from '../tiers/browser/shown-people.ts';
import type { ReceivedVideo } from './received-video.ts';

export interface Entrance {
  url: string;
  token: string;
  /** The secret of all people of a session, for systems that make none themselves; null: nothing is encrypted. */
  sharedKey: number[] | null;
  sending: Sending;
}

/** `same`: one layer and the bitrates below, in each system. `own`: as the system's SDK sends without options. */
export type Sending = 'own' | 'same';

export const videoBitsPerSecond = 500_000;
/** What Hearthroom's SDK asks for. */
export const audioBitsPerSecond = 40_000;

export interface PersonPage {
  /** Resolves when the person is inside, or waits to be let in. @returns Date.now() just before connecting */
  join(entrance: Entrance): Promise<number>;
  /** Opens the devices; sends as soon as the person is inside. */
  publish(): Promise<void>;
  /** Everybody of whom a picture was shown. */
  seen(): Seen[];
  /** As others see this person in `seen`. */
  ownId(): string;
  /** Reads from now on how old the pictures of this person are. */
  timeGlass(id: string): void;
  /** Whether all media of this session is encrypted end to end. */
  isEncrypted(): boolean;
  received(): Promise<ReceivedVideo>;
  leave(): Promise<void>;
}

declare global {
  var measuredPerson: PersonPage;
}
