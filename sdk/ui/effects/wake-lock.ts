/** Keeps a phone's screen on while somebody waits or takes part; without it the call stops with the screen. */
export class WakeLock {
  readonly #findDocument: () => Document;
  /** Where the lock is wanted; null: nowhere. */
  #document: Document | null = null;
  #sentinel: WakeLockSentinel | null = null;
  readonly #onVisible = (): void => {
    if (this.#document?.visibilityState === 'visible') this.#request(this.#document);
  };

  /** @param findDocument the document that is shown now: a browser gives the lock only to one that is visible */
  constructor(findDocument: () => Document) {
    this.#findDocument = findDocument;
  }

  set(wanted: boolean): void {
    this.#setDocument(wanted ? this.#findDocument() : null);
  }

  /** What is shown may be in another document now. */
  handleMoved(): void {
    if (this.#document) this.#setDocument(this.#findDocument());
  }

  #setDocument(document: Document | null): void {
    if (document === this.#document) return;
    this.#document?.removeEventListener('visibilitychange', this.#onVisible);
    this.#release();
    this.#document = document;
    if (!document) return;
    // Browsers drop the lock when the page is hidden.
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
      () => {}, // Refused, for example by a low battery: the call goes on as without it.
    );
  }

  #release(): void {
    this.#sentinel?.release().catch(() => {});
    this.#sentinel = null;
  }
}
