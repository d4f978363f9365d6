/** Who is with this person, and who may read what: read from the snapshot. */
import type { Participant, PublicIdentity, Snapshot } from '../../../protocol/messages/messages.ts';
import type { Receiver } from '../exchange/own-secrets.ts';
import type { AudienceMember } from '../keys/audience-hash.ts';
import type { TextKind } from '../texts/text-kinds.ts';

export class PlacePeople {
  readonly id: string;
  readonly stay: number;
  readonly participants: readonly Participant[];
  /** The participants, and the other person in a preview. */
  readonly everybody: readonly Participant[];
  /** Those who may have this person's secrets, and have keys. */
  readonly audience: readonly Receiver[];
  readonly #snapshot: Snapshot;
  readonly #partner: Participant | null;

  /** @param partner the other person in a preview */
  constructor(snapshot: Snapshot, partner: Participant | null) {
    const { self } = snapshot;
    this.id = self.id;
    this.stay = self.stay ?? 0;
    this.#snapshot = snapshot;
    this.#partner = partner;
    this.participants = snapshot.state === 'admitted' ? snapshot.participants : [];
    this.everybody = [...this.participants, ...(partner ? [partner] : [])];
    this.audience = this.everybody
      .filter(({ id, away }) => !away && self.audience?.includes(id))
      .flatMap((person) => receiverOf(person) ?? []);
  }

  /**
   * The receivers of a text, as far as they are known here: the server decides. Hosts are those with a role of hosts.
   * @param participantId of the only receiver, with `help-answer`
   * @returns null: one of them can't encrypt
   */
  receiversOf(kind: TextKind, participantId?: string): Receiver[] | null {
    const receivers = this.#readersOf(kind, participantId).map(receiverOf);
    return receivers.every((receiver) => receiver !== null) ? receivers : null;
  }

  /** While this place is encrypted, all readers of such a text have keys. In a conversation of two, those elsewhere may not. */
  haveKeysFor(kind: TextKind): boolean {
    return kind === 'chat:group' || kind === 'preview' || !('participantId' in this.#snapshot.self.place);
  }

  #readersOf(kind: TextKind, participantId?: string): readonly Participant[] {
    const { participants } = this;
    switch (kind) {
      case 'chat:group': {
        const audience = this.#snapshot.self.audience ?? [];
        return participants.filter(({ id, away }) => !away && audience.includes(id));
      }
      case 'chat:hosts':
      case 'help':
        return participants.filter(({ role }) => role === 'therapist' || role === 'cotherapist');
      case 'check-in':
        return participants.filter(({ role }) => role !== 'observer');
      case 'groups': {
        const grouped = this.#groupedIds();
        return participants.filter(({ id }) => grouped.has(id));
      }
      case 'preview':
        return this.#partner ? [this.#partner] : [];
      case 'help-answer':
        return participants.filter(({ id }) => id === participantId);
      default:
        if (kind.startsWith('check-in-answer:')) return this.#readersOf('chat:hosts');
        return participants.filter(({ id }) => kind === `chat:${id}`);
    }
  }

  #groupedIds(): Set<string> {
    const breakout = this.#snapshot.state === 'admitted' ? this.#snapshot.room.breakout : null;
    return new Set(breakout?.groups.flatMap(({ participantIds }) => participantIds));
  }

  /**
   * The people for whom everybody in this place encrypts, with this person. Null: people see different people now, since
   * the circle is closed, observers need consent, or some are elsewhere.
   */
  sameForAll(own: PublicIdentity): AudienceMember[] | null {
    const { self } = this.#snapshot;
    if (this.#snapshot.state !== 'admitted' || self.place.kind !== 'group') return null;
    const { circle, breakout, consents } = this.#snapshot.room;
    const roles = [self.role, ...this.everybody.map(({ role }) => role)];
    const isPlain = circle === 'open' && !breakout && consents.length === 0 && !roles.includes('observer');
    return isPlain ? [...this.audience, { participantId: this.id, identity: own }] : null;
  }
}

const receiverOf = ({ id, stay = 0, e2ee }: Participant): Receiver | null =>
  e2ee ? { participantId: id, stay, identity: e2ee } : null;
