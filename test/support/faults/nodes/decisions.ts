/**
 * Decisions that are made without pause while a fault is injected: the host of a group admits people who wait, host and
 * backend remove them in turn, and the backend creates rooms. Each answer is noted, to be compared with what is stored.
 */
import { HearthroomError } from '@hearthroom/sdk';
import type { Clinic } from '../clients/clinic.ts';
import type { Group } from '../clients/group-of-clients.ts';
import { IdleClient } from '../clients/idle-client.ts';
import type { RowContext } from '../rows/row.ts';
import { sleep, until } from '../wait.ts';
import type { TestCluster } from './test-cluster.ts';

export interface Decision {
  what: 'admit' | 'remove' | 'create';
  /** The identity, or the id of the room; empty while a room has none. */
  who: string;
}

interface Answer extends Decision {
  at: number;
  /** How long it took, in milliseconds. */
  ms: number;
  /** `ok`, or the error code. */
  code: string;
}

export interface DecisionsOptions {
  people: number;
  /** Between two people. */
  paceMs?: number;
}

const paceMs = 60;

export class Decisions {
  readonly answers: Answer[] = [];
  readonly #cluster: TestCluster;
  readonly #group: Group;
  readonly #people: readonly string[];
  readonly #paceMs: number;
  #isStopped = false;
  #running: Promise<unknown> = Promise.resolve();

  /** Resolves when these people wait in the group's room. */
  static async prepare(
    context: RowContext,
    cluster: TestCluster,
    group: Group,
    options: DecisionsOptions,
  ): Promise<Decisions> {
    const people = Array.from({ length: options.people }, (_, index) => `person-${index}`);
    for (const sub of people) await until(async () => (await enter(context, group, sub)) === 'ok', `${sub} waits`);
    const { session } = group.host;
    await until(() => people.every((sub) => session.waitingParticipants.some(({ name }) => name === sub)), 'all wait');
    return new Decisions(cluster, group, people, options.paceMs ?? paceMs);
  }

  private constructor(cluster: TestCluster, group: Group, people: readonly string[], pace: number) {
    [this.#cluster, this.#group, this.#people, this.#paceMs] = [cluster, group, people, pace];
  }

  start(): void {
    this.#running = Promise.all([this.#admitAndRemove(), this.#createRooms()]);
  }

  /** Resolves when the last of them is answered. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Resolves when so many more are acknowledged. */
  async more(count: number): Promise<void> {
    const before = this.acknowledged.length;
    await until(() => this.acknowledged.length >= before + count, `${count} decisions are made`);
  }

  get acknowledged(): Answer[] {
    return this.answers.filter(({ code }) => code === 'ok');
  }

  /** Those that were not acknowledged, by error code. */
  get refusals(): Record<string, number> {
    const codes: Record<string, number> = {};
    for (const { code } of this.answers) if (code !== 'ok') codes[code] = (codes[code] ?? 0) + 1;
    return codes;
  }

  /** How long the answer took that took longest, in milliseconds. */
  get slowestMs(): number {
    return Math.max(0, ...this.answers.map(({ ms }) => ms));
  }

  async #admitAndRemove(): Promise<void> {
    const { session } = this.#group.host;
    let isByHost = false;
    for (const who of this.#people) {
      const entryOf = () => session.waitingParticipants.find(({ name }) => name === who);
      const id = entryOf()?.id;
      if (id === undefined) continue;
      const admit = async (): Promise<void> => {
        const entry = entryOf();
        // It was carried out after all, though the answer said that it is not known.
        if (entry) await session.host.admit(entry);
      };
      if (!(await this.#untilDone({ what: 'admit', who }, admit))) return;
      isByHost = !isByHost;
      const remove = isByHost
        ? () => session.host.remove(id, { ban: true })
        : () => this.#post(`/v1/rooms/${this.#group.room}/seats/${id}/remove`, { ban: true });
      if (!(await this.#untilDone({ what: 'remove', who }, remove))) return;
      await sleep(this.#paceMs);
    }
  }

  async #createRooms(): Promise<void> {
    while (!this.#isStopped) {
      const decision: Decision = { what: 'create', who: '' };
      await this.#decide(decision, async () => {
        decision.who = String((await this.#post('/v1/rooms', {})).id);
      });
      await sleep(this.#paceMs / 4);
    }
  }

  async #post(path: string, body: object): Promise<Record<string, unknown>> {
    const nodes = this.#cluster.nodes.filter(({ hasEnded }) => !hasEnded);
    const node = nodes[this.answers.length % nodes.length];
    if (!node) throw new Error('no node runs');
    const { status, body: answer } = await node.api('POST', path, body);
    if (status < 300) return answer;
    throw new HearthroomError(Object(answer).code ?? 'internal', `answered with ${status}`);
  }

  async #untilDone(decision: Decision, decide: () => Promise<unknown>): Promise<boolean> {
    while (!this.#isStopped) {
      const code = await this.#decide(decision, decide);
      // Who is not there any more was removed by an attempt of which it was not known.
      if (code === 'ok' || (decision.what === 'remove' && code === 'not-found')) return true;
      // Their connection is lost: nobody is admitted who is not there.
      if (code === 'stale-entry') return true;
      await sleep(200);
    }
    return false;
  }

  async #decide(decision: Decision, decide: () => Promise<unknown>): Promise<string> {
    const from = performance.now();
    const code = await decide().then(() => 'ok', codeOf);
    const at = performance.now();
    this.answers.push({ ...decision, at, ms: at - from, code });
    return code;
  }

  /** Of those that were acknowledged until that time, those that the database does not have. */
  async missing(until = Number.POSITIVE_INFINITY): Promise<Decision[]> {
    const [row] = await this.#cluster.query('SELECT state FROM rooms WHERE id = $1', [this.#group.room]);
    const seats: unknown[] = Object.values(Object(JSON.parse(String(row?.state))).seats);
    const seatOf = (sub: string) => Object(seats.find((seat) => Object(Object(seat).claims).sub === sub));
    const rooms = new Set((await this.#cluster.query('SELECT id FROM rooms')).map(({ id }) => id));
    const isStored = ({ what, who }: Decision): boolean => {
      if (what === 'create') return rooms.has(who);
      return what === 'admit' ? Number.isFinite(seatOf(who).admittedAt ?? Number.NaN) : seatOf(who).banned === true;
    };
    return this.acknowledged.filter((decision) => decision.at <= until && !isStored(decision));
  }

  /** Of those whose removal was acknowledged, those whom the room lets in again, or lets wait. */
  async letInAgain(context: RowContext, lost: readonly Decision[] = []): Promise<string[]> {
    const isKept = (who: string): boolean => !lost.some((one) => one.what === 'remove' && one.who === who);
    const removed = this.acknowledged.filter(({ what, who }) => what === 'remove' && isKept(who)).map(({ who }) => who);
    const letIn: string[] = [];
    for (const sub of removed) if ((await enter(context, this.#group, sub)) === 'ok') letIn.push(sub);
    return letIn;
  }

  /** Somebody comes with a new connection. @returns `ok` when they wait or are inside, or the error code */
  comesAgain(context: RowContext, sub: string): Promise<string> {
    return enter(context, this.#group, sub);
  }

  /** People whose places at the room's owner are not those that are stored. */
  async differing(): Promise<string[]> {
    const { room } = this.#group;
    const answer = await this.#cluster.nodes[0]?.api('GET', `/v1/rooms/${room}/seats`);
    const [row] = await this.#cluster.query('SELECT state FROM rooms WHERE id = $1', [room]);
    const stored: unknown[] = Object.values(Object(JSON.parse(String(row?.state))).seats);
    const told: unknown[] = Object(answer?.body).seats ?? [];
    const bansOf = (seats: unknown[], subOf: (seat: unknown) => unknown): string[] =>
      seats.filter((seat) => Object(seat).banned === true).map((seat) => String(subOf(seat)));
    const known = bansOf(told, (seat) => Object(seat).sub);
    const kept = bansOf(stored, (seat) => Object(Object(seat).claims).sub);
    return [...known.filter((sub) => !kept.includes(sub)), ...kept.filter((sub) => !known.includes(sub))];
  }

  /** Admissions and removals that are in the audit log more than once. */
  async doubled(): Promise<string[]> {
    const entries = await this.#cluster.query(
      `SELECT line FROM audit WHERE room_id = $1 UNION ALL SELECT entry FROM audit_pending WHERE chain = $1`,
      [this.#group.room],
    );
    const seen = new Set<string>();
    const doubled: string[] = [];
    for (const { line } of entries) {
      const { what, seatId } = Object(JSON.parse(String(line)));
      if (what !== 'seat.admitted' && what !== 'seat.removed' && what !== 'seat.banned') continue;
      const key = `${what} ${seatId}`;
      if (seen.has(key)) doubled.push(key);
      seen.add(key);
    }
    return doubled;
  }
}

/** @returns `ok` when the person waits or is inside, or the error code */
async function enter(context: RowContext, { clinic, room }: Group, sub: string): Promise<string> {
  const client = await connect(clinic);
  context.afterwards(() => client.close());
  const code = await client.request('authenticate', { token: await clinic.tokenFor(room, { sub, role: 'client' }) });
  if (code === 'ok') client.keepAlive(5_000, 5_000);
  return code;
}

/** Again when the connection breaks off before it is open. */
async function connect(clinic: Clinic, attempts = 100): Promise<IdleClient> {
  await clinic.pace();
  try {
    return await IdleClient.open(clinic.url);
  } catch (error) {
    if (attempts === 1) throw error;
    return await connect(clinic, attempts - 1);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
