import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its element again at intervals, for as long as that is in a document: for texts with a time in them. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #periodMs: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, periodMs: number) {
    this.#host = host;
    this.#periodMs = periodMs;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), this.#periodMs);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
