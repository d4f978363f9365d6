import type { Session } from '../../src/index.ts';
import { tellAbsenceNews } from '../news/absence-news.ts';
import { tellCheckInNews } from '../news/check-in-news.ts';
import { tellEncryptionNews } from '../news/encryption-news.ts';
import { tellEndNews } from '../news/end-news.ts';
import { tellHoldNews } from '../news/hold-news.ts';
import { tellLeadNews } from '../news/lead-news.ts';
import { tellLineNews } from '../news/line-news.ts';
import type { NoticeBoard } from '../news/notice-board.ts';
import { tellPeopleNews } from '../news/people-news.ts';
import { tellWhoSeesWhom } from '../news/who-sees-whom.ts';
import type { Texts } from '../texts/texts.ts';
import { tellDeviceNews } from './device-news.ts';
import type { ElementPort } from './element-port.ts';
import type { LocalMedia } from './local-media.ts';

export interface NewsOptions extends Pick<ElementPort, 'ask' | 'announce' | 'emit' | 'changed'> {
  session: Session;
  media: LocalMedia;
  board: NoticeBoard;
  texts: () => Texts;
  ring: () => void;
  /** Names are not announced: this person shares their screen. */
  isMasked: () => boolean;
  /** The panel in which a host sees an extension and can take it back. */
  isPeoplePanelOpen: () => boolean;
}

/**
 * Reports the changes of a session as notices, announcements, sounds and events of the element.
 * @returns functions that stop it
 */
export function tellNews(options: NewsOptions): (() => void)[] {
  const { session, board, texts, announce, emit, ring, changed } = options;
  const { localParticipant } = session;
  const isNoticed = () =>
    localParticipant.isHost && session.room?.extensionUndo !== undefined && !options.isPeoplePanelOpen();
  return [
    ...tellDevices(options),
    ...tellPeopleNews({ session, texts, announce, emit, ring, changed }),
    ...tellLineNews({ session, board, texts }),
    ...tellLeadNews({ session, board, texts }),
    ...tellWhoSeesWhom({ session, board, texts, announce, ring }),
    ...tellHoldNews({ session, board, texts }),
    ...tellCheckInNews({ session, board, texts, announce }),
    ...tellAbsenceNews({ session, board, texts, ring }),
    ...tellEncryptionNews({ session, board, texts, announce, emit, isMasked: options.isMasked }),
    ...tellEndNews({ session, board, texts, isNoticed }),
  ];
}

function tellDevices({ session, media, board, texts, ask, ring }: NewsOptions): (() => void)[] {
  const { localParticipant } = session;
  return tellDeviceNews({
    session,
    texts,
    isHost: () => localParticipant.isHost,
    show: (id, text, kind) => board.show(id, text, kind, true),
    ask,
    isEnabled: (source) => localParticipant.isEnabled(source) || localParticipant.isStarting(source),
    enable: (source) => media.setEnabled(source, true),
    interrupted: (...args) => media.handleInterrupted(...args),
    restored: (...args) => media.handleRestored(...args),
    ring,
  });
}
