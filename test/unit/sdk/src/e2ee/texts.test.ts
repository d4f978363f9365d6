import t from 'tap';
import { TextCipher, type TextContext } from '../../../../../sdk/src/e2ee/texts/text-cipher.ts';

const secret = new Uint8Array(32).fill(7);
const context: TextContext = { roomId: 'r1', from: 'p-anna', kind: 'chat:group' };

t.test('a text is decrypted by those who have the secret', async (t) => {
  const [own, other] = [await TextCipher.create(secret), await TextCipher.create(secret.slice())];
  for (const text of ['', 'Guten Abend', 'مرحبا 👋🏽', 'x'.repeat(4_000)]) {
    const cipher = await own.encrypt(text, context);
    t.notOk(text !== '' && cipher.includes(text));
    t.equal(await other.decrypt(cipher, context), text);
  }
});

t.test('the same text has another ciphertext each time', async (t) => {
  const cipher = await TextCipher.create(secret);
  t.not(await cipher.encrypt('yes', context), await cipher.encrypt('yes', context));
});

t.test('a text belongs to its sender, kind, room and secret', async (t) => {
  const cipher = await TextCipher.create(secret);
  const sealed = await cipher.encrypt('only for hosts', context);
  for (const part of [{ roomId: 'r2' }, { from: 'p-ben' }, { kind: 'help' }]) {
    t.equal(await cipher.decrypt(sealed, { ...context, ...part }), null, Object.keys(part).join());
  }
  t.equal(await (await TextCipher.create(secret.slice().fill(8))).decrypt(sealed, context), null, 'another secret');
});

t.test('text that is not a ciphertext is refused', async (t) => {
  const cipher = await TextCipher.create(secret);
  for (const bad of ['', 'AAAA', '%%%', 'A'.repeat(100)]) t.equal(await cipher.decrypt(bad, context), null);
});
