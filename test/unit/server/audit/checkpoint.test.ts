import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditCheckpoint } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import { canonicalJson } from '../../../../server/src/audit/chain.ts';
import { checkSignatures, parseCheckpoint, signCheckpoint } from '../../../../server/src/audit/checkpoint.ts';
import { provideSigningKeys } from '../../../../server/src/audit/signing-key.ts';
import { keyIdOf, parseSigningKeys, publicPemOf } from '../../../../server/src/core/secrets/signing-keys.ts';
import { ed25519Pair, p256Pair } from '../../../support/server/keys/key-pairs.ts';

const [own, next, stranger] = [ed25519Pair(), ed25519Pair(), ed25519Pair()];
const content = {
  server: 's-1',
  seq: 7,
  hash: 'a'.repeat(64),
  entryAt: '2026-11-24T18:00:00.000Z',
  at: '2026-11-24T19:00:00.000Z',
};
const trust = (...pairs: ReturnType<typeof ed25519Pair>[]) =>
  new Map(pairs.map(({ publicKey }) => [keyIdOf(publicKey), publicKey]));
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

t.test('a checkpoint is right for its key alone, and any change of it is found', async (t) => {
  const signed = signCheckpoint(content, parseSigningKeys(own.privatePem));
  t.equal(checkSignatures(signed, trust(own)), 'right');
  t.equal(checkSignatures(signed, trust(stranger)), 'other-key');
  t.equal(checkSignatures(signed, trust(stranger, own)), 'right');
  const changes = fc.constantFrom<Partial<AuditCheckpoint>[]>(
    { seq: 6 },
    { hash: 'b'.repeat(64) },
    { entryAt: null },
    { at: content.entryAt },
    { server: 's-2' },
    { keys: [...signed.checkpoint.keys, keyIdOf(stranger.publicKey)] },
  );
  fc.assert(
    fc.property(changes, (change) => {
      const other = { ...signed, checkpoint: { ...signed.checkpoint, ...change } };
      return checkSignatures(other, trust(own)) === 'wrong-signature';
    }),
  );
  const [signature = { key: '', signature: '' }] = signed.signatures;
  const bytes = Buffer.from(signature.signature, 'base64');
  fc.assert(
    fc.property(fc.nat(63), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const other = Buffer.from(bytes)
        .fill((bytes[at] ?? 0) ^ difference, at, at + 1)
        .toString('base64');
      const forged = { ...signed, signatures: [{ ...signature, signature: other }] };
      return checkSignatures(forged, trust(own)) === 'wrong-signature';
    }),
  );
  const claimed = signCheckpoint(content, parseSigningKeys(stranger.privatePem));
  const borrowed = { ...claimed, signatures: [...claimed.signatures, signature] };
  t.equal(checkSignatures(borrowed, trust(own)), 'wrong-signature', 'a signature of another checkpoint');
});

t.test('while a key is replaced both sign, and the old one vouches for the new one’s id', async (t) => {
  const keys = parseSigningKeys(`${next.privatePem}\n${own.privatePem}`);
  const signed = signCheckpoint(content, keys);
  t.same(signed.checkpoint.keys, [keyIdOf(next.publicKey), keyIdOf(own.publicKey)]);
  t.equal(checkSignatures(signed, trust(own)), 'right');
  t.equal(checkSignatures(signed, trust(next)), 'right');
});

t.test('a text is a checkpoint, however its members are ordered, or it is none', async (t) => {
  const signed = signCheckpoint(content, parseSigningKeys(own.privatePem));
  t.same(parseCheckpoint(canonicalJson(signed)), signed);
  t.same(parseCheckpoint(JSON.stringify(signed, null, 1)), signed);
  t.same(parseCheckpoint(JSON.stringify({ id: 'e-1', type: 'audit.checkpoint', ...signed })), signed, 'in a webhook');
  const without = { ...signed, checkpoint: { ...signed.checkpoint, hash: undefined } };
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{}',
    JSON.stringify(without),
    canonicalJson(signed).replace('"version":1', '"version":2'),
  ])
    t.equal(parseCheckpoint(text), null, text.slice(0, 40));
});

t.test(
  'openssl verifies a checkpoint with nothing but the public key and the text that is documented',
  { skip: !hasOpenssl && 'needs openssl' },
  async (t) => {
    const { checkpoint, signatures } = signCheckpoint({ ...content, server: 's-ä' }, parseSigningKeys(own.privatePem));
    const directory = t.testdir();
    const path = (name: string) => join(directory, name);
    writeFileSync(path('text'), canonicalJson(checkpoint));
    writeFileSync(path('signature'), Buffer.from(signatures[0]?.signature ?? '', 'base64'));
    writeFileSync(path('key.pem'), own.publicPem);
    const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', path('key.pem'), '-rawin', '-in', path('text')];
    const run = () => spawnSync('openssl', [...verify, '-sigfile', path('signature')], { encoding: 'utf8' });
    t.match(run(), { status: 0, stdout: /Verified Successfully/ });
    writeFileSync(path('text'), canonicalJson({ ...checkpoint, seq: 6 }));
    t.not(run().status, 0);
    const der = spawnSync('openssl', ['pkey', '-pubin', '-in', path('key.pem'), '-outform', 'DER']).stdout;
    const digest = spawnSync('openssl', ['dgst', '-sha256', '-r'], { input: der, encoding: 'utf8' }).stdout;
    t.equal(digest.slice(0, 64), checkpoint.keys[0], 'the key’s id is its SHA-256');
  },
);

t.test('the key is made once, for this user alone, and is the same at the next start', async (t) => {
  const dataDir = t.testdir();
  const first = provideSigningKeys(dataDir, null);
  t.equal(first.isNew, true);
  const path = join(dataDir, 'audit-key.pem');
  t.equal(statSync(path).mode & 0o777, 0o600);
  const again = provideSigningKeys(dataDir, null);
  t.equal(again.isNew, false);
  t.same(
    again.keys.map(({ id }) => id),
    first.keys.map(({ id }) => id),
  );
  t.match(publicPemOf(first.keys[0]?.privateKey ?? own.privateKey), /^-----BEGIN PUBLIC KEY-----/);
  t.same(
    provideSigningKeys(dataDir, own.privatePem).keys.map(({ id }) => id),
    [keyIdOf(own.publicKey)],
    'a setting has precedence',
  );
  t.match(readFileSync(path, 'utf8'), /^-----BEGIN PRIVATE KEY-----/);
});

t.test('a key that is none, or of another kind, is refused in words that quote nothing', async (t) => {
  const wrong: [string, RegExp][] = [
    ['canary', /has 0 keys/],
    [own.publicPem, /not a readable private key/],
    [p256Pair().privatePem, /not Ed25519/],
    ['-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----', /not a readable private key/],
    [own.privatePem + own.privatePem, /same key twice/],
    [own.privatePem.repeat(5), /has 5 keys/],
  ];
  for (const [text, message] of wrong) {
    t.throws(() => parseSigningKeys(text), { message }, String(message));
    const dataDir = t.testdir({ 'audit-key.pem': text });
    t.throws(() => provideSigningKeys(dataDir, null), { message: /audit-key\.pem .* Put back the key/ });
  }
  const openssl = spawnSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' });
  if (openssl.status === 0) t.equal(parseSigningKeys(openssl.stdout).length, 1, 'as openssl makes it');
});
