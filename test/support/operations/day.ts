/** What the steps of the day test share: the server, the session, and the measurements of the whole day. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StallClock } from '../faults/causes/stalls.ts';
import type { RowContext, Verdict } from '../faults/rows/row.ts';
import { inMs } from '../faults/rows/row-figures.ts';
import { Deployment } from './deployment.ts';
import { Pair, type PairTabs } from './pair.ts';
import { RequestWatch } from './request-watch.ts';

/** Limit after each step except the restore; a longer gap is audible. */
const gapLimitMs = 1_000;

export interface Expected {
  /** How many disconnections of the two the step itself causes. */
  interruptions?: number;
  /** The step itself checks which requests may be refused. */
  refusals?: boolean;
}

export interface Backup {
  path: string;
  ids: readonly string[];
  /** The stored data of both browsers at that time. */
  tabs: PairTabs;
}

interface Running {
  deployment: Deployment;
  room: string;
  pair: Pair;
  watch: RequestWatch;
}

export class Day {
  readonly stalls = new StallClock();
  readonly #context: Pick<RowContext, 'afterwards'>;
  /** How many audio packets must arrive in both directions after each step. */
  readonly #packetsAfter: number;
  #running: Running | null = null;
  #backup: Backup | null = null;

  constructor(context: Pick<RowContext, 'afterwards'>, short: boolean) {
    this.#context = context;
    this.#packetsAfter = short ? 50 : 500;
    context.afterwards(() => this.stalls.close());
  }

  /** Starts the server and the session. */
  async begin(): Promise<Running> {
    const deployment = await Deployment.start(this.#context);
    const room = await deployment.createRoom({ lengthMinutes: 120 });
    const pair = await Pair.enter(this.#context, deployment, room);
    const watch = new RequestWatch(deployment, room);
    this.#context.afterwards(() => watch.close());
    this.#running = { deployment, room, pair, watch };
    return this.#running;
  }

  get running(): Running {
    if (this.#running === null) throw new Error('the server or the session was not started');
    return this.#running;
  }

  get backup(): Backup {
    if (this.#backup === null) throw new Error('no backup was made');
    return this.#backup;
  }

  keepBackup(backup: Backup): void {
    this.#backup = backup;
  }

  /** Both enter again, at the server as it is now. */
  async enterAgain(tabs: PairTabs): Promise<Pair> {
    const { deployment, room } = this.running;
    const pair = await Pair.enter(this.#context, deployment, room, tabs);
    this.#running = { ...this.running, pair };
    return pair;
  }

  /** Whether audio arrives in both directions from now on. */
  flows(): Promise<boolean> {
    return this.running.pair.flow(this.#packetsAfter);
  }

  /**
   * Does something that must not affect the session, and measures the effects on participants and backend.
   * @returns the figures
   */
  async unnoticed(verdict: Verdict, work: () => Promise<void>, expected: Expected = {}): Promise<string> {
    const { interruptions = 0, refusals = false } = expected;
    const { pair, watch } = this.running;
    const [from, before, requests] = [performance.now(), pair.packets(), watch.counts];
    const interruptionsBefore = pair.interruptions;
    await work();
    verdict.check('sound goes on in both directions', await this.flows());
    const gapMs = pair.longestGap(from, performance.now(), this.stalls);
    const packets = pair.packets().map((count, index) => count - (before[index] ?? 0));
    const { asked, refused, unreachable } = watch.counts;
    const unanswered = refused + unreachable - requests.refused - requests.unreachable;
    verdict.within('the longest gap in the sound', gapMs, gapLimitMs);
    verdict.check('nobody was disconnected', pair.interruptions - interruptionsBefore <= interruptions);
    verdict.check('both are in the session', pair.areJoined);
    verdict.check(
      'no failure of media was told',
      pair.members.every(({ person }) => person.failures.length === 0),
    );
    if (!refusals) verdict.check('no request was refused', unanswered === 0);
    return `longest gap in the sound ${inMs(gapMs)} (${packets.join(' and ')} packets came); ${unanswered} of ${asked - requests.asked} requests refused`;
  }

  /** Writes a checkpoint of the audit log, then an export of it, to files. */
  async exportAudit(name: string): Promise<void> {
    await this.keepCheckpoint(name);
    const { body } = await this.running.deployment.api('GET', '/v1/audit');
    await writeFile(this.auditFile(name), String(body.text));
  }

  async keepCheckpoint(name: string): Promise<void> {
    const { body } = await this.running.deployment.api('GET', '/v1/audit/checkpoint');
    await writeFile(this.checkpointFile(name), JSON.stringify(body));
  }

  /** Stores the public key with which checkpoints are verified. */
  async keepAuditKey(): Promise<void> {
    const { body } = await this.running.deployment.api('GET', '/v1/audit/keys');
    if (!Array.isArray(body.keys)) throw new Error('there are no keys');
    const [{ publicKey }] = body.keys;
    await writeFile(this.auditKeyFile, String(publicKey));
  }

  auditFile(name: string): string {
    return join(this.running.deployment.directory, `${name}.ndjson`);
  }

  checkpointFile(name: string): string {
    return join(this.running.deployment.directory, `${name}-checkpoint.json`);
  }

  get auditKeyFile(): string {
    return join(this.running.deployment.directory, 'audit-key.pem');
  }
}
