import { createHmac } from 'node:crypto';
import t from 'tap';
import { findLiveKit } from '../../../../../bench/systems/livekit/livekit.ts';
import {
  renderLiveKitConfig,
  renderLiveKitNode,
  renderLiveKitServer,
} from '../../../../../bench/systems/livekit/livekit-config.ts';
import { createLiveKitToken, signGrants } from '../../../../../bench/systems/livekit/livekit-token.ts';
import { loopback } from '../../../../../bench/systems/network.ts';

t.test('without a server named, one line says what to set', async (t) => {
  const missing = 'LiveKit: set LIVEKIT_SERVER_BIN, or LIVEKIT_URL with LIVEKIT_API_KEY and LIVEKIT_API_SECRET';
  t.same(findLiveKit({}), { missing });
  t.same(findLiveKit({ LIVEKIT_URL: 'ws://127.0.0.1:7880' }), { missing }, 'a URL without a key');
});

t.test('a binary that does not run is told of, not started', async (t) => {
  t.match(findLiveKit({ LIVEKIT_SERVER_BIN: '/no/such/livekit-server' }), {
    missing: /^LiveKit: LIVEKIT_SERVER_BIN does not run \(.*ENOENT\)$/,
  });
});

t.test('a server elsewhere is taken by its URL and key', async (t) => {
  const env = { LIVEKIT_URL: 'ws://127.0.0.1:7880', LIVEKIT_API_KEY: 'id', LIVEKIT_API_SECRET: 'secret' };
  t.match(findLiveKit(env), { name: 'livekit', version: 'of LIVEKIT_URL' });
});

t.test('a token is a signed JWT for one identity in one room', async (t) => {
  const token = createLiveKitToken({ id: 'the-key', secret: 'its-secret' }, 'a-room', 'somebody', 1_000);
  const [header = '', claims = '', signature] = token.split('.');
  t.same(JSON.parse(Buffer.from(header, 'base64url').toString()), { alg: 'HS256', typ: 'JWT' });
  t.match(JSON.parse(Buffer.from(claims, 'base64url').toString()), {
    iss: 'the-key',
    sub: 'somebody',
    nbf: 990,
    exp: 4_600,
    video: { roomJoin: true, room: 'a-room' },
  });
  t.equal(signature, createHmac('sha256', 'its-secret').update(`${header}.${claims}`).digest('base64url'));
});

t.test('LiveKit listens where the other systems do, on one port for media, and asks nobody outside', async (t) => {
  const text = renderLiveKitConfig(loopback(), { signaling: 20_001, media: 20_002 }, { id: 'bench', secret: 's' });
  t.match(text, 'port: 20001\nbind_addresses: ["127.0.0.1"]');
  t.match(text, '  udp_port: 20002\n  tcp_port: 0\n  use_external_ip: false\n  node_ip: 127.0.0.1');
  t.match(text, '    includes: ["127.0.0.1/32"]');
  t.match(text, '  bench: s');
});

t.test('a server for browsers estimates bandwidth, and asks nobody outside', async (t) => {
  const text = renderLiveKitServer(loopback(), { signaling: 20_001, media: 20_002 }, { id: 'bench', secret: 's' });
  t.match(text, '  udp_port: 20002\n  tcp_port: 20002\n');
  t.notMatch(text, 'congestion_control');
  t.match(text, '  stun_servers: ["127.0.0.1:9"]');
});

t.test('nodes of LiveKit find each other by their Redis', async (t) => {
  const text = renderLiveKitNode({ signaling: 20_001, media: 20_002 }, { id: 'bench', secret: 's' }, '127.0.0.1:6399');
  t.match(text, 'redis:\n  address: 127.0.0.1:6399\n');
  t.match(text, '  udp_port: 20002\n');
});

t.test('a single node of LiveKit has no Redis, and tells browsers of no address outside', async (t) => {
  const text = renderLiveKitNode({ signaling: 20_001, media: 20_002 }, { id: 'bench', secret: 's' }, null);
  t.notMatch(text, 'redis');
  t.match(text, 'bind_addresses: ["127.0.0.1"]\nrtc:\n');
  t.match(text, '  stun_servers: ["127.0.0.1:9"]\n');
});

t.test('a token of a backend has the grants that it is given, and no others', async (t) => {
  const token = signGrants({ id: 'the-key', secret: 'its-secret' }, { roomAdmin: true, room: 'a-room' }, 'backend');
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  t.same(claims.video, { roomAdmin: true, room: 'a-room' });
});
