/**
 * What is wrong with the page that is shown, for a person with a small touch screen: what is too wide, cut off, covered,
 * too small for a finger, or scrolls into nothing. Runs in the browser, so that it uses nothing from outside.
 */
export function phoneFaults(): string[] {
  /** CSS pixels that a finger needs (WCAG 2.5.5). */
  const finger = 44;
  /** What scrolls may end with the padding of a panel. */
  const padding = 48;
  const controls = 'button, input, select, textarea, summary, a[href]';
  const faults = new Set<string>();

  const parentOf = (element: Element): Element | null => {
    const root = element.getRootNode();
    return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  const pathOf = (element: Element | null): Element[] => {
    const path: Element[] = [];
    for (let at = element; at; at = parentOf(at)) path.push(at);
    return path;
  };
  const nameOf = (element: Element): string => {
    const root = element.getRootNode();
    const part = root instanceof ShadowRoot ? root.host.localName.replace('hearthroom-', '') : '';
    const text = element.getAttribute('aria-label') ?? element.textContent?.trim().replaceAll(/\s+/g, ' ') ?? '';
    return `${part} ${[element.localName, ...element.classList].join('.')} “${text.slice(0, 30)}”`;
  };
  const findAll = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => (one.shadowRoot ? [one, ...findAll(one.shadowRoot)] : [one]));
  /** The innermost element at this point of the window, in any shadow tree. */
  const elementAt = (x: number, y: number): Element | null => {
    let found = document.elementFromPoint(x, y);
    for (let inner = found; inner?.shadowRoot; ) {
      inner = inner.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };

  const all = findAll(document);
  const dialog = all.find((one) => one.matches('dialog:modal'));
  /** A modal dialog makes everything else inert. */
  const active = all.filter((one) => !dialog || pathOf(one).includes(dialog));
  const shown = active.filter(
    (one) =>
      one.checkVisibility({ visibilityProperty: true }) && !pathOf(one).some((at) => at.classList.contains('sr')),
  );

  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) faults.add(`the page is ${scrollWidth}×${scrollHeight}`);
  for (const one of shown) {
    const { overflowX } = getComputedStyle(one);
    if (/auto|scroll/.test(overflowX) && one.scrollWidth > one.clientWidth + 1)
      faults.add(`scrolls sideways: ${nameOf(one)}`);
    const { left, right, width } = one.getBoundingClientRect();
    const isOutside = width > 0 && (left < -1 || right > innerWidth + 1);
    if (isOutside && !/^(OPTION|BDI)$/.test(one.tagName)) faults.add(`wider than the page: ${nameOf(one)}`);
  }

  for (const one of shown) {
    const isField = /^(TEXTAREA|SELECT|INPUT)$/.test(one.tagName);
    const canScroll = /auto|scroll|hidden/.test(getComputedStyle(one).overflowY);
    // Lines of text that end in an ellipsis are lower.
    if (isField || !canScroll || one.clientHeight < finger || one.scrollHeight <= one.clientHeight + 1) continue;
    const inside = shown.filter((other) => other !== one && pathOf(other).includes(one));
    const before = one.scrollTop;
    one.scrollTop = one.scrollHeight;
    const end = Math.max(...inside.map((other) => other.getBoundingClientRect().bottom));
    const empty = Math.round(one.getBoundingClientRect().bottom - end);
    if (inside.length > 0 && empty > padding) faults.add(`scrolls ${empty} pixels into nothing: ${nameOf(one)}`);
    one.scrollTop = before;
  }

  for (const control of shown.filter((one) => one.matches(controls))) {
    const isBox = control.matches('input[type=checkbox], input[type=radio]');
    const target = (isBox && control.closest('label')) || control;
    target.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    for (const at of pathOf(target).slice(1)) {
      // By hand it can't be scrolled.
      if (!/hidden|clip/.test(getComputedStyle(at).overflowY) || (at.scrollTop === 0 && at.scrollLeft === 0)) continue;
      faults.add(`cut off by ${at.localName}: ${nameOf(target)}`);
      at.scrollTo(0, 0);
    }
    const { left, top, right, bottom, width, height } = target.getBoundingClientRect();
    if (width === 0) continue;
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
      faults.add(`out of sight: ${nameOf(target)}`);
    const hits = (dx: number, dy: number): boolean => {
      const found = elementAt((left + right) / 2 + dx, (top + bottom) / 2 + dy);
      return pathOf(found).includes(target) || found?.closest('label') === target;
    };
    if (!hits(0, 0)) {
      const cover = elementAt((left + right) / 2, (top + bottom) / 2);
      // An open menu covers what is behind it until it is closed.
      if (!pathOf(cover).some(({ localName }) => localName === 'hearthroom-more-menu'))
        faults.add(`covered by ${cover ? nameOf(cover) : 'nothing'}: ${nameOf(target)}`);
      continue;
    }
    const half = finger / 2 - 0.6;
    const isLow = height < finger - 0.5 && !(hits(0, -half) && hits(0, half));
    const isNarrow = width < finger - 0.5 && !(hits(-half, 0) && hits(half, 0));
    if (isLow || isNarrow) faults.add(`${Math.round(width)}×${Math.round(height)} is too small: ${nameOf(target)}`);
  }

  for (const one of shown) {
    if (![...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim())) continue;
    let { top, bottom } = one.getBoundingClientRect();
    for (const at of pathOf(one).slice(1)) {
      const { overflowY } = getComputedStyle(at);
      if (/auto|scroll/.test(overflowY)) break;
      if (bottom <= top || !/hidden|clip/.test(overflowY)) continue;
      const box = at.getBoundingClientRect();
      if (top < box.top - 2 || bottom > box.bottom + 2)
        faults.add(`text is cut off by ${at.localName}: ${nameOf(one)}`);
      top = Math.max(top, box.top);
      bottom = Math.min(bottom, box.bottom);
    }
  }
  return [...faults];
}
