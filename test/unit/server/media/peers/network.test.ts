import t from 'tap';
import { networkOf } from '../../../../../server/src/media/peers/network.ts';

t.test('devices of one line are of the same network, however their addresses are written', async (t) => {
  t.equal(networkOf('192.0.2.7'), '192.0.2.7');
  t.equal(networkOf('::ffff:192.0.2.7'), '::ffff:192.0.2.7');
  t.equal(networkOf('2001:db8:1:2:aaaa:bbbb:cccc:dddd'), '2001:db8:1:2');
  t.equal(networkOf('2001:0DB8:1:2::1'), '2001:db8:1:2');
  t.equal(networkOf('2001:db8::1'), '2001:db8:0:0');
  t.equal(networkOf('2001::2:3:4:5:6:7'), '2001:0:2:3');
  t.equal(networkOf('::1'), '0:0:0:0');
  t.not(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'));
});
