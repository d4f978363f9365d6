import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.test('speakers are told to those who may hear them, loudest first, and silence once', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben', 'cora');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  await TestPeer.open(room, 'cora');
  await TestPeer.open(room, 'waiting');
  t.teardown(() => Promise.all([anna.close(), ben.close()]));
  await anna.publishMicrophone();
  await ben.publishMicrophone();
  await Promise.all([anna.connect(), ben.connect()]);
  const lists = (seatId: string) =>
    handlers.to(seatId).flatMap((said) => (said.type === 'activeSpeakersChanged' ? [said.speakers] : []));

  await waitUntil(async () => {
    await anna.talk(1, -40);
    await ben.talk(1, -15);
    await sleep(10);
    return lists('cora').some(({ length }) => length === 2);
  }, 'Cora sees both');
  t.same(
    lists('cora').find(({ length }) => length === 2),
    [
      { seatId: 'ben', levelDb: -15 },
      { seatId: 'anna', levelDb: -40 },
    ],
  );
  t.same(lists('anna').at(-1), [{ seatId: 'ben', levelDb: -15 }], 'nobody is told of their own voice');

  await waitUntil(() => lists('cora').at(-1)?.length === 0, 'Cora is told that it is silent');
  const silent = handlers.said.length;
  await sleep(1_000);
  t.equal(handlers.said.length, silent, 'and is not told again');
  t.same(handlers.to('waiting'), []);
});

t.test(
  'a seat that may no longer hear a speaker is shown them no longer, and hears of nobody from then on',
  async (t) => {
    const { room, handlers, policy } = await setUpRoom(t, 'anna', 'ben');
    const anna = await TestPeer.open(room, 'anna');
    await TestPeer.open(room, 'ben');
    t.teardown(() => anna.close());
    await anna.publishMicrophone();
    await anna.connect();
    await waitUntil(async () => {
      await anna.talk();
      await sleep(10);
      return handlers.to('ben').some(({ type }) => type === 'activeSpeakersChanged');
    }, 'Ben sees Anna speak');
    policy.inside.delete('ben');
    room.sync();
    t.match(handlers.said.at(-1), { type: 'activeSpeakersChanged', to: 'ben', speakers: [] });
    const before = handlers.said.length;
    for (let packets = 0; packets < 60; packets += 1) {
      await anna.talk(1, -10);
      await sleep(20);
    }
    t.equal(handlers.said.length, before);
  },
);
