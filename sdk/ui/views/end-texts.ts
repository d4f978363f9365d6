/** Sentences about a new end of the session. */
import { formatTime } from '../texts/format.ts';
import type { Texts } from '../texts/texts.ts';
import type { ExtensionUndoView } from './view-types.ts';

export const newEndText = (texts: Texts, endsAtMs: number | null, nowMs: number): string =>
  endsAtMs === null ? texts.notices.noEnd : texts.notices.newEnd(formatTime(endsAtMs, nowMs, texts));

/** The label of the undo button, with the resulting end; without an exact time if the end has to be announced first. */
export function undoExtensionText(texts: Texts, undo: ExtensionUndoView, nowMs: number): string {
  const { host } = texts;
  const { endsAtMs, noticeMinutes, untilMs } = undo;
  if (endsAtMs === null) return host.undoToNoEnd;
  const isByNotice = endsAtMs < untilMs + noticeMinutes * 60_000;
  return isByNotice ? host.undoToNotice(noticeMinutes) : host.undoToEnd(formatTime(endsAtMs, nowMs, texts));
}
