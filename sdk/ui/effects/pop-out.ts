/** Empties and closes the window that the session was moved to; does not close the page of this script. */
export function closePopOut(shown: Document): void {
  if (shown === document) return;
  shown.documentElement.replaceChildren();
  shown.defaultView?.close();
}
