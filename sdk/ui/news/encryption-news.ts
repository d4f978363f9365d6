/** Announces when encryption ends and is back. The notice that it has ended is a view of the session. */
import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import { encryptionViewOf, type SessionForEncryption, whyNotEncrypted } from '../views/session/encryption-view.ts';
import type { EncryptionView } from '../views/view-types.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface EncryptionNewsOptions {
  session: Pick<Session, 'on'> & SessionForEncryption & { readonly state: Session['state'] };
  board: Pick<NoticeBoard, 'show' | 'hide'>;
  texts: () => Texts;
  announce: (text: string) => void;
  /** Dispatches an event to the embedding page. */
  emit: (name: string, detail: Record<string, unknown>) => void;
  /** Names are not announced: this person shares their screen. */
  isMasked: () => boolean;
}

interface Known {
  state: 'e2e' | 'none';
  place: string;
  interruption: EncryptionView['interruption'];
}

const events = [
  'stateChanged',
  'encryptionChanged',
  'placeChanged',
  'participantConnected',
  'participantDisconnected',
] as const;

const noMemory = { code: null, isLasting: () => false };

/**
 * Says once that it is not encrypted, whatever the number of people who can't, and once that it is again.
 * @returns functions that stop it
 */
export function tellEncryptionNews(options: EncryptionNewsOptions): (() => void)[] {
  const { session, board, texts, announce, emit, isMasked } = options;
  let known: Known | null = null;
  let emitted: string | null = null;
  let isDue = false;
  const look = (): void => {
    isDue = false;
    const { encryption, place } = session;
    // A lost connection does not change what is known.
    if (session.state === 'reconnecting') return;
    const view = session.state === 'joined' ? encryptionViewOf(session, noMemory) : null;
    const before = known;
    known = view && { state: view.state, place: place.kind, interruption: view.interruption };
    if (session.state === 'joined' && encryption.state !== emitted && (view || emitted !== null)) {
      emitted = encryption.state;
      emit('hearthroom-encryption-changed', { state: encryption.state });
    }
    // In another place, only what is sent there is known to be encrypted.
    const isBack = (earlier: Known | null): string =>
      earlier?.place === place.kind ? texts().encryption.back : texts().encryption.backHere;
    if (before?.interruption && view?.interruption === null) {
      const { worksAgain } = texts().encryption;
      board.show('encryption', before.interruption === 'refused' ? isBack(before) : worksAgain, 'calm', true);
    }
    if (!view || (before?.state ?? 'e2e') === view.state) return;
    if (view.state === 'e2e') {
      board.show('encryption', isBack(before), 'calm', true);
      return;
    }
    board.hide('encryption');
    const unnamed = view.unencrypted.map((one) => ({ ...one, name: '' }));
    announce(whyNotEncrypted(isMasked() ? { ...view, unencrypted: unnamed } : view, texts()));
  };
  // One change causes several events: read the session after all of them.
  const changed = (): void => {
    if (!isDue) queueMicrotask(look);
    isDue = true;
  };
  return [
    ...events.map((event) => session.on(event, changed)),
    session.on('encryptionFailed', (_error, participantId) => {
      // What is missing of others is shown at them.
      if (participantId === null) board.show('encryption-failed', texts().encryption.failed, 'important', true);
    }),
  ];
}
