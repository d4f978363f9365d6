/** One live room in which everybody sends audio. */
import type { SessionOptions } from '@hearthroom/sdk';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import type { StallClock } from '../causes/stalls.ts';
import { comesTrue, until } from '../wait.ts';
import type { Clinic, Member } from './clinic.ts';

export interface GroupOptions {
  /** Admitted clients besides the therapist; 3 by default. */
  clients?: number;
  waiting?: number;
  settings?: Partial<RoomSettings>;
  /** Session options for single participants, by name. */
  ways?: Record<string, Partial<SessionOptions>>;
}

const names = ['anna', 'ben', 'cleo', 'dora', 'emil'];

export class Group {
  readonly clinic: Clinic;
  readonly room: string;
  readonly host: Member;
  readonly clients: readonly Member[];
  readonly waiting: readonly Member[];

  /** Resolves when all participants inside hear each other. */
  static async gather(clinic: Clinic, options: GroupOptions = {}): Promise<Group> {
    const { clients: clientCount = 3, waiting: waitingCount = 0, settings = {}, ways = {} } = options;
    const room = await clinic.createRoom(settings);
    const enter = (sub: string, role: 'therapist' | 'client') => clinic.enter(room, { sub, role }, ways[sub]);
    const host = await enter('weber', 'therapist');
    const clients: Member[] = [];
    for (const name of names.slice(0, clientCount)) clients.push(await enter(name, 'client'));
    await until(() => host.session.waitingParticipants.length === clientCount, 'all clients wait');
    await host.session.admitAll();
    const waiting: Member[] = [];
    for (let index = 0; index < waitingCount; index += 1) waiting.push(await enter(`waiting-${index}`, 'client'));
    await until(() => host.session.waitingParticipants.length === waitingCount, 'the others wait');
    const group = new Group(clinic, room, host, clients, waiting);
    for (const { person } of group.inside) await person.speak();
    await group.hearsEachOther();
    return group;
  }

  private constructor(
    clinic: Clinic,
    room: string,
    host: Member,
    clients: readonly Member[],
    waiting: readonly Member[],
  ) {
    this.clinic = clinic;
    this.room = room;
    this.host = host;
    this.clients = clients;
    this.waiting = waiting;
  }

  get inside(): Member[] {
    return [this.host, ...this.clients];
  }

  /** Waits until audio of everybody sent from now on reaches everybody. */
  async hearsEachOther(withinMs = 30_000): Promise<void> {
    const from = performance.now();
    const isHeard = await comesTrue(
      () => this.inside.every((member) => member.hearsSince(from, this.inside)),
      withinMs,
    );
    if (!isHeard) throw new Error(`It never came: everybody hears everybody (${this.#unheard(from)})`);
  }

  /** Who does not hear whom since that time, with the state of each of them. */
  #unheard(from: number): string {
    const missing = this.inside.flatMap((member) =>
      this.inside
        .filter((other) => other !== member && !member.hearsSince(from, [other]))
        .map((other) => `${member.identity.sub} does not hear ${other.identity.sub}`),
    );
    const states = this.inside.map(({ identity, session, person, transports }) =>
      [identity.sub, session.state, ...person.failures.slice(-2), `(${transports})`].join(' '),
    );
    return [`room ${this.room}`, ...missing, ...states].join('; ');
  }

  /** When the last of them heard all others again after that time; Infinity while somebody does not. */
  heardAllAt(time: number): number {
    return Math.max(...this.inside.map((member) => member.hearsAllAt(time, this.inside)));
  }

  /** Waits until then. @returns as `heardAllAt`; Infinity if it took longer */
  async untilHeard(time: number, withinMs = 30_000): Promise<number> {
    const isHeard = await comesTrue(() => Number.isFinite(this.heardAllAt(time)), withinMs);
    return isHeard ? this.heardAllAt(time) : Number.POSITIVE_INFINITY;
  }

  /** The longest silence of everybody, as everybody else heard it, without the stalls of this process. */
  gaps(from: number, to: number, stalls: StallClock): number[] {
    return this.inside.flatMap(({ hearing, id }) =>
      this.inside.filter((other) => other.id !== id).map((other) => hearing.longestGap(from, to, stalls, other.id)),
    );
  }

  /** The longest silence after that time that one of them heard of another, in milliseconds. */
  longestGapMs(from: number): number {
    const gaps = this.inside.flatMap((member) =>
      this.inside
        .filter((other) => other !== member)
        .map(({ id }) => {
          const times = member.hearing.from(id).map(({ at }) => at);
          const later = times.filter((at) => at > from);
          return later.reduce((longest, at, index) => Math.max(longest, at - (later[index - 1] ?? at)), 0);
        }),
    );
    return Math.max(...gaps);
  }

  /** `picture`, as soon as nobody in it has lost the connection: what a fault before this one has done is over. */
  async settledPicture(): Promise<string> {
    const isSettled = () =>
      [...this.inside, ...this.waiting].every(
        ({ session }) => session.state === 'joined' || session.state === 'waiting',
      ) &&
      this.host.session.waitingParticipants.every(({ connection }) => connection === 'connected') &&
      this.inside.every(({ session }) => session.participants.size === this.inside.length - 1);
    await until(isSettled, 'everybody is connected');
    return this.picture();
  }

  /**
   * Who is where, as seen by each participant, one fact per line. Must be the same before and after a fault that must go
   * unnoticed.
   */
  picture(): string {
    const states = [...this.inside, ...this.waiting].map(
      ({ identity, session, id }) => `${identity.sub} is ${session.state} as ${id}`,
    );
    const rosters = this.inside.flatMap(({ identity, session }) =>
      [...session.participants.values()]
        .map(({ id, name, role }) => `${identity.sub} sees ${name}, ${role}, ${id}`)
        .sort(),
    );
    // Without their epochs: a waiting client that reconnects gets a new one, so that an earlier admission cannot apply
    // to somebody else.
    const waiting = this.host.session.waitingParticipants.map(
      ({ id, name, connection }, index) => `number ${index + 1} in the waiting room is ${name}, ${connection}, ${id}`,
    );
    return [...states, ...rosters, ...waiting].join('\n');
  }

  /** What is different from an earlier picture, at the latest after that time; empty when all is as it was. */
  async changesSince(picture: string, withinMs = 0): Promise<string> {
    await comesTrue(() => this.picture() === picture, withinMs);
    const [before, now] = [picture.split('\n'), this.picture().split('\n')];
    const gone = before.filter((fact) => !now.includes(fact)).map((fact) => `no more: ${fact}`);
    const added = now.filter((fact) => !before.includes(fact)).map((fact) => `new: ${fact}`);
    return [...gone, ...added].join(', ');
  }
}

/** Of all of them; empty when all is as it was. */
export async function changesSince(
  groups: readonly Group[],
  pictures: readonly string[],
  withinMs: number,
): Promise<string> {
  const changes = await Promise.all(groups.map((group, index) => group.changesSince(pictures[index] ?? '', withinMs)));
  return changes.filter(Boolean).join('; ');
}
