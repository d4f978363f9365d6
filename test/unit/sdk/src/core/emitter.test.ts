import t from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';

class Bell extends Emitter<{ rang: [times: number] }> {
  ring(times: number): void {
    this.emit('rang', times);
  }
}

t.test('listeners hear every event until they are taken off', async (t) => {
  const bell = new Bell();
  const heard: number[] = [];
  const listener = (times: number) => heard.push(times);
  const off = bell.on('rang', listener);
  bell.ring(1);
  bell.ring(2);
  off();
  bell.ring(3);
  bell.on('rang', listener);
  bell.off('rang', listener);
  bell.ring(4);
  t.same(heard, [1, 2]);
});

t.test('a once listener is called once', async (t) => {
  const bell = new Bell();
  const heard: number[] = [];
  bell.once('rang', (times) => heard.push(times));
  bell.once('rang', (times) => heard.push(times * 10))();
  bell.ring(1);
  bell.ring(2);
  t.same(heard, [1]);
});

t.test('a listener that throws does not affect the others, and its error is reported', async (t) => {
  const bell = new Bell();
  const heard: number[] = [];
  // The only way to observe an error in a microtask without ending the process.
  const tasks: (() => void)[] = [];
  t.intercept(globalThis, 'queueMicrotask', { value: (task: () => void) => tasks.push(task), configurable: true });
  bell.on('rang', () => {
    throw new Error('of the page');
  });
  bell.on('rang', (times) => heard.push(times));
  bell.ring(1);
  t.same(heard, [1]);
  t.throws(() => tasks[0]?.(), { message: 'of the page' });
});

t.test('a listener may take off others while an event is told', async (t) => {
  const bell = new Bell();
  const heard: string[] = [];
  bell.on('rang', () => {
    heard.push('first');
    offSecond();
  });
  const offSecond = bell.on('rang', () => heard.push('second'));
  bell.ring(1);
  bell.ring(2);
  t.same(heard, ['first', 'second', 'first'], 'from the next event on');
});
