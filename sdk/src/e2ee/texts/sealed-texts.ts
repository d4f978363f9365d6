/**
 * Texts that only their receivers can read: each is encrypted with a random secret of its own, which is boxed for every
 * receiver and for its sender, who gets their own texts back from the server.
 */
import type { ReceivedSealedText, SealedText } from '../../../protocol/messages/messages.ts';
import { secretLength } from '../bytes/derive-key.ts';
import { toBase64 } from '../bytes/encode.ts';
import type { Receiver } from '../exchange/own-secrets.ts';
import type { Identity, PublicIdentity, VerifiedIdentity } from '../keys/identity.ts';
import { openSecret, sealSecret } from '../keys/key-box.ts';
import { TextCipher } from './text-cipher.ts';
import type { OpenedText, TextKind } from './text-kinds.ts';

const unreadable: OpenedText = { text: '', unreadable: true };

export interface SealedTextsOptions {
  roomId: string;
  participantId: string;
  identity: Identity;
  verify: (identity: PublicIdentity) => Promise<VerifiedIdentity | null>;
  appSecret: Uint8Array<ArrayBuffer> | null;
}

/** Far more than one stay has. */
const maxOccasions = 20_000;

export class SealedTexts {
  readonly #options: SealedTextsOptions;
  /** By the hash of a ciphertext, of which the box is a part: the message that it came with. */
  readonly #occasions = new Map<string, string>();

  constructor(options: SealedTextsOptions) {
    this.#options = options;
  }

  /**
   * @param stay number of this person's own stay
   * @param receivers others who may read it; those whose identity is not valid can't
   */
  async seal(kind: TextKind, text: string, stay: number, receivers: readonly Receiver[]): Promise<SealedText> {
    const { roomId, participantId: from, identity, verify, appSecret } = this.#options;
    const secret = crypto.getRandomValues(new Uint8Array(secretLength));
    const cipher = await (await TextCipher.create(secret, appSecret)).encrypt(text, { roomId, from, kind });
    const use = { purpose: 'text', cipherHash: await hashOf(cipher) } as const;
    const readers = [...receivers, { participantId: from, stay, identity: identity.wire }];
    const items = await Promise.all(
      readers.map(async ({ participantId: to, stay, identity: keys }) => {
        const verified = await verify(keys);
        if (!verified) return [];
        return [{ to, stay, ...(await sealSecret(secret, identity, verified, { roomId, from, to, stay, use })) }];
      }),
    );
    return { cipher, items: items.flat() };
  }

  /**
   * @param stay number of this person's own stay
   * @param senders identities that the sender has had, the newest first
   * @param occasion names the message that the text came with. The same text with another one is a replay
   */
  async open(
    kind: TextKind,
    { from, cipher, secret: box }: ReceivedSealedText,
    stay: number,
    senders: readonly PublicIdentity[],
    occasion: string,
  ): Promise<OpenedText> {
    if (!box) return unreadable;
    const { roomId, participantId: to, identity, verify, appSecret } = this.#options;
    const cipherHash = await hashOf(cipher);
    const use = { purpose: 'text', cipherHash } as const;
    for (const wire of senders) {
      const sender = await verify(wire);
      const secret = sender && (await openSecret(box, identity, sender, { roomId, from, to, stay, use }));
      if (!secret) continue;
      const text = await (await TextCipher.create(secret, appSecret)).decrypt(cipher, { roomId, from, kind });
      if (text === null) return unreadable;
      return this.#isFirst(cipherHash, occasion) ? { text } : null;
    }
    return unreadable;
  }

  #isFirst(cipherHash: string, occasion: string): boolean {
    const known = this.#occasions.get(cipherHash);
    if (known !== undefined) return known === occasion;
    this.#occasions.set(cipherHash, occasion);
    const [oldest] = this.#occasions.keys();
    if (this.#occasions.size > maxOccasions && oldest !== undefined) this.#occasions.delete(oldest);
    return true;
  }
}

async function hashOf(cipher: string): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(cipher))));
}
