/**
 * People with keys of end-to-end encryption, over hand-written clients: boxes and texts are made and opened by the code
 * of the SDK.
 */
import type { Params, ReceivedSealedText, SealedText, Self, Snapshot } from '@hearthroom/sdk/protocol';
import { toBase64 } from '../../../../sdk/src/e2ee/bytes/encode.ts';
import { createIdentity, type Identity, verifyIdentity } from '../../../../sdk/src/e2ee/keys/identity.ts';
import { type BoxAddress, type KeyBox, openSecret, sealSecret } from '../../../../sdk/src/e2ee/keys/key-box.ts';
import { TextCipher } from '../../../../sdk/src/e2ee/texts/text-cipher.ts';
import type { Person, TestSession } from './joined-session.ts';

type Overrides = Parameters<TestSession['enter']>[1];
type Box = Params<'sendKeys'>['items'][number];

/** What the boxes of a test are addressed with; the server doesn't check it. */
export const audienceHash = toBase64(new Uint8Array(32));

export const randomSecret = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

export class EncryptingPerson {
  readonly room: string;
  readonly identity: Identity;
  person: Person;

  constructor(room: string, identity: Identity, person: Person) {
    this.room = room;
    this.identity = identity;
    this.person = person;
  }

  /** Connects; waits, or enters where the room lets it. */
  static async enter(
    { room, enter }: Pick<TestSession, 'room' | 'enter'>,
    sub: string,
    overrides: Overrides = {},
  ): Promise<EncryptingPerson> {
    const identity = await createIdentity(room);
    return new EncryptingPerson(room, identity, await enter(sub, overrides, { e2ee: identity.wire }));
  }

  /** Connects, and is admitted by `host`. */
  static async enterAdmitted(session: TestSession, host: EncryptingPerson, sub: string): Promise<EncryptingPerson> {
    const entering = await EncryptingPerson.enter(session, sub);
    await entering.admitBy(host, session);
    return entering;
  }

  async admitBy(host: EncryptingPerson, session: Pick<TestSession, 'entryOf'>): Promise<void> {
    const before = this.stay;
    const code = await host.codeOf('admit', await session.entryOf(this.person));
    if (code !== 'ok') throw new Error(`admit was answered with ${code}`);
    await this.notification('snapshotReplaced', ({ snapshot }) => {
      const { state, self } = snapshot as Snapshot;
      return state === 'admitted' && (self.stay ?? 1) > before;
    });
  }

  get id(): string {
    return this.person.id;
  }

  /** The own stay, as the server has told it; a person who waits outside a preview is not told. */
  get stay(): number {
    const { arrival, client } = this.person;
    const later = client.notifications.flatMap(({ method, params }) => {
      const { self, snapshot } = params as { self?: Self; snapshot?: Snapshot };
      return method === 'selfUpdated' || method === 'snapshotReplaced' ? (self ?? snapshot?.self ?? []) : [];
    });
    return Math.max(0, ...[(arrival.snapshot as Snapshot).self, ...later].map((self) => self.stay ?? 0));
  }

  /** The connection is lost. */
  drop(): void {
    this.person.client.socket.terminate();
  }

  /** Comes back with the same keys. */
  async resume(session: TestSession, connecting: Parameters<TestSession['resume']>[1] = {}): Promise<void> {
    this.person = await session.resume(this.person, { e2ee: this.identity.wire, ...connecting });
  }

  codeOf(method: string, params: object = {}): Promise<string> {
    return this.person.client.codeOf(method, params);
  }

  notification(method: string, fits?: (params: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    return this.person.client.notification(method, fits);
  }

  /** Everything of one name that came over the present connection. */
  told<N extends string>(method: N): Record<string, unknown>[] {
    return this.person.client.notifications
      .filter((frame) => frame.method === method)
      .map(({ params }) => params as Record<string, unknown>);
  }

  /** Resolves when everything that was sent before has arrived. */
  async settle(): Promise<void> {
    await this.person.client.request('ping');
  }

  // ---------------------------------------------------------------- secrets of media

  /** @param stay left out: the present one of each receiver */
  async boxes(
    secret: Uint8Array<ArrayBuffer>,
    keyEpoch: number,
    receivers: EncryptingPerson[],
    stay?: number,
  ): Promise<Box[]> {
    return await Promise.all(
      receivers.map(async (receiver) => {
        const at = stay ?? receiver.stay;
        return { to: receiver.id, stay: at, ...(await this.#box(secret, receiver, at, keysFor(keyEpoch))) };
      }),
    );
  }

  /** The parameters of `sendKeys`. */
  async keys(...[secret, keyEpoch, ...to]: Parameters<EncryptingPerson['boxes']>): Promise<Params<'sendKeys'>> {
    return { keyEpoch, audienceHash, items: await this.boxes(secret, keyEpoch, ...to) };
  }

  async sendKeys(
    secret: Uint8Array<ArrayBuffer>,
    keyEpoch: number,
    receivers: EncryptingPerson[],
    stay?: number,
  ): Promise<string> {
    return await this.codeOf('sendKeys', await this.keys(secret, keyEpoch, receivers, stay));
  }

  /** Opens a box of this sender. @returns null: it is not for this person in this stay */
  async open(sender: EncryptingPerson, keyEpoch: number, key: KeyBox, stay?: number): Promise<Uint8Array | null> {
    return await this.#open(sender, key, stay ?? this.stay, keysFor(keyEpoch));
  }

  /** Waits for a secret of this sender, and opens it. */
  async receive(sender: EncryptingPerson, keyEpoch: number): Promise<Uint8Array | null> {
    const { key } = await this.notification(
      'keysReceived',
      (params) => params.participantId === sender.id && params.keyEpoch === keyEpoch,
    );
    return await this.open(sender, keyEpoch, key as KeyBox);
  }

  // ---------------------------------------------------------------- texts

  async seal(
    kind: string,
    text: string,
    receivers: EncryptingPerson[],
    secret: Uint8Array<ArrayBuffer> = randomSecret(),
  ): Promise<SealedText> {
    const cipher = await (await TextCipher.create(secret)).encrypt(text, this.#context(this, kind));
    const use = await textOf(cipher);
    const items = await Promise.all(
      [this, ...receivers].map(async (receiver) => {
        const { stay } = receiver;
        return { to: receiver.id, stay, ...(await this.#box(secret, receiver, stay, use)) };
      }),
    );
    return { cipher, items };
  }

  /** @returns null: this person can't read it */
  async read(kind: string, received: unknown, sender: EncryptingPerson): Promise<string | null> {
    const { from, cipher, secret: box } = received as ReceivedSealedText;
    if (from !== sender.id || !box) return null;
    const secret = await this.#open(sender, box, this.stay, await textOf(cipher));
    return secret && (await (await TextCipher.create(secret)).decrypt(cipher, this.#context(sender, kind)));
  }

  // ---------------------------------------------------------------- what the SDK's code needs

  async #box(
    secret: Uint8Array<ArrayBuffer>,
    receiver: EncryptingPerson,
    stay: number,
    use: BoxAddress['use'],
  ): Promise<KeyBox> {
    const address = { roomId: this.room, from: this.id, to: receiver.id, stay, use };
    return await sealSecret(secret, this.identity, await this.#verified(receiver), address);
  }

  async #open(sender: EncryptingPerson, box: KeyBox, stay: number, use: BoxAddress['use']) {
    const address = { roomId: this.room, from: sender.id, to: this.id, stay, use };
    return await openSecret(box, this.identity, await this.#verified(sender), address);
  }

  async #verified({ identity }: EncryptingPerson) {
    const verified = await verifyIdentity(this.room, identity.wire);
    if (!verified) throw new Error('an identity of the test is not valid');
    return verified;
  }

  #context({ id }: EncryptingPerson, kind: string) {
    return { roomId: this.room, from: id, kind };
  }
}

const keysFor = (keyEpoch: number): BoxAddress['use'] => ({ purpose: 'keys', keyEpoch, audienceHash });

async function textOf(cipher: string): Promise<BoxAddress['use']> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(cipher));
  return { purpose: 'text', cipherHash: toBase64(new Uint8Array(digest)) };
}
