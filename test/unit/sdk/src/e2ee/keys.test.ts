import t from 'tap';
import { toBase64 } from '../../../../../sdk/src/e2ee/bytes/encode.ts';
import { audienceHash } from '../../../../../sdk/src/e2ee/keys/audience-hash.ts';
import {
  createIdentity,
  type Identity,
  type PublicIdentity,
  type VerifiedIdentity,
  verifyIdentity,
} from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { type BoxAddress, openSecret, sealSecret } from '../../../../../sdk/src/e2ee/keys/key-box.ts';
import { verificationCode } from '../../../../../sdk/src/e2ee/keys/verification-code.ts';

const secret = crypto.getRandomValues(new Uint8Array(32));
const use = { purpose: 'keys', keyEpoch: 7, audienceHash: 'h' } as const;
const address: BoxAddress = { roomId: 'r1', from: 'p-anna', to: 'p-ben', stay: 3, use };

async function verified(identity: Identity): Promise<VerifiedIdentity> {
  const known = await verifyIdentity('r1', identity.wire);
  if (!known) throw new Error('not valid');
  return known;
}

t.test('an identity is valid in its room only, and unchanged', async (t) => {
  const { wire } = await createIdentity('r1');
  const other = (await createIdentity('r1')).wire;
  t.ok(await verifyIdentity('r1', wire));
  t.equal(await verifyIdentity('r2', wire), null);
  const changed: Partial<PublicIdentity>[] = [
    { sign: other.sign },
    { dh: other.dh },
    { sig: other.sig },
    { sig: '' },
    { sign: 'not Base64!' },
    { dh: toBase64(new Uint8Array(65).fill(4)) },
    { dh: '' },
  ];
  for (const part of changed) t.equal(await verifyIdentity('r1', { ...wire, ...part }), null, Object.keys(part).join());
});

t.test('private keys cannot be read', async (t) => {
  const { signKey, dhKey } = await createIdentity('r1');
  for (const key of [signKey, dhKey]) {
    t.equal(key.extractable, false);
    await t.rejects(crypto.subtle.exportKey('pkcs8', key));
  }
});

t.test('a box is opened by the person it is for', async (t) => {
  const [anna, ben] = [await createIdentity('r1'), await createIdentity('r1')];
  const box = await sealSecret(secret, anna, await verified(ben), address);
  t.same(await openSecret(box, ben, await verified(anna), address), secret);
});

t.test('a box is opened by nobody else, from nobody else and nowhere else', async (t) => {
  const [anna, ben, eve] = [await createIdentity('r1'), await createIdentity('r1'), await createIdentity('r1')];
  const box = await sealSecret(secret, anna, await verified(ben), address);
  const fromAnna = await verified(anna);
  t.equal(await openSecret(box, eve, fromAnna, address), null, 'another receiver');
  t.equal(await openSecret(box, ben, await verified(eve), address), null, 'another sender');
  const elsewhere: Partial<BoxAddress>[] = [
    { roomId: 'r2' },
    { from: 'p-eve' },
    { to: 'p-eve' },
    { stay: 4 },
    { use: { ...use, keyEpoch: 8 } },
    { use: { ...use, audienceHash: 'other' } },
    { use: { purpose: 'text', cipherHash: 'h' } },
  ];
  for (const part of elsewhere) {
    t.equal(await openSecret(box, ben, fromAnna, { ...address, ...part }), null, JSON.stringify(part));
  }
  const another = await sealSecret(secret, anna, await verified(ben), { ...address, use: { ...use, keyEpoch: 8 } });
  t.equal(await openSecret({ ...box, box: another.box }, ben, fromAnna, address), null, 'another content');
  t.equal(await openSecret({ ...box, sig: another.sig }, ben, fromAnna, address), null, 'another signature');
  for (const bad of ['', 'AAAA', '%']) {
    t.equal(await openSecret({ ...box, box: bad }, ben, fromAnna, address), null);
    t.equal(await openSecret({ ...box, sig: bad }, ben, fromAnna, address), null);
  }
});

t.test('a receiver cannot make a box in the name of its sender', async (t) => {
  const [anna, ben] = [await createIdentity('r1'), await createIdentity('r1')];
  // Ben knows the key that both agree on, but can't sign as Anna.
  const forged = await sealSecret(secret, { ...ben, wire: anna.wire, dhKey: ben.dhKey }, await verified(anna), address);
  t.equal(await openSecret(forged, ben, await verified(anna), address), null);
});

t.test('all people see the same code, whatever their order, and another one when a key is exchanged', async (t) => {
  const group = await Promise.all([1, 2, 3].map(async () => (await createIdentity('r1')).wire));
  const code = await verificationCode('r1', group);
  t.equal(code.length, 6);
  for (const digits of code) t.match(digits, /^\d{5}$/);
  t.same(await verificationCode('r1', group.toReversed()), code);
  const [first, ...others] = group;
  t.not((await verificationCode('r1', others)).join(), code.join(), 'somebody is missing');
  t.not((await verificationCode('r1', [...others, (await createIdentity('r1')).wire])).join(), code.join());
  t.not((await verificationCode('r2', group)).join(), code.join(), 'another room');
  t.ok(first);
});

t.test('a test vector of the verification code', async (t) => {
  const identities = ['AQ==', 'Ag=='].map((sign) => ({ v: 1 as const, sign, dh: '', sig: '' }));
  t.same(await verificationCode('r1', identities), ['17088', '34640', '25683', '83917', '45423', '60563']);
});

t.test('people who were shown different groups find it by the hash', async (t) => {
  const [anna, ben] = [(await createIdentity('r1')).wire, (await createIdentity('r1')).wire];
  const group = [
    { participantId: 'p-anna', identity: anna },
    { participantId: 'p-ben', identity: ben },
  ];
  const hash = await audienceHash('r1', group);
  t.equal(await audienceHash('r1', group.toReversed()), hash);
  t.not(await audienceHash('r1', group.slice(1)), hash);
  t.not(await audienceHash('r2', group), hash);
  const exchanged = [
    { participantId: 'p-anna', identity: ben },
    { participantId: 'p-ben', identity: anna },
  ];
  t.not(await audienceHash('r1', exchanged), hash);
});
