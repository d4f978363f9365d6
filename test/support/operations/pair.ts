/** The therapist and a client of one live session, who hear each other. */
import type { Session } from '@hearthroom/sdk';
import type { StallClock } from '../faults/causes/stalls.ts';
import { Member } from '../faults/clients/clinic.ts';
import type { RowContext } from '../faults/rows/row.ts';
import { comesTrue, until } from '../faults/wait.ts';
import type { Deployment } from './deployment.ts';
import { TabStorage } from './tab-storage.ts';

export interface PairTabs {
  host: TabStorage;
  client: TabStorage;
}

const flowLimitMs = 30_000;

export class Pair {
  readonly host: Member;
  readonly client: Member;
  readonly #tabs: PairTabs;
  /** How often one of the two was not in the session. */
  interruptions = 0;

  /** @param tabs the stored data of their browsers; a participant with a seat returns to it without a new admission */
  static async enter(
    context: Pick<RowContext, 'afterwards'>,
    deployment: Pick<Deployment, 'url' | 'tokenFor'>,
    room: string,
    tabs: PairTabs = { host: new TabStorage(), client: new TabStorage() },
  ): Promise<Pair> {
    const enter = async (sub: string, role: 'therapist' | 'client', storage: TabStorage) => {
      const identity = { sub, role };
      const getToken = () => deployment.tokenFor(room, identity);
      const member = new Member(identity, { url: deployment.url, getToken, environment: { storage } });
      context.afterwards(() => member.person.leave());
      await member.session.connect();
      return member;
    };
    const host = await enter('weber', 'therapist', tabs.host);
    const client = await enter('anna', 'client', tabs.client);
    if (client.session.state === 'waiting') {
      await until(() => host.session.waitingParticipants.length > 0, 'the client waits');
      await host.session.admitAll();
    }
    await until(() => isJoined(host.session) && isJoined(client.session), 'both are in the session');
    const pair = new Pair(host, client, tabs);
    for (const { person } of pair.members) await person.speak();
    return pair;
  }

  private constructor(host: Member, client: Member, tabs: PairTabs) {
    this.host = host;
    this.client = client;
    this.#tabs = tabs;
    for (const { session } of this.members) {
      session.on('stateChanged', (state) => {
        if (state !== 'joined') this.interruptions += 1;
      });
    }
  }

  get members(): readonly [Member, Member] {
    return [this.host, this.client];
  }

  get areJoined(): boolean {
    return this.members.every(({ session }) => isJoined(session));
  }

  /** The ids of their seats. */
  get ids(): string[] {
    return this.members.map(({ id }) => id);
  }

  /** The data that their browsers would keep if they closed now. */
  copyTabs(): PairTabs {
    return { host: this.#tabs.host.copy(), client: this.#tabs.client.copy() };
  }

  /** Audio packets received so far: from the client, and from the host. */
  packets(): [number, number] {
    const { host, client } = this;
    return [host.hearing.from(client.id).length, client.hearing.from(host.id).length];
  }

  /** Waits for this number of further packets in both directions. @returns whether they arrived */
  async flow(packets: number): Promise<boolean> {
    const before = this.packets();
    return await comesTrue(
      () => this.packets().every((count, index) => count >= (before[index] ?? 0) + packets),
      flowLimitMs,
    );
  }

  /** The longest time without a packet in either direction, in milliseconds. */
  longestGap(from: number, to: number, stalls: StallClock): number {
    const { host, client } = this;
    return Math.max(
      host.hearing.longestGap(from, to, stalls, client.id),
      client.hearing.longestGap(from, to, stalls, host.id),
    );
  }
}

const isJoined = ({ state }: Session): boolean => state === 'joined';
