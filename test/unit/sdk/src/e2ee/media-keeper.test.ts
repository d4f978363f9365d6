import t from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import type { MediaEncryption, MediaEncryptionEvents } from '../../../../../sdk/src/e2ee/page/media-encryption.ts';
import { attemptDelaysMs, MediaKeeper, steadyMs } from '../../../../../sdk/src/e2ee/session/media-keeper.ts';
import { ManualSchedule } from './key-group.ts';

class Media extends Emitter<MediaEncryptionEvents> {
  readonly received = [['p-ben', '1,2', 7]] as const;
  readonly modes: string[] = [];
  isClosed = false;

  setMode(mode: string): void {
    this.modes.push(mode);
  }

  end(): void {
    this.emit('failed', null);
  }

  happen<Name extends keyof MediaEncryptionEvents>(event: Name, ...args: MediaEncryptionEvents[Name]): void {
    this.emit(event, ...args);
  }

  close(): void {
    this.isClosed = true;
  }
}

const asMedia = (media: Media): MediaEncryption => media as unknown as MediaEncryption;
const settled = () => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const time = new ManualSchedule();
  const made = [new Media()];
  const seen: unknown[] = [];
  const state = { canStart: true };
  const [first = new Media()] = made;
  const keeper: MediaKeeper = new MediaKeeper({
    media: asMedia(first),
    start: async (received) => {
      seen.push(['start', received]);
      if (!state.canStart) throw new Error('no worker');
      const media = new Media();
      made.push(media);
      return asMedia(media);
    },
    handleReplaced: (media) => seen.push(['replaced', made.findIndex((one) => asMedia(one) === media), first.isClosed]),
    handleChanged: () => seen.push(keeper.interruption),
    schedule: time.schedule,
  });
  const pass = async (ms: number) => {
    time.pass(ms);
    await settled();
  };
  const newest = () => made.at(-1) ?? first;
  return { keeper, made, first, newest, seen, state, time, pass };
}

t.test(
  'a worker that has ended is replaced at once, and the interruption is over when media is encrypted',
  async (t) => {
    const { keeper, first, newest, seen, pass } = setUp();
    keeper.setMode('none');
    first.end();
    first.end();
    await pass(0);
    t.same(seen, ['restarting', ['start', first.received], ['replaced', 1, false]]);
    t.equal(keeper.media, asMedia(newest()));
    t.same([first.isClosed, newest().isClosed, newest().modes], [true, false, ['none']]);
    first.happen('using', 1);
    t.equal(keeper.interruption, 'restarting', 'an answer of the old one says nothing');
    newest().happen('using', 2);
    t.equal(keeper.interruption, null);
    first.end();
    t.equal(keeper.interruption, null);
  },
);

t.test('what can’t be encrypted of one source does not replace the worker', async (t) => {
  const { first, seen, pass } = setUp();
  first.happen('failed', 'camera');
  await pass(60_000);
  t.same(seen, []);
});

t.test('it is tried a few times, each after a longer delay, then the page has to be loaded again', async (t) => {
  const { keeper, first, seen, state, pass } = setUp();
  state.canStart = false;
  first.end();
  for (const [index, delayMs] of attemptDelaysMs.entries()) {
    await pass(delayMs - 1);
    t.equal(seen.filter((one) => Array.isArray(one)).length, index, 'not yet');
    t.equal(keeper.interruption, 'restarting');
    await pass(1);
    t.equal(seen.filter((one) => Array.isArray(one)).length, index + 1);
  }
  t.equal(keeper.interruption, 'ended');
  await pass(600_000);
  t.equal(seen.filter((one) => Array.isArray(one)).length, attemptDelaysMs.length);
  t.equal(first.isClosed, false, 'its transforms hold back everything, as before');
  keeper.close();
  t.equal(first.isClosed, true);
});

t.test(
  'one that answers again after it was given up does not end the interruption: nothing is sent through it',
  async (t) => {
    const { keeper, first, state, pass } = setUp();
    state.canStart = false;
    first.end();
    for (const delayMs of attemptDelaysMs) await pass(delayMs);
    t.equal(keeper.interruption, 'ended');
    first.happen('using', 9);
    t.equal(keeper.interruption, 'ended');
  },
);

t.test('workers that end again and again are not replaced for ever, unless one has run for a while', async (t) => {
  const { keeper, newest, made, pass } = setUp();
  const endAfter = async (ms: number) => {
    newest().happen('using', 1);
    await pass(ms);
    newest().end();
    await pass(20_000);
  };
  for (const _ of attemptDelaysMs) await endAfter(1_000);
  t.equal(made.length, 1 + attemptDelaysMs.length);
  await endAfter(steadyMs);
  t.equal(made.length, 2 + attemptDelaysMs.length);
  for (const _ of attemptDelaysMs) await endAfter(1_000);
  t.equal(keeper.interruption, 'ended');
});

t.test('once it is closed, nothing is started, and what is just starting is closed', async (t) => {
  const { keeper, first, made, seen, time, pass } = setUp();
  first.end();
  time.pass(0);
  keeper.close();
  await settled();
  t.same(seen, ['restarting', ['start', first.received]]);
  t.same(
    made.map(({ isClosed }) => isClosed),
    [true, true],
  );
  await pass(600_000);
  t.equal(time.pending, 0);
});
