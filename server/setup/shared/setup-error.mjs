/** An error that the user can fix: printed as one line, without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} what what is wrong, as a sentence
   * @param {string} mend how to fix it, as a sentence
   */
  constructor(what, mend) {
    super(`${what} ${mend}`);
    this.name = 'SetupError';
  }
}
