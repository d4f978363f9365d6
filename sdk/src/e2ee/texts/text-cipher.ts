/** Encrypts one text with a secret of its own. */
import { type DerivedKey, deriveKey } from '../bytes/derive-key.ts';
import { encodeFields, fromBase64, toBase64 } from '../bytes/encode.ts';

const nonceLength = 12;

/** What a text belongs to. All of it is authenticated. */
export interface TextContext {
  roomId: string;
  /** Participant id of the sender. */
  from: string;
  /** What it is: see `TextKind`. A text that is shown as another kind, or elsewhere, can't be decrypted. */
  kind: string;
}

export class TextCipher {
  readonly #key: CryptoKey;

  /**
   * @param secret of this text
   * @param appSecret what the application's `keyProvider` returned; null: it has none
   */
  static async create(
    secret: Uint8Array<ArrayBuffer>,
    appSecret: Uint8Array<ArrayBuffer> | null = null,
  ): Promise<TextCipher> {
    return new TextCipher(await deriveKey(secret, 'text', appSecret));
  }

  private constructor({ key }: DerivedKey) {
    this.#key = key;
  }

  /** @returns a random nonce and the ciphertext of AES-128-GCM, in Base64 */
  async encrypt(text: string, context: TextContext): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(nonceLength));
    const plaintext = new TextEncoder().encode(text);
    const ciphertext = new Uint8Array(await crypto.subtle.encrypt(parameters(iv, context), this.#key, plaintext));
    const sealed = new Uint8Array(nonceLength + ciphertext.byteLength);
    sealed.set(iv);
    sealed.set(ciphertext, nonceLength);
    return toBase64(sealed);
  }

  /** @returns null: it was changed, or belongs to something else */
  async decrypt(cipher: string, context: TextContext): Promise<string | null> {
    const sealed = fromBase64(cipher);
    if (!sealed || sealed.byteLength < nonceLength) return null;
    const [iv, ciphertext] = [sealed.slice(0, nonceLength), sealed.subarray(nonceLength)];
    try {
      const plaintext = await crypto.subtle.decrypt(parameters(iv, context), this.#key, ciphertext);
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext);
    } catch {
      return null;
    }
  }
}

const parameters = (iv: Uint8Array<ArrayBuffer>, { roomId, from, kind }: TextContext) => ({
  name: 'AES-GCM',
  iv,
  additionalData: encodeFields(['hearthroom e2ee 1 text', roomId, from, kind]),
});
