import t from 'tap';
import { findJanus } from '../../../../../bench/systems/janus/janus.ts';
import { loopback } from '../../../../../bench/systems/network.ts';

t.test('on the loopback, whose addresses it refuses, Janus is left out with one line', async (t) => {
  t.same(findJanus(loopback()), { missing: 'Janus: it takes no loopback address' });
});
