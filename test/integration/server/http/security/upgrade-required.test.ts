import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { RawClient } from '../../../../support/server/clients/raw-client.ts';
import { startTestServer, type TestServer } from '../../../../support/server/test-server.ts';

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** A request with an Upgrade header, which fetch cannot send. */
async function ask(server: TestServer, method: string, path: string, upgrade: string, body = ''): Promise<Answer> {
  const authorization = `Bearer ${await server.adminToken()}`;
  const sent = request(`${server.url}${path}`, {
    method,
    headers: {
      authorization,
      connection: 'Upgrade, HTTP2-Settings',
      upgrade,
      'http2-settings': 'AAMAAABkAAQAAP__',
      ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    },
  });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

t.test('an Upgrade that the server doesn’t speak is ignored, and the request is answered as without it', async (t) => {
  const server = await startTestServer();
  t.teardown(() => server.close());
  for (const upgrade of ['h2c', 'websocket', 'TLS/1.0, h2c']) {
    const created = await ask(server, 'POST', '/v1/rooms', upgrade, JSON.stringify({ title: 'Tuesday' }));
    t.equal(created.status, 201, upgrade);
    const { id, settings } = JSON.parse(created.body);
    t.equal(settings.title, 'Tuesday', 'the body arrives');
    t.match(await ask(server, 'GET', `/v1/rooms/${id}`, upgrade), { status: 200, body: id });
    t.equal((await ask(server, 'DELETE', `/v1/rooms/${id}`, upgrade)).status, 204);
    t.match(await ask(server, 'GET', `/v1/rooms/${id}`, upgrade), { status: 404, body: /"code":"not-found"/ });
    t.equal((await ask(server, 'GET', '/healthz', upgrade)).status, 200);
  }
});

t.test('where a WebSocket belongs, anything else is told so', async (t) => {
  const server = await startTestServer();
  t.teardown(() => server.close());
  const plain = await fetch(`${server.url}/v1/connect`);
  t.equal(plain.status, 426);
  t.equal(plain.headers.get('upgrade'), 'websocket');
  t.match(await plain.json(), { code: 'invalid-params', message: /proxy/, correlationId: String });
  t.equal((await ask(server, 'GET', '/v1/connect', 'h2c')).status, 426);
  t.equal((await ask(server, 'POST', '/v1/connect', 'websocket')).status, 404);
  const client = await RawClient.open(server.url);
  t.equal(client.socket.readyState, client.socket.OPEN);
  client.socket.terminate();
});
