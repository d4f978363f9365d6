import t from 'tap';
import { createLogger } from '../../../../../server/src/process/log/log.ts';

function captureLog(logLevel: 'info' | 'silent') {
  const lines: string[] = [];
  return { lines, log: createLogger({ logLevel }, { write: (line: string) => void lines.push(line) }) };
}

t.test('a line is one JSON object with time, level, fields and message', async (t) => {
  const { lines, log } = captureLog('info');
  log.info({ roomId: 'r-1' }, 'room created');
  t.equal(lines.length, 1);
  const { time, ...line } = JSON.parse(lines[0] ?? '');
  t.same(line, { level: 'info', roomId: 'r-1', msg: 'room created' });
  t.ok(Date.parse(time) > 0);
});

t.test('what must not be logged is redacted, wherever it stands', async (t) => {
  const { lines, log } = captureLog('info');
  log.info({ token: 'canary', seat: { name: 'canary', claims: 'canary' }, a: { b: { label: 'canary' } } }, 'careless');
  t.equal(lines.length, 1);
  t.notMatch(lines[0], 'canary');
});

t.test('an error is written with its stack', async (t) => {
  const { lines, log } = captureLog('info');
  log.error({ err: new Error('the disk is gone') }, 'internal error');
  t.match(JSON.parse(lines[0] ?? ''), { level: 'error', err: { message: 'the disk is gone', stack: /log\.test/ } });
});

t.test('the level decides what is written', async (t) => {
  const { lines, log } = captureLog('info');
  log.debug({}, 'not this');
  const silent = captureLog('silent');
  silent.log.error({}, 'nor this');
  t.same([...lines, ...silent.lines], []);
});
