/** Notices for hosts while the therapist is away, and the warning of the end with the actions that are possible. */

import type { SessionController } from '../controllers/session-controller.ts';
import type { Texts } from '../texts/texts.ts';
import { absenceText } from '../views/absence-texts.ts';
import type { CallView, HostView, NoticeView } from '../views/view-types.ts';

type View = Pick<CallView, 'room' | 'mask'>;

const extensionMinutes = 10;

/** Stays until it is marked as seen; shown again when it changes whether this host may extend the session. */
export function absenceNotices(controller: SessionController, texts: Texts, view: View, host: HostView): NoticeView[] {
  const { therapistAway: away, canExtend } = host;
  const { own } = controller;
  if (!away) return [];
  const key = `${away.id} ${away.sinceMs} ${canExtend}`;
  if (own.seenAbsence === key) return [];
  const seen = { label: texts.notices.departedSeen, press: () => own.markAbsenceSeen(key), quiet: true };
  const mayAct = canExtend && view.room.endsAtMs !== null;
  const buttons = [...(mayAct ? [extendButton(controller, texts)] : []), seen];
  const text = absenceText(texts, host, {
    endsAtMs: view.room.endsAtMs,
    nowMs: controller.session.serverNow(),
    isSharing: view.mask === 'masked',
  });
  return [{ id: 'absence', kind: 'important', text, buttons }];
}

function extendButton({ controls, board }: SessionController, { host }: Texts) {
  const press = (): void => {
    board.hide('end');
    controls.extendRoom(extensionMinutes);
  };
  return { label: host.extendBy(extensionMinutes), press };
}

/** The warning of the end, with the action that this host has now: it can change while the warning is shown. */
export function endWarningOf(
  controller: SessionController,
  texts: Texts,
  host: HostView | null,
  notice: NoticeView,
): NoticeView {
  if (notice.id !== 'end' || !host) return notice;
  const { buttons: _outdated, ...plain } = notice;
  if (host.canExtend) return { ...plain, buttons: [extendButton(controller, texts)] };
  const { therapistAway: away } = host;
  const isFixed = away && !away.canBeExtended && away.mayExtendAtMs === null;
  return isFixed ? { ...plain, text: `${plain.text} ${texts.absence.fixedEnd}` } : plain;
}
