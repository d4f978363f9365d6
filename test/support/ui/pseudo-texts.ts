/** A language for tests: what an interface shows in ASCII letters is not from its table of texts. */

/** Mathematical sans-serif letters (Unicode, U+1D5A0), which fonts for tests have and nothing else uses. */
function letter(ascii: string): string {
  const isUpper = ascii <= 'Z';
  return String.fromCodePoint((isUpper ? 0x1d5a0 : 0x1d5ba) + ascii.charCodeAt(0) - (isUpper ? 65 : 97));
}

/** The same text in other letters, in brackets; parameters stay. */
export const pseudoText = (text: string): string =>
  text === ''
    ? ''
    : `⟦${text
        .split(/(\{\w+\})/)
        .map((part) => (part.startsWith('{') ? part : part.replace(/[A-Za-z]/g, letter)))
        .join('')}⟧`;

/** A table of messages in which every text is a pseudo text. */
export function pseudoOf(messages: object): object {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]: [string, string | object]) => [
      key,
      typeof value === 'string' ? pseudoText(value) : pseudoOf(value),
    ]),
  );
}
