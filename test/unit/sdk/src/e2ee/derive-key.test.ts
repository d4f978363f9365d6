import { createCipheriv, hkdfSync } from 'node:crypto';
import t from 'tap';
import { deriveKey, type KeyUse, nonceOf } from '../../../../../sdk/src/e2ee/bytes/derive-key.ts';

const secret = new Uint8Array(32).fill(1);
const appSecret = Uint8Array.from({ length: 20 }, (_, index) => index);
const message = Uint8Array.from([1, 2, 3, 4]);

/** The message as a key that was derived encrypts it, with the salt of that key as nonce. */
async function byWebCrypto(use: KeyUse, application: Uint8Array<ArrayBuffer> | null): Promise<string> {
  const derived = await deriveKey(secret, use, application);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonceOf(derived, 9) }, derived.key, message);
  return Buffer.from(sealed).toString('hex');
}

/** The same by Node's own functions, written from the description. */
function byNode(use: KeyUse, application: Uint8Array): string {
  const field = (text: string) =>
    Buffer.concat([Buffer.from(new Uint32Array([text.length]).buffer).swap32(), Buffer.from(text)]);
  const derive = (part: string, length: number) =>
    Buffer.from(
      hkdfSync('sha256', secret, application, Buffer.concat(['hearthroom e2ee 1', use, part].map(field)), length),
    );
  const nonce = Buffer.concat([derive('salt', 8), Buffer.from([0, 0, 0, 9])]);
  const cipher = createCipheriv('aes-128-gcm', derive('key', 16), nonce);
  return Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()]).toString('hex');
}

t.test('keys are derived by HKDF, with the secret of the application as its salt', async (t) => {
  for (const use of ['media', 'text'] as const) {
    t.equal(await byWebCrypto(use, null), byNode(use, new Uint8Array()), use);
    t.equal(await byWebCrypto(use, appSecret), byNode(use, appSecret), `${use}, with one`);
  }
});

// The derivation must never change without another version.
t.test('the vectors of the derivation', async (t) => {
  t.same(
    [await byWebCrypto('media', null), await byWebCrypto('media', appSecret), await byWebCrypto('text', appSecret)],
    [
      '962fe63d0bbe2b593383c2601d2ee3231fa787af',
      'c110c62265e163719e4b967eee649e9b05174ddd',
      'b1c1bf0c517af259d91bebe8995ecc4a37259ee3',
    ],
  );
});

t.test('a secret that is too short is refused', async (t) => {
  await t.rejects(deriveKey(new Uint8Array(31), 'media'), RangeError);
  await t.rejects(deriveKey(secret, 'media', new Uint8Array(15)), RangeError);
  await t.resolves(deriveKey(secret, 'media', new Uint8Array(16)));
});
