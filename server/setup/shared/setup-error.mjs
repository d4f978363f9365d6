/** Something that the person at the keyboard can mend: printed as one line, without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} what what is wrong, as a sentence
   * @param {string} mend what to do about it, as a sentence
   */
  constructor(what, mend) {
    super(`${what} ${mend}`);
    this.name = 'SetupError';
  }
}
