import t from 'tap';
import { WakeLock } from '../../../../../sdk/ui/effects/wake-lock.ts';

/** The document of a window with its own wake lock. */
class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
  readonly held: Set<object> = new Set();
  readonly defaultView = {
    navigator: { wakeLock: { request: () => this.#request() } },
  };

  show(visibilityState: DocumentVisibilityState): void {
    this.visibilityState = visibilityState;
    if (visibilityState === 'hidden') this.held.clear();
    this.dispatchEvent(new Event('visibilitychange'));
  }

  async #request(): Promise<object> {
    if (this.visibilityState === 'hidden') throw new DOMException('hidden', 'NotAllowedError');
    const sentinel = {
      release: async () => {
        this.held.delete(sentinel);
      },
    };
    this.held.add(sentinel);
    return sentinel;
  }
}

const settled = () => new Promise(setImmediate);

function setUp() {
  const pages = { main: new Page(), popOut: new Page() };
  let shown: 'main' | 'popOut' = 'main';
  const lock = new WakeLock(() => pages[shown] as unknown as Document);
  const move = (to: 'main' | 'popOut'): void => {
    shown = to;
    lock.handleMoved();
  };
  return { ...pages, lock, move };
}

t.test('the screen stays on while it is wanted, and again after the page was hidden', async (t) => {
  const { main, lock } = setUp();
  lock.set(true);
  await settled();
  t.equal(main.held.size, 1);
  main.show('hidden');
  main.show('visible');
  await settled();
  t.equal(main.held.size, 1);
  lock.set(false);
  main.show('visible');
  await settled();
  t.equal(main.held.size, 0);
});

t.test('in a pop-out window the screen stays on although the page that opened it is hidden', async (t) => {
  const { main, popOut, lock, move } = setUp();
  lock.set(true);
  await settled();
  move('popOut');
  main.show('hidden');
  await settled();
  t.same([main.held.size, popOut.held.size], [0, 1]);
  popOut.show('hidden');
  popOut.show('visible');
  main.show('visible');
  await settled();
  t.same([main.held.size, popOut.held.size], [0, 1], 'only the window with the session counts');
  move('main');
  await settled();
  t.same([main.held.size, popOut.held.size], [1, 0]);
});

t.test('a lock that comes after a move or after the end is given back', async (t) => {
  const { main, popOut, lock, move } = setUp();
  lock.set(true);
  move('popOut');
  await settled();
  t.same([main.held.size, popOut.held.size], [0, 1]);
  move('main');
  lock.set(false);
  await settled();
  t.same([main.held.size, popOut.held.size], [0, 0]);
});

t.test('moving takes no lock where none is wanted', async (t) => {
  const { popOut, move } = setUp();
  move('popOut');
  await settled();
  t.equal(popOut.held.size, 0);
});
