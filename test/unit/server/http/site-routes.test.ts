import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../../server/src/http/create-fastify.ts';
import { registerSite, type SiteOptions } from '../../../../server/src/http/operations/site-routes.ts';
import { scriptHash, writeSmallSite } from '../../../support/docs/small-site.ts';

function serve(t: Test, options: SiteOptions) {
  const fastify = createFastify({ tls: null, trustedProxies: [] }, new ServerObserver());
  registerSite(fastify, options);
  t.teardown(() => fastify.close());
  return (url: string, headers: Record<string, string> = {}) => fastify.inject({ url, headers });
}

t.test('pages have addresses without an extension, and are checked for changes each time', async (t) => {
  const get = serve(t, { isOn: true, folder: writeSmallSite(t) });
  for (const [url, title] of [
    ['/docs/', 'Start'],
    ['/docs/errors', 'Errors'],
    ['/docs/errors?from=sdk', 'Errors'],
  ] as const) {
    const { statusCode, body, headers } = await get(url);
    t.match({ statusCode, body }, { statusCode: 200, body: title }, url);
    t.equal(headers['cache-control'], 'no-cache');
    t.match(headers['content-type'], 'text/html');
  }
});

t.test('files with a hash in their name are kept by browsers for a year', async (t) => {
  const get = serve(t, { isOn: true, folder: writeSmallSite(t) });
  const { statusCode, headers } = await get('/docs/assets/app.1a2b3c4d.js');
  t.equal(statusCode, 200);
  t.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
});

t.test('/docs leads to /docs/ also under a path of a reverse proxy', async (t) => {
  const { statusCode, headers } = await serve(t, { isOn: true, folder: writeSmallSite(t) })('/docs');
  t.equal(statusCode, 302);
  t.equal(new URL(String(headers.location), 'https://clinic.example/calls/docs').pathname, '/calls/docs/');
});

t.test('scripts are those of this server and those that stand in the pages, by hash', async (t) => {
  const { headers } = await serve(t, { isOn: true, folder: writeSmallSite(t) })('/docs/');
  const policy = String(headers['content-security-policy']);
  t.match(policy, `script-src 'self' '${scriptHash}';`);
  t.match(policy, "default-src 'none'");
  t.match(policy, "frame-ancestors 'none'");
  t.notMatch(policy, /https?:/);
});

t.test('a page that does not exist is a page for people and a code for programs', async (t) => {
  const get = serve(t, { isOn: true, folder: writeSmallSite(t) });
  const page = await get('/docs/no-such-page', { accept: 'text/html,*/*' });
  t.match({ status: page.statusCode, body: page.body }, { status: 404, body: 'No such page' });
  const answer = await get('/docs/no-such-page');
  t.match({ status: answer.statusCode, body: answer.json() }, { status: 404, body: { code: 'not-found' } });
  for (const url of ['/docs/../policy.json', '/docs/%2e%2e/policy.json', '/docs/..%2fpolicy.json'])
    t.not((await get(url)).statusCode, 200, url);
});

t.test('where it is turned off or not built, everything below /docs is not-found with a reason', async (t) => {
  const folder = writeSmallSite(t);
  const off = serve(t, { isOn: false, folder });
  rmSync(join(folder, 'policy.json'));
  const unbuilt = serve(t, { isOn: true, folder });
  for (const get of [off, unbuilt])
    for (const url of ['/docs', '/docs/', '/docs/errors']) {
      const { statusCode, ...answer } = await get(url);
      t.equal(statusCode, 404);
      t.match(answer.json(), { code: 'not-found', message: /turned off, or not built \(npm run docs\)/ });
    }
});
