/** Keeps a phone's screen on while somebody waits or takes part; without it the call stops with the screen. */
export class WakeLock {
  #sentinel: WakeLockSentinel | null = null;
  #wanted = false;
  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible') this.#request();
  };

  set(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) {
      // Browsers drop the lock when the page is hidden.
      document.addEventListener('visibilitychange', this.#onVisible);
      this.#request();
    } else {
      document.removeEventListener('visibilitychange', this.#onVisible);
      this.#release();
    }
  }

  #request(): void {
    if (!('wakeLock' in navigator)) return;
    navigator.wakeLock.request('screen').then(
      (sentinel) => {
        this.#sentinel = sentinel;
        if (!this.#wanted) this.#release();
      },
      () => {}, // Refused, for example by a low battery: the call goes on as without it.
    );
  }

  #release(): void {
    this.#sentinel?.release().catch(() => {});
    this.#sentinel = null;
  }
}
