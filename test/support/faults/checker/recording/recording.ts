/**
 * Records what happens to a cluster while a row of the table of faults runs, and checks it when the row has ended: what
 * clients ask and hear, every stored version of each room, the audit log, webhooks, and, where they are known, the times
 * in which nodes forward.
 */
import { type HookReceiver, receiveHooks } from '../../../server/rest/hook-receiver.ts';
import type { Check, RowContext } from '../../rows/row.ts';
import { checkHistory } from '../check-history.ts';
import type { Forwarding, History } from '../history.ts';
import { fetchAudit } from './audit-record.ts';
import { ClientRecord } from './client-record.ts';
import { measureClock, type Query, readEvents, readVersions, recordDatabase } from './database-record.ts';

interface RecordedNode {
  readonly name: string;
  readonly url: string;
  readonly hasEnded: boolean;
  /** What it has printed. */
  readonly output: string;
  /**
   * When it last made a connection to the database that comes from this address, before that time; null: it made none.
   * On the monotonic clock of this process.
   */
  connectedFrom(address: string, port: number, before: number): number | null;
}

interface RecordedCluster {
  query: Query;
  nodes: readonly RecordedNode[];
  /** From a packet log, as of `performance.now()`. */
  readForwarding?: () => Promise<Forwarding[]>;
}

const shownProblems = 3;
const shownErrors = 5;
const shownLength = 300;

export class Recording {
  readonly clients = new ClientRecord();
  readonly #hooks: HookReceiver;
  readonly #losesDecisions: boolean;
  #database: (RecordedCluster & { offsetMs: number }) | null = null;

  /**
   * Receives webhooks from now on; checks what is recorded when the row has ended.
   * @param options.host address at which nodes reach this process; default: 127.0.0.1
   * @param options.losesDecisions the row loses acknowledged decisions on purpose, and counts them itself
   */
  static async start(
    context: RowContext,
    { host, losesDecisions = false }: { host?: string | undefined; losesDecisions?: boolean } = {},
  ): Promise<Recording> {
    const teardown = (cleanUp: () => unknown): void => context.afterwards(cleanUp);
    const hooks = await receiveHooks({ teardown }, undefined, { host });
    const recording = new Recording(hooks, losesDecisions);
    context.check(async () => {
      const checks = await recording.checks(context);
      if (checks.some(({ holds }) => !holds)) recording.noteErrors(context);
      return checks;
    });
    return recording;
  }

  private constructor(hooks: HookReceiver, losesDecisions: boolean) {
    this.#hooks = hooks;
    this.#losesDecisions = losesDecisions;
  }

  /** The settings of nodes that send their webhooks here. */
  get env(): Record<string, string> {
    return this.#hooks.env;
  }

  /** Call when the nodes have started, and before there are rooms. */
  async begin(cluster: RecordedCluster): Promise<void> {
    await recordDatabase(cluster.query);
    this.#database = { ...cluster, offsetMs: await measureClock(cluster.query) };
  }

  async history(): Promise<History> {
    if (!this.#database) throw new Error('the recording has not begun');
    const { query, nodes, readForwarding, offsetMs } = this.#database;
    // First: what is stored afterwards would be missing in the versions.
    const versions = await readVersions(query, (address, port, at) => writerOf(nodes, address, port, at - offsetMs));
    return {
      ...this.clients.history(offsetMs),
      versions,
      forwarding: ((await readForwarding?.()) ?? []).map(({ node, fromMs, toMs }) => {
        return { node, fromMs: fromMs + offsetMs, toMs: toMs + offsetMs };
      }),
      webhooks: {
        stored: await readEvents(query),
        received: this.#hooks.received.map(({ event: { roomId, sequence } }) => ({ room: roomId, sequence })),
      },
      audit: await fetchAudit(nodes.filter(({ hasEnded }) => !hasEnded).map(({ url }) => url)),
    };
  }

  /** What the nodes said last about failures, to find the cause. */
  noteErrors(context: RowContext): void {
    for (const { name, hasEnded, output } of this.#database?.nodes ?? []) {
      context.note(`${name} ${hasEnded ? 'has ended' : 'runs'}`);
      const errors = output.split('\n').filter((line) => line.includes('"level":"error"'));
      for (const line of errors.slice(-shownErrors)) context.note(line.slice(0, shownLength));
    }
  }

  /** None if the row broke off before the nodes had started. */
  async checks(context: RowContext): Promise<Check[]> {
    if (!this.#database) return [];
    const history = await this.history();
    context.note(`checked ${sizeOf(history)}`);
    const findings = checkHistory(history).filter(({ needsDecisions }) => !(this.#losesDecisions && needsDecisions));
    const checks = findings.map(({ assertion, problems, isTimed = false }) => ({
      what: [assertion, ...problems.slice(0, shownProblems)].join(': '),
      holds: problems.length === 0,
      timed: isTimed,
    }));
    return [{ what: 'there are histories to check', holds: history.versions.length > 0, timed: false }, ...checks];
  }
}

/** The node whose connection it was: a port may be used by several, one after the other. */
function writerOf(nodes: readonly RecordedNode[], address: string, port: number, at: number): string | null {
  const users = nodes.map((node) => ({ name: node.name, since: node.connectedFrom(address, port, at) ?? 0 }));
  const last = users.reduce((one, other) => (other.since > one.since ? other : one));
  return last.since > 0 ? last.name : null;
}

function sizeOf({ versions, audit, requests, events, heard, webhooks }: History): string {
  const packets = heard.reduce((sum, { times }) => sum + times.length, 0);
  const counts = {
    'stored versions': versions.length,
    'entries of the audit log': audit?.entries.length ?? 0,
    requests: requests.length,
    'events of clients': events.length,
    'packets heard': packets,
    webhooks: webhooks.received.length,
  };
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
