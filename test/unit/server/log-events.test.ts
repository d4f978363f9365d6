import t from 'tap';
import { createLogger } from '../../../server/src/log.ts';
import { logEvents } from '../../../server/src/log-events.ts';
import { ServerObserver } from '../../../server/src/observer.ts';

t.test('a disk that refuses every write fills no log: one line a minute, with the number of the others', async (t) => {
  const clock = { now: performance.now() };
  t.capture(performance, 'now', () => clock.now);
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  const refuse = () => observer.emit('storeFailed', { roomId: 'r-1', error: new Error('the disk is full') });
  for (let index = 0; index < 5; index += 1) refuse();
  t.equal(lines.length, 1);
  t.match(JSON.parse(lines[0] ?? ''), { level: 'error', unlogged: 0, err: { message: 'the disk is full' } });
  clock.now += 60_000;
  refuse();
  t.match(JSON.parse(lines[1] ?? ''), { unlogged: 4 });
});

t.test('a drain is a line when it begins and one when it is over', async (t) => {
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  observer.emit('drainStarted', { by: 'signal', limitSeconds: 60, connected: 2 });
  observer.emit('drainFinished', { why: 'empty', connected: 0 });
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { by: 'signal', limitSeconds: 60, connected: 2, msg: 'draining' },
      { why: 'empty', msg: 'drained' },
    ],
  );
});

t.test('a full server says once a minute that it refuses people', async (t) => {
  const clock = { now: performance.now() };
  t.capture(performance, 'now', () => clock.now);
  const lines: string[] = [];
  const observer = new ServerObserver();
  logEvents(observer, createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  for (let index = 0; index < 5; index += 1) observer.emit('capacityRefused');
  clock.now += 60_000;
  observer.emit('capacityRefused');
  t.match(
    lines.map((line) => JSON.parse(line)),
    [
      { level: 'warn', msg: 'media refused: every worker is full' },
      { level: 'warn', msg: 'media refused: every worker is full' },
    ],
  );
});
