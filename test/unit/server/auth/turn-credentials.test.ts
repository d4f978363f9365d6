import { createHmac } from 'node:crypto';
import t from 'tap';
import { createIceServers } from '../../../../server/src/auth/turn-credentials.ts';

const turn = {
  urls: ['turn:turn.example.org:3478?transport=udp', 'turns:turn.example.org:443?transport=tcp'],
  secret: 'a-secret-of-these-tests-0123456789abcdef',
  ttlSeconds: 3_600,
};
const nowMs = 1_790_000_000_999;

t.test('credentials end after their time, and say nothing of whose they are', async (t) => {
  const [relay, ...more] = createIceServers(turn, nowMs);
  t.same(more, []);
  t.same(relay?.urls, turn.urls);
  t.match(relay?.username, /^1790003600:[\da-f]{24}$/);
});

t.test('credentials for less than the usual time end earlier, and never later', async (t) => {
  const ends = (maxSeconds: number) => createIceServers(turn, nowMs, maxSeconds)[0]?.username?.split(':')[0];
  t.equal(ends(180), '1790000180');
  t.equal(ends(7_200), '1790003600');
});

t.test('the password is what a relay with the same secret makes of the user name', async (t) => {
  const [relay] = createIceServers(turn, nowMs);
  const expected = createHmac('sha1', turn.secret).update(String(relay?.username)).digest('base64');
  t.equal(relay?.credential, expected);
});

t.test('no two people share a user name, at the same moment either', async (t) => {
  const names = Array.from({ length: 1_000 }, () => createIceServers(turn, nowMs)[0]?.username);
  t.equal(new Set(names).size, names.length);
});

t.test('without a relay there is none', async (t) => {
  t.same(createIceServers(null), []);
});
