/** One run of a preflight as the view shows it: what is checked now, what is found, and the question about the sound. */
import {
  type DeviceOptions,
  HearthroomError,
  type PreflightPart,
  type PreflightProgress,
  type PreflightReport,
  type PreflightResult,
  runPreflight,
} from '../../../src/index.ts';

/** How a preflight reaches the server, and the devices that it checks. */
export interface PreflightSubject {
  url: string;
  getToken: () => string | Promise<string>;
  /** False: this person only watches and listens. */
  camera?: DeviceOptions | false;
  microphone?: DeviceOptions | false;
  speakerId?: string;
}

export interface SoundQuestion {
  play: () => Promise<void>;
  /** Null: it is not answered. */
  answer: (isHeard: boolean | null) => void;
}

export type PartState = 'waiting' | 'running' | PreflightResult;

export class PreflightRun {
  readonly parts = new Map<PreflightPart, PartState>();
  question: SoundQuestion | null = null;
  report: PreflightReport | null = null;
  /** Code of the error for which there is no report. */
  failure: string | null = null;
  readonly #changed: (progress: PreflightProgress | null) => void;
  readonly #ending = new AbortController();

  /** @param changed told of the progress, or with null of anything else */
  constructor(subject: PreflightSubject, changed: (progress: PreflightProgress | null) => void) {
    this.#changed = changed;
    void this.#carryOut(subject);
  }

  get isRunning(): boolean {
    return this.report === null && this.failure === null && !this.#ending.signal.aborted;
  }

  /** Idempotent. */
  stop(): void {
    this.#ending.abort();
    this.question?.answer(null);
  }

  async #carryOut(subject: PreflightSubject): Promise<void> {
    const { signal } = this.#ending;
    try {
      this.report = await runPreflight({
        ...subject,
        signal,
        askSpeaker: (play) => this.#ask(play),
        onProgress: (progress) => this.#handleProgress(progress),
      });
    } catch (error) {
      if (signal.aborted) return;
      this.failure = error instanceof HearthroomError ? error.code : 'internal';
    }
    this.#changed(null);
  }

  #handleProgress(progress: PreflightProgress): void {
    const { part, result } = progress;
    this.parts.set(part, result ?? 'running');
    this.#changed(progress);
  }

  async #ask(play: () => Promise<void>): Promise<boolean | null> {
    const isHeard = await new Promise<boolean | null>((answer) => {
      this.question = { play, answer };
      this.#changed(null);
    });
    this.question = null;
    this.#changed(null);
    return isHeard;
  }
}
