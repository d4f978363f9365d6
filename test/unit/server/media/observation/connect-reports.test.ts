import t from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { ConnectReports } from '../../../../../server/src/media/observation/connect-reports.ts';
import { watchMediaReach } from '../../../../../server/src/process/media-reach.ts';

t.test('one person whose devices cannot connect is one person, however many devices try', async (t) => {
  const observer = new ServerObserver();
  watchMediaReach(observer);
  const reported: string[] = [];
  let warnings = 0;
  observer.on('transportFailed', ({ seatId }) => reported.push(seatId));
  observer.on('transportConnected', ({ seatId }) => reported.push(seatId));
  observer.on('mediaUnreached', () => {
    warnings += 1;
  });
  const devices = new Set(['c-1', 'c-2', 'c-3']);
  const seatIdOf = (id: string) => (devices.has(id) ? 'p-anna' : id);
  const reports = new ConnectReports({
    observer,
    policy: { isConnected: () => true, seatIdOf },
    trace: { tell: () => {} },
  });
  const fail = (id: string) => reports.handleChange(id, 'send', { type: 'failed', stage: 'ice', afterMs: 10_000 });
  for (const device of devices) fail(device);
  t.equal(warnings, 0);
  fail('p-ben');
  t.equal(warnings, 1, 'a second person is a sign');
  reports.handleChange('c-3', 'send', { type: 'connected', path: 'udp', afterMs: 10 });
  t.same(reported, ['p-anna', 'p-anna', 'p-anna', 'p-ben', 'p-anna']);
});
