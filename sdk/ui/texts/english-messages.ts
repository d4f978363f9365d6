import { checkInTexts } from './check-in.ts';
import { encryptionTexts } from './encryption.ts';
import { enteringTexts } from './entering.ts';
import { hostingTexts } from './hosting.ts';
import { lineTexts } from './line.ts';
import { preflightTexts } from './preflight.ts';
import { seenTexts } from './seen.ts';
import { sharedTexts } from './shared.ts';
import { takingPartTexts } from './taking-part.ts';

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
