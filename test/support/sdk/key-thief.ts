/**
 * A server in the middle: it gives everybody keys of its own in place of those of the others, opens every box, and seals
 * it again for its receiver.
 */
import type { PublicIdentity } from '@hearthroom/sdk/protocol';
import { toBase64 } from '../../../sdk/src/e2ee/bytes/encode.ts';
import { audienceHash } from '../../../sdk/src/e2ee/keys/audience-hash.ts';
import { createIdentity, type Identity, verifyIdentity } from '../../../sdk/src/e2ee/keys/identity.ts';
import { type BoxAddress, type KeyBox, openSecret, sealSecret } from '../../../sdk/src/e2ee/keys/key-box.ts';
import { TextCipher } from '../../../sdk/src/e2ee/texts/text-cipher.ts';
import type { HostileRelay, RelayedFrame, Rewrite } from '../network/hostile-relay.ts';

interface Victim {
  id: string;
  real: PublicIdentity;
  /** What the others see. */
  fake: Identity;
}

/** Nobody is put back in these tests. */
const stay = 1;

async function verified(room: string, identity: PublicIdentity) {
  const valid = await verifyIdentity(room, identity);
  if (!valid) throw new Error('not a valid identity');
  return valid;
}

export class KeyThief {
  readonly #room: string;
  readonly #victims: Victim[] = [];
  /** The newest secret of each person's media. */
  readonly secrets = new Map<string, { keyEpoch: number; secret: Uint8Array<ArrayBuffer> }>();
  readonly texts: string[] = [];

  constructor(room: string) {
    this.#room = room;
  }

  rewrites(): { toServer: Rewrite; toClient: Rewrite } {
    let victim: Victim | null = null;
    const toServer: Rewrite = async ({ method, params }) => {
      if (method !== 'authenticate' || !params.e2ee) return;
      victim ??= { id: '', real: params.e2ee, fake: await createIdentity(this.#room) };
      params.e2ee = victim.fake.wire;
    };
    const toClient: Rewrite = async (frame) => {
      const id = frame.result?.snapshot?.self.id;
      if (id && victim && !victim.id) {
        victim.id = id;
        this.#victims.push(victim);
      }
      if (victim && frame.method === 'keysReceived') await this.#takeKeys(frame.params, victim);
      if (victim && frame.method === 'chatReceived') await this.#takeText(frame.params.message.sealed, victim);
    };
    return { toServer, toClient };
  }

  async #takeKeys(params: RelayedFrame['params'], to: Victim): Promise<void> {
    const { participantId, keyEpoch } = params;
    const from = this.#find(participantId);
    const use = { purpose: 'keys', keyEpoch, audienceHash: params.audienceHash } as const;
    // What the receiver expects: everybody else with the keys of the server.
    const members = this.#victims.map(({ id, real, fake }) => ({
      participantId: id,
      identity: id === to.id ? real : fake.wire,
    }));
    params.audienceHash = await audienceHash(this.#room, members);
    const secret = await this.#steal(params.key, from, to, use);
    if (!secret) return;
    this.secrets.set(participantId, { keyEpoch, secret });
    params.key = await this.#seal(secret, from, to, { ...use, audienceHash: params.audienceHash });
  }

  async #takeText(sealed: RelayedFrame['params'], to: Victim): Promise<void> {
    if (!sealed?.secret || sealed.from === to.id) return;
    const from = this.#find(sealed.from);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sealed.cipher));
    const use = { purpose: 'text', cipherHash: toBase64(new Uint8Array(digest)) } as const;
    const secret = await this.#steal(sealed.secret, from, to, use);
    if (!secret) return;
    const cipher = await TextCipher.create(secret);
    const text = await cipher.decrypt(sealed.cipher, { roomId: this.#room, from: from.id, kind: 'chat:group' });
    if (text !== null) this.texts.push(text);
    sealed.secret = await this.#seal(secret, from, to, use);
  }

  async #steal(box: KeyBox, from: Victim, to: Victim, use: BoxAddress['use']) {
    const address = { roomId: this.#room, from: from.id, to: to.id, stay, use };
    return await openSecret(box, to.fake, await verified(this.#room, from.real), address);
  }

  async #seal(secret: Uint8Array<ArrayBuffer>, from: Victim, to: Victim, use: BoxAddress['use']): Promise<KeyBox> {
    const address = { roomId: this.#room, from: from.id, to: to.id, stay, use };
    return await sealSecret(secret, from.fake, await verified(this.#room, to.real), address);
  }

  #find(id: string): Victim {
    const victim = this.#victims.find((one) => one.id === id);
    if (!victim) throw new Error('unknown person');
    return victim;
  }

  /** Opens a box that a person sent through a relay to somebody whose keys the server has made. */
  static async openKeys(
    roomId: string,
    { keyEpoch, audienceHash: hash }: RelayedFrame['params'],
    { to, stay: at, box, sig }: RelayedFrame['params'],
    from: string,
    { fromClient }: HostileRelay,
    own: Identity,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const sender = fromClient.find(({ method }) => method === 'authenticate')?.params.e2ee;
    const use = { purpose: 'keys', keyEpoch, audienceHash: hash } as const;
    return await openSecret({ box, sig }, own, await verified(roomId, sender), { roomId, from, to, stay: at, use });
  }
}
