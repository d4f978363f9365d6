/** `session.microphoneEcho`. The work is done by code that is loaded when somebody is heard while the microphone is on. */
import type { Environment } from '../../core/environment.ts';
import type { EchoWatch, MicrophoneEcho } from '../../echo/echo-watch.ts';
import { importEcho } from '../../echo/import-echo.ts';

export interface EchoHooks {
  environment: Pick<Environment, 'AudioContext' | 'MediaStream'>;
  /** Null: nothing is sent. */
  microphone(): MediaStreamTrack | null;
  /** By any id. */
  voices(): ReadonlyMap<string, MediaStreamTrack>;
  handleChanged(echo: MicrophoneEcho | null): void;
}

export class EchoControl {
  readonly #hooks: EchoHooks;
  #loading: Promise<void> | null = null;
  #isClosed = false;
  #watch: EchoWatch | null = null;
  #found: MicrophoneEcho | null = null;

  constructor(hooks: EchoHooks) {
    this.#hooks = hooks;
  }

  get found(): MicrophoneEcho | null {
    return this.#found;
  }

  /** The microphone or the voices have changed. */
  update(): void {
    const microphone = this.#hooks.microphone();
    const voices = this.#hooks.voices();
    if (this.#watch) this.#try((watch) => watch.follow(microphone, voices));
    else if (microphone && voices.size > 0) this.#loading ??= this.#load();
  }

  /** Browsers refuse some sounds, for example of other sample rates, which must not disturb those who receive them. */
  #try(work: (watch: EchoWatch) => void): void {
    try {
      if (this.#watch) work(this.#watch);
    } catch {
      this.close();
    }
  }

  /** Tried once: people hear each other without it. */
  async #load(): Promise<void> {
    const { AudioContext, MediaStream } = this.#hooks.environment;
    if (!AudioContext || !MediaStream) return;
    const code = await importEcho().catch(() => null);
    if (!code || this.#isClosed) return;
    this.#watch = openWatch(
      () =>
        new code.EchoWatch({
          AudioContext,
          MediaStream,
          handleChanged: (found) => {
            this.#found = found;
            this.#hooks.handleChanged(found);
          },
        }),
    );
    this.update();
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#watch?.close();
    this.#watch = null;
  }
}

/** Null: the browser has no more audio contexts for this page, or no sound. */
function openWatch(open: () => EchoWatch): EchoWatch | null {
  try {
    return open();
  } catch {
    return null;
  }
}
