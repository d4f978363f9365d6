import t from 'tap';
import { startRest } from '../../../../support/server/rest/rest-server.ts';

t.test('every answer carries the headers that keep pages safe', async (t) => {
  const { call } = await startRest(t);
  const answers = [
    await call('GET', '/v1/rooms'),
    await call('GET', '/v1/rooms', { token: null }),
    await call('GET', '/nothing', { token: null }),
    await call('GET', '/v1/openapi.json', { token: null }),
  ];
  for (const { headers } of answers) {
    const policy = String(headers['content-security-policy']);
    t.match(policy, /default-src 'none'/);
    t.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
    t.match(policy, /style-src 'self';/);
    t.match(policy, /connect-src 'self' ws: wss:;/);
    t.match(policy, /media-src 'self' blob:;/);
    t.match(policy, /frame-ancestors 'none'/);
    t.notMatch(policy, /'unsafe|https:/);
    t.match(headers, {
      'permissions-policy': /camera=\(self\), microphone=\(self\), display-capture=\(self\)/,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
    });
    t.notOk('x-powered-by' in headers);
  }
});

t.test('pages of other origins cannot call the API', async (t) => {
  const { call } = await startRest(t);
  const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };
  const answer = await call('GET', '/v1/rooms', { headers });
  t.notOk(Object.keys(answer.headers).some((name) => name.startsWith('access-control-')));
});
