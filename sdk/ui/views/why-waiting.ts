/** Why a person waits, and what comes next. */

import type { Texts } from '../texts/texts.ts';
import type { WaitingRoomPageView } from './view-types.ts';
export function whyWaiting(
  { sentBack, isObserver }: Pick<WaitingRoomPageView, 'sentBack' | 'isObserver'>,
  { waiting }: Texts,
): string {
  if (sentBack) return waiting.because[sentBack.because];
  return isObserver ? waiting.calmObserver : waiting.calm;
}
