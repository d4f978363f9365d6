import t from 'tap';
import { readCounter, sinkRules } from '../../../../bench/capture/packet-sink.ts';

t.test('the counter of dropped packets is read', async (t) => {
  const listed = { nftables: [{ metainfo: {} }, { counter: { name: 'received', packets: 42, bytes: 4_711 } }] };
  t.equal(readCounter(JSON.stringify(listed)), 42);
  t.throws(() => readCounter('{"nftables":[]}'), /no counter/);
});

t.test('only what comes from ports of the server is dropped, and no RTCP', async (t) => {
  t.match(sinkRules('bench', { first: 20_000, last: 20_001 }), 'udp sport 20000-20001 @th,64,2 2 @th,72,8 != 192-223 ');
});
