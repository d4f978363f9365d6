/** A group in which somebody comes, is admitted, is greeted in the chat and is removed, again and again. */
import { comesTrue, sleep } from '../wait.ts';
import type { Clinic, Identity, Member } from './clinic.ts';
import type { Group } from './group-of-clients.ts';

/** A decision that was acknowledged must have come about by then. */
const comesAboutMs = 15_000;
const pauseMs = 500;

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
      // A person who leaves while the connection is lost keeps the seat until its lease ends, and the others see it.
      await comesTrue(() => guest.session.state !== 'reconnecting', comesAboutMs);
      await guest.person.leave().catch(() => {});
      await sleep(pauseMs);
    }
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
