/** A browser drops the focus of what is moved within its page: remembers which part of the interface had it, and gives it back.
 * Weak: a part that was taken out for good is not kept. */
let lastFocused: WeakRef<HTMLElement> | null = null;

/** To be called for every shadow root: what moves the focus within one is not told outside of it. */
export function rememberFocusIn(root: ShadowRoot): void {
  root.addEventListener('focusin', ({ target }) => {
    // Told of an element with a shadow root of its own: the focus is in there, and was noted there.
    if (target instanceof HTMLElement && target.shadowRoot === null) lastFocused = new WeakRef(target);
  });
  root.addEventListener('focusout', () => {
    // Only some browsers tell of it for a removal, and a move is not over yet.
    setTimeout(() => {
      const element = lastFocused?.deref();
      if (!element || !hasFocus(element)) lastFocused = null;
    });
  });
}

/** To be called when an element is in a document again, with all its parts. Takes the focus from nothing else. */
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
