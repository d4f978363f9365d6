import t from 'tap';
import { ConnectReports } from '../../../../server/src/media/connect-reports.ts';
import { watchMediaReach } from '../../../../server/src/media-reach.ts';
import { ServerObserver } from '../../../../server/src/observer.ts';

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
  const reports = new ConnectReports({ observer, policy: { isConnected: () => true, seatIdOf } });
  for (const device of devices) reports.handleFailed(device, 'ice');
  t.equal(warnings, 0);
  reports.handleFailed('p-ben', 'ice');
  t.equal(warnings, 1, 'a second person is a sign');
  reports.handleConnected('c-3');
  t.same(reported, ['p-anna', 'p-anna', 'p-anna', 'p-ben', 'p-anna']);
});
