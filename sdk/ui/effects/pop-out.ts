/** Empties and closes the window that the session was moved to; the page of this script is left alone. */
export function closePopOut(shown: Document): void {
  if (shown === document) return;
  shown.documentElement.replaceChildren();
  shown.defaultView?.close();
}
