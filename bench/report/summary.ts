/** A run in a few lines for the terminal. */
import { describeLines } from './line/line-figures.ts';
import { lineHead, lineRows } from './line/line-rows.ts';
import type { CapacityResult, Results } from './results.ts';
import { columns, number, targetTexts } from './tables.ts';

export function renderSummary(found: Results): string {
  const { results, sessions, capacity, lines = [], ratios, targets, host, cipher, skipped } = found;
  const rows = results.map(
    ({ system, room, media, residenceMs, loss, ppsPerCore, cpu, clientBound, rssMb, timing }) => [
      system,
      `${room} ${media}`,
      residenceMs ? `${number(residenceMs.p50)} / ${number(residenceMs.p95)} / ${number(residenceMs.p99)}` : '–',
      number(loss * 100, 3),
      ppsPerCore === null ? '–' : Math.round(ppsPerCore).toString(),
      number(cpu),
      number(rssMb, 0),
      clientBound ? 'client-bound' : timing === 'clients' ? 'timed by clients' : '',
    ],
  );
  const head = ['system', 'room', 'p50/p95/p99 ms', 'loss %', 'packets/s/core', 'cores', 'MB', ''];
  const felt = sessions.flatMap(({ client, room, times }) =>
    Object.entries(times).map(
      ([what, time]) =>
        `${client}, ${room} people: ${what}: p50 ${number(time?.p50, 0)} ms, p95 ${number(time?.p95, 0)} ms`,
    ),
  );
  return [
    `${host.cpu}, ${host.cores} cores, load ${host.loadAtStart.join(' ')}${host.isQuiet ? '' : ' (busy: figures are too high)'}`,
    cipher,
    ...(rows.length > 0 ? columns([head, ...rows]) : []),
    ...felt,
    ...(lines.length > 0 ? [describeLines(lines)] : []),
    ...[...new Set(lines.map(({ room }) => room))].flatMap((room) => [
      `room of ${room}:`,
      ...columns([lineHead, ...lineRows(lines, room, ['bad'])]),
    ]),
    ...capacity.map(describeCapacity),
    ...ratios.map(({ what, room, media, value, wanted }) => `${what}, ${room} ${media}: ${number(value)} ${wanted}`),
    ...columns(
      targets.map((target) => [target.verdict, target.what, targetTexts(target).found, targetTexts(target).wanted]),
    ),
    ...skipped.map((line) => `left out: ${line}`),
  ].join('\n');
}

export function describeCapacity({ rooms, peoplePerRoom, media, roomsPerCore, limit }: CapacityResult): string {
  return `${rooms} rooms of ${peoplePerRoom} (${media}) on one worker, ${number(roomsPerCore, 1)} per core; ended by: ${limit}`;
}
