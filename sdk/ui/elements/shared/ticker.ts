import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its element again at intervals while it is in a document: for texts that contain a time. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #periodMs: number;
  readonly #isNeeded: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, periodMs: number, isNeeded: () => boolean = () => true) {
    this.#host = host;
    this.#isNeeded = isNeeded;
    this.#periodMs = periodMs;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => {
      if (this.#isNeeded()) this.#host.requestUpdate();
    }, this.#periodMs);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
