/**
 * Which part of the element can be seen: an on-screen keyboard covers the end of a page (browsers on iOS make only the
 * visual viewport smaller, CSSOM View), and the edges of a window may lie under notches and bars of the system.
 */

/** Pixels: smaller differences are bars of the browser that come and go. */
const smallestKeyboard = 120;

export interface AreaMeasures {
  /** The element, in coordinates of the layout viewport. */
  box: { left: number; top: number; right: number; bottom: number };
  /** The layout viewport. */
  page: { width: number; height: number };
  /** The visual viewport; null: this browser has none. */
  seen: { offsetTop: number; height: number; scale: number } | null;
  /** A field in the element has the focus: the keyboard is for it. */
  hasFocus: boolean;
}

/**
 * CSS properties for the content of the element. `--hr-above` and `--hr-below`: what is hidden of the element;
 * `--hr-window-above` and `--hr-window-below`: of the window, for dialogs; `--hr-top` and so on: the insets at the edges
 * of the window that the element touches.
 */
export function areaProperties({ box, page, seen, hasFocus }: AreaMeasures): Record<string, string> {
  // A person who zooms in sees a part of the page too, and moves it.
  const isKeyboard = hasFocus && seen !== null && seen.scale < 1.01 && page.height - seen.height >= smallestKeyboard;
  const seenTop = isKeyboard ? seen.offsetTop : 0;
  const seenBottom = isKeyboard ? seen.offsetTop + seen.height : page.height;
  const above = Math.max(0, seenTop - Math.max(0, box.top));
  const below = isKeyboard ? Math.max(0, Math.min(box.bottom, page.height) - seenBottom) : 0;
  const inset = (edge: string, touches: boolean): string => (touches ? `env(safe-area-inset-${edge})` : '0px');
  return {
    '--hr-above': `${above}px`,
    '--hr-below': `${below}px`,
    '--hr-window-above': `${seenTop}px`,
    '--hr-window-below': `${Math.max(0, page.height - seenBottom)}px`,
    '--hr-top': inset('top', box.top <= 1 && above === 0),
    '--hr-right': inset('right', box.right >= page.width - 1),
    '--hr-bottom': inset('bottom', box.bottom >= page.height - 1 && below === 0),
    '--hr-left': inset('left', box.left <= 1),
  };
}

/**
 * Keeps these properties up to date.
 * @param content what gets them; null: not rendered yet
 * @returns a function that stops it
 */
export function followVisibleArea(element: HTMLElement, content: () => HTMLElement | null): () => void {
  const page = element.ownerDocument;
  const window = page.defaultView;
  if (!window) return () => {};
  const { visualViewport } = window;
  const stop = new AbortController();
  let frame = 0;
  let known = '';

  const measure = (): void => {
    const target = content();
    if (!target) return;
    const { clientWidth: width, clientHeight } = page.documentElement;
    // In Safari only the second one is that of the layout viewport; without a doctype it is that of the content.
    const height = Math.max(window.innerHeight, page.compatMode === 'CSS1Compat' ? clientHeight : 0);
    // Not by :focus-within, which does not match in Chromium while a dialog makes the rest inert.
    const field = fieldIn(element);
    const properties = areaProperties({
      box: element.getBoundingClientRect(),
      page: { width, height },
      seen: visualViewport,
      hasFocus: field !== null,
    });
    const list = Object.entries(properties);
    const next = list.join();
    if (next === known) return;
    known = next;
    for (const [name, value] of list) target.style.setProperty(name, value);
    // It may have been below the part that is left.
    if (properties['--hr-window-below'] !== '0px') field?.scrollIntoView({ block: 'nearest' });
  };
  const handle = (): void => {
    window.cancelAnimationFrame(frame);
    frame = window.requestAnimationFrame(measure);
  };

  const resizes = new ResizeObserver(handle);
  resizes.observe(element);
  const { signal } = stop;
  for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, handle, { signal });
  for (const type of ['focusin', 'focusout']) element.addEventListener(type, handle, { signal });
  window.addEventListener('resize', handle, { signal });
  page.addEventListener('scroll', handle, { signal, capture: true, passive: true });
  return () => {
    stop.abort();
    resizes.disconnect();
    window.cancelAnimationFrame(frame);
  };
}

/** The field in the element that has the focus. */
function fieldIn(element: Element): Element | null {
  const root = element.getRootNode();
  let active = 'activeElement' in root && root.activeElement instanceof Element ? root.activeElement : null;
  if (!element.contains(active)) return null;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches('input, textarea, [contenteditable]') ? active : null;
}
