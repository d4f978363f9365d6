/**
 * Says whose connection is bad and what the session does about it: once, also when that begins and ends several times.
 */
import type { MediaDegradation, Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import { lineText } from '../views/line-text.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface LineNewsOptions {
  session: Pick<Session, 'on' | 'state' | 'mediaDegradation' | 'participants'>;
  board: Pick<NoticeBoard, 'notices' | 'show' | 'keep' | 'hide'>;
  texts: () => Texts;
}

/** What was said is not said again for this time after it was over. */
const quietMs = 180_000;

/** @returns functions that stop it */
export function tellLineNews(options: LineNewsOptions): (() => void)[] {
  const spoken = new Spoken();
  return [tellOwnLine(options, spoken), tellTheirLines(options, spoken)];
}

/** What was said lately. */
class Spoken {
  readonly #overAt = new Map<string, number>();

  isRecent(what: string): boolean {
    return Date.now() - (this.#overAt.get(what) ?? Number.NEGATIVE_INFINITY) < quietMs;
  }

  handleOver(what: string): void {
    this.#overAt.set(what, Date.now());
  }
}

const id = 'line';

/** Sound without pictures is news to a person who was told of slow pictures. */
const kindOf = ({ cause, videos }: MediaDegradation): string => (videos === 'none' ? `${cause}, sound only` : cause);

function tellOwnLine({ session, board, texts }: LineNewsOptions, spoken: Spoken): () => void {
  /** The kinds that were shown since it began. */
  const shown = new Set<string>();
  let isSpoken = false;
  let isDue = false;
  const end = (isOver: boolean): void => {
    if (shown.size === 0) return;
    board.hide(id);
    if (isSpoken && isOver) board.show(id, texts().line.over, 'calm', true);
    for (const kind of shown) spoken.handleOver(kind);
    shown.clear();
    isSpoken = false;
  };
  const look = (): void => {
    isDue = false;
    const { mediaDegradation, state } = session;
    if (!mediaDegradation || state !== 'joined') {
      end(state === 'joined');
      return;
    }
    const kind = kindOf(mediaDegradation);
    const text = lineText(mediaDegradation, texts());
    const before = shown.size > 0 ? board.notices.find((notice) => notice.id === id) : undefined;
    const isDismissed = shown.has(kind) && !before;
    if (isDismissed || before?.text === text) return;
    const silent = shown.has(kind) || spoken.isRecent(kind);
    shown.add(kind);
    isSpoken ||= !silent;
    board.keep({ id, kind: 'calm', text, isPublic: true, silent });
  };
  // A lost connection is told after the end of what it caused.
  return session.on('mediaDegradationChanged', () => {
    if (!isDue) queueMicrotask(look);
    isDue = true;
  });
}

const theirId = 'their-line';

function tellTheirLines({ session, board, texts }: LineNewsOptions, spoken: Spoken): () => void {
  let shownId: string | null = null;
  return session.on('connectionQualityChanged', (participant, quality) => {
    const isOther = session.participants.get(participant.id) === participant;
    if (!isOther || session.state !== 'joined') return;
    const what = `${theirId} ${participant.id}`;
    if (quality !== 'weak') {
      if (shownId === participant.id) board.hide(theirId);
      if (quality === 'good') spoken.handleOver(what);
      return;
    }
    if (spoken.isRecent(what)) return;
    shownId = participant.id;
    board.show(theirId, texts().line.theirs(participant.name));
  });
}
