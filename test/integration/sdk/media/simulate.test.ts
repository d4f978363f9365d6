/** Simulated faults with real media: their effect, and the recovery. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { startTestServer } from '../../../support/server/test-server.ts';
import type { SyntheticPerson } from '../../../support/werift/synthetic-person.ts';
import { bothFlow, flows, idOf, letIn, packets, setUp as setUpPeople, trackOf } from './three-people.ts';

const server = await startTestServer();
t.teardown(() => server.close());

async function setUp(t: Parameters<typeof setUpPeople>[1]) {
  const { weber, anna } = await setUpPeople(server, t);
  await letIn(weber, anna);
  await bothFlow(weber, anna);
  return { weber, anna };
}

/** Records events about tracks and participants from now on. */
function listen({ session }: SyntheticPerson): string[] {
  const told: string[] = [];
  for (const event of ['trackSubscribed', 'trackUnsubscribed', 'participantDisconnected', 'mediaFailed'] as const) {
    session.on(event, () => told.push(event));
  }
  return told;
}

t.test('media-loss: nothing gets through, ICE restarts, and the same tracks go on', async (t) => {
  const { weber, anna } = await setUp(t);
  const told = [listen(weber), listen(anna)];
  const requests: string[] = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (this: WebSocket, data: Parameters<WebSocket['send']>[0]) {
    requests.push(String(data));
    send.call(this, data);
  };
  t.teardown(() => {
    WebSocket.prototype.send = send;
  });
  anna.session.simulate('media-loss', { durationMs: 3_000 });
  await sleep(200);
  const before = packets(weber, anna, 'microphone');
  await sleep(500);
  t.ok(packets(weber, anna, 'microphone') - before <= 1, 'nobody hears Anna');
  t.equal(trackOf(anna, weber, 'microphone')?.mediaStreamTrack.enabled, false, 'and she hears nobody');
  await waitUntil(() => trackOf(anna, weber, 'microphone')?.mediaStreamTrack.enabled === true, 'it is over');
  await bothFlow(weber, anna);
  t.same(told, [[], []], 'nobody was told of a new track');
  t.equal(requests.filter((text) => text.includes('"restartIce"')).length, 2, 'one restart of each transport');
});

t.test('worker-death: all tracks are made anew', async (t) => {
  const { weber, anna } = await setUp(t);
  const before = trackOf(anna, weber, 'camera');
  anna.session.simulate('worker-death');
  t.equal(trackOf(anna, weber, 'camera'), undefined, 'nothing is left at first');
  await waitUntil(() => trackOf(anna, weber, 'camera') !== undefined, 'a new track');
  await bothFlow(weber, anna);
  t.not(trackOf(anna, weber, 'camera'), before);
  t.same([weber.failures, anna.failures], [[], []]);
});

t.test('server-restart: back with new tracks, and to the others it is the same person', async (t) => {
  const { weber, anna } = await setUp(t);
  const told = listen(weber);
  const id = idOf(anna);
  anna.session.simulate('server-restart', { durationMs: 100 });
  await waitUntil(() => anna.session.state === 'reconnecting', 'lost');
  await waitUntil(() => anna.session.state === 'joined' && trackOf(weber, anna, 'microphone') !== undefined, 'back');
  await flows(weber, anna, 'microphone');
  await flows(anna, weber, 'camera');
  t.equal(idOf(anna), id);
  t.notOk(told.includes('participantDisconnected'));
});

t.test('signal-loss: media goes on meanwhile', async (t) => {
  const { weber, anna } = await setUp(t);
  const told = [listen(weber), listen(anna)];
  anna.session.simulate('signal-loss', { durationMs: 1_000 });
  await bothFlow(weber, anna);
  t.equal(anna.session.state, 'reconnecting');
  await waitUntil(() => anna.session.state === 'joined', 'joined again');
  await bothFlow(weber, anna);
  t.same(told, [[], []]);
});
