import t from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { watchMediaReach } from '../../../../server/src/process/media-reach.ts';

function setUp() {
  const observer = new ServerObserver();
  watchMediaReach(observer);
  const counts: number[] = [];
  const warnings: { unreachedPeople: number; wasReached: boolean }[] = [];
  observer.on('mediaReachChanged', ({ unreachedPeople }) => counts.push(unreachedPeople));
  observer.on('mediaUnreached', (warning) => warnings.push(warning));
  const fail = (...seatIds: string[]) => {
    for (const seatId of seatIds) observer.emit('transportFailed', { seatId, stage: 'ice', wasFailing: false });
  };
  const connect = () => observer.emit('transportConnected', { seatId: 'anna', wasFailing: false });
  return { observer, counts, warnings, fail, connect };
}

t.test('one person who tries again and again is no sign of a server that nobody reaches', async (t) => {
  const { counts, warnings, fail } = setUp();
  fail('anna', 'anna', 'anna', 'anna', 'anna');
  t.same(counts, [1]);
  t.same(warnings, []);
});

t.test('two people in a row are, while nobody has ever got through; it is told once', async (t) => {
  const { counts, warnings, fail } = setUp();
  fail('anna', 'ben', 'cora', 'dana', 'eva');
  t.same(counts, [1, 2, 3, 4, 5]);
  t.same(warnings, [{ unreachedPeople: 2, wasReached: false }]);
});

t.test('once somebody got through it takes more people, who may share a firewall', async (t) => {
  const { warnings, fail, connect } = setUp();
  connect();
  fail('anna', 'ben', 'cora');
  t.same(warnings, []);
  fail('dana');
  t.same(warnings, [{ unreachedPeople: 4, wasReached: true }]);
});

t.test('as soon as anybody gets through the count begins anew, and so does the warning', async (t) => {
  const { counts, warnings, fail, connect } = setUp();
  fail('anna', 'ben');
  connect();
  t.same(counts, [1, 2, 0]);
  fail('anna', 'ben', 'cora', 'dana');
  t.equal(warnings.length, 2);
});

t.test('a handshake that fails says that the server was reached', async (t) => {
  const { observer, counts, warnings, fail } = setUp();
  fail('anna');
  observer.emit('transportFailed', { seatId: 'ben', stage: 'dtls', wasFailing: false });
  fail('cora');
  t.same(counts, [1, 0, 1]);
  t.same(warnings, []);
});
