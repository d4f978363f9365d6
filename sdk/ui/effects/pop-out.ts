/** The session in another window, into which the page has moved its element. */

/** Empties and closes the window that the session was moved to; does not close the page of this script. */
export function closePopOut(shown: Document): void {
  if (shown === document) return;
  shown.documentElement.replaceChildren();
  shown.defaultView?.close();
}

/**
 * A closing window removes the listeners of everything in its document. So the element is taken out first, unless the
 * page does so itself. If it is not inserted elsewhere within the same task, it counts as removed.
 * @returns a function that stops it
 */
export function keepWhenPopOutCloses(element: Element): () => void {
  const { ownerDocument } = element;
  const window = ownerDocument.defaultView;
  if (ownerDocument === document || !window) return () => {};
  const takeOut = (): void => {
    if (element.ownerDocument === ownerDocument) document.adoptNode(element);
  };
  // After the listeners of the page, which may look for the element in that window in order to move it.
  const timer = setTimeout(() => window.addEventListener('pagehide', takeOut));
  return () => {
    clearTimeout(timer);
    window.removeEventListener('pagehide', takeOut);
  };
}
