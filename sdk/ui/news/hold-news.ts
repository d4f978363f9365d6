import type { LastHold, Session } from '../../src/index.ts';
import { formatTime } from '../texts/format.ts';
import type { Texts } from '../texts/texts.ts';
import type { NoticeBoard } from './notice-board.ts';

/** A host who comes later knows nothing of it, and doesn't need to. */
const recentMs = 120_000;

/** What the group saw and heard while no host was there. */
export function holdSentence({ since, until, mediaPaused, sentToWait }: LastHold, nowMs: number, texts: Texts): string {
  const { hold } = texts;
  const [from, to] = [formatTime(since, nowMs, texts), formatTime(until, nowMs, texts)];
  const what = from === to ? hold.at(from) : hold.between(from, to);
  return [what, mediaPaused ? hold.paused : hold.continued, sentToWait ? hold.sentToWait : hold.told].join(' ');
}

export interface HoldNewsOptions {
  session: Pick<Session, 'on' | 'localParticipant' | 'serverNow'>;
  board: Pick<NoticeBoard, 'keep'>;
  texts: () => Texts;
}

/**
 * Tells hosts who come back, or who come soon after, that the session was held, in one notice.
 * @returns functions that stop it
 */
export function tellHoldNews({ session, board, texts }: HoldNewsOptions): (() => void)[] {
  let known: number | null = null;
  return [
    session.on('roomUpdated', ({ lastHold }) => {
      if (!lastHold || lastHold.until === known) return;
      known = lastHold.until;
      const nowMs = session.serverNow();
      if (!session.localParticipant.isHost || nowMs - lastHold.until > recentMs) return;
      board.keep({ id: 'hold', kind: 'calm', text: holdSentence(lastHold, nowMs, texts()) });
    }),
  ];
}
