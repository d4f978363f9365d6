/** Tells everybody when the session will end at another time. */
import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import { newEndText } from '../views/end-texts.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface EndNewsOptions {
  session: Session;
  board: Pick<NoticeBoard, 'show' | 'hide'>;
  texts: () => Texts;
  /** True when the notice with the undo button says it already. */
  isNoticed: () => boolean;
}

/**
 * Tells everybody about a new end of the session, and removes the warning of the previous one.
 * @returns functions that stop it
 */
export function tellEndNews({ session, board, texts, isNoticed }: EndNewsOptions): (() => void)[] {
  let known: number | null | undefined;
  return [
    session.on('roomUpdated', ({ endsAt }) => {
      const before = known;
      known = endsAt;
      if (endsAt === before) return;
      board.hide('end');
      board.hide('new-end');
      // People who join see the end in the header.
      if (before === undefined || endsAt === undefined || isNoticed()) return;
      const nowMs = session.serverNow();
      const text = newEndText(texts(), endsAt, nowMs);
      // A clock change moves the end of a session with a set length by seconds: the text stays the same, and nothing is
      // shown.
      if (text !== newEndText(texts(), before, nowMs)) board.show('new-end', text, 'calm', true);
    }),
  ];
}
