import t from 'tap';
import { startRest } from '../../../../support/server/rest/rest-server.ts';

t.test('the OpenAPI document is public and describes every call with its answers', async (t) => {
  const { call } = await startRest(t);
  const { status, body } = await call('GET', '/v1/openapi.json', { token: null });
  t.equal(status, 200);
  t.match(body, {
    openapi: '3.1.0',
    info: { title: 'Hearthroom REST API' },
    security: [{ adminToken: [] }],
    components: { schemas: { Room: { properties: { settings: Object } }, Seat: Object, Error: Object } },
  });
  const paths = body.paths as Record<string, Record<string, { operationId: string; responses: object }>>;
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  t.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length, 'operations have names');
  for (const { operationId, responses } of operations) {
    for (const code of ['400', '401', '429', '500']) t.ok(code in responses, `${operationId} can answer ${code}`);
    t.ok(
      Object.keys(responses).some((code) => code.startsWith('2')),
      `${operationId} can succeed`,
    );
  }
});

t.test('every reference in the document leads somewhere', async (t) => {
  const { call } = await startRest(t);
  const { text, body } = await call('GET', '/v1/openapi.json', { token: null });
  const { schemas } = body.components as { schemas: object };
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target);
  t.ok(references.length > 0);
  for (const target of new Set(references)) t.ok(target.replace('#/components/schemas/', '') in schemas, target);
});

t.test('the document shows the very schemas that validate', async (t) => {
  const { call } = await startRest(t);
  const { body } = await call('GET', '/v1/openapi.json', { token: null });
  t.match(body, {
    paths: {
      '/v1/rooms': {
        post: {
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  additionalProperties: false,
                  properties: { maxParticipants: { minimum: 2, maximum: 50, default: 16 } },
                },
              },
            },
          },
        },
      },
    },
  });
});

t.test('there is a page to read it, made of this server’s own files', async (t) => {
  const { call } = await startRest(t);
  const page = await call('GET', '/v1/docs', { token: null });
  t.equal(page.status, 200);
  t.match(page.headers['content-type'], 'text/html');
  const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target = '']) => target);
  t.ok(links.length > 3);
  for (const link of links) {
    t.match(link, /^\.\/docs\//, 'relative, for proxies that serve all this under a path');
    const { pathname } = new URL(link, 'http://server/v1/docs');
    t.equal((await call('GET', pathname, { token: null })).status, 200, link);
  }
  t.match(page.headers['content-security-policy'], /script-src 'self';/);
  t.notMatch(page.text, /<script>/, 'and no script in the page itself');
});
