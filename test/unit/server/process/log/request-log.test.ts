import t from 'tap';
import { type RequestAnswer, ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { createLogger } from '../../../../../server/src/process/log/log.ts';
import { logRequests } from '../../../../../server/src/process/log/request-log.ts';
import { manualSchedule } from '../../../../support/log/manual-schedule.ts';

function start(t: { capture: typeof import('tap').default.capture }) {
  const clock = { now: 1_000_000 };
  t.capture(performance, 'now', () => clock.now);
  const { schedule, passMinute } = manualSchedule();
  const lines: string[] = [];
  const observer = new ServerObserver();
  const log = createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) });
  const requests = logRequests(observer, log, schedule);
  const answer = (changes: Partial<RequestAnswer>) =>
    observer.emit('requestAnswered', {
      ...{ correlationId: 'c-1', method: 'GET', route: '/v1/rooms', status: 200, ms: 1.234, keyId: 'clinic' },
      ...changes,
    });
  return { answer, clock, passMinute, requests, take: () => lines.splice(0).map((line) => JSON.parse(line)) };
}

t.test('a request is a line with method, route, status, time and the id of the key', async (t) => {
  const { answer, take } = start(t);
  answer({});
  const [{ time, ...line }] = take();
  t.type(time, 'string');
  t.same(line, {
    ...{ level: 'info', correlationId: 'c-1', method: 'GET', route: '/v1/rooms', status: 200, ms: 1.2 },
    ...{ keyId: 'clinic', msg: 'request' },
  });
});

t.test('of health checks and scrapes one a minute is logged, with the number of the others', async (t) => {
  const { answer, clock, take } = start(t);
  for (const route of ['/healthz', '/readyz', '/metrics']) {
    const ask = () => answer({ route, keyId: null });
    for (let second = 0; second < 61; second += 1) {
      ask();
      clock.now += 1_000;
    }
    t.match(
      take(),
      [
        { route, status: 200 },
        { route, unlogged: 59 },
      ],
      route,
    );
  }
});

t.test('a health check that fails is logged at once, and the first that succeeds again', async (t) => {
  const { answer, take } = start(t);
  for (const status of [200, 200, 503, 503, 200]) answer({ route: '/readyz', keyId: null, status });
  t.same(
    take().map(({ status, unlogged }) => [status, unlogged]),
    [
      [200, undefined],
      [503, 1],
      [200, 1],
    ],
  );
});

t.test('a scrape that is refused is always logged: its reader was told a correlation id', async (t) => {
  const { answer, take } = start(t);
  for (let index = 0; index < 3; index += 1) answer({ route: '/metrics', status: 401, keyId: null });
  t.equal(take().length, 3);
});

t.test(
  'strangers do not fill the disk: beyond a burst they are counted, and those with a token are still logged',
  async (t) => {
    const { answer, clock, passMinute, requests, take } = start(t);
    for (let index = 0; index < 1_500; index += 1) answer({ status: 401, keyId: null });
    const lines = take();
    t.equal(lines.filter(({ msg }) => msg === 'request').length, 1_000);
    t.match(lines.at(-1), { level: 'warn', count: 1 });
    answer({ correlationId: 'of-a-backend' });
    t.match(take(), [{ correlationId: 'of-a-backend' }]);
    passMinute();
    t.match(take(), [{ level: 'warn', count: 499 }]);
    clock.now += 1_000;
    answer({ status: 401, keyId: null, correlationId: 'later' });
    t.match(take(), [{ correlationId: 'later' }]);
    requests.close();
    t.same(take(), []);
  },
);
