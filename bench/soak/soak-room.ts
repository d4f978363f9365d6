/** One group session from the room's creation to its end, with everything that people do in between. */
import { createAdminToken } from '@hearthroom/sdk/token';
import { testKey } from '../../test/support/server/test-server.ts';
import { SoakPerson } from './soak-person.ts';

export interface SoakRoomOptions {
  url: string;
  /** With the therapist; at least three. From four on, one of them loses the connection and does not come back. */
  people: number;
}

/** How a session ends. */
export const endings = ['by the host', 'by the backend', 'everybody leaves first'] as const;
export type Ending = (typeof endings)[number];

/** The shortest that the server accepts: seats of people who don't come back are given up during the session. */
const seatLeaseSeconds = 5;
/** A packet of every stream: 25 a second. */
const sendEveryMs = 40;

export class SoakRoom {
  /** How many people have come, and how often connections were lost. */
  readonly counts = { people: 0, drops: 0 };
  readonly #options: SoakRoomOptions;
  readonly #id: string;
  readonly #people: SoakPerson[] = [];
  #sending: NodeJS.Timeout | undefined;

  static async create(options: SoakRoomOptions): Promise<SoakRoom> {
    const settings = { title: 'Soak', seatLeaseSeconds, encryption: 'off' };
    const answer = await callApi(options.url, 'POST', '/v1/rooms', settings);
    const room: unknown = await answer.json();
    if (typeof room === 'object' && room !== null && 'id' in room && typeof room.id === 'string') {
      return new SoakRoom(options, room.id);
    }
    throw new Error(`The server made no room: ${answer.status}`);
  }

  private constructor(options: SoakRoomOptions, id: string) {
    this.#options = options;
    this.#id = id;
  }

  /** The therapist comes first and admits the others; all send and receive. */
  async gather(): Promise<void> {
    const host = await this.#enter('therapist');
    const others = Array.from({ length: this.#options.people - 1 }, () => this.#enter('client'));
    for (const person of await Promise.all(others)) await admit(host, person);
    await Promise.all(this.#people.map((person) => person.publish()));
    this.#sending = setInterval(() => {
      for (const person of this.#people) person.send();
    }, sendEveryMs);
  }

  /** One person comes back, one leaves and another one comes, one is denied, one waits again, one does not come back. */
  async changePeople(): Promise<void> {
    const [host, returning, leaving, lost, ...others] = this.#people;
    if (!host || !returning || !leaving) throw new Error('There are fewer than three people');
    const comeAndGo = async () => {
      this.counts.drops += 1;
      await returning.drop();
      await returning.comeBack();
      await leaving.leave();
      this.#remove(leaving);
      await this.#welcome(host);
      await this.#deny(host);
      await waitAgain(host, others[0] ?? returning);
      await changeTracks(others[1] ?? host);
      await host.client.request('sendChat', { to: 'group', text: 'See you next week.' });
    };
    await Promise.all([comeAndGo(), lost && this.#lose(host, lost)]);
  }

  async end(ending: Ending): Promise<void> {
    const [host] = this.#people;
    if (ending === 'by the host') await host?.client.request('endRoom', {});
    if (ending === 'everybody leaves first') await Promise.all(this.#people.map((person) => person.leave()));
    if (ending !== 'by the host') await callApi(this.#options.url, 'DELETE', `/v1/rooms/${this.#id}`);
    await this.close();
  }

  /** Of the clients; also after a failure. */
  async close(): Promise<void> {
    clearInterval(this.#sending);
    await Promise.all(this.#people.splice(0).map((person) => person.drop()));
  }

  /** Resolves when the seat is given up. */
  async #lose(host: SoakPerson, person: SoakPerson): Promise<void> {
    this.counts.drops += 1;
    await person.drop();
    await host.client.collect('participantLeft', (all) => all.some(({ participantId }) => participantId === person.id));
    this.#remove(person);
  }

  #remove(person: SoakPerson): void {
    this.#people.splice(this.#people.indexOf(person), 1);
  }

  async #enter(role: 'therapist' | 'client'): Promise<SoakPerson> {
    this.counts.people += 1;
    const sub = `person-${this.counts.people}`;
    const person = await SoakPerson.enter(this.#options.url, { room: this.#id, sub, role });
    this.#people.push(person);
    return person;
  }

  async #welcome(host: SoakPerson): Promise<void> {
    const person = await this.#enter('client');
    await admit(host, person);
    await person.publish();
  }

  async #deny(host: SoakPerson): Promise<void> {
    const person = await this.#enter('client');
    await host.client.request('deny', await entryOf(host, person));
    this.#remove(person);
    await person.drop();
  }
}

/** The newest entry of this person. */
async function entryOf(host: SoakPerson, { id }: SoakPerson): Promise<{ participantId: string; epoch: number }> {
  const isOfPerson = ({ entry }: { entry: { id: string } }): boolean => entry.id === id;
  const waiting = await host.client.collect('waitingAdded', (all) => all.some(isOfPerson));
  return { participantId: id, epoch: waiting.findLast(isOfPerson)?.entry.epoch ?? 0 };
}

async function admit(host: SoakPerson, person: SoakPerson): Promise<void> {
  await host.client.request('admit', await entryOf(host, person));
  await person.untilAdmitted();
}

async function waitAgain(host: SoakPerson, person: SoakPerson): Promise<void> {
  const before = await host.client.collect('waitingAdded', () => true);
  await host.client.request('putInWaitingRoom', { participantId: person.id });
  await host.client.collect('waitingAdded', ({ length }) => length > before.length);
  await person.client.collect('snapshotReplaced', (all) => all.at(-1)?.snapshot.state === 'waiting');
  await admit(host, person);
  await person.publish();
}

/** Muted and back, then another camera. */
async function changeTracks(person: SoakPerson): Promise<void> {
  const { client, trackIds } = person;
  for (const trackId of trackIds) await client.request('pauseTrack', { trackId });
  for (const trackId of trackIds) await client.request('resumeTrack', { trackId });
  for (const trackId of trackIds) await client.request('closeTrack', { trackId });
  await person.publish();
}

async function callApi(url: string, method: string, path: string, body?: object): Promise<Response> {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  return await fetch(`${url}${path}`, {
    method,
    headers: { authorization, connection: 'close', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}
