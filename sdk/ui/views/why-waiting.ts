/** Why a person waits, and what comes next. */

import type { Texts } from '../texts/texts.ts';
import type { WaitingRoomPageView } from './view-types.ts';
export function whyWaiting(
  { putBack, isObserver, encryption }: Pick<WaitingRoomPageView, 'putBack' | 'isObserver' | 'encryption'>,
  { waiting, encryption: texts }: Texts,
): string {
  // Nobody can let them in as they are.
  if (encryption === 'cannot-enter') return texts.waiting.cannotEnter;
  if (encryption === 'not-started') return texts.waiting.notStarted;
  if (putBack) return waiting.because[putBack.because];
  return isObserver ? waiting.calmObserver : waiting.calm;
}
