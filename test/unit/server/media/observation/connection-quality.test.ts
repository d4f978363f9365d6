import t from 'tap';
import { QualityWatch, type Watched } from '../../../../../server/src/media/observation/connection-quality.ts';
import type { SeatQuality } from '../../../../../server/src/rooms/ports.ts';
import { TestPolicy } from '../../../../support/media/test-policy.ts';

type Seat = { -readonly [Key in keyof Watched]: Watched[Key] };

function setUp(t: { teardown: (work: () => void) => void }, ...seatIds: string[]) {
  const seats = new Map<string, Seat>(
    seatIds.map((seatId) => [
      seatId,
      { seatId, isPathLost: false, isConnecting: false, tracks: new Map(), receptions: new Map() },
    ]),
  );
  const policy = new TestPolicy(...seatIds);
  const said: { to: string; seats: SeatQuality[] }[] = [];
  const watch = new QualityWatch({
    policy,
    peers: seats,
    handlers: { connectionQualityChanged: (to, news) => said.push({ to, seats: news }) },
  });
  t.teardown(() => watch.close());
  const cut = (seatId: string, isPathLost = true) => {
    const seat = seats.get(seatId);
    if (seat) seat.isPathLost = isPathLost;
  };
  const look = (times: number) => {
    for (let count = 0; count < times; count += 1) watch.look();
  };
  return { seats, policy, said, watch, cut, look };
}

t.test('a change that lasts is told once to everybody who may know, oneself included', async (t) => {
  const { said, cut, look } = setUp(t, 'anna', 'ben');
  look(3);
  t.same(said, [], 'nobody is told what goes well');
  cut('ben');
  look(1);
  t.same(said, [], 'one look is no change');
  look(4);
  const news = [{ seatId: 'ben', quality: 'lost' }];
  t.same(said, [
    { to: 'anna', seats: news },
    { to: 'ben', seats: news },
  ]);
});

t.test('until new transports have connected or failed to, what was known of the old ones stands', async (t) => {
  const { seats, said, cut, look } = setUp(t, 'anna');
  const connecting = (isConnecting: boolean) => {
    const seat = seats.get('anna');
    if (seat) seat.isConnecting = isConnecting;
  };
  cut('anna');
  look(2);
  cut('anna', false);
  connecting(true);
  look(5);
  cut('anna');
  look(5);
  t.same(
    said.map(({ seats }) => seats[0]?.quality),
    ['lost'],
    'an attempt after the other is not told as a change each time',
  );
  cut('anna', false);
  connecting(false);
  look(3);
  t.equal(said.at(-1)?.seats[0]?.quality, 'good');
});

t.test('of somebody new under an id nothing is told that was known of the one before', async (t) => {
  const { said, watch, cut, look } = setUp(t, 'anna');
  cut('anna');
  look(2);
  said.length = 0;
  watch.remove('anna');
  cut('anna', false);
  look(4);
  t.same(said, []);
});

t.test('several changes are told in one message', async (t) => {
  const { said, cut, look } = setUp(t, 'anna', 'ben', 'cora');
  cut('ben');
  cut('cora');
  look(2);
  t.same(
    said.find(({ to }) => to === 'anna')?.seats.map(({ seatId }) => seatId),
    ['ben', 'cora'],
  );
});

t.test('of those whom one may not see nothing is told, and what changed meanwhile is told when one may', async (t) => {
  const { policy, said, cut, look } = setUp(t, 'anna', 'ben');
  policy.inside.delete('ben');
  cut('ben');
  look(4);
  t.same(
    said.map(({ to }) => to),
    ['ben'],
    'their own connection is theirs to know',
  );
  policy.inside.add('ben');
  look(1);
  t.same(said.at(-1), { to: 'anna', seats: [{ seatId: 'ben', quality: 'lost' }] });
});

t.test(
  'what was told of somebody is told again when one may see them again: a client drops whom it doesn’t see',
  async (t) => {
    const { policy, said, cut, look } = setUp(t, 'anna', 'ben', 'cora');
    cut('ben');
    look(2);
    policy.inside.delete('ben');
    look(1);
    policy.inside.add('ben');
    said.length = 0;
    look(2);
    const news = [{ seatId: 'ben', quality: 'lost' }];
    t.same(said, [
      { to: 'anna', seats: news },
      { to: 'cora', seats: news },
    ]);
  },
);

t.test('a client that begins anew is told again what is not good', async (t) => {
  const { said, watch, cut, look } = setUp(t, 'anna', 'ben');
  cut('ben');
  look(2);
  watch.forget('anna');
  look(2);
  t.equal(said.filter(({ to }) => to === 'anna').length, 2);
  cut('ben', false);
  look(3);
  t.same(said.at(-2), { to: 'anna', seats: [{ seatId: 'ben', quality: 'good' }] });
});
