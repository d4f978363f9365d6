/** Tells everybody another end of the session. */
import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import { newEndText } from '../views/end-texts.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface EndNewsOptions {
  session: Session;
  board: Pick<NoticeBoard, 'show' | 'hide'>;
  texts: () => Texts;
  /** The notice with the button says it already. */
  isNoticed: () => boolean;
}

/** Tells everybody another end than the one they knew, and takes away the warning of that one. */
export function tellEndNews({ session, board, texts, isNoticed }: EndNewsOptions): (() => void)[] {
  let known: number | null | undefined;
  return [
    session.on('roomUpdated', ({ endsAt }) => {
      const before = known;
      known = endsAt;
      if (endsAt === before) return;
      board.hide('end');
      board.hide('new-end');
      // Who comes in reads the end in the header.
      if (before === undefined || endsAt === undefined || isNoticed()) return;
      const nowMs = session.serverNow();
      const text = newEndText(texts(), endsAt, nowMs);
      // A clock that was set moves an end by length by seconds: that is no news.
      if (text !== newEndText(texts(), before, nowMs)) board.show('new-end', text, 'calm', true);
    }),
  ];
}
