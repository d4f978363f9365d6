import { checkInTexts } from './english/check-in.ts';
import { encryptionTexts } from './english/encryption.ts';
import { enteringTexts } from './english/entering.ts';
import { hostingTexts } from './english/hosting.ts';
import { lineTexts } from './english/line.ts';
import { preflightTexts } from './english/preflight.ts';
import { seenTexts } from './english/seen.ts';
import { sharedTexts } from './english/shared.ts';
import { takingPartTexts } from './english/taking-part.ts';

/** Every message of the interface, in English: what is translated, in nine parts. docs/translating.md has the rules. */
export const englishMessages = {
  ...enteringTexts,
  ...takingPartTexts,
  ...hostingTexts,
  ...seenTexts,
  ...encryptionTexts,
  ...lineTexts,
  ...preflightTexts,
  ...checkInTexts,
  ...sharedTexts,
};

export type Messages = typeof englishMessages;
