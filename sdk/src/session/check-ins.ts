/** The check-in of this stay: what is asked and answered, as this person may see it, and the requests about it. */
import { isEqual } from '../../protocol/equal.ts';
import type { CheckInQuestion, Participant, Snapshot } from '../../protocol/messages/messages.ts';
import { readQuestion, writeAnswer, writeQuestion } from '../core/check-in-texts.ts';
import { HearthroomError } from '../core/hearthroom-error.ts';
import type { Request } from '../core/wire.ts';
import type { Seal } from '../e2ee/texts/text-kinds.ts';
import type { CheckIn, RoomView } from './types/room-view.ts';

export interface CheckInsOptions {
  request: Request;
  seal: Seal;
  serverRevision: () => number;
  tell: (checkIn: CheckIn | null) => void;
}

/** Servers before it would close the connection. */
const checkInRevision = 3;

export class CheckIns {
  readonly #options: CheckInsOptions;
  #snapshot: Snapshot | null = null;
  #current: CheckIn | null = null;
  /** For whom the question was encrypted: stays and keys. */
  #readers = new Set<string>();

  constructor(options: CheckInsOptions) {
    this.#options = options;
  }

  get current(): CheckIn | null {
    return this.#current;
  }

  /** See `HostRequests.startCheckIn`. */
  async start(question: CheckInQuestion): Promise<void> {
    this.#checkServer();
    if (!readQuestion(writeQuestion(question))) throw new HearthroomError('invalid-params');
    const readers = new Set(this.#readersNow());
    const { sealed } = await this.#options.seal('check-in', writeQuestion(question));
    if (sealed) this.#readers = readers;
    await this.#options.request('startCheckIn', sealed ? { sealed } : { question });
  }

  /** See `Session.answerCheckIn`. */
  async answer(value: number | null): Promise<void> {
    const { id: checkInId } = this.#running();
    const { request, seal } = this.#options;
    if (value === null) {
      await request('answerCheckIn', { checkInId, value });
      return;
    }
    const { sealed } = await seal(`check-in-answer:${checkInId}`, writeAnswer(value));
    await request('answerCheckIn', sealed ? { checkInId, sealed } : { checkInId, value });
  }

  /** See `HostRequests.endCheckIn`. */
  async end(): Promise<void> {
    await this.#options.request('endCheckIn', { checkInId: this.#running().id });
  }

  #running(): CheckIn {
    if (!this.#current) throw new HearthroomError('too-late');
    return this.#current;
  }

  #checkServer(): void {
    if (this.#options.serverRevision() < checkInRevision) throw new HearthroomError('server-too-old');
  }

  /** To be called with everything that the server says of the room; null: the session is closed. */
  follow(snapshot: Snapshot | null): void {
    this.#snapshot = snapshot;
    const room: RoomView | undefined = snapshot?.room;
    const before = this.#current;
    this.#current = room?.checkIn ?? null;
    if (!this.#current) this.#readers.clear();
    this.#share();
    if (!isEqual(before, this.#current)) this.#options.tell(this.#current);
  }

  /** Encrypts this host's own question for people who have come since, or have other keys. */
  #share(): void {
    const checkIn = this.#snapshot?.state === 'admitted' ? this.#snapshot.room.checkIn : undefined;
    if (!checkIn?.question || checkIn.sealed?.from !== this.#snapshot?.self.id || this.#readers.size === 0) return;
    const readers = this.#readersNow();
    if (readers.every((one) => this.#readers.has(one))) return;
    this.#readers = new Set([...this.#readers, ...readers]);
    const { seal, request } = this.#options;
    const sharing = seal('check-in', writeQuestion(checkIn.question)).then(async ({ sealed }) => {
      if (sealed) await request('shareCheckIn', { checkInId: checkIn.id, sealed });
    });
    // With the next person who comes it is tried again for all.
    sharing.catch(() => this.#readers.delete(readers.at(-1) ?? ''));
  }

  #readersNow(): string[] {
    const snapshot = this.#snapshot;
    if (snapshot?.state !== 'admitted') return [];
    const keyOf = ({ id, stay, e2ee }: Participant): string[] => (e2ee ? [`${id} ${stay} ${e2ee.sign}`] : []);
    // This person is one of them.
    return [snapshot.self.id, ...snapshot.participants.filter(({ role }) => role !== 'observer').flatMap(keyOf)];
  }
}
