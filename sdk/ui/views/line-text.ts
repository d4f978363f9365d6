import type { MediaDegradation } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';

/** Whose line it is, and what the session does about it, in words for the person on whose page it is shown. */
export function lineText({ cause, sending, receiving, videos }: MediaDegradation, { line }: Texts): string {
  if (cause === 'server') return line.server;
  if (!receiving && sending) return line.ownSending;
  return sending ? `${line.own[videos]} ${line.alsoSending}` : line.own[videos];
}
