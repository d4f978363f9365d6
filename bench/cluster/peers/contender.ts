/** Two nodes of one system behind one address, as the comparison uses them. */

/** How somebody comes in: at once, or only after a decision. */
export type Admission = 'at-once' | 'by-decision';

/** A person without media, by the signaling of the system alone. */
export interface Visitor {
  /** Whether media of the others may reach this person. */
  isInside: boolean;
  /** What the system's SDK keeps for a page that is loaded again, besides the token. */
  kept: string | null;
  close(): Promise<void>;
}

export interface RunningNodes {
  /** The address in front of all nodes, for the SDK. */
  readonly url: string;
  createRoom(): Promise<string>;
  /** The same one for each call with the same arguments. */
  tokenFor(room: string, name: string, admission: Admission): Promise<string>;
  /** Lets people in who joined with `by-decision` and are there. */
  admit(room: string, names: readonly string[]): Promise<void>;
  remove(room: string, name: string): Promise<void>;
  /**
   * Connects with a token of `tokenFor`. Null if the system refuses it.
   *
   * @param kept of an earlier visit of this person
   */
  visit(token: string, kept?: string | null): Promise<Visitor | null>;
  /** Ids of all rooms in the system's list, as a node behind the address answers it. */
  rooms(): Promise<string[]>;
  /** kill -9 of the node that carries the room. @returns milliseconds since 1970 */
  killOwner(room: string): Promise<number>;
  close(): Promise<void>;
}

export interface Contender {
  name: string;
  version: string;
  /** The SDK in the page, and what it does when its node is lost. */
  client: string;
  /** The function of the page that joins. */
  join: 'joinHearthroom' | 'joinLiveKit';
  /** @param pageUrl origin of the pages that will connect */
  start(pageUrl: string): Promise<RunningNodes>;
}
