import t from 'tap';
import { type ShownHeight, ShownSize } from '../../../../../sdk/src/core/shown-size.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

interface Intersection {
  target: unknown;
  isIntersecting: boolean;
}

/** The part of a browser page that the code uses; test/browser/adaptive-video.test.ts uses a real one. */
class ScriptedPage extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
  pictureInPictureElement: unknown = null;
  defaultView: unknown = globalThis;
  tellIntersections: (entries: Intersection[]) => void = () => {};

  element(clientHeight: number, ownerDocument: unknown = this): Element {
    const element: unknown = Object.assign(new EventTarget(), { clientHeight, isConnected: true, ownerDocument });
    return element as Element;
  }

  setVisibility(state: 'visible' | 'hidden'): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }

  setFloating(element: Element | null, floated: Element): void {
    this.pictureInPictureElement = element;
    floated.dispatchEvent(new Event(element ? 'enterpictureinpicture' : 'leavepictureinpicture'));
  }
}

class Observer {
  observe(): void {}
  disconnect(): void {}
}

/** What a window has of it. */
function windowOf(page: ScriptedPage, devicePixelRatio: number) {
  class Intersections extends Observer {
    constructor(handle: (entries: Intersection[]) => void) {
      super();
      page.tellIntersections = handle;
    }
  }
  return { document: page, devicePixelRatio, ResizeObserver: Observer, IntersectionObserver: Intersections };
}

function setUp(t: { teardown: (work: () => void) => void }) {
  const page = new ScriptedPage();
  const globals = windowOf(page, 2);
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  t.teardown(() => {
    for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
  });
  const heights: ShownHeight[] = [];
  return { page, heights, size: new ShownSize((shown) => heights.push(shown)) };
}

t.test('in a hidden tab nothing is shown, and all of it again when it is looked at', async (t) => {
  const { page, heights, size } = setUp(t);
  size.watch(page.element(200));
  page.setVisibility('hidden');
  page.setVisibility('visible');
  t.same(heights, [null, 400]);
});

t.test('what begins in a hidden tab is not shown either, though nothing is laid out there', async (t) => {
  const time = useFakeTime(t);
  const { page, heights, size } = setUp(t);
  page.setVisibility('hidden');
  size.watch(page.element(200));
  time.runAll();
  t.same(heights, [null]);
});

t.test('what is scrolled out of view is not shown, and comes back', async (t) => {
  const { page, heights, size } = setUp(t);
  const target = page.element(200);
  size.watch(target);
  page.tellIntersections([{ target, isIntersecting: false }]);
  page.tellIntersections([{ target, isIntersecting: true }]);
  t.same(heights, [null, 400]);
});

t.test('what floats above other windows is shown, wherever its place in the page is', async (t) => {
  const { page, heights, size } = setUp(t);
  const target = page.element(200);
  size.watch(target);
  page.tellIntersections([{ target, isIntersecting: false }]);
  page.setFloating(target, target);
  page.setVisibility('hidden');
  page.setFloating(null, target);
  t.same(heights, [null, 400, 400, null]);
});

t.test('in another window it is shown at its size there, also while the page is hidden', async (t) => {
  const { page, heights, size } = setUp(t);
  const small = new ScriptedPage();
  small.defaultView = windowOf(small, 1);
  const target = page.element(190, small);
  size.watch(page.element(400));
  size.watch(target);
  small.tellIntersections([{ target, isIntersecting: true }]);
  page.setVisibility('hidden');
  small.setVisibility('hidden');
  t.same(heights, [800, 190, null]);
});

t.test('moved to another window it is shown as large as can be, as nobody knows how large', async (t) => {
  const { page, heights, size } = setUp(t);
  const target = page.element(200);
  size.watch(target);
  Object.assign(target, { ownerDocument: new ScriptedPage() });
  page.tellIntersections([{ target, isIntersecting: false }]);
  t.same(heights, [Number.POSITIVE_INFINITY]);
});

t.test('attached again after it was moved, it is shown at its size in the other window', async (t) => {
  const { page, heights, size } = setUp(t);
  const other = new ScriptedPage();
  other.defaultView = windowOf(other, 1);
  const target = page.element(200);
  size.watch(target);
  Object.assign(target, { ownerDocument: other });
  size.watch(target);
  page.setVisibility('hidden');
  t.same(heights, [], 'it is no longer watched in the page where it was');
  other.tellIntersections([{ target, isIntersecting: true }]);
  t.same(heights, [200]);
});

t.test('the remaining element decides', async (t) => {
  const { page, heights, size } = setUp(t);
  const large = page.element(500);
  size.watch(page.element(100));
  size.watch(large);
  size.unwatch(large);
  page.setFloating(large, large);
  t.same(heights, [200], 'one that is no longer watched is not heard');
});
