/** The tables of the report, as HTML text, and those for the terminal. */
import { escapeHtml } from './chart.ts';
import type { Results, Target } from './results.ts';

export const number = (value: number | null | undefined, digits = 2): string =>
  value === null || value === undefined ? '–' : value.toFixed(digits);
const thousands = (value: number | null): string =>
  value === null ? '–' : Math.round(value).toLocaleString('en-US').replaceAll(',', '\u2009');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[], tag: string) =>
    row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  return `<div class="scroll"><table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** For the terminal. @param rows each with as many cells as the first one */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export function loadTable({ results }: Results): string {
  const head = [
    'system',
    'people',
    'media',
    'p50 ms',
    'p95 ms',
    'p95 of runs',
    'p99 ms',
    'max ms',
    'loss',
    'packets/s',
    'Mbit/s',
    'CPU (cores)',
    'packets/s per core',
    'memory MB',
  ];
  const rows = results.map((row) => {
    const { residenceMs, spread, clientBound } = row;
    const unknown = clientBound ? 'client-bound' : '–';
    return [
      row.system,
      String(row.room),
      row.media,
      residenceMs ? number(residenceMs.p50, 3) : unknown,
      number(residenceMs?.p95, 3),
      spread.p95 ? `${number(spread.p95.min, 3)} – ${number(spread.p95.max, 3)}` : '–',
      number(residenceMs?.p99, 3),
      number(residenceMs?.max, 1),
      row.loss === 0 ? '0' : `${number(row.loss * 100, 3)}%`,
      thousands(row.pps),
      number(row.mbps, 1),
      Object.entries(row.processes)
        .map(([name, { cpu }]) => `${name} ${number(cpu, 3)}`)
        .join(', ') || '–',
      thousands(row.ppsPerCore),
      row.rssMb === 0 ? '–' : number(row.rssMb, 0),
    ];
  });
  return table(head, rows);
}

export function sessionsTable({ sessions }: Results): string {
  const rows = sessions.flatMap(({ client, room, times, loss }) => [
    ...Object.entries(times).map(([what, found]) => [
      client,
      String(room),
      what,
      number(found?.p50, 0),
      number(found?.p95, 0),
      found ? `${number(found.min, 0)} – ${number(found.max, 0)}` : '–',
      String(found?.count ?? 0),
    ]),
    ...(loss === null ? [] : [[client, String(room), 'share of packets lost', number(loss, 5), '', '', '']]),
  ]);
  return table(['client', 'people', 'what', 'p50 ms', 'p95 ms', 'from – to', 'samples'], rows);
}

/** A target's limit and figure as text, each with its unit. */
export function targetTexts({ bound, wanted, found, unit }: Target): { wanted: string; found: string } {
  const text = (value: number) => {
    const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2;
    return `${digits === 0 ? thousands(value) : value.toFixed(digits)} ${unit}`;
  };
  return { wanted: `${bound === 'at most' ? '≤' : '≥'} ${text(wanted)}`, found: found === null ? '–' : text(found) };
}

export function targetsTable({ targets }: Results): string {
  const rows = targets.map((target) => {
    const { wanted, found } = targetTexts(target);
    return [target.what, wanted, found, target.verdict];
  });
  return table(['to reach', 'wanted', 'found', ''], rows);
}

export function ratiosTable({ ratios }: Results): string {
  const rows = ratios.map(({ what, room, media, value, wanted }) => [what, String(room), media, number(value), wanted]);
  return table(['ratio', 'people', 'media', 'value', 'wanted'], rows);
}

export function capacityTable({ capacity }: Results): string {
  const rows = capacity.map(({ system, peoplePerRoom, media, rooms, workerCores, roomsPerCore, limit }) => [
    system,
    `${peoplePerRoom} people, ${media}`,
    String(rooms),
    number(workerCores),
    number(roomsPerCore, 1),
    limit,
  ]);
  return table(['system', 'rooms of', 'rooms carried', 'cores of the worker', 'rooms per core', 'what ended it'], rows);
}

export function qualityTable({ results }: Results): string {
  const rows = results.flatMap(({ system, room, media, repetitions }) =>
    repetitions.map(({ quality, clientBound, timing }) => [
      system,
      String(room),
      media,
      timing,
      clientBound ? 'yes' : 'no',
      quality.clients.map((cores) => number(cores)).join(' + '),
      number(quality.capture),
      number(quality.pacingLateP99Ms),
      String(quality.packetsTimed),
      String(quality.unmatched),
      `${quality.captureDrops} / ${quality.clientDrops}`,
      `1 in ${quality.sampleEvery}`,
    ]),
  );
  const head = ['system', 'people', 'media', 'timed by', 'client-bound', 'clients (cores)', 'capture (cores)'];
  return table([...head, 'sent late, p99 ms', 'timed', 'unmatched', 'drops: capture / clients', 'sampled'], rows);
}
