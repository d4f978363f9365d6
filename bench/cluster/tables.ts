/** Figures of a cluster as Markdown tables. */
import type { AdmitFigures } from './admissions.ts';
import { type ActivePhase, type Balance, type IdlePhase, unevenness } from './phases.ts';

export interface ClusterFigures {
  /** At one node, or one server, in which nothing else happens. */
  admits: AdmitFigures[];
  /** Rooms over REST. */
  made: ActivePhase;
  /** The first person in each room: it is placed on a node. */
  first: ActivePhase;
  /** People who join a room in which somebody is. Null if there were none. */
  further: ActivePhase | null;
  idle: Record<'empty' | 'unoccupied' | 'occupied', IdlePhase>;
  balance: Balance;
  /** Otherwise pg_stat_statements is not installed. */
  countsStatements: boolean;
}

const table = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

export function tablesOf(rooms: number, figures: ClusterFigures, withStatements: boolean): string {
  const { admits, made, first, further, idle, balance, countsStatements } = figures;
  const calls = (value: number): string => (countsStatements ? value.toFixed(1) : '–');
  const active = (name: string, phase: ActivePhase): string[] => [
    name,
    `${phase.count}`,
    Object.entries(phase.failures)
      .map(([code, count]) => `${count} ${code}`)
      .join(', ') || '0',
    phase.perSecond.toFixed(0),
    `${phase.answered.p50.toFixed(1)} / ${phase.answered.p95.toFixed(1)}`,
    phase.commitP95Ms?.toFixed(1) ?? '–',
    calls(phase.statements),
    (phase.cores * 100).toFixed(0),
  ];
  const idleRow = (name: string, phase: IdlePhase): string[] => [
    name,
    phase.residentMb.toFixed(0),
    (phase.cores * 100).toFixed(1),
    calls(phase.statementsPerSecond),
  ];
  const sections = [
    table([
      [
        '',
        'count',
        'failed',
        'per second',
        'answered, p50 / p95 ms',
        'commit, p95 ms',
        'statements each',
        '% of a core per node',
      ],
      active('rooms made over REST', made),
      active('first joins of a room', first),
      ...(further ? [active('further joins', further)] : []),
    ]),
    table([
      ['idle', 'MB per node', '% of a core per node', 'statements/s of the database'],
      idleRow('no rooms', idle.empty),
      idleRow(`${rooms} rooms, nobody in them`, idle.unoccupied),
      idleRow(`${rooms} rooms with people`, idle.occupied),
    ]),
    table([
      ['admit acknowledged, by store', 'count', 'p50 ms', 'p95 ms'],
      ...admits.map(({ store, count, p50, p95 }) => [store, `${count}`, p50.toFixed(1), p95.toFixed(1)]),
    ]),
    `Reserved load ${balance.reserved.join(', ')}: highest / mean ${unevenness(balance.reserved).toFixed(3)}. Rooms ${balance.rooms.join(', ')}. Connections forwarded: ${balance.forwarded}.`,
  ];
  const phases = { made, first, further, ...idle };
  if (withStatements)
    for (const [name, phase] of Object.entries(phases)) if (phase) sections.push(statementsOf(name, phase.frequent));
  return sections.join('\n\n');
}

function statementsOf(name: string, frequent: readonly { text: string; calls: number }[]): string {
  return [
    `Statements, ${name}:`,
    ...frequent.map(({ text, calls }) => `${calls.toFixed(2)} ${text.slice(0, 140)}`),
  ].join('\n');
}
