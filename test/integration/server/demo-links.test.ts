import { rm } from 'node:fs/promises';
import t from 'tap';
import { createDemoLinks } from '../../../server/src/demo/demo.ts';
import { startTestServer } from '../../support/server/test-server.ts';

t.test('the demo’s links are short, and stay the same until their room ends', async (t) => {
  const env = { HEARTHROOM_DEMO: 'true' };
  const first = await startTestServer({ env });
  const { dataDir } = first;
  t.teardown(() => rm(dataDir, { recursive: true, force: true }));
  const linksOf = async ({ app }: typeof first) => createDemoLinks(app, { dataDir }, 'http://localhost:3000');
  const links = await linksOf(first);
  t.match(links, [{ person: 'Dr. Weber (therapist)', url: /^http:\/\/localhost:3000\/j\/[\w-]{32}$/ }]);
  t.equal(new Set(links.map(({ url }) => url)).size, 4);
  await first.stop();
  const second = await startTestServer({ env, dataDir });
  t.teardown(() => second.stop());
  t.same(await linksOf(second), links);
  const [weber, anna] = links.map(({ url }) => url.split('/j/')[1] ?? '');
  const exchange = (code = '') => second.app.links.open(code);
  t.match(await exchange(weber), { token: String });
  const [{ id = '' } = {}] = (await second.app.registry.listRecords({ limit: 1, cursor: null })).records;
  const target = { kind: 'room', roomId: id } as const;
  const [, revoked] = await second.app.invitations.list<'room'>(target);
  await second.app.invitations.revoke(target, revoked?.id ?? '', 'k1');
  await t.rejects(exchange(anna), { code: 'not-found' });
  const renewed = await linksOf(second);
  t.same(
    renewed.map(({ url }, index) => url === links[index]?.url),
    [true, false, true, true],
    'a link that was revoked is replaced',
  );
  await second.app.registry.endRoom(id);
  const others = await linksOf(second);
  for (const { url } of links) t.notOk(others.some((other) => other.url === url));
});
