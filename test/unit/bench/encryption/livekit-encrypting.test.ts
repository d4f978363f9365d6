import t from 'tap';
import { findLiveKitEncrypting } from '../../../../bench/encryption/livekit-encrypting.ts';

t.test('without a server of LiveKit, one line says what to set', async (t) => {
  t.same(await findLiveKitEncrypting({}), {
    missing: 'LiveKit: set LIVEKIT_SERVER_BIN, or LIVEKIT_URL with LIVEKIT_API_KEY and LIVEKIT_API_SECRET',
  });
});

t.test('the pages of LiveKit have its SDK and its worker in them, and load nothing else', async (t) => {
  const env = { LIVEKIT_URL: 'ws://127.0.0.1:7880', LIVEKIT_API_KEY: 'id', LIVEKIT_API_SECRET: 'secret' };
  const found = await findLiveKitEncrypting(env);
  if ('missing' in found) throw new Error(found.missing);
  t.match(found, { name: 'livekit', version: 'of LIVEKIT_URL', secrets: 'application', page: '/livekit' });
  const pages = await found.bundlePages();
  t.same(Object.keys(pages), ['/livekit', '/livekit.js', '/livekit-worker.js']);
  t.match(pages['/livekit'], '<script type="module" src="/livekit.js"></script>');
  for (const path of ['/livekit.js', '/livekit-worker.js']) {
    t.notMatch(pages[path], /^\s*import\b|\bimport\(|\bimportScripts\(/m, `${path} has no imports`);
  }
  t.match(pages['/livekit-worker.js'], 'onrtctransform');
});

t.test('somebody who waits for a decision has a token without media', async (t) => {
  const env = { LIVEKIT_URL: 'ws://127.0.0.1:7880', LIVEKIT_API_KEY: 'id', LIVEKIT_API_SECRET: 'secret' };
  const found = await findLiveKitEncrypting(env);
  if ('missing' in found) throw new Error(found.missing);
  const server = await found.start('http://127.0.0.1');
  const grantsOf = async (admission: 'at-once' | 'by-decision') => {
    const [, claims = ''] = (await server.tokenFor('a-room', 'anna', admission)).split('.');
    return JSON.parse(Buffer.from(claims, 'base64url').toString()).video;
  };
  t.match(await grantsOf('by-decision'), { room: 'a-room', canPublish: false, canSubscribe: false });
  t.match(await grantsOf('at-once'), { room: 'a-room', canPublish: true, canSubscribe: true });
  await server.close();
});
