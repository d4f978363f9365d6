/** What monitoring receives about the media of a room, each change once. */

import t, { type Test } from 'tap';
import type { MediaEvent } from '../../../../../server/src/core/events/media-events.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

async function setUp(t: Test, ...inside: string[]) {
  const { media, ...parts } = await setUpRoom(t, ...inside);
  const told: MediaEvent[] = [];
  const isConfidential = new Map<string, boolean>();
  media.observer.on('mediaEvent', ({ event, isConfidential: is = false }) => {
    told.push(event);
    isConfidential.set(`${event.seatId} ${event.what}`, is);
  });
  const of = (area: string) => told.filter(({ what }) => what.startsWith(area));
  return { ...parts, told, of, isConfidential };
}

const camera = { seatId: 'ben', from: 'anna', source: 'camera' } as const;

t.test('a video that is not shown, shown again, and of which nothing comes, is told with its cause', async (t) => {
  const { room, handlers, of } = await setUp(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await anna.publishCamera();
  const [consumer] = await handlers.consumers('ben', 1);
  const consumerId = consumer?.consumerId ?? '';
  await room.showVideos('ben', [{ consumerId, spatialLayer: null }]);
  await room.showVideos('ben', [{ consumerId, spatialLayer: null }]);
  await room.showVideos('ben', [{ consumerId, spatialLayer: 0 }]);
  await waitUntil(() => of('consumer').length === 3, 'that nothing comes');
  t.same(of('consumer'), [
    { what: 'consumer.opened', ...camera },
    { what: 'consumer.paused', ...camera, cause: 'not-shown' },
    { what: 'consumer.paused', ...camera, cause: 'no-packets' },
  ]);
});

t.test('that one person mutes another is told once, also while the track is paused already', async (t) => {
  const { room, of } = await setUp(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  const trackId = await anna.publishMicrophone();
  await room.pauseTrack('anna', trackId);
  await room.pauseTrack('anna', trackId);
  room.muteTrack('anna', 'microphone');
  room.muteTrack('anna', 'microphone');
  await room.resumeTrack('anna', trackId);
  await room.resumeTrack('anna', trackId);
  room.closeTrack('anna', trackId);
  const microphone = { seatId: 'anna', source: 'microphone' } as const;
  t.same(of('track'), [
    { what: 'track.published', ...microphone, muted: false },
    { what: 'track.muted', ...microphone, by: 'self' },
    { what: 'track.muted', ...microphone, by: 'host' },
    { what: 'track.unmuted', ...microphone },
    { what: 'track.ended', ...microphone, cause: 'owner' },
  ]);
});

t.test('what is withheld is told once for each rule, and again after it was allowed', async (t) => {
  const { room, policy, handlers, of } = await setUp(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await anna.publishCamera();
  for (let round = 0; round < 2; round += 1) {
    await waitUntil(() => of('consumer.withheld').length === round + 1, 'the rule');
    room.sync();
    room.sync();
    policy.inside.add('ben');
    room.sync();
    await handlers.consumers('ben', 1);
    policy.inside.delete('ben');
    room.sync();
  }
  const withheld = { what: 'consumer.withheld', ...camera, rule: 'waiting' };
  const opened = { what: 'consumer.opened', ...camera };
  t.same(of('consumer'), [withheld, opened, withheld, opened, withheld]);
});

t.test(
  'what passes between a client and an observer is confidential, and stays so when it depends on no answer',
  async (t) => {
    const { room, policy, handlers, isConfidential } = await setUp(t, 'anna', 'olga');
    policy.observers.add('olga');
    const anna = await TestPeer.open(room, 'anna');
    await TestPeer.open(room, 'olga');
    await TestPeer.open(room, 'weber');
    await anna.publishCamera();
    await handlers.consumers('olga', 1);
    policy.observers.delete('olga');
    policy.inside.delete('olga');
    room.sync();
    t.same(isConfidential.get('olga consumer.opened'), true);
    t.same(isConfidential.get('olga consumer.withheld'), true);
    t.same(isConfidential.get('weber consumer.withheld'), false, 'of nobody else');
  },
);

t.test('media that ends says why, and its tracks with it', async (t) => {
  const { room, of } = await setUp(t, 'anna');
  await (await TestPeer.open(room, 'anna')).publishMicrophone();
  await TestPeer.open(room, 'anna');
  room.removePeer('anna');
  t.match(of('media'), [
    { what: 'media.opened' },
    { what: 'media.closed', cause: 'reopened' },
    { what: 'media.opened' },
    { what: 'media.closed', cause: 'left' },
  ]);
  t.match(of('track.ended'), [{ cause: 'media-closed' }]);
});
