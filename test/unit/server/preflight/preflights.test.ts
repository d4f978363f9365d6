import t, { type Test } from 'tap';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import type { Echo, EchoHandlers } from '../../../../server/src/preflight/ports.ts';
import { Preflights } from '../../../../server/src/preflight/preflights.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

class TestEcho implements Echo {
  isClosed = false;
  readonly handlers: EchoHandlers;

  constructor(handlers: EchoHandlers) {
    this.handlers = handlers;
  }

  openTransport(): never {
    throw new Error('not used');
  }

  connectTransport(): never {
    throw new Error('not used');
  }

  echoTrack(): never {
    throw new Error('not used');
  }

  close(): void {
    this.isClosed = true;
  }
}

function setUp(t: Test, max = 2, openEcho?: () => Promise<Echo>) {
  const echoes: TestEcho[] = [];
  const observer = new ServerObserver();
  const refusals: string[] = [];
  const running: number[] = [];
  observer.on('preflightRefused', ({ reason }) => refusals.push(reason));
  observer.on('preflightsChanged', (now) => running.push(now.running));
  const media = {
    openEcho:
      openEcho ??
      (async (handlers: EchoHandlers) => {
        const echo = new TestEcho(handlers);
        echoes.push(echo);
        return echo;
      }),
  };
  const preflights = new Preflights({ media, observer, max });
  t.teardown(() => preflights.close());
  return { preflights, echoes, refusals, running };
}

const unused: EchoHandlers = { pathConnected: () => {}, ended: () => {} };

const unexpected = (why: string) => {
  throw new Error(`ended: ${why}`);
};

t.test('only so many run at the same time; one that ends makes room', async (t) => {
  const { preflights, refusals, running } = setUp(t);
  const first = await preflights.begin('anna', unexpected);
  await preflights.begin('bea', unexpected);
  await t.rejects(preflights.begin('carl', unexpected), { code: 'preflight-busy' });
  first.close();
  await t.resolves(preflights.begin('carl', unexpected));
  t.same(refusals, ['limit']);
  t.same(running, [1, 2, 1, 2]);
});

t.test('those that are being opened count', async (t) => {
  const { preflights } = setUp(t);
  const begun = ['anna', 'bea', 'carl'].map((who) => preflights.begin(who, unexpected));
  const outcomes = await Promise.allSettled(begun);
  t.same(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  );
});

t.test('one person begins ten in ten minutes, and others are not affected', async (t) => {
  const time = useFakeTime(t);
  const { preflights, refusals } = setUp(t);
  for (let count = 0; count < 10; count += 1) (await preflights.begin('anna', unexpected)).close();
  await t.rejects(preflights.begin('anna', unexpected), { code: 'preflight-busy' });
  t.same(refusals, ['rate']);
  (await preflights.begin('bea', unexpected)).close();
  time.tick(10 * 60_000);
  await t.resolves(preflights.begin('anna', unexpected));
});

t.test('a person has one: another one of theirs ends it, also while it is being opened', async (t) => {
  const { preflights, echoes, running } = setUp(t, 2);
  const endings: string[] = [];
  const first = await preflights.begin('anna', (why) => endings.push(`first ${why}`));
  const both = [1, 2].map((which) => preflights.begin('anna', (why) => endings.push(`${which} ${why}`)));
  await Promise.all(both);
  t.same(endings, ['first replaced', '1 replaced']);
  t.same(
    echoes.map(({ isClosed }) => isClosed),
    [true, true, false],
  );
  first.close();
  t.equal(running.at(-1), 1, 'one that was replaced ends nothing');
  await t.resolves(preflights.begin('bea', unexpected), 'anna has left the other place free');
});

t.test('one that begins too often does not end the one that runs', async (t) => {
  const { preflights } = setUp(t);
  for (let count = 0; count < 9; count += 1) (await preflights.begin('anna', unexpected)).close();
  await preflights.begin('anna', unexpected);
  await t.rejects(preflights.begin('anna', unexpected), { code: 'preflight-busy' });
});

t.test('one ends by itself after a minute', async (t) => {
  const time = useFakeTime(t);
  const { preflights, echoes } = setUp(t);
  const endings: string[] = [];
  await preflights.begin('anna', (why) => endings.push(why));
  time.tick(59_000);
  t.same(endings, []);
  time.tick(1_000);
  t.same(endings, ['preflight-over']);
  t.equal(echoes[0]?.isClosed, true);
});

t.test('one whose worker dies, or that sends too much, ends with the reason', async (t) => {
  const { preflights, echoes } = setUp(t);
  const endings: string[] = [];
  await preflights.begin('anna', (why) => endings.push(why));
  await preflights.begin('bea', (why) => endings.push(why));
  echoes[0]?.handlers.ended('worker-died');
  echoes[1]?.handlers.ended('too-much-media');
  t.same(endings, ['media-unavailable', 'too-much-media']);
  await t.resolves(preflights.begin('carl', unexpected), 'both have made room');
});

t.test('with a limit of 0 there are none', async (t) => {
  const { preflights, refusals } = setUp(t, 0);
  await t.rejects(preflights.begin('anna', unexpected), { code: 'preflight-off' });
  t.same(refusals, []);
});

t.test('one that the media workers are too busy for is counted, and leaves its place', async (t) => {
  const { preflights, refusals, running } = setUp(t, 1, () => Promise.reject(new AppError('preflight-busy')));
  await t.rejects(preflights.begin('anna', unexpected), { code: 'preflight-busy' });
  await t.rejects(preflights.begin('bea', unexpected), { code: 'preflight-busy' });
  t.same(refusals, ['load', 'load']);
  t.same(running, []);
});

t.test('one that the server has no place for does not count against the person', async (t) => {
  let failure: AppError | null = new AppError('preflight-busy');
  const openEcho = () => (failure ? Promise.reject(failure) : Promise.resolve(new TestEcho(unused)));
  const { preflights, refusals } = setUp(t, 1, openEcho);
  for (let count = 0; count < 10; count += 1)
    await t.rejects(preflights.begin('anna', unexpected), { code: 'preflight-busy' });
  failure = new AppError('media-unavailable');
  for (let count = 0; count < 10; count += 1)
    await t.rejects(preflights.begin('anna', unexpected), { code: 'media-unavailable' });
  failure = null;
  const other = await preflights.begin('bea', unexpected);
  for (let count = 0; count < 10; count += 1)
    await t.rejects(preflights.begin('anna', unexpected), { code: 'preflight-busy' });
  other.close();
  t.same(refusals, [...Array(10).fill('load'), ...Array(10).fill('limit')]);
  for (let count = 0; count < 10; count += 1) (await preflights.begin('anna', unexpected)).close();
  await t.rejects(preflights.begin('anna', unexpected), { code: 'preflight-busy' });
  t.equal(refusals.at(-1), 'rate', 'those that began count');
});
