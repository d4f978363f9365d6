import { createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { verifyAccessToken } from '../../../../../server/src/auth/tokens/access-token.ts';
import { secondKey, startRest } from '../../../../support/server/rest/rest-server.ts';

const anna = { sub: 'anna', role: 'client', name: 'Anna', label: 'A. Berger' };

t.test('a minted token opens its room to the person named, for as long as was asked', async (t) => {
  const { call, createRoom, keys } = await startRest(t);
  const id = await createRoom();
  const body = { ...anna, grants: { publishScreen: true }, waitingRoom: 'bypass', ttlSeconds: 120 };
  const answer = await call('POST', `/v1/rooms/${id}/tokens`, { body });
  t.equal(answer.status, 201);
  const verified = await verifyAccessToken(String(answer.body.token), keys);
  t.match(verified, {
    roomId: id,
    keyId: 'k1',
    claims: { ...anna, grants: { publishScreen: true, canAdmit: false }, waitingRoom: 'bypass' },
  });
  t.equal(verified.expiresAt - verified.issuedAt, 120_000);
  t.equal(answer.body.expiresAt, new Date(verified.expiresAt).toISOString());
});

t.test('the key that signed the request signs the token', async (t) => {
  const { call, createRoom, keys } = await startRest(t);
  const id = await createRoom();
  const token = await createAdminToken({ key: secondKey });
  const { body } = await call('POST', `/v1/rooms/${id}/tokens`, { body: anna, token });
  t.equal((await verifyAccessToken(String(body.token), keys)).keyId, 'k2');
});

t.test('what no token may say is refused, and named', async (t) => {
  const { call, createRoom } = await startRest(t);
  const id = await createRoom();
  const wrong: [object, RegExp][] = [
    [{ ...anna, role: 'admin' }, /^body\.role: must be one of therapist/],
    [{ ...anna, sub: undefined }, /^body: must have required property 'sub'/],
    [{ ...anna, name: '' }, /^body\.name: /],
    [{ ...anna, name: '\u202eannA' }, /^body\.name: /],
    [{ ...anna, ttlSeconds: 86_401 }, /^body\.ttlSeconds: must be <= 86400/],
    [{ ...anna, ttlSeconds: '60' }, /^body\.ttlSeconds: must be integer/],
    [{ ...anna, grants: { canFly: true } }, /^body\.grants: has no field canFly/],
    [{ ...anna, grants: { canAdmit: true } }, /^grants\.canAdmit: only a therapist/],
  ];
  for (const [body, message] of wrong) {
    t.match(await call('POST', `/v1/rooms/${id}/tokens`, { body }), {
      status: 400,
      body: { code: 'invalid-params', message },
    });
  }
});

t.test('there are no tokens for a session that has ended', async (t) => {
  const { call, createRoom } = await startRest(t);
  const id = await createRoom();
  await call('POST', `/v1/rooms/${id}/end`);
  t.match(await call('POST', `/v1/rooms/${id}/tokens`, { body: anna }), { status: 410, body: { code: 'room-ended' } });
});
