import type { ReceivedSealedText, ChatMessage as WireChatMessage } from '../../protocol/messages/messages.ts';
import type { Place } from '../../protocol/schemas/person-schemas.ts';
import type { RoomEncryption } from '../../protocol/schemas/room-schemas.ts';
import type { Request } from '../core/wire.ts';
import type { Open, Seal } from '../e2ee/texts/text-kinds.ts';
import type { ChatMessage } from './types/session-types.ts';

/** What the server compares before it delivers a message to everybody in the same place. */
export interface SeenPlace {
  place: Place;
  breakout: boolean;
  circle?: 'open' | 'closed';
}

interface Sealing {
  seal: Seal;
  open: Open;
  /** With `required`, texts that are not encrypted are not shown. */
  readonly setting: RoomEncryption;
}

/** The chat of one stay: the messages received, in order. They are kept in memory only. */
export class Chat {
  readonly #request: Request;
  readonly #tell: (message: ChatMessage) => void;
  readonly #seen: () => SeenPlace | null;
  readonly #sealing: Sealing;
  #messages: readonly ChatMessage[] = [];
  /** `seq` of all messages received, also of those that are being decrypted; another set after `clear`. */
  #received = new Set<number>();
  #isClosed = false;

  /**
   * Created by the Session.
   * @param tell called once for each message
   * @param seen where this person is, as last received; null: the server does not know `seen`
   */
  constructor(request: Request, tell: (message: ChatMessage) => void, seen: () => SeenPlace | null, sealing: Sealing) {
    this.#request = request;
    this.#tell = tell;
    this.#seen = seen;
    this.#sealing = sealing;
  }

  /**
   * In the order in which they were written, including one's own; empty once the session is closed. A new array after
   * every message.
   */
  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /**
   * Sends a message to everybody in the same place (`group`), to all hosts (`hosts`), or to one participant (their id).
   * Resolves when the server has accepted it; it then also arrives as `chatReceived`. Rejects with `not-admitted` while
   * waiting, `not-allowed` without the grant `chat` or when these two people may not write to each other, `not-found`
   * when the recipient is not in the session, `rate-limited` after more than 10 messages in 10 seconds, and `too-late`
   * when a message to the group would reach other people than when it was sent, because this person is in another place
   * by then, breakout groups have begun or ended, or the circle has opened. In a room that requires encryption also with
   * `e2ee-unsupported`, when this client can't encrypt.
   * @param text plain text, 1 to 4,000 characters
   */
  async send(text: string, { to }: { to: 'group' | 'hosts' | (string & {}) }): Promise<void> {
    const seen = to === 'group' ? this.#seen() : null;
    const content = await this.#sealing.seal(`chat:${to}`, text);
    await this.#request('sendChat', { ...recipient(to), ...content, ...(seen && { seen }) });
  }

  /** `seq` of the newest message received; undefined without one. Called by the Session. */
  get lastSeq(): number | undefined {
    return this.#received.size > 0 ? Math.max(...this.#received) : undefined;
  }

  /** Adds messages and ignores those received before, which can come again after a resume. Called by the Session. */
  handleReceived(received: readonly WireChatMessage[]): void {
    for (const { sealed, ...message } of received) {
      // A listener may have left.
      if (this.#isClosed) return;
      if (this.#received.has(message.seq)) continue;
      this.#received.add(message.seq);
      const isForbidden = !sealed && this.#sealing.setting === 'required';
      if (sealed) void this.#decrypt(message, sealed);
      else this.#add({ ...message, ...(isForbidden && { text: '', unreadable: true }), encryption: 'none' });
    }
  }

  async #decrypt(message: WireChatMessage, sealed: ReceivedSealedText): Promise<void> {
    const { seq, from, to, participantId } = message;
    const received = this.#received;
    const opened = await this.#sealing.open(`chat:${participantId ?? to}`, sealed, `${seq}`, from.participantId);
    // Put back to wait meanwhile.
    if (opened && received === this.#received) this.#add({ ...message, ...opened, encryption: 'e2e' });
  }

  #add(message: ChatMessage): void {
    this.#messages = [...this.#messages, message].sort((one, other) => one.seq - other.seq);
    this.#tell(message);
  }

  /** Deletes all messages: the person is no longer in the group. Called by the Session. */
  clear(): void {
    this.#messages = [];
    this.#received = new Set();
  }

  /** The session is over: deletes all messages and takes no more. Called by the Session. */
  close(): void {
    this.#isClosed = true;
    this.clear();
  }
}

function recipient(to: string): { to: 'group' | 'hosts' } | { to: 'participant'; participantId: string } {
  return to === 'group' || to === 'hosts' ? { to } : { to: 'participant', participantId: to };
}
