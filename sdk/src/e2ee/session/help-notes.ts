/** Notes of requests for help, which are part of the room's view, and are decrypted a moment after it. */
import type { HelpRequest, ReceivedSealedText, Snapshot } from '../../../protocol/messages/messages.ts';
import type { OpenedText } from '../texts/text-kinds.ts';

type OpenNote = (sealed: ReceivedSealedText, occasion: string, writerId: string) => Promise<OpenedText>;

export class HelpNotes {
  readonly #open: OpenNote;
  readonly #handleOpened: () => void;
  /** By request and ciphertext. */
  readonly #notes = new Map<string, OpenedText | 'opening'>();

  constructor(open: OpenNote, handleOpened: () => void) {
    this.#open = open;
    this.#handleOpened = handleOpened;
  }

  /** Replaces what is decrypted, starts to decrypt the rest, and forgets the notes of other requests. */
  read(snapshot: Snapshot): Snapshot {
    if (snapshot.state !== 'admitted') {
      this.#notes.clear();
      return snapshot;
    }
    const { help } = snapshot.room;
    const open = new Set(help.map(keyOf));
    for (const key of this.#notes.keys()) if (!open.has(key)) this.#notes.delete(key);
    if (!help.some(({ sealed }) => sealed)) return snapshot;
    return { ...snapshot, room: { ...snapshot.room, help: help.map((request) => this.#withNote(request)) } };
  }

  #withNote(request: HelpRequest): HelpRequest {
    const { sealed } = request;
    if (!sealed) return request;
    const key = keyOf(request);
    const opened = this.#notes.get(key);
    if (opened === undefined) void this.#decrypt(key, request, sealed);
    // Whatever the server gives beside it was not encrypted.
    const unread = { ...request, note: null };
    if (opened === undefined || opened === 'opening') return unread;
    // A note of an earlier request is no note of this one.
    return opened && !opened.unreadable ? { ...request, note: opened.text } : { ...unread, ...{ unreadable: true } };
  }

  async #decrypt(key: string, { participantId, since }: HelpRequest, sealed: ReceivedSealedText): Promise<void> {
    this.#notes.set(key, 'opening');
    // A changed note keeps the time of the request.
    const opened = await this.#open(sealed, `${participantId} ${since}`, participantId);
    if (!this.#notes.has(key)) return;
    this.#notes.set(key, opened);
    this.#handleOpened();
  }
}

const keyOf = ({ participantId, since, sealed }: HelpRequest): string =>
  JSON.stringify([participantId, since, sealed?.cipher]);
