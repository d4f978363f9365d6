/** The steps of a stay: what has a heading of its own. On a new step the focus moves to its heading, and what it means is read out. */

import type { SessionController } from '../controllers/session-controller.ts';
import type { Texts } from '../texts/texts.ts';
import type { Page, WaitingRoomPageView } from '../views/view-types.ts';
import { whyWaiting } from '../views/why-waiting.ts';

export type Step = Page | 'passcode' | 'agreement' | 'talk';

export function stepOf({ page, passcode, session }: SessionController): Step {
  if (passcode) return 'passcode';
  if (page !== 'waiting') return page;
  if (session.previewedParticipant) return 'talk';
  return session.agreement?.accepted === false ? 'agreement' : 'waiting';
}

/** What a screen reader says besides the heading; '' = the heading says it all. */
export function spokenOf(step: Step, view: () => WaitingRoomPageView, texts: Texts): string {
  switch (step) {
    case 'agreement':
      return view().sentBack?.because === 'agreement-withdrawn' ? texts.agreement.withdrawn : texts.agreement.intro;
    case 'waiting':
      return whyWaiting(view(), texts);
    case 'talk':
      return texts.talk.private;
    default:
      return '';
  }
}
