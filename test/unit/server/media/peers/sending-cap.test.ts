import t, { type Test } from 'tap';
import { type Sending, SendingCap } from '../../../../../server/src/media/peers/sending-cap.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const lookIntervalMs = 2_500;
const barredMs = 60_000;

/** Sends at the given rates, one per measurement; the last one continues. Null: not connected. */
class Sender implements Sending {
  readonly seatId: string;
  readonly #rates: (number | null)[];
  #bytes = 0;
  #countedAt = performance.now();

  constructor(seatId: string, ...rates: (number | null)[]) {
    this.seatId = seatId;
    this.#rates = rates;
  }

  async measureTransports(): Promise<number | null> {
    const [bps = 0] = this.#rates.length > 1 ? this.#rates.splice(0, 1) : this.#rates;
    const now = performance.now();
    this.#bytes += ((bps ?? 0) * (now - this.#countedAt)) / 8_000;
    this.#countedAt = now;
    return bps === null ? null : this.#bytes;
  }
}

/** @param makeSenders called when time is already faked: a sender stores its start time */
function setUp(t: Test, makeSenders: () => Sender[]) {
  const time = useFakeTime(t);
  const senders = makeSenders();
  const told: string[] = [];
  const peers = new Map(senders.map((sender) => [sender.seatId, sender]));
  const onExceeded = (seatId: string): void => {
    told.push(`${seatId} exceeds`);
  };
  const onPersisted = (seatId: string): void => {
    told.push(`${seatId} persists`);
    peers.delete(seatId);
  };
  const cap = new SendingCap({ peers, maxBps: 1_000, onExceeded, onPersisted, lookIntervalMs, barredMs });
  t.teardown(() => cap.close());
  const looks = (count: number) => time.tickAsync(lookIntervalMs * count);
  return { time, cap, told, peers, looks };
}

t.test(
  'a person who stays within the cap is left alone, and so is one whose key frames go a bit above it',
  async (t) => {
    const { told, looks } = setUp(t, () => [
      new Sender('anna', 900),
      new Sender('ben', 1_200),
      new Sender('cleo', null),
    ]);
    await looks(8);
    t.same(told, []);
  },
);

t.test('a person who is above it at one look alone is left alone', async (t) => {
  const { told, looks } = setUp(t, () => [new Sender('anna', 0, 5_000, 0, 5_000, 900, 5_000, 0)]);
  await looks(9);
  t.same(told, []);
});

t.test('a person who stays above it is told, and a person who goes on is stopped', async (t) => {
  const { told, looks } = setUp(t, () => [new Sender('anna', 5_000), new Sender('ben', 500)]);
  await looks(8);
  t.same(told, ['anna exceeds', 'anna persists']);
});

t.test(
  'a person who sends less when told is not stopped; one who exceeds the cap again is, without another warning',
  async (t) => {
    const { told, looks } = setUp(t, () => {
      const obedient = new Sender('anna', 0, 5_000, 5_000, 0);
      const relapsing = new Sender('ben', 0, 5_000, 5_000, 0, 0, 5_000);
      return [obedient, relapsing];
    });
    await looks(12);
    t.same(told, ['anna exceeds', 'ben exceeds', 'ben persists']);
  },
);

t.test('a person who was stopped gets no media for a while, and nobody else is refused any', async (t) => {
  const { time, cap, told, looks } = setUp(t, () => [new Sender('anna', 5_000)]);
  cap.checkMayOpen('anna');
  await looks(3);
  t.equal(told.length, 2);
  await time.tickAsync(barredMs - 1);
  t.throws(() => cap.checkMayOpen('anna'), { code: 'limit-exceeded' });
  cap.checkMayOpen('ben');
  await time.tickAsync(1);
  cap.checkMayOpen('anna');
});

t.test(
  'opening media again does not reset the record: a seat that reopens before every second check is stopped too',
  async (t) => {
    const { told, peers, looks } = setUp(t, () => [new Sender('anna', 5_000), new Sender('ben', 500)]);
    for (let openings = 0; openings < 8 && peers.has('anna'); openings += 1) {
      peers.set('anna', new Sender('anna', 5_000));
      await looks(1.1);
    }
    t.same(told, ['anna exceeds', 'anna persists']);
  },
);

t.test('the record of a seat that left is deleted after a while', async (t) => {
  const { time, told, peers, looks } = setUp(t, () => [new Sender('anna', 0, 5_000, 5_000, 0)]);
  await looks(3);
  t.same(told, ['anna exceeds']);
  peers.delete('anna');
  await time.tickAsync(barredMs + lookIntervalMs);
  peers.set('anna', new Sender('anna', 5_000));
  await looks(2);
  t.same(told, ['anna exceeds', 'anna exceeds']);
  await looks(1);
  t.equal(told.at(-1), 'anna persists');
});

t.test('many late answers of a worker at once stop nobody', async (t) => {
  const held: (() => void)[] = [];
  const { told, looks } = setUp(t, () => {
    const honest = new Sender('anna', 900);
    const count = honest.measureTransports.bind(honest);
    honest.measureTransports = async () => {
      const bytes = await count();
      await new Promise<void>((resolve) => held.push(resolve));
      return bytes;
    };
    return [honest];
  });
  await looks(6);
  t.equal(held.length, 6);
  for (const answer of held) answer();
  await looks(2);
  t.same(told, []);
});

t.test('transports that close while they are asked are no failure', async (t) => {
  const { told, looks } = setUp(t, () => {
    const gone = new Sender('anna', 5_000);
    gone.measureTransports = () => Promise.reject(new Error('closed'));
    return [gone];
  });
  await looks(4);
  t.same(told, []);
});
