/** Why a person waits, and what comes next. */

import type { Texts } from '../texts/texts.ts';
import type { WaitingRoomPageView } from './view-types.ts';
export function whyWaiting(
  { putBack, isObserver }: Pick<WaitingRoomPageView, 'putBack' | 'isObserver'>,
  { waiting }: Texts,
): string {
  if (putBack) return waiting.because[putBack.because];
  return isObserver ? waiting.calmObserver : waiting.calm;
}
