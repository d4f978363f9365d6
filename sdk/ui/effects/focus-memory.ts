/**
 * Browsers remove the focus from elements that are moved within their page: remembers which part of the interface had
 * it, and restores it. A WeakRef, so that removed parts are not retained.
 */
let lastFocused: WeakRef<HTMLElement> | null = null;

/** Call it for every shadow root: moves of the focus within one are not visible outside. */
export function rememberFocusIn(root: ShadowRoot): void {
  root.addEventListener('focusin', ({ target }) => {
    // For an element with its own shadow root, the focus is inside and was recorded there.
    if (target instanceof HTMLElement && target.shadowRoot === null) lastFocused = new WeakRef(target);
  });
  root.addEventListener('focusout', () => {
    // Only some browsers dispatch it on a removal, when a move is not finished yet.
    setTimeout(() => {
      const element = lastFocused?.deref();
      if (!element || !hasFocus(element)) lastFocused = null;
    });
  });
}

/** Call it when an element is in a document again, with all its parts. Does not take the focus from other elements. */
export function restoreFocus(host: HTMLElement): void {
  const { body, activeElement } = host.ownerDocument;
  const element = lastFocused?.deref();
  if (!element || !isWithin(element, host)) return;
  if (activeElement === null || activeElement === body) element.focus({ preventScroll: true });
}

function hasFocus(element: Element): boolean {
  const root = element.getRootNode();
  return (root instanceof ShadowRoot || root instanceof Document) && root.activeElement === element;
}

function isWithin(node: Node, host: Element): boolean {
  const root = node.getRootNode();
  return root instanceof ShadowRoot && (root.host === host || isWithin(root.host, host));
}
