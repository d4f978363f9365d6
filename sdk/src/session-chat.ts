import type { ChatMessage } from '../protocol/messages/messages.ts';
import type { Request } from './core/wire.ts';

/** The chat of one stay: what was received, in order. Nothing of it outlives the page. */
export class Chat {
  readonly #request: Request;
  readonly #tell: (message: ChatMessage) => void;
  #messages: readonly ChatMessage[] = [];

  /** Made by the Session. @param tell is called for each message once */
  constructor(request: Request, tell: (message: ChatMessage) => void) {
    this.#request = request;
    this.#tell = tell;
  }

  /** In the order in which they were written, one's own among them. A new array with every message. */
  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /**
   * Writes to everybody in the same place, to the hosts alone, or to one participant. Plain text, at most 4,000 characters.
   * Rejects with `not-admitted` while waiting, `not-allowed` without the grant `chat` or when these two may not write to each
   * other, `rate-limited` after many messages in a short time.
   */
  async send(text: string, { to }: { to: 'group' | 'hosts' | (string & {}) }): Promise<void> {
    await this.#request('sendChat', { ...recipient(to), text });
  }

  /** Number of the newest message that is here; undefined without one. Called by the Session. */
  get lastSeq(): number | undefined {
    return this.#messages.at(-1)?.seq;
  }

  /** Called by the Session. What came before, and comes again after a resume, is passed over. */
  handleReceived(received: readonly ChatMessage[]): void {
    for (const message of received) {
      if (this.#messages.some(({ seq }) => seq === message.seq)) continue;
      this.#messages = [...this.#messages, message].sort((one, other) => one.seq - other.seq);
      this.#tell(message);
    }
  }

  /** The group is left: nothing of it is kept. Called by the Session. */
  clear(): void {
    this.#messages = [];
  }
}

function recipient(to: string): { to: 'group' | 'hosts' } | { to: 'participant'; participantId: string } {
  return to === 'group' || to === 'hosts' ? { to } : { to: 'participant', participantId: to };
}
