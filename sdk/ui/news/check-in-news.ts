import type { CheckIn, Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface CheckInNewsOptions {
  session: Pick<Session, 'on' | 'state'> & { readonly localParticipant: { readonly isHost: boolean } };
  board: Pick<NoticeBoard, 'show'>;
  texts: () => Texts;
  /** Announces a text to screen readers, politely. */
  announce: (text: string) => void;
}

/**
 * Announces the question to clients once, and tells everybody who was asked, and hosts, when it is over. What somebody
 * answered, or that they did not, is announced to nobody.
 * @returns functions that stop it
 */
export function tellCheckInNews({ session, board, texts, announce }: CheckInNewsOptions): (() => void)[] {
  let announcedId: string | null = null;
  let isRunning = false;
  const handleChanged = (checkIn: CheckIn | null): void => {
    const { isHost } = session.localParticipant;
    const { checkIn: words } = texts();
    if (!checkIn) {
      // Somebody who waits again, or has left, is told something else.
      if (isRunning && session.state === 'joined') board.show('check-in', isHost ? words.overHost : words.over, 'calm');
      isRunning = false;
      return;
    }
    const { id, question } = checkIn;
    isRunning ||= isHost || question !== null;
    if (!question || announcedId === id) return;
    announcedId = id;
    if (!isHost) announce(words.announce(question.text));
  };
  return [session.on('checkInChanged', handleChanged)];
}
