import type { RoomView, Session } from '../../src/index.ts';

/** A person who is the only one in their breakout group. */
export interface LonePerson {
  groupId: string;
  groupName: string;
  personId: string;
}

type Groups = NonNullable<RoomView['breakout']>['groups'];

/**
 * Finds people who are alone in a group.
 * @param isClient a host who visits an empty group is there on purpose
 */
export function lonePeopleOf(groups: Groups, isClient: (id: string) => boolean): LonePerson[] {
  return groups.flatMap(({ id: groupId, name: groupName, participantIds }) => {
    const [personId, ...others] = participantIds;
    if (personId === undefined || others.length > 0 || !isClient(personId)) return [];
    return [{ groupId, groupName, personId }];
  });
}

/**
 * For hosts: the people who are alone in a breakout group, until this host has marked it as seen. A person who becomes
 * alone again is shown again.
 */
export class LoneGroups {
  readonly #session: Session;
  readonly #changed: () => void;
  #people: LonePerson[] = [];
  #seen: ReadonlySet<string> = new Set();

  constructor(session: Session, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  get people(): LonePerson[] {
    return this.#people.filter((person) => !this.#seen.has(keyOf(person)));
  }

  /** @returns a function that stops it */
  listen(): () => void {
    return this.#session.on('roomUpdated', ({ breakout }) => {
      const { participants, localParticipant } = this.#session;
      const isClient = (id: string): boolean => participants.get(id)?.role === 'client';
      this.#people = localParticipant.isHost ? lonePeopleOf(breakout?.groups ?? [], isClient) : [];
      const keys = this.#people.map(keyOf);
      this.#seen = new Set([...this.#seen].filter((key) => keys.includes(key)));
      this.#changed();
    });
  }

  markSeen(person: LonePerson): void {
    this.#seen = new Set([...this.#seen, keyOf(person)]);
    this.#changed();
  }
}

const keyOf = ({ groupId, personId }: LonePerson): string => `${groupId} ${personId}`;
