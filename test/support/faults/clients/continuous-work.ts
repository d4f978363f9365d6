/** A group in which somebody comes, is admitted, is greeted in the chat and is removed, again and again. */
import { comesTrue, sleep } from '../wait.ts';
import type { Clinic, Identity, Member } from './clinic.ts';
import type { Group } from './group-of-clients.ts';

/** A decision that was acknowledged must have come about by then. */
const comesAboutMs = 15_000;
const pauseMs = 500;
const maxDepartures = 5;

export class ContinuousWork {
  /** Decisions that were acknowledged. */
  acknowledged = 0;
  /** Those of them that did not come about. */
  lost = 0;
  /** Requests that were refused, or lost with their connection: nothing was promised. */
  refused = 0;
  messages = 0;
  readonly banned: Identity[] = [];
  readonly #clinic: Clinic;
  readonly #group: Group;
  #isRunning = true;
  readonly #done: Promise<void>;

  constructor(clinic: Clinic, group: Group) {
    this.#clinic = clinic;
    this.#group = group;
    this.#done = this.#run();
  }

  async #run(): Promise<void> {
    for (let count = 1; this.#isRunning; count += 1) {
      const guest = this.#clinic.person(this.#group.room, { sub: `guest-${count}`, role: 'client' });
      try {
        await this.#clinic.pace();
        await guest.session.connect();
        await this.#treat(guest);
      } catch {
        this.refused += 1;
      }
      await this.#seeOut(guest);
      await sleep(pauseMs);
    }
  }

  /**
   * A person who leaves while the connection is lost keeps the seat, or the place in the waiting room, until its lease
   * ends, and the others see it. A request to leave can be lost with its connection too: they come back and leave again.
   */
  async #seeOut(guest: Member): Promise<void> {
    await comesTrue(() => guest.session.state !== 'reconnecting', comesAboutMs);
    await guest.person.leave();
    for (let tries = 0; tries < maxDepartures && !(await this.#isGone(guest)); tries += 1) {
      const again = this.#clinic.person(this.#group.room, guest.identity);
      await this.#clinic.pace();
      // A banned person is not let in.
      await again.session.connect().catch(() => {});
      await again.person.leave();
    }
  }

  /** Whether the host sees, within a moment, neither a seat nor a place in the waiting room of this person. */
  async #isGone({ identity }: Member): Promise<boolean> {
    const { session } = this.#group.host;
    await comesTrue(() => session.state === 'joined', comesAboutMs);
    const everybody = () => [...session.participants.values(), ...session.waitingParticipants];
    return await comesTrue(() => !everybody().some(({ name }) => name === identity.sub), 2_000);
  }

  async #treat(guest: Member): Promise<void> {
    const { session } = this.#group.host;
    const entry = () => session.waitingParticipants.find(({ id }) => id === guest.id);
    await comesTrue(() => entry() !== undefined, 5_000);
    const found = entry();
    if (!found) throw new Error('the host does not see the guest');
    await session.host.admit(found);
    await this.#mustComeAbout(() => guest.session.state === 'joined');
    await session.chat.send('Welcome', { to: 'group' });
    this.messages += 1;
    await session.host.remove(guest.id, { ban: true });
    this.banned.push(guest.identity);
    await this.#mustComeAbout(() => guest.session.state === 'closed');
  }

  async #mustComeAbout(condition: () => boolean): Promise<void> {
    this.acknowledged += 1;
    if (!(await comesTrue(condition, comesAboutMs))) this.lost += 1;
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#done;
  }

  /** Those who were removed last try to come back. @returns how many of them got in */
  async comeBack(): Promise<number> {
    let entered = 0;
    for (const identity of this.banned.slice(-3)) {
      const again = this.#clinic.person(this.#group.room, identity);
      await this.#clinic.pace();
      await again.session.connect().catch(() => {});
      if (again.session.state !== 'closed') entered += 1;
      await again.person.leave().catch(() => {});
    }
    return entered;
  }
}
