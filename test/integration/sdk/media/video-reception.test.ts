/** Participants who switch off incoming video, with a real server and a real media worker. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { startTestServer } from '../../../support/server/test-server.ts';
import { bothFlow, flows, letIn, packets, setUp, trackOf } from './three-people.ts';

const server = await startTestServer();
t.teardown(() => server.close());

/** Longer than packets are in transit. */
const settlingMs = 250;

t.test(
  'without videos nothing of them is sent, of those that come later neither, until they are wanted again',
  async (t) => {
    const { weber, ben, anna } = await setUp(server, t);
    await bothFlow(weber, ben);
    const updated: string[] = [];
    ben.session.on('trackUpdated', (track) => updated.push(`${track.source} ${track.isReceived}`));
    await ben.session.setVideoReception('off');
    t.equal(ben.session.videoReception, 'off');
    t.same(updated, ['camera false']);
    await letIn(weber, anna);
    await waitUntil(() => trackOf(ben, anna, 'camera') !== undefined, 'a new camera');
    t.match(trackOf(ben, anna, 'camera'), { isReceived: false, paused: false });
    t.match(trackOf(ben, anna, 'microphone'), { isReceived: true, paused: false });
    await sleep(settlingMs);
    const before = packets(ben, weber, 'camera');
    await Promise.all([flows(ben, weber, 'microphone'), flows(ben, anna, 'microphone'), flows(anna, ben, 'camera')]);
    t.same([packets(ben, weber, 'camera'), packets(ben, anna, 'camera')], [before, 0]);

    ben.cutSocket();
    await waitUntil(() => ben.session.state === 'reconnecting', 'reconnecting');
    await waitUntil(() => ben.session.state === 'joined', 'back');
    await flows(ben, weber, 'microphone');
    t.equal(packets(ben, weber, 'camera'), before, 'a lost connection changes nothing of it');

    await ben.session.setVideoReception('on');
    await Promise.all([flows(ben, weber, 'camera'), flows(ben, anna, 'camera')]);
    t.match(trackOf(ben, anna, 'camera'), { isReceived: true });
    t.same([weber.failures, ben.failures, anna.failures], [[], [], []]);
  },
);

t.test('choices made during a lost connection are applied after the reconnect', async (t) => {
  const { weber, ben } = await setUp(server, t);
  await bothFlow(weber, ben);
  ben.cutSocket();
  await waitUntil(() => ben.session.state === 'reconnecting', 'reconnecting');
  await ben.session.setVideoReception('off');
  await waitUntil(() => ben.session.state === 'joined', 'back');
  t.equal(trackOf(ben, weber, 'camera')?.isReceived, false);
  await flows(ben, weber, 'microphone');
  await sleep(settlingMs);
  const before = packets(ben, weber, 'camera');
  await flows(ben, weber, 'microphone');
  t.equal(packets(ben, weber, 'camera'), before);
  t.same([weber.failures, ben.failures], [[], []]);
});
