import type { HelpRequest, Session } from '../../src/index.ts';
import type { Tune } from '../effects/chime.ts';
import type { Texts } from '../texts/texts.ts';
import type { Alert } from '../views/types/host-view-types.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface HelpNewsOptions {
  session: Pick<Session, 'on'> & {
    readonly localParticipant: { readonly isHost: boolean };
    readonly participants: ReadonlyMap<string, { readonly name: string }>;
  };
  board: Pick<NoticeBoard, 'keep'>;
  texts: () => Texts;
  /** Announces a text to screen readers, politely. */
  announce: (text: string) => void;
  ring: (tune: Tune) => void;
}

/** A repeated call has another key. */
const keyOf = ({ participantId, since }: HelpRequest): string => `${participantId} ${since}`;

/** Calls for help: rings and announces each new one once to hosts, and tells a client that their call was closed. */
export class HelpNews {
  readonly #options: HelpNewsOptions;
  #calls: ReadonlyMap<string, string> = new Map();
  alerts: readonly Alert[] = [];

  constructor(options: HelpNewsOptions) {
    this.#options = options;
  }

  /** @returns functions that stop it */
  listen(): (() => void)[] {
    const { session } = this.#options;
    return [
      session.on('roomUpdated', ({ help = [] }) => this.#helpUpdated(session.localParticipant.isHost ? help : [])),
      session.on('helpClosed', () => this.#ownClosed()),
    ];
  }

  /** Removes the announcements from the page; they are not repeated. */
  forgetAlerts(): void {
    this.alerts = [];
  }

  #helpUpdated(help: readonly HelpRequest[]): void {
    const { texts, announce, ring } = this.#options;
    const calls = new Map(help.map((request) => [keyOf(request), request.participantId]));
    const added = [...calls].filter(([key]) => !this.#calls.has(key));
    const over = [...this.#calls].filter(([key]) => !calls.has(key));
    this.#calls = calls;
    this.alerts = [
      ...this.alerts.filter(({ id }) => calls.has(id)),
      ...added.map(([id, participantId]) => ({ id, text: texts().announce.help(this.#nameOf(participantId)) })),
    ];
    if (added.length > 0) ring('help');
    for (const [, participantId] of over) announce(texts().announce.helpOver(this.#nameOf(participantId)));
  }

  #ownClosed(): void {
    const { board, texts, ring } = this.#options;
    board.keep({ id: 'help', kind: 'calm', text: texts().notices.helpClosed });
    ring('bell');
  }

  #nameOf(id: string): string {
    return this.#options.session.participants.get(id)?.name ?? '';
  }
}
