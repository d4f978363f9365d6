import type { RoomView, Session } from '../../src/index.ts';

/** Somebody who is the only one in their small group. */
export interface LonePerson {
  groupId: string;
  groupName: string;
  personId: string;
}

type Groups = NonNullable<RoomView['breakout']>['groups'];

/** @param isClient a host who visits an empty group is where they want to be */
export function lonePeopleOf(groups: Groups, isClient: (id: string) => boolean): LonePerson[] {
  return groups.flatMap(({ id: groupId, name: groupName, participantIds }) => {
    const [personId, ...others] = participantIds;
    if (personId === undefined || others.length > 0 || !isClient(personId)) return [];
    return [{ groupId, groupName, personId }];
  });
}

/** For hosts: who is alone in a small group, until this host has marked it as seen. Who becomes alone anew is told anew. */
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

  /** @returns what stops it */
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
