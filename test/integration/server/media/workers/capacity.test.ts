import { once } from 'node:events';
import t from 'tap';
import { MediaRoom } from '../../../../../server/src/media/media-room.ts';
import { LineCensus } from '../../../../../server/src/media/observation/line-census.ts';
import { RecordedHandlers } from '../../../../support/media/recorded-handlers.ts';
import { opusAndVp8 } from '../../../../support/media/rtp-packets.ts';
import { setUpRoomWith } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestPolicy } from '../../../../support/media/test-policy.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.setTimeout(60_000);

const names = ['anna', 'ben', 'cora'];
/** Three participants with microphone and camera need 1,260 packets per second, a fourth 980 more. */
const threeFit = { maxPacketsPerSecond: 1_500 };
const refused = { code: 'capacity' };

t.test('a person who doesn’t fit is refused before they cost anything, and gets in when somebody left', async (t) => {
  const { media, room, handlers } = await setUpRoomWith(t, threeFit, ...names, 'dora');
  let refusals = 0;
  media.observer.on('capacityRefused', () => {
    refusals += 1;
  });
  for (const name of names) await TestPeer.open(room, name);
  await t.rejects(TestPeer.open(room, 'dora'), refused);
  t.equal(refusals, 1);
  // Router, meter, three pairs of transports.
  await media.holds(8);
  t.same(handlers.said, []);
  t.equal(room.describePeer('dora'), null);
  room.closePeer('anna');
  await t.resolves(TestPeer.open(room, 'dora'));
});

t.test(
  'another room doesn’t begin on a full server, and one that begins leaves something for those that run',
  async (t) => {
    const { media, room } = await setUpRoomWith(t, threeFit, ...names);
    for (const name of names) await TestPeer.open(room, name);
    const other = await media.createRoom(new TestPolicy('emil'));
    t.teardown(() => other.room.close());
    // 240 are left: 140 for Emil alone, and 150 that a room needs to begin.
    await t.resolves(TestPeer.open(other.room, 'emil'));
    const third = await media.createRoom(new TestPolicy('finn'));
    t.teardown(() => third.room.close());
    await t.rejects(TestPeer.open(third.room, 'finn'), refused);
  },
);

t.test('a person who is in a session opens media anew however full the server is', async (t) => {
  const { media, room, handlers } = await setUpRoomWith(t, threeFit, ...names);
  for (const name of names) await (await TestPeer.open(room, name)).publishCamera();
  await handlers.consumers('cora', 2);
  for (const name of names) await t.resolves(room.openPeer(name, opusAndVp8), `${name} again`);
  room.closePeer('anna');
  const newcomer = await media.createRoom(new TestPolicy('gina'));
  t.teardown(() => newcomer.room.close());
  await TestPeer.open(newcomer.room, 'gina');
  await t.resolves(room.openPeer('anna', opusAndVp8), 'after a connection that ended');
  newcomer.room.closePeer('gina');
  const died = once(media.observer, 'workerDied');
  process.kill(media.pool.workers[0]?.pid ?? 0, 'SIGKILL');
  await died;
  // The first who return use up the capacity again.
  const other = await media.createRoom(new TestPolicy('dora', 'emil', 'finn'));
  t.teardown(() => other.room.close());
  await waitUntil(() => media.pool.isReady, 'the worker is replaced');
  for (const name of ['dora', 'emil', 'finn']) await TestPeer.open(other.room, name);
  for (const name of names) {
    await handlers.heard(name, 'mediaReset');
    await t.resolves(TestPeer.open(room, name), `${name} after the worker’s death`);
  }
});

t.test('a person a participant who left a session counts as new', async (t) => {
  const { room } = await setUpRoomWith(t, threeFit, ...names, 'dora');
  for (const name of names) await TestPeer.open(room, name);
  room.removePeer('cora');
  await TestPeer.open(room, 'dora');
  await t.rejects(TestPeer.open(room, 'cora'), refused);
});

t.test('a person who was in a session before the server was started again gets in however full it is', async (t) => {
  const { media, room } = await setUpRoomWith(t, threeFit, ...names);
  for (const name of names) await TestPeer.open(room, name);
  const { pool, config, observer } = media;
  const [policy, handlers] = [new TestPolicy('dora', 'emil'), new RecordedHandlers()];
  const resumed = new MediaRoom({
    roomId: 'r',
    policy,
    handlers,
    pool,
    census: new LineCensus(),
    config,
    observer,
    returning: ['dora', 'emil'],
  });
  t.teardown(() => resumed.close());
  await t.resolves(TestPeer.open(resumed, 'dora'));
  await t.resolves(TestPeer.open(resumed, 'emil'));
  await t.rejects(TestPeer.open(resumed, 'finn'), refused);
});

t.test('a room that runs takes everything its people send, beyond the limit too', async (t) => {
  const { media, room, handlers } = await setUpRoomWith(t, threeFit, ...names);
  for (const name of names) {
    const person = await TestPeer.open(room, name);
    await person.publishMicrophone();
    await person.publishCamera();
  }
  for (const name of names) {
    const consumers = await handlers.consumers(name, 4);
    await room.resumeConsumers(
      name,
      consumers.map(({ consumerId }) => consumerId),
    );
  }
  const [stats] = await media.pool.stats();
  // Three microphones (50) and three cameras in three layers (220), each to two others (50 and 90).
  t.match(stats, { packetsPerSecond: 3 * 270 + 6 * 140 });
  t.ok(stats && stats.pressure > 1);
});
