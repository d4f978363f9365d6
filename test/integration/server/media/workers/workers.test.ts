import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import t from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { MediasoupEngine } from '../../../../../server/src/media/mediasoup-engine.ts';
import { WorkerPool } from '../../../../../server/src/media/workers/workers.ts';
import { RecordedHandlers } from '../../../../support/media/recorded-handlers.ts';
import { opusOnly } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom, setUpRoomWith } from '../../../../support/media/set-up-room.ts';
import { testMediaConfig } from '../../../../support/media/test-media.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestPolicy } from '../../../../support/media/test-policy.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.setTimeout(120_000);

t.test('a room whose worker is killed moves to another one, and its seats open their media anew', async (t) => {
  const { media, room, handlers } = await setUpRoomWith(t, { workers: 2 }, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await anna.publishMicrophone();
  await handlers.consumers('ben', 1);
  const died = once(media.observer, 'workerDied');
  const isReadyAtDeath = died.then(() => media.pool.isReady);
  process.kill(busiest(media.pool).pid, 'SIGKILL');

  await handlers.heard('anna', 'mediaReset');
  await handlers.heard('ben', 'mediaReset');
  t.equal(await isReadyAtDeath, false);
  t.equal(room.describePeer('anna'), null);
  const again = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  t.teardown(() => Promise.all([again.close(), ben.close()]));
  handlers.said.length = 0;
  await again.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  await Promise.all([again.connect(), ben.connect()]);
  await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
  await waitUntil(async () => {
    await again.talk();
    return ben.packetsReceived > 0;
  }, 'Ben hears Anna over the other worker');
  await waitUntil(() => media.pool.isReady, 'the dead worker is replaced');
});

t.test('rooms on other workers don’t notice', async (t) => {
  const { media, room } = await setUpRoomWith(t, { workers: 2 }, 'anna');
  await TestPeer.open(room, 'anna');
  const victim = busiest(media.pool);
  const other = await media.createRoom(new TestPolicy('ben'));
  t.teardown(() => other.room.close());
  const ben = await TestPeer.open(other.room, 'ben');
  const trackId = await ben.publishMicrophone();
  process.kill(victim.pid, 'SIGKILL');
  await once(media.observer, 'workerDied');
  await t.resolves(other.room.pauseTrack('ben', trackId));
  t.same(other.handlers.said, []);
});

t.test(
  'while no worker runs everything is answered with a code, and a person who asked is told when media is back',
  async (t) => {
    const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben');
    const anna = await TestPeer.open(room, 'anna');
    await anna.publishMicrophone();
    const unavailable = { code: 'media-unavailable' };
    const pending = [
      t.rejects(anna.publishCamera(), unavailable, 'asked before the death'),
      t.rejects(TestPeer.open(room, 'cora'), unavailable, 'asked before the death'),
    ];
    const died = once(media.observer, 'workerDied');
    process.kill(busiest(media.pool).pid, 'SIGSTOP');
    // The requests above wait in a stopped process; then it dies.
    await new Promise(setImmediate);
    process.kill(busiest(media.pool).pid, 'SIGKILL');
    await died;
    await Promise.all(pending);
    await t.rejects(room.openPeer('dora', opusOnly), unavailable);
    await t.rejects(anna.publishCamera(), unavailable);
    t.throws(() => room.closeTrack('anna', 'any'), unavailable);
    await t.rejects(room.restartIce('anna', anna.transports.send.id), unavailable);
    t.equal(room.muteTrack('anna', 'microphone'), null);
    room.sync();
    room.closePeer('anna');
    await handlers.heard('cora', 'mediaReset');
    await handlers.heard('dora', 'mediaReset');
    t.same(handlers.to('anna'), [], 'a seat that left meanwhile is told nothing');
    await t.resolves(TestPeer.open(room, 'dora'));
  },
);

t.test(
  'the first in a room that begins while no worker runs is told once when one does, however often they ask',
  async (t) => {
    const observer = new ServerObserver();
    const engine = await MediasoupEngine.create({ config: testMediaConfig(), observer });
    t.teardown(() => engine.close());
    const died = once(observer, 'workerDied');
    process.kill(childPids()[0] ?? 0, 'SIGKILL');
    await died;
    const handlers = new RecordedHandlers();
    const options = { roomId: 'r', policy: new TestPolicy('anna'), handlers, returning: [] };
    const room = await engine.createRoomMedia(options);
    t.teardown(() => room.close());
    for (let asked = 0; asked < 5; asked += 1) {
      await t.rejects(room.openPeer('anna', opusOnly), { code: 'media-unavailable' });
    }
    await handlers.heard('anna', 'mediaReset');
    await t.resolves(room.openPeer('anna', opusOnly));
    t.same(handlers.said, [{ type: 'mediaReset', to: 'anna' }]);
  },
);

t.test('a room that closes while it has no worker stays closed', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna');
  await TestPeer.open(room, 'anna');
  process.kill(busiest(media.pool).pid, 'SIGKILL');
  await once(media.observer, 'workerDied');
  room.close();
  await waitUntil(() => media.pool.isReady, 'the worker is replaced');
  await media.holds(0);
  t.same(handlers.said, []);
});

t.test('a worker that hangs is replaced like one that died', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna');
  await TestPeer.open(room, 'anna');
  process.kill(busiest(media.pool).pid, 'SIGSTOP');
  await handlers.heard('anna', 'mediaReset');
  await t.resolves(TestPeer.open(room, 'anna'));
});

t.test('figures grow over the processes of a worker, and say what it holds now', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  t.teardown(() => Promise.all([anna.close(), ben.close()]));
  await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  await Promise.all([anna.connect(), ben.connect()]);
  await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
  await waitUntil(async () => {
    await anna.talk();
    return ben.packetsReceived >= 20;
  }, 'Ben hears Anna');
  const [stats] = await media.pool.stats();
  t.match(stats, { worker: 0, isRunning: true, rooms: 1, transports: 4, producers: 1, consumers: 1 });
  t.ok(stats && stats.packetsOut >= 20 && stats.packetsIn >= stats.packetsOut && stats.cpuSeconds > 0);
  t.ok(stats && stats.bytesOut > stats.packetsOut && stats.bytesIn > stats.packetsIn);

  process.kill(busiest(media.pool).pid, 'SIGKILL');
  await once(media.observer, 'workerDied');
  const [dead] = await media.pool.stats();
  t.match(dead, { worker: 0, isRunning: false, rooms: 0, transports: 0, packetsOut: stats?.packetsOut });
  t.ok(dead && stats && dead.cpuSeconds >= stats.cpuSeconds);
});

t.test('rooms that begin at the same moment are spread over the workers', async (t) => {
  const { media } = await setUpRoomWith(t, { workers: 2 });
  const rooms = await Promise.all(Array.from({ length: 10 }, () => media.createRoom(new TestPolicy())));
  t.teardown(() => {
    for (const { room } of rooms) room.close();
  });
  await Promise.all(rooms.map(({ room }, index) => TestPeer.open(room, `host-${index}`)));
  t.same(
    media.pool.workers.map(({ streams }) => streams.counts.rooms),
    [5, 5],
  );
});

t.test('each worker has one port for UDP and TCP, from the configured one on', async (t) => {
  // Below the ports from which workers choose free ones in other tests.
  const portBase = 9_740;
  const { room, media } = await setUpRoomWith(t, { workers: 2, portBase }, 'anna');
  const { transports } = await TestPeer.open(room, 'anna');
  t.match(transports.send.iceCandidates, [
    { protocol: 'udp', port: portBase },
    { protocol: 'tcp', port: portBase },
  ]);
  const other = await media.createRoom(new TestPolicy());
  t.teardown(() => other.room.close());
  t.match((await TestPeer.open(other.room, 'ben')).transports.receive.iceCandidates, [{ port: portBase + 1 }, {}]);
});

t.test('the address told to clients is the announced one', async (t) => {
  const { room } = await setUpRoomWith(t, { announcedAddress: '203.0.113.7' });
  const { transports } = await TestPeer.open(room, 'anna');
  t.match(transports.send.iceCandidates, [{ address: '203.0.113.7' }, { address: '203.0.113.7' }]);
});

t.test('a taken port or a missing worker is an error that names it, and leaves no process behind', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  const address = taken.address();
  const portBase = typeof address === 'object' && address !== null ? address.port : 0;
  const before = childProcesses();
  const start = (changes: Parameters<typeof testMediaConfig>[0]) =>
    WorkerPool.create({ config: testMediaConfig(changes), observer: new ServerObserver() });
  await t.rejects(start({ portBase }), { message: new RegExp(`could not bind port ${portBase}`) });
  await t.rejects(start({ workerBin: '/nowhere/worker' }), { message: /\/nowhere\/worker did not start/ });
  await waitUntil(() => childProcesses() <= before, 'no worker is left');
});

t.test('the engine serves rooms, is ready, ends its processes, and leaves signals to the server', async (t) => {
  const before = childProcesses();
  const signals = process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
  const observer = new ServerObserver();
  const started: number[] = [];
  observer.on('workerStarted', ({ worker }) => started.push(worker));
  const engine = await MediasoupEngine.create({ config: testMediaConfig({ workers: 2 }), observer });
  t.same(started.sort(), [0, 1]);
  t.equal(engine.isReady, true);
  t.equal(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT'), signals);
  const policy = new TestPolicy('anna');
  const room = await engine.createRoomMedia({ roomId: 'r', policy, handlers: new RecordedHandlers(), returning: [] });
  await TestPeer.open(room, 'anna');
  t.match(await engine.stats(), [
    { worker: 0, rooms: 1 },
    { worker: 1, rooms: 0 },
  ]);
  engine.close();
  engine.close();
  t.equal(engine.isReady, false);
  await t.rejects(room.openPeer('anna', opusOnly), { code: 'media-unavailable' });
  room.close();
  await waitUntil(() => childProcesses() <= before, 'the worker processes are gone');
});

function busiest(pool: WorkerPool) {
  const [first, ...others] = pool.workers;
  if (!first) throw new Error('no worker runs');
  return others.reduce(
    (busy, worker) => (worker.load.packetsPerSecond > busy.load.packetsPerSecond ? worker : busy),
    first,
  );
}

const childProcesses = (): number => childPids().length;

function childPids(): number[] {
  const pids = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const workers = pids.split('\n').filter((line) => line.includes('mediasoup'));
  return workers.map((line) => Number.parseInt(line, 10));
}
