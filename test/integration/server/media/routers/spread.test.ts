import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { RecordedHandlers } from '../../../../support/media/recorded-handlers.ts';
import { setUpRoomWith } from '../../../../support/media/set-up-room.ts';
import type { TestMedia } from '../../../../support/media/test-media.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { endBeforeOpening } from '../../../../support/media/test-policy.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.setTimeout(120_000);

const names = ['anna', 'ben', 'cora', 'dora', 'emil', 'finn'];
/** Three participants fill a worker: the first three share one, the others the second. */
const halves = { workers: 2, peoplePerWorker: 3 };

/** A room with its participants spread over two workers, all with a microphone. */
async function setUpSpreadRoom(t: Test) {
  const setUp = await setUpRoomWith(t, halves, ...names);
  const people = await openAll(setUp.room, names);
  t.teardown(() => Promise.all([...people.values()].map((person) => person.close())));
  for (const person of people.values()) await person.publishMicrophone();
  return { ...setUp, people, person: (name: string) => personIn(people, name) };
}

async function openAll(room: Parameters<typeof TestPeer.open>[0], seatIds: readonly string[]) {
  const people = new Map<string, TestPeer>();
  for (const seatId of seatIds) people.set(seatId, await TestPeer.open(room, seatId));
  return people;
}

function personIn(people: Map<string, TestPeer>, name: string): TestPeer {
  const person = people.get(name);
  if (!person) throw new Error(`there is no ${name}`);
  return person;
}

const producersOf = (media: TestMedia) => media.pool.workers.map(({ streams }) => streams.counts.producers);
const routersOf = (media: TestMedia) => media.pool.workers.map(({ streams }) => streams.counts.rooms);
const consumerIdsOf = (handlers: RecordedHandlers, seatId: string) =>
  handlers.consumersOf(seatId).map(({ consumerId }) => consumerId);

t.test('a room larger than a worker takes goes on at another one, and everybody hears everybody', async (t) => {
  const { media, room, handlers, people } = await setUpSpreadRoom(t);
  t.same(routersOf(media), [1, 1]);
  for (const name of names) {
    const consumers = await handlers.consumers(name, 5);
    t.same(
      consumers.map(({ participantId }) => participantId).sort(),
      names.filter((other) => other !== name),
      `${name} is told of all others`,
    );
  }
  t.same(producersOf(media), [6, 6], 'every microphone is on both workers, once');
  await Promise.all([...people.values()].map((person) => person.connect()));
  for (const name of names) await room.resumeConsumers(name, consumerIdsOf(handlers, name));
  for (const speaker of people.values()) {
    const before = new Map([...people].map(([name, { packetsReceived }]) => [name, packetsReceived]));
    const listeners = [...people].filter(([name]) => name !== speaker.seatId);
    await waitUntil(async () => {
      await speaker.talk();
      return listeners.every(([name, { packetsReceived }]) => packetsReceived > (before.get(name) ?? 0));
    }, `all hear ${speaker.seatId}`);
  }
});

t.test('a muted person is muted on every worker, and heard again when they go on', async (t) => {
  const { media, room, handlers, person } = await setUpSpreadRoom(t);
  const [speaker, listener] = [person('anna'), person('finn')];
  await Promise.all([speaker.connect(), listener.connect()]);
  await handlers.consumers('finn', 5);
  await room.resumeConsumers('finn', consumerIdsOf(handlers, 'finn'));
  const isHeard = async () => {
    await speaker.talk();
    return listener.packetsReceived > 0;
  };
  await waitUntil(isHeard, 'Finn hears Anna');
  const loads = () => media.pool.workers.map(({ load }) => load.packetsPerSecond);
  const [here = 0, there = 0] = loads();
  const trackId = room.muteTrack('anna', 'microphone');
  t.match(handlers.to('finn').at(-1), { type: 'consumerUpdated', paused: true });
  // Packets in transit when the mute came.
  await sleep(200);
  const before = listener.packetsReceived;
  await speaker.talk(20);
  await sleep(200);
  t.equal(listener.packetsReceived, before);
  // Anna's microphone and its copy to the other worker here; the copy and Finn's consumer of it there.
  t.same(loads(), [here - 100, there - 100], 'neither worker counts what is muted');
  await room.resumeTrack('anna', trackId ?? '');
  await waitUntil(async () => {
    await speaker.talk();
    return listener.packetsReceived > before;
  }, 'Finn hears Anna again');
});

t.test('nothing goes to another worker for whom the rules give nothing there', async (t) => {
  const { media, room, handlers, policy } = await setUpRoomWith(t, halves, 'anna', 'ben', 'cora');
  const people = await openAll(room, names);
  for (const name of ['anna', 'ben', 'cora']) await personIn(people, name).publishMicrophone();
  await handlers.consumers('cora', 2);
  t.same(producersOf(media), [3, 0], 'three people wait there');
  t.same(handlers.to('finn'), []);

  policy.inside.add('finn');
  room.sync();
  await handlers.consumers('finn', 3);
  t.same(producersOf(media), [3, 3]);
  t.same([...handlers.to('dora'), ...handlers.to('emil')], [], 'the others there are told nothing');

  policy.inside.delete('finn');
  room.sync();
  await handlers.consumers('finn', 0);
  t.same(producersOf(media), [3, 0], 'and it ends with the permission');
  policy.inside.add('finn');
  room.sync();
  await handlers.consumers('finn', 3);
});

t.test('a seat that opens its media anew on another worker leaves nothing on its way to where it was', async (t) => {
  const { media, room, handlers } = await setUpRoomWith(t, { workers: 2, peoplePerWorker: 2 }, 'anna', 'ben');
  const people = await openAll(room, ['anna', 'waiting', 'ben', 'waiting too']);
  await personIn(people, 'anna').publishMicrophone();
  await handlers.consumers('ben', 1);
  t.same(producersOf(media), [1, 1]);
  room.closePeer('waiting');
  await TestPeer.open(room, 'ben');
  await waitUntil(() => room.describePeer('ben')?.consumers.length === 1, 'Ben hears Anna');
  t.same(producersOf(media), [1, 0]);
});

t.test('a permission that ends while a track is on its way to another worker brings nothing there', async (t) => {
  const { media, room, handlers, policy } = await setUpRoomWith(t, { workers: 2, peoplePerWorker: 1 }, 'anna', 'ben');
  const people = await openAll(room, ['anna', 'ben']);
  endBeforeOpening(policy, 'ben');
  await personIn(people, 'anna').publishMicrophone();
  await waitUntil(() => !policy.inside.has('ben'), 'the pair was asked for');
  // Two rooms' routers and meters, two pairs of transports, a link, Anna's track.
  await media.holds(11);
  t.same(producersOf(media), [1, 0]);
  t.same(handlers.said, []);
});

t.test('a room whose half is lost with its worker goes on in the other half, and comes together again', async (t) => {
  const { media, room, handlers, people, person } = await setUpSpreadRoom(t);
  const [spared, hit] = [names.slice(0, 3), names.slice(3)];
  for (const name of names) await handlers.consumers(name, 5);
  await Promise.all(spared.map((name) => person(name).connect()));
  for (const name of spared) await room.resumeConsumers(name, consumerIdsOf(handlers, name));
  handlers.said.length = 0;
  const died = once(media.observer, 'workerDied');
  process.kill(media.pool.workers[1]?.pid ?? 0, 'SIGKILL');
  await died;

  for (const name of hit) await handlers.heard(name, 'mediaReset');
  for (const name of spared) {
    const closed = handlers.to(name).flatMap((said) => (said.type === 'consumersClosed' ? said.consumerIds : []));
    t.equal(closed.length, 3, `${name} is told that three of the others are gone for now`);
    t.notOk(handlers.to(name).some(({ type }) => type === 'mediaReset'));
    t.equal(room.describePeer(name)?.consumers.length, 2);
  }
  const before = person('ben').packetsReceived;
  await waitUntil(async () => {
    await person('anna').talk();
    return person('ben').packetsReceived > before;
  }, 'Ben still hears Anna');

  const again = await openAll(room, hit);
  t.teardown(() => Promise.all([...again.values()].map((peer) => peer.close())));
  for (const name of hit) await personIn(again, name).publishMicrophone();
  for (const name of names) {
    await waitUntil(() => room.describePeer(name)?.consumers.length === 5, `${name} has everybody again`);
  }
  t.equal(people.size, 6);
});

t.test('the router that its last person leaves is closed, and what came from there', async (t) => {
  const { media, room, handlers } = await setUpSpreadRoom(t);
  for (const name of names) await handlers.consumers(name, 5);
  for (const name of ['dora', 'emil', 'finn']) room.closePeer(name);
  t.same(routersOf(media), [1, 0]);
  for (const name of ['anna', 'ben', 'cora']) await handlers.consumers(name, 2);
  // Router, meter, three pairs of transports, three tracks, six consumers: no link, nothing of the others.
  await media.holds(17);
  for (const name of ['anna', 'ben', 'cora']) room.closePeer(name);
  await media.holds(0);
});

t.test('a person who speaks on one worker is shown to those on the other', async (t) => {
  const { handlers, person } = await setUpSpreadRoom(t);
  await Promise.all([person('anna').connect(), person('finn').connect()]);
  const lists = (seatId: string) =>
    handlers.to(seatId).flatMap((said) => (said.type === 'activeSpeakersChanged' ? [said.speakers] : []));
  const both = ({ length }: { length: number }) => length === 2;
  await waitUntil(async () => {
    await person('anna').talk(1, -40);
    await person('finn').talk(1, -15);
    await sleep(10);
    return lists('ben').some(both) && lists('emil').some(both);
  }, 'both halves see both');
  for (const name of ['ben', 'emil']) {
    t.match(lists(name).find(both), [{ seatId: 'finn' }, { seatId: 'anna' }], `${name} sees the loudest first`);
  }
  await waitUntil(
    () => ['ben', 'emil'].every((name) => lists(name).at(-1)?.length === 0),
    'silence on both workers is silence',
  );
});

t.test('a camera in layers goes on to the other worker with all of them', async (t) => {
  const { media, room, handlers } = await setUpRoomWith(t, { workers: 2, peoplePerWorker: 1 }, 'anna', 'ben');
  const people = await openAll(room, ['anna', 'ben']);
  await personIn(people, 'anna').publishCamera(3);
  const [consumer] = await handlers.consumers('ben', 1);
  t.match(consumer, { kind: 'video', source: 'camera', rtpParameters: { encodings: [{ scalabilityMode: 'L3T2' }] } });
  await t.resolves(room.setPreferredLayers('ben', consumer?.consumerId ?? '', 0));
  room.close();
  await media.holds(0);
});
