import t from 'tap';
import {
  lineRules,
  natRules,
  redirectRule,
  shapingArguments,
} from '../../../../../../bench/tiers/line/network/line-rules.ts';
import { clean, down, up } from '../../../../../../bench/tiers/line/scenarios/line-state.ts';

const loss = { kind: 'random', share: 0.08 } as const;

t.test('packets are lost in the direction that the line says', async (t) => {
  t.equal(
    lineRules(down({ loss }), 'here'),
    'flush chain ip line lost\nadd rule ip line lost iifname "eth0" numgen random mod 10000 < 800 drop\n',
  );
  t.match(lineRules(up({ loss }), 'here'), 'lost oifname "eth0" numgen random mod 10000 < 800 drop\n');
});

t.test('a clean line drops nothing, a cut one everything', async (t) => {
  t.equal(lineRules(clean, 'here'), 'flush chain ip line lost\n');
  t.equal(lineRules({ ...clean, path: 'cut' }, 'here'), 'flush chain ip line lost\nadd rule ip line lost drop\n');
});

t.test('what the relay loses is not lost a second time', async (t) => {
  t.equal(lineRules(down({ loss }), 'in the relay'), 'flush chain ip line lost\n');
});

t.test('a narrow line has a queue of a quarter of a second, of three packets at least', async (t) => {
  t.same(shapingArguments(1_000), ['tbf', 'rate', '1000kbit', 'burst', '3000', 'limit', '31250']);
  t.same(shapingArguments(100).at(-1), '4500');
});

t.test('each network of the person has an address of its own for the server', async (t) => {
  const rules = natRules({ wifi: '192.168.7', mobile: '100.64.7' }, { wifi: '10.0.0.4', mobile: '10.0.0.5' });
  t.match(rules, 'ip saddr 192.168.7.0/24 snat to 10.0.0.4');
  t.match(rules, 'ip saddr 100.64.7.0/24 snat to 10.0.0.5');
  t.match(
    redirectRule({ address: '10.0.0.2', port: 20_000 }, 33_333),
    'iifname { "wifi", "mobile" } ip daddr 10.0.0.2 udp dport 20000 redirect to :33333',
  );
});
