import t from 'tap';
import { formatDuration, formatProgress, Progress } from '../../../../../server/setup/shared/progress.mjs';

class FakeStream {
  readonly isTTY: boolean;
  readonly columns = 60;
  text = '';
  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

t.test('durations are printed in minutes and seconds', async (t) => {
  t.equal(formatDuration(400), '0 s');
  t.equal(formatDuration(59_400), '59 s');
  t.equal(formatDuration(80_000), '1 min 20 s');
});

t.test('the line says the step, what it does and the time that has passed', async (t) => {
  const state = { step: 2, steps: 4, label: 'media worker', detail: 'compiling 52/261', elapsedMs: 80_000 };
  t.equal(formatProgress(state), '[2/4] media worker: compiling 52/261 (1 min 20 s)');
  t.equal(formatProgress({ ...state, detail: '' }), '[2/4] media worker (1 min 20 s)');
});

t.test('a set-up with nothing to do says nothing', async (t) => {
  const stream = new FakeStream(false);
  const progress = new Progress({ steps: 2, stream });
  progress.begin('dependencies');
  progress.begin('media worker');
  progress.finish();
  t.equal(stream.text, '');
});

t.test('a log gets a line at the start of work, then one every ten seconds', async (t) => {
  const stream = new FakeStream(false);
  let now = 0;
  const progress = new Progress({ steps: 1, stream, now: () => now });
  progress.begin('media worker');
  for (now = 0; now <= 25_000; now += 1_000) {
    progress.work(`compiling ${now / 1_000}`);
  }
  progress.finish();
  t.same(stream.text.trimEnd().split('\n'), [
    '[1/1] media worker: compiling 0 (0 s)',
    '[1/1] media worker: compiling 10 (10 s)',
    '[1/1] media worker: compiling 20 (20 s)',
    'Set up in 26 s.',
  ]);
});

t.test('a terminal sees one line rewritten, never wider than it is', async (t) => {
  const stream = new FakeStream(true);
  const progress = new Progress({ steps: 1, stream, now: () => 0 });
  progress.begin('media worker');
  progress.work('x'.repeat(100));
  progress.work('short');
  t.notMatch(stream.text, '\n');
  const [, first = '', second] = stream.text.split('\r\x1b[K');
  t.equal(first.length, stream.columns - 1);
  t.equal(second, '[1/1] media worker: short (0 s)');
  progress.close();
});
