/**
 * The identities of the people who are or were seen: a text may come from somebody who has gone meanwhile, or has loaded
 * the page again.
 */
import { isSameIdentity, type PublicIdentity } from '../keys/identity.ts';
import type { PlacePeople } from './place-people.ts';

const maxOfOnePerson = 4;
const maxPeople = 256;

export class KnownIdentities {
  /** By participant id, the newest identity first; those who were not seen for the longest time first. */
  readonly #identities = new Map<string, PublicIdentity[]>();

  remember({ everybody }: PlacePeople): void {
    for (const { id, e2ee } of everybody) {
      if (!e2ee) continue;
      const others = this.of(id).filter((one) => !isSameIdentity(one, e2ee));
      this.#identities.delete(id);
      this.#identities.set(id, [e2ee, ...others].slice(0, maxOfOnePerson));
    }
    for (const oldest of [...this.#identities.keys()].slice(0, -maxPeople)) this.#identities.delete(oldest);
  }

  /** The newest one first. */
  of(participantId: string): readonly PublicIdentity[] {
    return this.#identities.get(participantId) ?? [];
  }
}
