import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { type Sending, SendingCap } from '../../../../../server/src/media/peers/sending-cap.ts';

const lookIntervalMs = 20;

/** Sends at the rates that the test says, look by look; the last one goes on. Null: not connected. */
class Sender implements Sending {
  readonly seatId: string;
  readonly #rates: (number | null)[];
  #bytes = 0;
  #countedAt = performance.now();

  constructor(seatId: string, ...rates: (number | null)[]) {
    this.seatId = seatId;
    this.#rates = rates;
  }

  async receivedBytes(): Promise<number | null> {
    const [bps = 0] = this.#rates.length > 1 ? this.#rates.splice(0, 1) : this.#rates;
    const now = performance.now();
    this.#bytes += ((bps ?? 0) * (now - this.#countedAt)) / 8_000;
    this.#countedAt = now;
    return bps === null ? null : this.#bytes;
  }
}

function setUp(t: Test, ...senders: Sender[]) {
  const told: string[] = [];
  const peers = new Map(senders.map((sender) => [sender.seatId, sender]));
  const onExceeded = (seatId: string): void => {
    told.push(`${seatId} exceeds`);
  };
  const onPersisted = (seatId: string): void => {
    told.push(`${seatId} persists`);
    peers.delete(seatId);
  };
  const cap = new SendingCap({ peers, maxBps: 1_000, onExceeded, onPersisted, lookIntervalMs, barredMs: 150 });
  t.teardown(() => cap.close());
  const looks = (count: number) => sleep(lookIntervalMs * (count + 0.5));
  return { cap, told, peers, looks };
}

t.test('who stays within the cap is left alone, and so is one whose key frames go a bit above it', async (t) => {
  const { told, looks } = setUp(t, new Sender('anna', 900), new Sender('ben', 1_200), new Sender('cleo', null));
  await looks(8);
  t.same(told, []);
});

t.test('who is above it at one look alone is left alone', async (t) => {
  const { told, looks } = setUp(t, new Sender('anna', 0, 5_000, 0, 5_000, 900, 5_000, 0));
  await looks(9);
  t.same(told, []);
});

t.test('who stays above it is told, and who goes on is stopped', async (t) => {
  const { told, looks } = setUp(t, new Sender('anna', 5_000), new Sender('ben', 500));
  await looks(8);
  t.same(told, ['anna exceeds', 'anna persists']);
});

t.test('who obeys is not stopped; who begins again is, without another word', async (t) => {
  const obedient = new Sender('anna', 0, 5_000, 5_000, 0);
  const relapsing = new Sender('ben', 0, 5_000, 5_000, 0, 0, 5_000);
  const { told, looks } = setUp(t, obedient, relapsing);
  await looks(12);
  t.same(told, ['anna exceeds', 'ben exceeds', 'ben persists']);
});

t.test('who was stopped gets no media for a while, and nobody else is refused any', async (t) => {
  const { cap, told, looks } = setUp(t, new Sender('anna', 5_000));
  cap.checkMayOpen('anna');
  while (told.length < 2) await sleep(1);
  await looks(2);
  t.throws(() => cap.checkMayOpen('anna'), { code: 'limit-exceeded' });
  cap.checkMayOpen('ben');
  await sleep(180);
  cap.checkMayOpen('anna');
});

t.test(
  'opening media anew wipes nothing: who opens it again before every second look is stopped as well',
  async (t) => {
    const { told, peers, looks } = setUp(t, new Sender('anna', 5_000), new Sender('ben', 500));
    for (let openings = 0; openings < 8 && peers.has('anna'); openings += 1) {
      peers.set('anna', new Sender('anna', 5_000));
      await looks(0.6);
    }
    t.same(told, ['anna exceeds', 'anna persists']);
  },
);

t.test('what a seat that left had on its record is forgotten after a while', async (t) => {
  const { told, peers, looks } = setUp(t, new Sender('anna', 0, 5_000, 5_000, 0));
  while (told.length === 0) await sleep(1);
  peers.delete('anna');
  await sleep(200);
  peers.set('anna', new Sender('anna', 5_000));
  while (told.length < 2) await sleep(1);
  t.same(told, ['anna exceeds', 'anna exceeds']);
  await looks(3);
  t.equal(told.at(-1), 'anna persists');
});

t.test('a worker that answers many looks at once makes nobody an offender', async (t) => {
  const honest = new Sender('anna', 900);
  const count = honest.receivedBytes.bind(honest);
  const held: (() => void)[] = [];
  honest.receivedBytes = async () => {
    const bytes = await count();
    await new Promise<void>((resolve) => held.push(resolve));
    return bytes;
  };
  const { told, looks } = setUp(t, honest);
  while (held.length < 6) await sleep(1);
  for (const answer of held) answer();
  await looks(2);
  t.same(told, []);
});

t.test('transports that close while they are asked are no failure', async (t) => {
  const gone: Sender = new Sender('anna', 5_000);
  gone.receivedBytes = () => Promise.reject(new Error('closed'));
  const { told, looks } = setUp(t, gone);
  await looks(4);
  t.same(told, []);
});
