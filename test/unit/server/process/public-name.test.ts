import { once } from 'node:events';
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { createLogger } from '../../../../server/src/process/log/log.ts';
import { logEvents } from '../../../../server/src/process/log/log-events.ts';
import { PublicNameWatch } from '../../../../server/src/process/public-name.ts';
import { manualSchedule } from '../../../support/log/manual-schedule.ts';

const notFound = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND canary'), { code: 'ENOTFOUND' }));

function start(t: Test, resolve: () => Promise<unknown>) {
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  const { schedule, passMinute } = manualSchedule();
  const watch = new PublicNameWatch({ name: 'canary.example', observer, resolve, schedule });
  t.teardown(() => watch.close());
  /** @returns once the name was resolved again */
  const lookUpAgain = async (): Promise<void> => {
    passMinute();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { observer, lines, watch, lookUpAgain };
}

t.test('a name that cannot be resolved is told once with the mend, and that it can be resolved later', async (t) => {
  let asked = 0;
  const { observer, lines, lookUpAgain } = start(t, () => {
    asked += 1;
    return asked < 4 ? notFound() : Promise.resolve();
  });
  t.same(await once(observer, 'publicNameChecked'), [{ isResolved: false, code: 'ENOTFOUND' }]);
  const back = once(observer, 'publicNameChecked');
  for (let index = 0; index < 3; index += 1) await lookUpAgain();
  t.same(await back, [{ isResolved: true, code: null }]);
  t.equal(asked, 4);
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { level: 'warn', code: 'ENOTFOUND', msg: /HEARTHROOM_PUBLIC_ADDRESS.*correct the name/ },
      { level: 'info', msg: /can be resolved now/ },
    ],
  );
  t.equal(lines.length, 2);
  t.notMatch(lines.join(''), 'canary');
});

t.test('of a name that can be resolved the log says nothing', async (t) => {
  const { observer, lines } = start(t, () => Promise.resolve());
  await once(observer, 'publicNameChecked');
  t.same(lines, []);
});

t.test('a watch that was closed tells nothing more', async (t) => {
  const { observer, watch } = start(t, notFound);
  let told = 0;
  observer.on('publicNameChecked', () => {
    told += 1;
  });
  watch.close();
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(told, 0);
});
