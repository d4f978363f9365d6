/** The line of the bench's line tier, with the kernel's own tools and real packets. */
import t, { type Test } from 'tap';
import { LineNetwork, whyNoLine } from '../../../bench/tiers/line/network/line-network.ts';
import { clean, down, type LineState, up } from '../../../bench/tiers/line/scenarios/line-state.ts';
import { DatagramHost } from '../../support/network/datagram-host.ts';

const skip = whyNoLine() ?? false;
/** So many that one of them arrives on any line that is not cut, and that they fit into the buffer of a socket. */
const round = 100;

/** The person sends to the server. */
class Uplink {
  readonly network: LineNetwork;
  readonly #server: DatagramHost;
  readonly #person: DatagramHost;
  #next = 0;

  static async open(t: Test, { relayed = false } = {}): Promise<Uplink> {
    const network = LineNetwork.create();
    t.teardown(() => network.close());
    const server = await DatagramHost.start((command) => network.place('server', command));
    if (relayed) await network.relay(server.port);
    return new Uplink(network, server, await DatagramHost.start((command) => network.place('person', command)));
  }

  private constructor(network: LineNetwork, server: DatagramHost, person: DatagramHost) {
    [this.network, this.#server, this.#person] = [network, server, person];
  }

  /**
   * @param count a multiple of `round`; more than one of them only where some arrive
   * @param restore whether the line is clean again before it is known what has arrived; otherwise it stays as it is
   * @returns those that arrived of so many, in their order, counted from 0, and the sender's address for the server
   */
  async send(line: LineState, count: number, { bytes = 100, restore = true } = {}) {
    this.network.become(line);
    const first = this.#next;
    const { serverAddress: address } = this.network.network;
    const sendRound = async () => {
      await this.#person.send({ bytes, address, port: this.#server.port, first: this.#next, count: round });
      this.#next += round;
    };
    for (let sent = 0; sent < count; sent += round) {
      if (sent > 0) await this.#server.arrival(this.#next - round);
      await sendRound();
    }
    if (restore) this.network.become(clean);
    await sendRound();
    await this.#server.arrival(first + count);
    const arrived = this.#server.received.filter(({ number }) => number >= first && number < first + count);
    return { numbers: arrived.map(({ number }) => number - first), from: new Set(arrived.map(({ from }) => from)) };
  }
}

t.test('packets are lost in the direction that the line says, in the share that it says', { skip }, async (t) => {
  const uplink = await Uplink.open(t);
  const loss = { kind: 'random', share: 0.2 } as const;
  const { numbers } = await uplink.send(up({ loss }), 2_000);
  t.ok(numbers.length > 1_500 && numbers.length < 1_700, `four in five arrived: ${numbers.length}`);
  t.equal((await uplink.send(down({ loss }), 500)).numbers.length, 500, 'the other direction is not concerned');
  t.equal((await uplink.send(clean, 500)).numbers.length, 500);
});

t.test('a cut line lets nothing pass, and an open one does again', { skip }, async (t) => {
  const uplink = await Uplink.open(t);
  t.same((await uplink.send({ ...clean, path: 'cut' }, round)).numbers, []);
  t.equal((await uplink.send(clean, round)).numbers.length, round);
});

t.test('a narrow line drops what its queue does not hold', { skip }, async (t) => {
  const uplink = await Uplink.open(t);
  const { numbers } = await uplink.send(up({ kbps: 200 }), round, { bytes: 1_000 });
  t.ok(numbers.length < 30, `most of a burst: ${numbers.length} arrived`);
  t.equal((await uplink.send(down({ kbps: 200 }), round)).numbers.length, round, 'the other direction');
});

t.test('the server sees another address when the person moves to the mobile network', { skip }, async (t) => {
  const uplink = await Uplink.open(t);
  const { from: before } = await uplink.send(clean, round);
  // The line stays as it is: going back would be one more change.
  const { numbers, from: after } = await uplink.send({ ...clean, access: 'mobile' }, round, { restore: false });
  t.equal(numbers.length, round);
  t.equal(before.size + after.size, 2);
  t.not([...before][0], [...after][0]);
});

t.test(
  'with the relay, packets are lost in bursts, and keep their order when they are delayed',
  { skip },
  async (t) => {
    const uplink = await Uplink.open(t, { relayed: true });
    const loss = { kind: 'bursts', share: 0.1, shortest: 3, longest: 8 } as const;
    const delay = { ms: 20, jitterMs: 20 };
    const { numbers } = await uplink.send(up({ loss, delay }), 1_000, { restore: false });
    t.ok(numbers.length > 800 && numbers.length < 970, `${numbers.length} of 1000 arrived`);
    t.same(
      numbers,
      numbers.toSorted((one, other) => one - other),
    );
    const gaps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0) - 1);
    t.same(
      gaps.filter((gap) => gap > 0 && gap < 3),
      [],
      'no burst is shorter',
    );
  },
);
