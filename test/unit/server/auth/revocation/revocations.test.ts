import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { SignJWT } from 'jose';
import t, { type Test } from 'tap';
import { createAuth } from '../../../../../server/src/auth/create-auth.ts';
import type { RevocationTarget } from '../../../../../server/src/auth/revocation/revocations.ts';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { asEnded, makeRecord } from '../../../../support/server/store/room-records.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const key = { id: 'k', secret: 'a-secret-of-these-tests-0123456789abcdef' };
const second = 1_000;
const day = 86_400 * second;

/** The real store, and a clock that the test sets. */
function open(t: Test, dataDir = t.testdir()) {
  const store = SqliteStore.open(dataDir);
  const clock = { now: 1_800_000_000_000 };
  const sources = { keys: new Map([[key.id, key.secret]]), keysFile: null };
  const auth = createAuth({ sources, store, observer: new ServerObserver(), now: () => clock.now });
  const close = () => {
    auth.revocations.close();
    store.close();
  };
  t.teardown(close);
  const audit = async () => (await store.audit.read(0, 100)).map(({ line }) => JSON.parse(line));
  const revoke = (target: RevocationTarget, issuedBefore?: number) =>
    auth.revocations.add({ target, apiKeyId: 'k', ...(issuedBefore !== undefined && { issuedBefore }) });
  const covers = (facts: object = {}) =>
    auth.revocations.covers({ jti: 'j', roomId: 'r-1', identity: 'anna', keyId: 'k', issuedAt: clock.now, ...facts });
  const list = async () => (await auth.revocations.list({ limit: 100, cursor: null })).revocations;
  return { ...auth, store, clock, audit, revoke, covers, list, close };
}

t.test('one token is revoked by its id, whenever it was issued, and no other one', async (t) => {
  const { revoke, covers, clock } = open(t);
  await revoke({ kind: 'token', jti: 'j' });
  t.ok(covers());
  t.ok(covers({ roomId: null, identity: null }), 'an admin token too');
  t.notOk(covers({ jti: 'other' }));
  t.notOk(covers({ jti: null }));
  clock.now += day;
  t.ok(covers());
});

t.test('an identity loses what it has for that room up to now; a fresh token is good after the leeway', async (t) => {
  const { revoke, covers, clock } = open(t);
  await revoke({ kind: 'identity', roomId: 'r-1', identity: 'anna' });
  t.ok(covers());
  t.ok(covers({ issuedAt: clock.now + 15 * second }), 'issued by a clock that is ahead');
  t.notOk(covers({ issuedAt: clock.now + 16 * second }));
  t.notOk(covers({ identity: 'ben' }));
  t.notOk(covers({ roomId: 'r-2' }));
});

t.test('of a room, and of a key, those are revoked that were issued before', async (t) => {
  const { revoke, covers, clock } = open(t);
  await revoke({ kind: 'room', roomId: 'r-1' }, clock.now);
  t.ok(covers({ issuedAt: clock.now - 1, identity: 'ben' }));
  t.notOk(covers({ issuedAt: clock.now }));
  t.notOk(covers({ issuedAt: clock.now - 1, roomId: 'r-2' }));
  await revoke({ kind: 'key', keyId: 'k' }, clock.now);
  t.ok(covers({ issuedAt: clock.now - 1, roomId: 'r-2' }));
  t.ok(covers({ issuedAt: clock.now - 1, roomId: null, identity: null, jti: null }), 'an admin token');
  t.notOk(covers({ issuedAt: clock.now - 1, roomId: 'r-2', keyId: 'other' }));
});

t.test('a token that comes while it is not known what is revoked waits until that is known', async (t) => {
  const { tokens, store, clock } = open(t);
  const { revocations } = store;
  const issuedBefore = revocations.issuedBefore.bind(revocations);
  let isKnown = false;
  revocations.issuedBefore = (target) => {
    if (!isKnown) throw new Error('it is not known which tokens are revoked');
    return issuedBefore(target);
  };
  clock.now = Date.now();
  const admin = await createAdminToken({ key });
  const access = await createAccessToken({ key, room: 'r-1', sub: 'anna', name: 'Anna', role: 'client' });
  await t.rejects(tokens.verifyAdmin(admin), { code: 'storage-unavailable' });
  Object.assign(revocations, {
    catchUp: async () => {
      isKnown = true;
    },
  });
  t.match(await tokens.verifyAdmin(admin), { keyId: 'k' });
  isKnown = false;
  t.match(await tokens.verifyAccess(access), { keyId: 'k' });
});

t.test('names that look alike are not mixed up', async (t) => {
  const { revoke, covers } = open(t);
  await revoke({ kind: 'token', jti: 'k' });
  await revoke({ kind: 'identity', roomId: 'r-1', identity: '' });
  t.notOk(covers({ jti: 'other' }), 'neither a key, nor a whole room');
});

t.test('revoking again is the same revocation, and its time only moves on', async (t) => {
  const { revoke, covers, clock, list } = open(t);
  const first = await revoke({ kind: 'room', roomId: 'r-1' }, clock.now);
  t.ok(first.created);
  const earlier = await revoke({ kind: 'room', roomId: 'r-1' }, clock.now - 5 * second);
  t.same(earlier, { revocation: first.revocation, created: false });
  clock.now += 5 * second;
  const later = await revoke({ kind: 'room', roomId: 'r-1' }, clock.now);
  t.equal(later.revocation.id, first.revocation.id);
  t.ok(covers({ issuedAt: clock.now - 1 }));
  t.equal((await list()).length, 1);
});

t.test('a revocation outlives the process, and is forgotten when its tokens must have expired', async (t) => {
  const dataDir = t.testdir();
  const first = open(t, dataDir);
  await first.revoke({ kind: 'token', jti: 'j' });
  await first.revoke({ kind: 'room', roomId: 'r-1' }, first.clock.now - 3_600 * second);
  first.close();
  const { covers, list, clock, store } = open(t, dataDir);
  t.ok(covers());
  t.equal((await list()).length, 2);
  clock.now += day - 3_600 * second + 15 * second;
  t.same(
    (await list()).map(({ target }) => target.kind),
    ['token'],
    'the room’s last token expired an hour earlier',
  );
  clock.now += 3_600 * second;
  t.equal((await list()).length, 1, 'the token may have been issued by a clock that was ahead');
  clock.now += 15 * second;
  await store.revocations.prune(clock.now);
  t.same(await list(), []);
});

t.test('a clock that is ahead for less than an hour makes no revoked token good again', async (t) => {
  const time = useFakeTime(t);
  const { revoke, covers, list, clock, revocations } = open(t);
  await revoke({ kind: 'token', jti: 'j' });
  time.tick(30 * 60_000);
  clock.now += 30 * day;
  revocations.handleClockStep();
  t.same(await list(), [], 'by that clock it has expired');
  time.tick(59 * 60_000);
  clock.now -= 30 * day;
  revocations.handleClockStep();
  t.ok(covers());
  t.equal((await list()).length, 1);
  clock.now += 2 * day;
  time.tick(60 * 60_000);
  t.notOk(covers(), 'and an hour later what has expired is forgotten');
});

t.test(
  'with the room its identities go, at its end and when it is deleted, and what was revoked stays so',
  async (t) => {
    const { revoke, covers, list, store, clock } = open(t);
    const early = clock.now - 60 * second;
    for (const id of ['r-1', 'r-2', 'r-3', 'r-4']) {
      await store.insertRoom(makeRecord(id));
      if (id === 'r-4') continue;
      const ofRoom = () => revoke({ kind: 'room', roomId: id }, early);
      if (id !== 'r-2') await ofRoom();
      await revoke({ kind: 'identity', roomId: id, identity: 'anna' });
      if (id === 'r-2') await ofRoom();
    }
    await revoke({ kind: 'token', jti: 'other' });
    const idsOfRooms = async () =>
      (await list())
        .filter(({ target }) => target.kind === 'room')
        .map(({ id }) => id)
        .sort();
    const before = await idsOfRooms();
    await store.saveRoom(asEnded(makeRecord('r-1')));
    await store.deleteRoom('r-1');
    await store.deleteRoom('r-2');
    await store.deleteRoom('r-4');
    t.same((await list()).map(({ target }) => Object.values(target).join()).sort(), [
      'identity,r-3,anna',
      'room,r-1',
      'room,r-2',
      'room,r-3',
      'token,other',
    ]);
    t.same(await idsOfRooms(), before, 'a person who takes an identity’s back by its id does not take back the room’s');
    for (const id of ['r-1', 'r-2']) {
      await store.insertRoom(makeRecord(id));
      t.ok(covers({ roomId: id }), 'the same token in a room that came again');
      t.notOk(covers({ roomId: id, issuedAt: clock.now + 16 * second }), 'a fresh one');
    }
    t.ok(covers({ roomId: 'r-3' }));
    t.notOk(covers({ roomId: 'r-3', identity: 'ben' }));
    t.notOk(covers({ roomId: 'r-4' }), 'where nothing was revoked');
    clock.now += day + 31 * second;
    t.same(await list(), [], 'and is forgotten when those tokens have expired');
  },
);

t.test('a revoked token is never good again, to the last second of the longest life that one can have', async (t) => {
  const { tokens, revocations, store, clock } = open(t);
  clock.now = Math.floor(Date.now() / second) * second;
  const revokedAt = clock.now;
  const sign = (iat: number, jti: string) =>
    new SignJWT({ iss: 'k', aud: 'hearthroom', jti, room: 'r-1', sub: jti, role: 'client', name: 'x' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k', typ: 'hearthroom+jwt' })
      .setIssuedAt(iat)
      .setExpirationTime(iat + 86_400)
      .sign(new TextEncoder().encode(key.secret));
  // Issued with a clock that is ahead by the maximum.
  const iat = clock.now / second + 15;
  const [byId, byIdentity, good] = await Promise.all([sign(iat, 'by-id'), sign(iat, 'by-identity'), sign(iat, 'good')]);
  await revocations.add({ target: { kind: 'token', jti: 'by-id' }, apiKeyId: 'k' });
  await revocations.add({ target: { kind: 'identity', roomId: 'r-1', identity: 'by-identity' }, apiKeyId: 'k' });
  const codes: string[][] = [];
  for (const after of [0, 3_600, 86_399, 86_400, 86_415, 86_429, 86_430]) {
    clock.now = revokedAt + after * second + 999;
    await store.revocations.prune(clock.now);
    const outcome = (token: string) =>
      tokens.verifyAccess(token).then(
        () => 'good',
        ({ why }) => why,
      );
    codes.push(await Promise.all([byId, byIdentity, good].map(outcome)));
  }
  const revoked = ['revoked', 'revoked', 'good'];
  t.same(codes, [...Array(6).fill(revoked), ['expired', 'expired', 'expired']]);
});

t.test('the audit log says that and by whom, and neither who nor which token', async (t) => {
  const { revoke, revocations, audit } = open(t);
  await revoke({ kind: 'token', jti: 'canary-jti' });
  const { revocation } = await revocations.add({
    target: { kind: 'identity', roomId: 'r-1', identity: 'canary-sub' },
    seatId: 'p-1',
    apiKeyId: 'k',
  });
  t.ok(await revocations.remove(revocation.id, 'k'));
  t.notOk(await revocations.remove(revocation.id, 'k'));
  t.match(await audit(), [
    { what: 'revocation.added', by: 'api:k', roomId: null, seatId: null, detail: { of: 'token', revocation: /^v-/ } },
    { what: 'revocation.added', roomId: 'r-1', seatId: 'p-1', detail: { of: 'identity', revocation: revocation.id } },
    { what: 'revocation.removed', by: 'api:k', detail: { revocation: revocation.id } },
  ]);
  t.equal((await audit()).length, 3);
  t.notMatch(JSON.stringify(await audit()), 'canary');
});

t.test(
  'the guard refuses what was revoked as it refuses anything else, and knows a key that was exchanged',
  async (t) => {
    const { tokens, revocations, keys, clock } = open(t);
    clock.now = Date.now();
    const access = await createAccessToken({ key, room: 'r-1', sub: 'anna', role: 'client', name: 'Anna' });
    const admin = await createAdminToken({ key });
    const verified = await tokens.verifyAccess(access);
    t.ok(tokens.isStillValid(verified));
    await tokens.verifyAdmin(admin);
    const { revocation } = await revocations.add({ target: { kind: 'token', jti: verified.jti }, apiKeyId: 'k' });
    t.notOk(tokens.isStillValid(verified));
    await t.rejects(tokens.verifyAccess(access), {
      code: 'token-invalid',
      why: 'revoked',
      message: 'The token is not valid for this server and room',
    });
    await revocations.remove(revocation.id, 'k');
    t.ok(tokens.isStillValid(verified), 'and lets it in again when that is taken back');
    await revocations.add({ target: { kind: 'key', keyId: 'k' }, issuedBefore: clock.now + 1_000, apiKeyId: 'k' });
    await t.rejects(tokens.verifyAdmin(admin), { code: 'unauthorized', why: 'revoked' });
    const exchanged = { id: 'k', algorithm: 'HS256', material: new Uint8Array(32) } as const;
    keys.replace([exchanged]);
    t.notOk(tokens.isStillValid(verified));
  },
);

t.test('a store that can’t be read lets nobody in, throws nobody out, and keeps no key alive', async (t) => {
  const store = SqliteStore.open(t.testdir());
  const keysFile = join(t.testdir(), 'keys.json');
  const other = { id: 'other', secret: key.secret.toUpperCase() };
  writeFileSync(keysFile, JSON.stringify({ keys: [other] }));
  const observer = new ServerObserver();
  const auth = createAuth({ sources: { keys: new Map([[key.id, key.secret]]), keysFile }, store, observer });
  t.teardown(() => auth.revocations.close());
  const seat = { room: 'r-1', sub: 'anna', role: 'client', name: 'Anna' } as const;
  const token = await createAccessToken({ key, ...seat });
  const stays = await auth.tokens.verifyAccess(token);
  const goes = await auth.tokens.verifyAccess(await createAccessToken({ key: other, ...seat }));
  auth.tokens.onWithdrawn = () => [stays, goes].filter((access) => auth.tokens.isWithdrawn(access)).length;
  store.close();

  let failures = 0;
  observer.on('storeFailed', () => {
    failures += 1;
  });
  await t.rejects(auth.tokens.verifyAccess(token), { code: 'storage-unavailable' });
  writeFileSync(keysFile, JSON.stringify({ keys: [{ ...other, id: 'third' }] }));
  t.match(await auth.rotation.reload(), { removed: ['other'], connectionsClosed: 1 });
  t.ok(failures > 0);
});
