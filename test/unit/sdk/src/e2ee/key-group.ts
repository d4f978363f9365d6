/** People who exchange secrets through a server, which can be made to lose, keep or change what it passes on. */
import { OwnSecrets, type Receiver, type SentSecret } from '../../../../../sdk/src/e2ee/exchange/own-secrets.ts';
import { ReceivedSecrets, type SecretRefusal } from '../../../../../sdk/src/e2ee/exchange/received-secrets.ts';
import { createIdentity, type Identity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { VerifiedIdentities } from '../../../../../sdk/src/e2ee/keys/verified-identities.ts';

const roomId = 'r1';

/** Work that is due by a clock that tests set. */
export class ManualSchedule {
  now = 0;
  readonly #due: { at: number; work: () => void }[] = [];

  readonly schedule = (work: () => void, afterMs: number): (() => void) => {
    const entry = { at: this.now + afterMs, work };
    this.#due.push(entry);
    return () => {
      const index = this.#due.indexOf(entry);
      if (index !== -1) this.#due.splice(index, 1);
    };
  };

  /** Lets the time pass, and runs what is due in its order. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const [next] = this.#due.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.now = next.at;
      this.#due.splice(this.#due.indexOf(next), 1);
      next.work();
    }
    this.now = until;
  }

  /** How much work is due then. */
  countDueIn(ms: number): number {
    return this.#due.filter(({ at }) => at === this.now + ms).length;
  }

  /** Infinity: nothing is due. */
  get msToNext(): number {
    return Math.max(0, Math.min(...this.#due.map(({ at }) => at)) - this.now);
  }

  get pending(): number {
    return this.#due.length;
  }
}

export class KeyPerson {
  readonly id: string;
  readonly identity: Identity;
  readonly own: OwnSecrets;
  readonly received: ReceivedSecrets;
  stay = 1;
  readonly sent: SentSecret[] = [];
  /** In the order of their use. */
  readonly used: { keyEpoch: number; secret: string; hasNewReceiver: boolean; at: number }[] = [];
  /** What this person can decrypt: by sender and epoch. */
  readonly known = new Map<string, Map<number, string>>();
  readonly refused: { from: string; reason: SecretRefusal }[] = [];
  /** By sender: the hash of the people to whom their newest secret was sent. */
  readonly audiences = new Map<string, string>();
  /** Nothing can be sent. */
  isDisconnected = false;
  readonly acknowledged: { from: string; keyEpoch: number }[] = [];

  static async create(id: string, time: ManualSchedule): Promise<KeyPerson> {
    return new KeyPerson(id, await createIdentity(roomId), time);
  }

  private constructor(id: string, identity: Identity, time: ManualSchedule) {
    this.id = id;
    this.identity = identity;
    const identities = new VerifiedIdentities(roomId);
    const shared = {
      roomId,
      participantId: id,
      identity,
      verify: (other: Parameters<VerifiedIdentities['verify']>[0]) => identities.verify(other),
      schedule: time.schedule,
    };
    this.received = new ReceivedSecrets({
      ...shared,
      add: (from, keyEpoch, secret) => {
        const keys = this.known.get(from) ?? new Map();
        this.known.set(from, keys.set(keyEpoch, text(secret)));
      },
      forget: (from, beforeEpoch) => {
        for (const keyEpoch of this.known.get(from)?.keys() ?? [])
          if (keyEpoch < beforeEpoch) this.known.get(from)?.delete(keyEpoch);
      },
      acknowledge: (from, keyEpoch) => this.acknowledged.push({ from, keyEpoch }),
      refuse: (from, reason) => this.refused.push({ from, reason }),
      noteAudience: (from, hash) => this.audiences.set(from, hash),
    });
    this.own = new OwnSecrets({
      ...shared,
      send: (secret) => {
        if (this.isDisconnected) return Promise.reject(new Error('not connected'));
        this.sent.push(secret);
        return Promise.resolve();
      },
      use: (keyEpoch, secret, hasNewReceiver) =>
        this.used.push({ keyEpoch, secret: text(secret), hasNewReceiver, at: time.now }),
    });
  }

  get receiver(): Receiver {
    return { participantId: this.id, stay: this.stay, identity: this.identity.wire };
  }

  /** Who is there besides this person. */
  sees(others: readonly KeyPerson[]): void {
    const receivers = others.filter((other) => other !== this).map(({ receiver }) => receiver);
    this.received.update(this.stay, receivers);
    this.own.update(receivers);
  }

  /** The epoch with which this person encrypts. */
  get epoch(): number {
    return this.used.at(-1)?.keyEpoch ?? 0;
  }

  /** Whether this person can decrypt what the other one sends now. */
  decrypts(other: KeyPerson): boolean {
    const secret = this.known.get(other.id)?.get(other.epoch);
    return secret !== undefined && secret === other.used.at(-1)?.secret;
  }
}

const text = (secret: Uint8Array): string => Buffer.from(secret).toString('hex');

/** Passes on what was sent, and then what was acknowledged. */
export async function relay(people: readonly KeyPerson[]): Promise<void> {
  for (const sender of people) {
    for (const { keyEpoch, audienceHash, items } of sender.sent.splice(0)) {
      for (const { to, box, sig } of items) {
        const receiver = people.find(({ id }) => id === to);
        await receiver?.received.receive({ participantId: sender.id, keyEpoch, audienceHash, key: { box, sig } });
      }
    }
  }
  for (const receiver of people) {
    for (const { from, keyEpoch } of receiver.acknowledged.splice(0)) {
      people.find(({ id }) => id === from)?.own.acknowledge(receiver.id, keyEpoch);
    }
  }
}
