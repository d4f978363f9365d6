import t from 'tap';
import { formatDuration, formatProgress, Progress } from '../../../bench/progress.ts';

t.test('a bar says how much is done, what is left, and what goes on', async (t) => {
  t.equal(
    formatProgress(0.5, 83, 'janus, 8 people'),
    `${'█'.repeat(12)}${'░'.repeat(12)}  50%  1m 23s left  janus, 8 people`,
  );
});

t.test('times are short', async (t) => {
  t.same([-1, 9.6, 60, 3_725].map(formatDuration), ['0s', '10s', '1m 00s', '1h 02m']);
});

t.test('a log gets one line a step, in which the share grows', async (t) => {
  const lines: string[] = [];
  const progress = new Progress(20, { write: (text) => lines.push(text) });
  progress.begin('first', 5);
  progress.done();
  progress.begin('second', 15);
  progress.close();
  t.equal(lines.length, 2);
  t.match(lines[0], / 0% .*first\n$/);
  t.match(lines[1], / 25% .*second\n$/);
});
