/**
 * Whether lines of many people became bad at once, so that the server, or its own network, is at fault. Counts networks
 * and not people: those of one household or clinic share a line. Knows all rooms of the server.
 */

/** Lines that become bad within this time do so at once. */
const atOnceMs = 15_000;
const fewest = 3;
/** Of the networks whose lines were good before. */
const shareAtFirst = 2 / 3;
/** Of all networks. Lines recover one after the other. */
const shareToLast = 1 / 2;
/** The networks of a server change slowly, and each room asks. */
const judgedForMs = 1_000;

/** One line: the address that its packets come from, and whether it is bad just now. */
export interface LineReport {
  network: string;
  isBad: boolean;
}

export class LineCensus {
  /** By room, and by network: since when all lines of this network are bad; null: they are not. */
  readonly #rooms = new Map<object, Map<string, number | null>>();
  #isServerAtFault = false;
  #judgedAtMs = Number.NEGATIVE_INFINITY;

  /** What a room sees now, in place of what it saw before. */
  report(room: object, lines: readonly LineReport[], nowMs: number): void {
    const before = this.#rooms.get(room);
    const networks = new Map<string, number | null>();
    for (const { network, isBad } of lines) {
      const since = isBad ? (before?.get(network) ?? nowMs) : null;
      networks.set(network, networks.get(network) === null ? null : since);
    }
    this.#rooms.set(room, networks);
  }

  forget(room: object): void {
    this.#rooms.delete(room);
  }

  isServerAtFault(nowMs: number): boolean {
    if (nowMs - this.#judgedAtMs < judgedForMs) return this.#isServerAtFault;
    this.#judgedAtMs = nowMs;
    const networks = [...this.#merged().values()];
    const bad = networks.filter((since) => since !== null);
    const fresh = bad.filter((since) => nowMs - since <= atOnceMs);
    const goodBefore = networks.length - (bad.length - fresh.length);
    this.#isServerAtFault = this.#isServerAtFault
      ? bad.length >= networks.length * shareToLast && bad.length > 0
      : fresh.length >= fewest && fresh.length >= goodBefore * shareAtFirst;
    return this.#isServerAtFault;
  }

  /** A network is bad if it is in all rooms. */
  #merged(): Map<string, number | null> {
    const merged = new Map<string, number | null>();
    for (const networks of this.#rooms.values()) {
      for (const [network, since] of networks) {
        const known = merged.get(network);
        merged.set(network, known === null || since === null ? null : Math.max(known ?? since, since));
      }
    }
    return merged;
  }
}
