import t from 'tap';
import { VideoPriorities } from '../../../../../server/src/media/forwarding/video-priorities.ts';
import { Peer } from '../../../../../server/src/media/peers/peer.ts';
import { readCapabilities } from '../../../../../server/src/media/rtp/rtp-parameters.ts';
import { freshSsrc, opusAndVp8, opusParameters, vp8Parameters } from '../../../../support/media/rtp-packets.ts';
import { TestMedia } from '../../../../support/media/test-media.ts';
import { TestPolicy } from '../../../../support/media/test-policy.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

/** Anna receives the camera of a host and of Ben, and Ben's microphone. */
async function setUp(t: { teardown: (work: () => void) => void }) {
  const media = await TestMedia.start();
  t.teardown(() => media.close());
  const [worker] = media.pool.workers;
  if (!worker) throw new Error('no worker');
  const router = await worker.createRouter();
  const open = (seatId: string) =>
    Peer.create({
      seatId,
      router,
      webRtcServer: worker.webRtcServer,
      rtpCapabilities: readCapabilities(opusAndVp8),
      config: media.config,
      onFirstPacket: () => {},
      connecting: { timeoutMs: 10_000, consentTimeoutS: 30, isRelay: () => false, onChange: () => {} },
    });
  const [anna, ben, weber] = await Promise.all(['anna', 'ben', 'weber'].map(open));
  if (!anna || !ben || !weber) throw new Error('three peers');
  const tracks = [];
  for (const peer of [ben, weber]) {
    tracks.push(
      await peer.publish({ source: 'camera', kind: 'video', rtpParameters: vp8Parameters(3), paused: false }),
    );
  }
  const rtpParameters = opusParameters(freshSsrc());
  tracks.push(await ben.publish({ source: 'microphone', kind: 'audio', rtpParameters, paused: false }));
  for (const track of tracks) {
    const consumer = await anna.consume(track);
    if (consumer) anna.addReception(track, consumer);
  }
  const policy = new TestPolicy('anna', 'ben', 'weber');
  policy.hosts.add('weber');
  const failures: unknown[] = [];
  const peers = new Map([['anna', anna]]);
  const priorities = new VideoPriorities({ policy, peers, onFailure: (error) => failures.push(error) });
  const priorityOf = (owner: string, kind: 'audio' | 'video' = 'video') =>
    [...anna.receptions.values()].find(({ track, consumer }) => track.owner === owner && consumer.kind === kind)
      ?.consumer.priority ?? 0;
  return { priorities, priorityOf, failures, anna };
}

t.test('hosts come before the rest, and a person who speaks before both', async (t) => {
  const { priorities, priorityOf, failures } = await setUp(t);
  priorities.update();
  await waitUntil(() => priorityOf('weber') > priorityOf('ben'), 'the host comes first');
  priorities.handleSpeakers('anna', [{ seatId: 'ben', levelDb: -20 }]);
  await waitUntil(() => priorityOf('ben') > priorityOf('weber'), 'the speaker comes first');
  priorities.handleSpeakers('anna', []);
  priorities.update();
  t.ok(priorityOf('ben') > priorityOf('weber'), 'also in the silence after');
  priorities.handleSpeakers('anna', [{ seatId: 'weber', levelDb: -20 }]);
  await waitUntil(() => priorityOf('weber') > priorityOf('ben'), 'the next speaker comes first');
  t.equal(priorityOf('ben', 'audio'), 1, 'voices don’t compete');
  t.same(failures, []);
});

t.test('of two speakers within one answer of the worker the later one comes first', async (t) => {
  const { priorities, priorityOf } = await setUp(t);
  priorities.update();
  await waitUntil(() => priorityOf('weber') > priorityOf('ben'), 'the host comes first');
  priorities.handleSpeakers('anna', [{ seatId: 'ben', levelDb: -20 }]);
  priorities.handleSpeakers('anna', [{ seatId: 'weber', levelDb: -20 }]);
  await waitUntil(() => priorityOf('weber') === 4, 'the later one is the speaker');
  t.equal(priorityOf('ben'), 1);
});

t.test('what closes meanwhile is no failure', async (t) => {
  const { priorities, failures, anna } = await setUp(t);
  priorities.update();
  anna.close();
  priorities.handleSpeakers('anna', [{ seatId: 'ben', levelDb: -20 }]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  t.same(failures, []);
});
