/** A run in a few lines for the terminal. */
import type { Results } from './results.ts';
import { number } from './tables.ts';

export function renderSummary({ results, sessions, capacity, ratios, host, cipher, skipped }: Results): string {
  const rows = results.map(({ system, room, media, residenceMs, loss, ppsPerCore, cpu, clientBound, rssMb }) => [
    system,
    `${room} ${media}`,
    residenceMs ? `${number(residenceMs.p50)} / ${number(residenceMs.p95)} / ${number(residenceMs.p99)}` : '–',
    number(loss * 100, 3),
    ppsPerCore === null ? '–' : Math.round(ppsPerCore).toString(),
    number(cpu),
    number(rssMb, 0),
    clientBound ? 'client-bound' : '',
  ]);
  const head = ['system', 'room', 'p50/p95/p99 ms', 'loss %', 'packets/s/core', 'cores', 'MB', ''];
  const felt = sessions.flatMap(({ client, room, times }) =>
    Object.entries(times).map(
      ([what, found]) =>
        `${client}, ${room} people: ${what}: p50 ${number(found?.p50, 0)} ms, p95 ${number(found?.p95, 0)} ms`,
    ),
  );
  const carried = capacity.map(
    ({ rooms, peoplePerRoom, media, roomsPerCore, limit }) =>
      `${rooms} rooms of ${peoplePerRoom} (${media}) on one worker, ${number(roomsPerCore, 1)} per core; ended by: ${limit}`,
  );
  return [
    `${host.cpu}, ${host.cores} cores, load ${host.loadAtStart.join(' ')}${host.isQuiet ? '' : ' (busy: figures are too high)'}`,
    cipher,
    ...(rows.length > 0 ? columns([head, ...rows]) : []),
    ...felt,
    ...carried,
    ...ratios.map(({ what, room, media, value, wanted }) => `${what}, ${room} ${media}: ${number(value)} ${wanted}`),
    ...skipped.map((line) => `left out: ${line}`),
  ].join('\n');
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
