/** Two compressed hours: the same things are left after the second one as after the first one. */
import t from 'tap';
import { soakDay } from './soak-day.ts';

// About ten seconds on an idle machine, minutes on one that does much else.
t.setTimeout(240_000);

t.test('after rooms have ended nothing of them is left in the server and its workers', async (t) => {
  const { samples, counts } = await soakDay({ hours: 2, rooms: 2, people: 3, emptyRooms: 2 });
  t.same(counts, { rooms: 8, people: 20, drops: 4 }, 'people came, left, and lost their connections');
  const [first, second] = samples.map(({ rest }) =>
    Object.fromEntries(Object.entries(rest).filter(([name]) => !name.endsWith('MB'))),
  );
  t.match(first, { 'rooms in memory': 0, 'objects in the workers': 0, 'sockets of Node': 0 });
  t.same(second, first);
});
