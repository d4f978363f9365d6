/** The SDK with a real server and a real media worker, with real ICE, DTLS and SRTP. */

import { execFileSync } from 'node:child_process';
import type { SessionEvents, TrackSource } from '@hearthroom/sdk';
import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { startTestServer } from '../../../support/server/test-server.ts';
import { SyntheticPerson } from '../../../support/werift/synthetic-person.ts';
import { syntheticTrack } from '../../../support/werift/synthetic-track.ts';

const server = await startTestServer();
t.teardown(() => server.close());

/** A therapist and an admitted client, both heard and seen. */
async function setUp(t: { teardown: (work: () => Promise<void>) => void }) {
  const room = await server.createRoom();
  const make = (sub: string, role: 'therapist' | 'client', signals: EventTarget | null = null) =>
    new SyntheticPerson({
      url: server.url,
      getToken: () => server.tokenFor(room, { sub, role, name: sub }),
      reconnectPolicy: { nextDelayMs: () => 20 },
      environment: { signals },
    });
  const signals = new EventTarget();
  const weber = make('weber', 'therapist');
  const anna = make('anna', 'client', signals);
  t.teardown(async () => {
    await Promise.all([weber.leave(), anna.leave()]);
  });
  await weber.session.connect();
  await Promise.all([weber.speak(), weber.show()]);
  await anna.session.connect();
  await Promise.all([anna.speak(), anna.show()]);
  await letIn(weber, anna);
  await bothFlow(weber, anna);
  return { weber, anna, signals };
}

async function letIn(weber: SyntheticPerson, anna: SyntheticPerson): Promise<void> {
  await waitUntil(() => weber.session.waitingParticipants.length === 1, 'somebody waits');
  await weber.session.admitAll();
  await waitUntil(() => anna.session.state === 'joined', 'joined');
}

const idOf = ({ session }: SyntheticPerson): string => session.localParticipant.id;

/** Waits for more packets than have arrived now. */
async function flows(to: SyntheticPerson, from: SyntheticPerson, source: TrackSource): Promise<void> {
  const before = to.packetsFrom(idOf(from), source);
  await waitUntil(() => to.packetsFrom(idOf(from), source) > before + 10, `${source} flows`);
}

async function bothFlow(one: SyntheticPerson, other: SyntheticPerson): Promise<void> {
  const sources = ['microphone', 'camera'] as const;
  await Promise.all(sources.flatMap((source) => [flows(one, other, source), flows(other, one, source)]));
}

/** Records the events of a participant from now on. */
function listen({ session }: SyntheticPerson, ...events: (keyof SessionEvents)[]): string[] {
  const told: string[] = [];
  for (const event of events) session.on(event, () => told.push(event));
  return told;
}

t.test(
  'a person who was let in sees and hears, and is seen and heard, with devices opened while waiting',
  async (t) => {
    const { weber, anna } = await setUp(t);
    t.same([weber.failures, anna.failures], [[], []]);
    t.match(weber.session.participants.get(idOf(anna))?.tracks.get('camera'), { kind: 'video', paused: false });
  },
);

t.test('a mute by a host holds until the muted one speaks again', async (t) => {
  const { weber, anna } = await setUp(t);
  const muted: TrackSource[] = [];
  anna.session.on('mutedByHost', (source) => muted.push(source));
  await weber.session.mute(idOf(anna), 'microphone');
  const track = weber.session.participants.get(idOf(anna))?.tracks.get('microphone');
  await waitUntil(() => track?.paused === true && muted.length === 1, 'muted on both sides');
  t.notOk(anna.session.localParticipant.isEnabled('microphone'));
  t.ok(anna.session.localParticipant.track('microphone')?.muted);
  await anna.session.localParticipant.setMicrophoneEnabled(true);
  await flows(weber, anna, 'microphone');
  t.equal(track?.paused, false);
  t.same(muted, ['microphone']);
});

t.test('a microphone that is off is silent but open, a camera that is off is stopped', async (t) => {
  const { weber, anna } = await setUp(t);
  const { localParticipant } = anna.session;
  const camera = localParticipant.track('camera')?.mediaStreamTrack;
  await localParticipant.setMicrophoneEnabled(false);
  await localParticipant.setCameraEnabled(false);
  const seen = weber.session.participants.get(idOf(anna))?.tracks;
  await waitUntil(() => seen?.get('microphone')?.paused === true && !seen.has('camera'), 'off at the other side');
  t.equal(camera?.readyState, 'ended');
  t.equal(localParticipant.track('camera'), null);
  t.equal(localParticipant.track('microphone')?.mediaStreamTrack.readyState, 'live');
  await localParticipant.setMicrophoneEnabled(true);
  await anna.show();
  await bothFlow(weber, anna);
  t.same([weber.failures, anna.failures], [[], []]);
});

t.test('another device continues on the same track', async (t) => {
  const { weber, anna } = await setUp(t);
  const told = listen(weber, 'trackSubscribed', 'trackUnsubscribed');
  const other = syntheticTrack('audio');
  await anna.session.localParticipant.setMicrophoneEnabled(true, { track: other });
  t.equal(anna.session.localParticipant.track('microphone')?.mediaStreamTrack, other);
  await flows(weber, anna, 'microphone');
  t.same(told, []);
});

t.test('put back to wait, media ends for both; let in again, it is all back', async (t) => {
  const { weber, anna } = await setUp(t);
  await weber.session.putInWaitingRoom(idOf(anna), { reason: 'One moment' });
  await waitUntil(() => anna.session.state === 'waiting', 'waiting');
  t.equal(anna.session.participants.size, 0);
  t.equal(weber.session.participants.size, 0);
  t.ok(anna.session.localParticipant.isEnabled('camera'), 'what she wants to show is kept');
  await letIn(weber, anna);
  await bothFlow(weber, anna);
  t.same([weber.failures, anna.failures], [[], []]);
});

t.test('a cut signaling connection costs no media and no track', async (t) => {
  const { weber, anna } = await setUp(t);
  const told = listen(anna, 'trackUnsubscribed', 'participantDisconnected', 'trackSubscribed', 'sentToWait');
  const seen = listen(weber, 'trackUnsubscribed', 'participantDisconnected', 'trackSubscribed');
  anna.cutSocket();
  await waitUntil(() => anna.session.state === 'reconnecting', 'reconnecting');
  await waitUntil(() => anna.session.state === 'joined', 'joined again');
  await bothFlow(weber, anna);
  t.same([told, seen], [[], []]);
  t.same([weber.failures, anna.failures], [[], []]);
});

t.test('device changes during a lost connection are applied after the reconnect', async (t) => {
  const { weber, anna } = await setUp(t);
  anna.cutSocket();
  await waitUntil(() => anna.session.state === 'reconnecting', 'reconnecting');
  await anna.session.localParticipant.setCameraEnabled(false);
  await anna.session.localParticipant.setMicrophoneEnabled(false);
  await waitUntil(() => anna.session.state === 'joined', 'joined again');
  const seen = () => weber.session.participants.get(idOf(anna))?.tracks;
  await waitUntil(() => seen()?.get('microphone')?.paused === true && !seen()?.has('camera'), 'off at the other side');
  t.same([weber.failures, anna.failures], [[], []]);
});

t.test('a mute by a host while the connection was cut is not undone by coming back', async (t) => {
  const { weber, anna } = await setUp(t);
  const told = listen(anna, 'mutedByHost');
  const cut = () => anna.session.state === 'reconnecting';
  anna.cutSocket();
  await waitUntil(cut, 'reconnecting');
  const muting = weber.session.mute(idOf(anna), 'microphone');
  await waitUntil(() => anna.session.state === 'joined' && told.length === 1, 'joined again and muted');
  await muting;
  t.notOk(anna.session.localParticipant.isEnabled('microphone'));
  t.equal(weber.session.participants.get(idOf(anna))?.tracks.get('microphone')?.paused, true);
});

t.test('a microphone that its owner muted stays so when a host mutes it, and nothing is told', async (t) => {
  const { weber, anna } = await setUp(t);
  const told = listen(anna, 'mutedByHost');
  await anna.session.localParticipant.setMicrophoneEnabled(false);
  await weber.session.mute(idOf(anna), 'microphone');
  // Notifications before the answer on the same connection have arrived by then.
  await weber.session.mute(idOf(anna), 'camera');
  await waitUntil(() => told.length > 0, 'the camera is muted');
  t.same(told, ['mutedByHost']);
  t.ok(anna.session.localParticipant.track('camera')?.muted);
  await anna.session.localParticipant.setMicrophoneEnabled(true);
  await flows(weber, anna, 'microphone');
});

t.test(
  'a host’s mute during a mute by the system stays when the system unmutes, even across a reconnect',
  async (t) => {
    const { weber, anna } = await setUp(t);
    const { localParticipant } = anna.session;
    const track = localParticipant.track('microphone')?.mediaStreamTrack;
    const setSystemMuted = (muted: boolean) => {
      Object.defineProperty(track, 'muted', { configurable: true, value: muted });
      track?.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
    };
    const seen = () => weber.session.participants.get(idOf(anna))?.tracks.get('microphone');
    const told = listen(anna, 'mutedByHost');
    for (const isCut of [false, true]) {
      setSystemMuted(true);
      await waitUntil(() => seen()?.paused === true, 'seen as muted');
      if (isCut) {
        anna.cutSocket();
        await waitUntil(() => anna.session.state === 'reconnecting', 'reconnecting');
      }
      await weber.session.mute(idOf(anna), 'microphone');
      await waitUntil(() => told.length > 0 && anna.session.state === 'joined', 'told');
      setSystemMuted(false);
      await anna.session.localParticipant.setCameraEnabled(false);
      await waitUntil(
        () => !weber.session.participants.get(idOf(anna))?.tracks.has('camera'),
        'what comes later is seen',
      );
      t.equal(seen()?.paused, true);
      t.notOk(localParticipant.isEnabled('microphone'));
      t.same(told.splice(0), ['mutedByHost']);
      await localParticipant.setMicrophoneEnabled(true);
      await anna.show();
      await bothFlow(weber, anna);
    }
  },
);

t.test('after a change of network ICE restarts, and media continues', async (t) => {
  const { weber, anna, signals } = await setUp(t);
  signals.dispatchEvent(new Event('online'));
  await bothFlow(weber, anna);
  await bothFlow(weber, anna);
  t.same([weber.failures, anna.failures], [[], []]);
});

t.test('when a media worker dies, everybody publishes and receives again', async (t) => {
  const { weber, anna } = await setUp(t);
  const lost = listen(anna, 'trackUnsubscribed');
  const worker = execFileSync('pgrep', ['-P', String(process.pid), 'mediasoup'], { encoding: 'utf8' });
  process.kill(Number(worker.trim()), 'SIGKILL');
  await waitUntil(() => lost.length === 2, 'both tracks are gone');
  await waitUntil(() => anna.packetsFrom(idOf(weber), 'camera') > 0, 'and back');
  await bothFlow(weber, anna);
  t.equal(anna.session.state, 'joined');
});

t.test('a person who may not publish is told so, and no device is left on', async (t) => {
  const room = await server.createRoom({ waitingRoom: true });
  const observer = new SyntheticPerson({
    url: server.url,
    getToken: () => server.tokenFor(room, { sub: 'olga', role: 'observer', name: 'Olga' }),
  });
  t.teardown(() => observer.leave());
  await observer.session.connect();
  const track = syntheticTrack('audio');
  await t.rejects(observer.session.localParticipant.setMicrophoneEnabled(true, { track }), { code: 'not-allowed' });
  t.equal(observer.session.localParticipant.track('microphone'), null);
  track.stop();
});
