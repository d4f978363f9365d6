/** What the errors of RestClient say to a developer. */
import { RestClient, RestError } from '@hearthroom/sdk/server';
import t from 'tap';
import { json, refused, type Step, scriptClient, socketError, testKey } from '../../../support/sdk/scripted-fetch.ts';

/** The error of a call that is answered as told, without further attempts. */
async function errorOf(step: Step, options: object = {}): Promise<RestError> {
  const { client } = scriptClient([step], { retries: 0, ...options });
  const error: unknown = await client.getRoom('r-1').catch((thrown: unknown) => thrown);
  if (error instanceof RestError) return error;
  throw new Error(`not a RestError: ${error}`);
}

t.test('a refusal has the code, the status, the text and the correlation id of the server', async (t) => {
  const error = await errorOf(refused(409, 'conflict'));
  t.match(error, {
    name: 'RestError',
    code: 'conflict',
    status: 409,
    operation: 'getRoom',
    correlationId: 'c-1',
    message: 'getRoom: What was wrong (conflict, 409)',
  });
  t.equal(
    (await errorOf(refused(418, 'of-a-newer-server'))).code,
    'of-a-newer-server',
    'codes are passed on unchanged',
  );
});

t.test('every error has the address of its documentation, on the server of its client', async (t) => {
  const url = 'https://calls.example.org/media';
  const docs = (code: string) => `${url}/docs/errors#${code}`;
  const noToken = { key: undefined, getAdminToken: () => 'no token' };
  const errors: Record<string, Promise<RestError>> = {
    conflict: errorOf(refused(409, 'conflict'), { url }),
    'not-hearthroom': errorOf(json(200, []), { url }),
    'connection-failed': errorOf(socketError('ECONNREFUSED'), { url }),
    'admin-token-failed': errorOf(json(200, {}), { url, ...noToken }),
  };
  for (const [code, error] of Object.entries(errors)) t.match(await error, { code, docs: docs(code) });
  const { client } = scriptClient([refused(429, 'rate-limited')], { url });
  await t.rejects(client.getRoom('r-1', { signal: AbortSignal.abort() }), { code: 'aborted', docs: docs('aborted') });
  t.equal(new RestError('aborted', 'text', { operation: 'getRoom' }).docs, '/docs/errors#aborted');
});

t.test('a wrong key is told by its id, never by its secret', async (t) => {
  const { message } = await errorOf(refused(401, 'unauthorized'), { key: testKey });
  t.match(message, 'Has the server a key with the id "clinic" (HEARTHROOM_KEYS, key file), and with the same secret?');
  t.notMatch(message, testKey.secret);
  t.match((await errorOf(refused(401, 'unauthorized'))).message, 'Does getAdminToken return an admin token');
});

t.test('where the clocks differ, that is what is told', async (t) => {
  const date = new Date(Date.now() - 600_000).toUTCString();
  const { message } = await errorOf(refused(401, 'unauthorized', { date }), { key: testKey });
  t.match(message, /The clock of this machine is (599|60[01]) s ahead of the server's: set it/);
});

t.test('a server that is not Hearthroom is told apart from a refusal', async (t) => {
  const page = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
  const strange = [page(), json(200, { hello: 'world' }), json(200, []), json(404, { error: 'no such page' })];
  for (const answer of strange) {
    const { code, message } = await errorOf(answer);
    t.equal(code, 'not-hearthroom');
    t.match(
      message,
      /^getRoom: https:\/\/calls\.example\.org\/rooms answered (200|404) \(.+\), which is not an answer of/,
    );
  }
  const moved = await errorOf(
    new Response('', { status: 301, headers: { location: 'https://other.example.org/a?b' } }),
  );
  t.equal(moved.code, 'not-hearthroom');
  t.match(moved.message, 'redirects to another address (https://other.example.org); give the final one as url');
});

t.test('a connection that fails says why and what to look at', async (t) => {
  const cases: [string, RegExp][] = [
    ['ECONNREFUSED', /https:\/\/calls\.example\.org was not reached \(ECONNREFUSED\): is the server running/],
    ['ENOTFOUND', /the host of url has no address/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS at this port/],
    ['ECONNRESET', /\(ECONNRESET\): the connection broke off/],
  ];
  for (const [code, message] of cases)
    t.match(await errorOf(socketError(code)), { code: 'connection-failed', message });
  t.match(await errorOf(new Response('', { status: 502 })), {
    code: 'connection-failed',
    status: 502,
    message: /a proxy answered 502/,
  });
});

t.test('a getAdminToken that fails, or returns something else, is told', async (t) => {
  const cause = new Error('the vault is sealed');
  const failing = await errorOf('hang', {
    getAdminToken: () => {
      throw cause;
    },
  });
  t.match(failing, { code: 'admin-token-failed', cause });
  for (const token of ['', '<html>', undefined]) {
    const { code, message } = await errorOf('hang', { getAdminToken: () => token });
    t.same(
      { code, message },
      { code: 'admin-token-failed', message: 'getRoom: getAdminToken must return a compact JWT' },
    );
  }
});

t.test('a port that fetch never uses is told by the reason that fetch gives', async (t) => {
  const client = new RestClient({ url: 'http://127.0.0.1:1', key: testKey, retries: 0 });
  await t.rejects(client.listKeys(), { code: 'connection-failed', message: /\(bad port\)/ });
});
