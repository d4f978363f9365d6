/** The page of errors gets the message of each code, which is in the code of server and SDK, under its heading. */
import { errorCodes } from '../../../sdk/protocol/codes.ts';
import { clientErrorCodes } from '../../../sdk/src/core/hearthroom-error.ts';

const messages: Record<string, string> = { ...errorCodes, ...clientErrorCodes };

/** @throws Error when the page has no chapter for a code */
export function addMessages(text: string): string {
  const missing = Object.keys(messages).filter((code) => !text.includes(`\n### ${code}\n`));
  if (missing.length > 0) throw new Error(`docs/errors.md has no chapter for ${missing.join(', ')}`);
  return text.replace(/^### ([\w-]+)$/gm, (heading, code: string) =>
    messages[code] === undefined ? heading : `${heading}\n\n> ${messages[code]}.`,
  );
}
