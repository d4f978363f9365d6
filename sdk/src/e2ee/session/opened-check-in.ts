/** The check-in, which is part of the room's view: question and answers are decrypted a moment after it. */
import type { ReceivedSealedText, Snapshot } from '../../../protocol/messages/messages.ts';
import type { CheckIn, CheckInAnswer, CheckInQuestion } from '../../../protocol/schemas/check-in-schemas.ts';
import { readAnswer, readQuestion, withCheckIn } from '../../core/check-in-texts.ts';
import type { OpenedText, TextKind } from '../texts/text-kinds.ts';

/** See `Open` of encrypted-session.ts. */
type Open = (kind: TextKind, sealed: ReceivedSealedText, occasion: string, writerId?: string) => Promise<OpenedText>;

type Opened = { text: string } | 'opening' | 'unreadable';

export class OpenedCheckIn {
  readonly #open: Open;
  readonly #handleOpened: () => void;
  /** By ciphertext; of the check-in that runs. */
  readonly #texts = new Map<string, Opened>();
  #id: string | null = null;
  /** Stays while the same question is decrypted anew. */
  #question: CheckInQuestion | null = null;

  constructor(open: Open, handleOpened: () => void) {
    this.#open = open;
    this.#handleOpened = handleOpened;
  }

  /** Replaces what is decrypted, and starts to decrypt the rest. */
  read(snapshot: Snapshot): Snapshot {
    const id = (snapshot.state === 'admitted' && snapshot.room.checkIn?.id) || null;
    if (id !== this.#id) this.#forget(id);
    return withCheckIn(snapshot, (checkIn) => this.#read(checkIn));
  }

  #forget(id: string | null): void {
    this.#id = id;
    this.#question = null;
    this.#texts.clear();
  }

  #read(checkIn: CheckIn): CheckIn {
    const asked = checkIn.sealed ? this.#withQuestion(checkIn, checkIn.sealed) : checkIn;
    const { question, answer, answers } = asked;
    const withValue = (one: CheckInAnswer): CheckInAnswer => this.#withValue(one, question, checkIn.id);
    return {
      ...asked,
      ...(answer && { answer: withValue(answer) }),
      ...(answers && { answers: answers.map(withValue) }),
    };
  }

  #withQuestion(checkIn: CheckIn, sealed: ReceivedSealedText): CheckIn {
    const opened = this.#opened('check-in', sealed, checkIn.id);
    if (typeof opened === 'object') this.#question ??= readQuestion(opened.text);
    // Whatever the server gives beside it was not encrypted.
    const isUnreadable = this.#question === null && opened !== 'opening';
    return { ...checkIn, question: this.#question, ...(isUnreadable && { unreadable: true }) };
  }

  #withValue(answer: CheckInAnswer, question: CheckInQuestion | null, id: string): CheckInAnswer {
    const { sealed, participantId } = answer;
    if (!sealed) return answer;
    const opened = this.#opened(`check-in-answer:${id}`, sealed, `${id} ${participantId}`, participantId);
    const value = typeof opened === 'object' && question ? readAnswer(opened.text, question) : null;
    const isUnreadable = value === null && opened !== 'opening' && question !== null;
    return { ...answer, value, ...(isUnreadable && { unreadable: true }) };
  }

  #opened(kind: TextKind, sealed: ReceivedSealedText, occasion: string, writerId?: string): Opened {
    const key = `${kind} ${sealed.from} ${sealed.cipher} ${sealed.secret?.box}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    this.#texts.set(key, 'opening');
    void this.#open(kind, sealed, occasion, writerId).then((opened) => {
      if (!this.#texts.has(key)) return;
      this.#texts.set(key, opened && !opened.unreadable ? { text: opened.text } : 'unreadable');
      this.#handleOpened();
    });
    return 'opening';
  }
}
