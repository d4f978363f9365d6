/** What a session tells once by an event, kept for components that are mounted later. */
import type { Role, Session } from '../src/index.ts';

/** A message to this person while they wait. */
export interface WaitingMessage {
  text: string;
  /** The writer's role; absent: an administrator wrote it. */
  from?: Role;
  /** No other waiting person gets it. */
  alone?: true;
}

export interface Remembered {
  /** A host's text: why the session is over, or why this person waits again. */
  readonly message: string | null;
  readonly waitingMessages: readonly WaitingMessage[];
  /** The browser plays no sound until the person interacts with the page. */
  readonly isSoundBlocked: boolean;
}

export const nothingRemembered: Remembered = { message: null, waitingMessages: [], isSoundBlocked: false };

export class SessionMemory {
  readonly #session: Session;
  readonly #subscribers = new Set<() => void>();
  #remembered = nothingRemembered;

  constructor(session: Session) {
    this.#session = session;
  }

  readonly get = (): Remembered => this.#remembered;

  readonly subscribe = (notify: () => void): (() => void) => {
    this.#subscribers.add(notify);
    return () => this.#subscribers.delete(notify);
  };

  /** @returns a function that stops listening */
  listen(): () => void {
    const session = this.#session;
    const removals = [
      session.on('stateChanged', (state) => {
        // Once closed, `disconnected` brings the text about the end.
        if (state === 'joined' || state === 'closed') this.#remember({ message: null, waitingMessages: [] });
      }),
      session.on('sentToWait', (reason) => this.#remember({ message: reason ?? null })),
      session.on('messageToWaiting', (text, about) =>
        this.#remember({ waitingMessages: [...this.#remembered.waitingMessages, { text, ...about }] }),
      ),
      session.on('disconnected', (_reason, message) => this.#remember({ message: message ?? null })),
      session.on('audioPlaybackBlocked', () => this.#remember({ isSoundBlocked: true })),
    ];
    return () => {
      for (const remove of removals) remove();
    };
  }

  /** Rejects with `permission-denied` when the browser still plays no sound. */
  readonly startSound = async (): Promise<void> => {
    await this.#session.startAudio();
    this.#remember({ isSoundBlocked: false });
  };

  #remember(change: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...change };
    for (const notify of this.#subscribers) notify();
  }
}
