/** Ids that the server has sent, to be used in the right and in wrong places. */
import type { Random } from '../seeded-random.ts';
import { isObject } from './schema.ts';

const kept = 64;
type Kind = 'participantId' | 'transportId' | 'trackId' | 'consumerId' | 'epoch' | 'resumeSecret';
const kinds: readonly Kind[] = ['participantId', 'transportId', 'trackId', 'consumerId', 'epoch', 'resumeSecret'];
const isKind = (name: string): name is Kind => kinds.some((kind) => kind === name);

export class Pools {
  readonly #values = new Map<Kind, (string | number)[]>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  add(kind: Kind, value: string | number): void {
    const values = this.#values.get(kind) ?? [];
    this.#values.set(kind, values);
    if (values.length < kept) values.push(value);
    else values[this.#random.between(0, kept - 1)] = value;
  }

  /** Collects all ids in a message from the server. */
  harvest(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.harvest(item);
    if (!isObject(value)) return;
    for (const [name, part] of Object.entries(value)) {
      if (isKind(name) && (typeof part === 'string' || typeof part === 'number')) this.add(name, part);
      else if (name === 'rtpParameters' || name === 'routerRtpCapabilities') continue;
      else if (isObject(part) && typeof part.id === 'string')
        this.add(name === 'send' || name === 'receive' ? 'transportId' : 'participantId', part.id);
      this.harvest(part);
    }
  }

  /**
   * Replaces placeholders by ids. @param own the ids known to the sender, used preferably; all others are foreign to it
   */
  bind(value: unknown, own: Pools): unknown {
    if (typeof value === 'string') return this.#bindMark(value, own);
    if (Array.isArray(value)) return value.map((item) => this.bind(item, own));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.bind(part, own)]));
  }

  #bindMark(text: string, own: Pools): unknown {
    const [, kind = '', number = '0'] = /^@(\w+)#(\d+)$/.exec(text) ?? [];
    if (kind === '') return text;
    const mine = isKind(kind) ? (own.#values.get(kind) ?? []) : [];
    const all = isKind(kind) ? (this.#values.get(kind) ?? []) : [];
    const values = mine.length > 0 && Number(number) % 10 < 7 ? mine : all;
    // No id known yet: make one in the right format.
    return (
      values[Number(number) % (values.length || 1)] ??
      (kind === 'epoch' ? Number(number) : `nobody-${number}-0123456789`)
    );
  }
}
