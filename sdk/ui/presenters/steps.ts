/**
 * The steps of a stay: pages with their own heading. On a new step the focus moves to its heading, and its meaning is
 * announced.
 */

import type { SessionController } from '../controllers/session-controller.ts';
import type { Texts } from '../texts/texts.ts';
import { waitingEncryptionText } from '../views/session/encryption-view.ts';
import type { Page, WaitingRoomPageView } from '../views/view-types.ts';
import { whyWaiting } from '../views/why-waiting.ts';

export type Step = Page | 'passcode' | 'agreement' | 'talk';

export function stepOf({ page, passcode, session }: SessionController): Step {
  if (passcode) return 'passcode';
  if (page !== 'waiting') return page;
  if (session.previewedParticipant) return 'talk';
  return session.agreement?.accepted === false ? 'agreement' : 'waiting';
}

/** With what a person who can't encrypt, and may be let in all the same, has to know. */
function waitingWords(view: WaitingRoomPageView, texts: Texts): string {
  const why = whyWaiting(view, texts);
  const isAsked = view.encryption === 'is-asked' || view.encryption === 'not-started-is-asked';
  return isAsked && view.encryption ? `${why} ${waitingEncryptionText(view.encryption, texts)}` : why;
}

/** Text that a screen reader announces in addition to the heading; '': none. */
export function spokenOf(step: Step, view: () => WaitingRoomPageView, texts: Texts): string {
  switch (step) {
    case 'agreement':
      return view().putBack?.because === 'agreement-withdrawn' ? texts.agreement.withdrawn : texts.agreement.intro;
    case 'waiting':
      return waitingWords(view(), texts);
    case 'talk':
      return texts.talk.private;
    default:
      return '';
  }
}
