/** The room's passcode as the person entered it: requested when the server requires it, kept in memory only. */
import type { SessionOptions } from './session-options.ts';

/** The number of attempts that a server allows in ten minutes. */
const maxQuestions = 5;
/** Longest passcode that the protocol allows. */
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

  /** The last answer; null before the first one and after a refusal. */
  get value(): string | null {
    return this.#value;
  }

  /**
   * Asks for another passcode after a refusal. Rejects with what `getPasscode` threw.
   * @returns false without `getPasscode`, without an answer, and after too many questions
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
