import type { ChatMessage, Session } from '../../src/index.ts';
import type { NoticeBoard } from '../news/notice-board.ts';
import type { Texts } from '../texts/texts.ts';
import type { PersonView, ReactionKind, TalkLine } from '../views/view-types.ts';

const reactionShownMs = 3_200;
const extensionMinutes = 10;

export interface TransientStateOptions {
  session: Session;
  board: NoticeBoard;
  texts: () => Texts;
  announce: (text: string) => void;
  ring: () => void;
  changed: () => void;
  /** True while the chat is open and visible. */
  isReadingChat: () => boolean;
  isBehindDialog: () => boolean;
  extend: (minutes: number) => void;
}

/** State that passes: reactions, the last speaker, messages of hosts, unread messages, whose turn it is. */
export class TransientState {
  readonly #options: TransientStateOptions;
  readonly #reactions = new Map<string, NonNullable<PersonView['reaction']>>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #counter = 0;
  #turnId: string | null = null;
  #handIds: ReadonlySet<string> = new Set();
  unread = 0;
  /** The last speaker except this person; shown large in the speaker view. */
  speakerId: string | null = null;
  /** The texts of the two people in an identity check. */
  talkLines: readonly TalkLine[] = [];

  constructor(options: TransientStateOptions) {
    this.#options = options;
  }

  /** @returns functions that stop it */
  listen(): (() => void)[] {
    const { session, board, texts, ring } = this.#options;
    return [
      session.on('chatReceived', (message) => this.#chatReceived(message)),
      session.on('reactionReceived', (id, kind) => this.#reactionReceived(id, kind)),
      session.on('hostMessage', (kind, text, about) => this.#hostMessage(kind, this.#readable(text, about))),
      session.on('endWarning', (minutes) => this.#endWarning(minutes)),
      session.on('activeSpeakersChanged', (speakers) => {
        const own = session.localParticipant.id;
        this.speakerId = speakers.find((one) => one.participantId !== own)?.participantId ?? this.speakerId;
      }),
      session.on('roomUpdated', () => this.#roomUpdated()),
      session.on('previewOpened', () => {
        this.talkLines = [];
        board.hide('seen');
        ring();
        this.#options.changed();
      }),
      session.on('previewClosed', () => {
        this.talkLines = [];
        this.#options.changed();
      }),
      session.on('previewText', (sent, about) => {
        const text = this.#readable(sent, about);
        this.addTalkLine(text, false);
        this.#options.announce(texts().announce.line(text));
      }),
    ];
  }

  reactionOf(id: string): PersonView['reaction'] {
    return this.#reactions.get(id) ?? null;
  }

  addTalkLine(text: string, isOwn: boolean): void {
    this.talkLines = [...this.talkLines, { id: ++this.#counter, isOwn, text }];
    this.#options.changed();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #readable(text: string, about: { unreadable: true } | undefined): string {
    return about ? this.#options.texts().encryption.chat.unreadable : text;
  }

  #chatReceived(message: ChatMessage): void {
    const { session, texts, announce, isReadingChat, isBehindDialog, changed } = this.#options;
    const isOwn = message.from.participantId === session.localParticipant.id;
    const isRead = isReadingChat();
    if (!isOwn && !isRead) this.unread += 1;
    if (!isOwn && (!isRead || isBehindDialog())) announce(texts().announce.message(message.from.name));
    changed();
  }

  #reactionReceived(participantId: string, kind: ReactionKind): void {
    const reaction = { kind, id: ++this.#counter };
    this.#reactions.set(participantId, reaction);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      // A newer reaction has its own timer.
      if (this.#reactions.get(participantId) !== reaction) return;
      this.#reactions.delete(participantId);
      this.#options.changed();
    }, reactionShownMs);
    this.#timers.add(timer);
    this.#options.changed();
  }

  #hostMessage(kind: 'help' | 'breakout', message: string): void {
    const { board, texts, ring } = this.#options;
    const { fromTherapist, toGroups } = texts().notices;
    const text = kind === 'help' ? fromTherapist(message) : toGroups(message);
    board.keep({ id: `host ${kind} ${++this.#counter}`, kind: 'calm', text });
    ring();
  }

  #endWarning(minutes: number): void {
    const { session, board, texts, extend } = this.#options;
    const text = texts().notices.endsIn(minutes);
    const { canEnd, canExtend = canEnd } = session.localParticipant.grants;
    const press = (): void => {
      board.hide('end');
      extend(extensionMinutes);
    };
    const button = { label: texts().host.extendBy(extensionMinutes), press };
    if (canExtend) board.keep({ id: 'end', kind: 'important', text, isPublic: true, buttons: [button] });
    // Hosts may get `canExtend` while it is shown.
    else if (session.localParticipant.isHost) board.keep({ id: 'end', kind: 'important', text, isPublic: true });
    else board.show('end', text, 'important', true);
  }

  /** Announces turns and raised hands to people who don't look at the screen. */
  #roomUpdated(): void {
    const { session, texts, announce, ring } = this.#options;
    const { room, localParticipant } = session;
    const turnId = room?.goRound?.order[room.goRound.turn] ?? null;
    if (turnId !== null && turnId !== this.#turnId) {
      if (turnId === localParticipant.id) ring();
      else announce(texts().announce.turn(this.#nameOf(turnId)));
    }
    this.#turnId = turnId;
    const handIds = new Set(room?.hands ?? []);
    if (localParticipant.isHost) {
      for (const id of handIds)
        if (!this.#handIds.has(id) && id !== localParticipant.id) announce(texts().announce.hand(this.#nameOf(id)));
    }
    this.#handIds = handIds;
  }

  #nameOf(id: string): string {
    return this.#options.session.participants.get(id)?.name ?? '';
  }
}
