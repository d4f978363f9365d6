/** The notice of a new end, for hosts who may take the extension back, with the button for it. */

import type { SessionController } from '../controllers/session-controller.ts';
import type { Texts } from '../texts/texts.ts';
import { newEndText, undoExtensionText } from '../views/end-texts.ts';
import type { CallView, HostView, NoticeView } from '../views/view-types.ts';

/** Stays while the extension can be taken back, unless it is dismissed; the panel shows the same. */
export function extensionNotices(
  { session, own, controls }: SessionController,
  texts: Texts,
  view: Pick<CallView, 'room' | 'panel'>,
  { extensionUndo: undo }: HostView,
): NoticeView[] {
  if (!undo || view.panel === 'people' || own.dismissedExtension === undo.untilMs) return [];
  const nowMs = session.serverNow();
  const text = newEndText(texts, view.room.endsAtMs, nowMs);
  const buttons = [
    { label: undoExtensionText(texts, undo, nowMs), press: () => controls.undoExtension(), quiet: true },
  ];
  return [{ id: 'extended', kind: 'calm', text, buttons, dismiss: () => own.dismissExtension(undo.untilMs) }];
}
