/** The room's passcode as the person gave it: asked for when the server wants it, kept in memory only. */
import type { SessionOptions } from './session-options.ts';

/** As often as a server lets anybody try within ten minutes. */
const maxQuestions = 5;
/** Longer than the protocol lets one be. */
const maxLength = 64;

export type PasscodeRefusal = 'passcode-required' | 'passcode-wrong';

export const isPasscodeRefusal = (code: string): code is PasscodeRefusal =>
  code === 'passcode-required' || code === 'passcode-wrong';

export class Passcode {
  readonly #ask: SessionOptions['getPasscode'];
  #value: string | null = null;
  #questions = 0;

  constructor(ask: SessionOptions['getPasscode']) {
    this.#ask = ask;
  }

  /** What was given last; null before, and after a refusal. */
  get value(): string | null {
    return this.#value;
  }

  /**
   * The server refused: asks for another one. Rejects with what the frontend's function threw.
   * @returns false when there is nobody to ask, or no answer
   */
  async renew(refusal: PasscodeRefusal): Promise<boolean> {
    this.#value = null;
    if (!this.#ask || this.#questions >= maxQuestions) return false;
    this.#questions += 1;
    const answer = await this.#ask(refusal);
    if (answer === '') return false;
    if (answer.length > maxLength) return this.renew('passcode-wrong');
    this.#value = answer;
    return true;
  }

  handleAccepted(): void {
    this.#questions = 0;
  }

  forget(): void {
    this.#value = null;
  }
}
