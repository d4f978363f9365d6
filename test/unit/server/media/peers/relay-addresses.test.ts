import t from 'tap';
import { RelayAddresses } from '../../../../../server/src/media/peers/relay-addresses.ts';

t.test('what comes from an address of the relay is told from the rest, by IPv4 and IPv6', async (t) => {
  const relay = new RelayAddresses([
    'turn:192.0.2.7:3478?transport=udp',
    'turns:[2001:db8::9]:443?transport=tcp',
    'turn:localhost',
  ]);
  t.teardown(() => relay.close());
  await relay.refresh();
  for (const address of ['192.0.2.7', '2001:db8::9', '127.0.0.1']) t.ok(relay.has(address), address);
  for (const address of ['192.0.2.8', '2001:db8::8', '::ffff:192.0.2.8']) t.notOk(relay.has(address), address);
});

t.test('without a relay nothing comes through one', async (t) => {
  const relay = new RelayAddresses([]);
  t.notOk(relay.has('192.0.2.7'));
  relay.close();
});

t.test('a name that nobody knows is no failure', async (t) => {
  const relay = new RelayAddresses(['turn:relay.invalid:3478']);
  t.teardown(() => relay.close());
  await relay.refresh();
  t.notOk(relay.has('192.0.2.7'));
});

t.test('a name that cannot be looked up for a while keeps its last addresses', async (t) => {
  let isReachable = true;
  const relay = new RelayAddresses(['turn:relay.invalid:3478'], async () => {
    if (!isReachable) throw new Error('the name server does not answer');
    return [{ address: '192.0.2.7', family: 4 }];
  });
  t.teardown(() => relay.close());
  await relay.refresh();
  isReachable = false;
  await relay.refresh();
  t.ok(relay.has('192.0.2.7'));
});
