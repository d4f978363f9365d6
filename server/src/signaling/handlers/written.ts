/** Texts of requests: plain, or encrypted end to end (sealed). */
import type { SealedText } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import type { Written } from '../../rooms/machine/index.ts';

interface TextParams {
  text?: string | undefined;
  sealed?: SealedText | undefined;
}

/** The text of a request that must have one, in either form. Throws `invalid-params`. */
export function writtenIn({ text, sealed }: TextParams): Written {
  if ((text === undefined) === (sealed === undefined))
    throw new AppError('invalid-params', 'either /text or /sealed is required, and not both');
  return { text: text ?? '', ...(sealed && { sealed }) };
}

/** The note of a call for help, which may have none. Throws `invalid-params`. */
export function noteIn({ note, sealed }: { note?: string | undefined; sealed?: SealedText | undefined }): {
  note: string | null;
  sealed?: SealedText;
} {
  if (note !== undefined && sealed) throw new AppError('invalid-params', '/note and /sealed exclude each other');
  return { note: note ?? null, ...(sealed && { sealed }) };
}
