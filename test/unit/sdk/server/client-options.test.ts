/** What RestClient says about options that can't work. */
import { RestClient } from '@hearthroom/sdk/server';
import t from 'tap';

const key = { id: 'clinic', secret: 'a-secret-of-these-tests-0123456789abcdef' };
const create = (options: object) => () => Reflect.construct(RestClient, [options]);

t.test('a wrong url is refused with what to give instead', async (t) => {
  const wrong: [unknown, RegExp][] = [
    [undefined, /^url: the server's address is missing$/],
    ['', /^url: the server's address is missing$/],
    ['calls.example.org', /^url: is not an address such as https:/],
    ['wss://calls.example.org', /^url: begins with https:\/\/, not with wss:\/\/$/],
    ['https://me:secret-0815@calls.example.org', /^url: must not contain a name or password$/],
    ['https://calls.example.org/?a=1', /^url: must not contain \? or #$/],
    ['https://calls.example.org/v1/', /^url: is the address of the server, without \/v1$/],
  ];
  for (const [url, message] of wrong) t.throws(create({ url, key }), { name: 'TypeError', message }, String(url));
});

t.test('http to another machine is refused unless it is allowed; to this machine it is fine', async (t) => {
  const message = /^url: http:\/\/calls\.example\.org is another machine, .*allowHttp: true/;
  t.throws(create({ url: 'http://calls.example.org', key }), { name: 'TypeError', message });
  t.throws(create({ url: 'http://127.0.0.1.example.org', key }), TypeError);
  t.doesNotThrow(create({ url: 'http://hearthroom:3000', key, allowHttp: true }));
  for (const host of ['127.0.0.1:3000', 'localhost', 'app.localhost:3000', '[::1]:3000'])
    t.doesNotThrow(create({ url: `http://${host}`, key }), host);
});

t.test('a missing or wrong key is refused, and never quoted', async (t) => {
  const url = 'https://calls.example.org';
  const wrong: [object, RegExp][] = [
    [{ url }, /^key: is missing: give \{ id, secret \} of one of the server's HEARTHROOM_KEYS/],
    [{ url, key: { id: 'clinic', secret: undefined } }, /^key\.secret: the secret of the API key is missing$/],
    [{ url, key: { id: 'clinic', secret: 'short-one' } }, /^key\.secret: has 9 bytes, at least 32/],
    [{ url, key: { id: '', secret: key.secret } }, /^key\.id: /],
    [{ url, key: { id: 'clinic', privateKey: 'no PEM' } }, /^key\.privateKey: is not a private key in PEM/],
    [{ url, key, getAdminToken: () => '' }, /^key: give key or getAdminToken, not both$/],
    [{ url, getAdminToken: 'a.b.c' }, /^getAdminToken: must be a function$/],
  ];
  for (const [options, message] of wrong) t.throws(create(options), { name: 'TypeError', message });
  try {
    create({ url, key: { id: 'clinic', secret: 'short-one' } })();
  } catch (error) {
    t.notMatch(String(error), 'short-one');
  }
});

t.test('numbers out of range are refused', async (t) => {
  const url = 'https://calls.example.org';
  for (const wrong of [{ timeoutMs: 0 }, { timeoutMs: Number.NaN }, { retries: 11 }, { maxRetryDelayMs: -1 }])
    t.throws(create({ url, key, ...wrong }), { name: 'TypeError', message: /must be a whole number from/ });
  t.throws(() => Reflect.construct(RestClient, []), { name: 'TypeError', message: /^options: / });
});

t.test('a call with an id, ifMatch or idempotencyKey that cannot be one sends nothing', async (t) => {
  let requests = 0;
  const fetch = async () => {
    requests += 1;
    return new Response();
  };
  const client = new RestClient({ url: 'https://calls.example.org', key, fetch });
  for (const id of ['', '../keys', 'a/b', 'r 1'])
    await t.rejects(client.getRoom(id), { name: 'TypeError', message: /^roomId: is not an id/ }, id);
  await t.rejects(Reflect.apply(client.getRoom, client, []), { name: 'TypeError' });
  await t.rejects(client.updateRoom('r-1', {}, { ifMatch: '' }), {
    name: 'TypeError',
    message: /^ifMatch: is missing/,
  });
  for (const text of ['a\nb', 'ä', '预约', 'a\u0000', ' a', 'a ', 'a'.repeat(256)]) {
    const message = /: must be 1 to 255 visible ASCII characters/;
    await t.rejects(client.createRoom({}, { idempotencyKey: text }), { name: 'TypeError', message }, text);
    await t.rejects(client.updateRoom('r-1', {}, { ifMatch: text }), { name: 'TypeError', message }, text);
  }
  await t.rejects(client.createRoom({}, { idempotencyKey: '' }), { name: 'TypeError', message: /^idempotencyKey: / });
  await t.rejects(client.getRoom('r-1', { timeoutMs: 0 }), { name: 'TypeError', message: /^timeoutMs: / });
  t.equal(requests, 0);
  await t.rejects(client.createRoom({}, { idempotencyKey: `a ${'b'.repeat(253)}` }), { code: 'not-hearthroom' });
  await t.rejects(client.updateRoom('r-1', {}, { ifMatch: '"1", "2"' }), { code: 'not-hearthroom' });
  t.equal(requests, 2);
});
