/**
 * Keeps the screen of a phone on while its user waits or takes part (W3C Screen Wake Lock): a call stops when the
 * screen turns off.
 */
export class WakeLock {
  readonly #findDocument: () => Document;
  /** The document for which the lock is wanted; null: not wanted. */
  #document: Document | null = null;
  #sentinel: WakeLockSentinel | null = null;
  readonly #onVisible = (): void => {
    if (this.#document?.visibilityState === 'visible') this.#request(this.#document);
  };

  /** @param findDocument returns the document that is shown now: browsers grant the lock only to a visible one */
  constructor(findDocument: () => Document) {
    this.#findDocument = findDocument;
  }

  set(wanted: boolean): void {
    this.#setDocument(wanted ? this.#findDocument() : null);
  }

  /** The element may be in another document now. */
  handleMoved(): void {
    if (this.#document) this.#setDocument(this.#findDocument());
  }

  #setDocument(document: Document | null): void {
    if (document === this.#document) return;
    this.#document?.removeEventListener('visibilitychange', this.#onVisible);
    this.#release();
    this.#document = document;
    if (!document) return;
    // Browsers release the lock when the page is hidden.
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#request(document);
  }

  #request(document: Document): void {
    const navigator = document.defaultView?.navigator;
    if (!navigator || !('wakeLock' in navigator)) return;
    navigator.wakeLock.request('screen').then(
      (sentinel) => {
        this.#release();
        this.#sentinel = sentinel;
        if (document !== this.#document) this.#release();
      },
      () => {}, // Refused, for example because of a low battery: the call continues without it.
    );
  }

  #release(): void {
    this.#sentinel?.release().catch(() => {});
    this.#sentinel = null;
  }
}
