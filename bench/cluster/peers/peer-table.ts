/** The comparison as a Markdown table: median and range of the runs, and each run's figure below it. */
import { medianOf, spreadOf } from '../../statistics/percentiles.ts';
import type { PeerRun } from './compare-peers.ts';
import type { Contender } from './contender.ts';

type Named = Pick<Contender, 'name' | 'version' | 'client'>;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const each = (ms: number | null): string => (ms === null ? 'not back' : (ms / 1_000).toFixed(2));

/** Median; a time that was not reached within the limit counts as longer than all others. */
function middleOf(runs: readonly PeerRun[]): number {
  return medianOf(runs.map(({ mediaBackMs }) => mediaBackMs ?? Number.POSITIVE_INFINITY)) ?? Number.NaN;
}

function timeOf(runs: readonly PeerRun[]): string {
  const middle = middleOf(runs);
  const range = spreadOf(runs.flatMap(({ mediaBackMs }) => mediaBackMs ?? []));
  const notBack = runs.filter(({ mediaBackMs }) => mediaBackMs === null).length;
  return [
    Number.isFinite(middle) ? seconds(middle) : 'not within 60 s',
    ...(range ? [`(${seconds(range.min)} to ${seconds(range.max)})`] : []),
    ...(range && notBack > 0 ? [`${notBack} not within 60 s`] : []),
  ].join(' ');
}

const share = (runs: readonly PeerRun[], holds: (run: PeerRun) => boolean): string =>
  `${runs.filter(holds).length} of ${runs.length} times`;

const sum = (runs: readonly PeerRun[], read: (run: PeerRun) => number): number =>
  runs.reduce((total, run) => total + read(run), 0);

/** @returns the others' median by that of the first one */
export function ratioOf(runs: readonly PeerRun[], one: string, other: string): number {
  const of = (name: string) => middleOf(runs.filter(({ system }) => system === name));
  return of(other) / of(one);
}

export function peerTable(contenders: readonly Named[], runs: readonly PeerRun[]): string {
  const groups = contenders.map(({ name }) => runs.filter(({ system }) => system === name));
  const row = (what: string, read: (group: readonly PeerRun[]) => string) => [what, ...groups.map(read)];
  const rows = [
    ['', ...contenders.map(({ name, version }) => `${name} ${version}`)],
    ['---', ...contenders.map(() => '---')],
    row('everybody hears everybody again, after', timeOf),
    row(
      'admitted people who stayed on the page are inside',
      (group) => `${sum(group, (run) => run.admittedInside)} of ${sum(group, (run) => run.admitted)}`,
    ),
    row('somebody admitted loads the page again, and is inside: before the kill', (group) =>
      share(group, ({ before }) => before.admittedIsInside),
    ),
    row('… after it', (group) => share(group, ({ after }) => after.admittedIsInside)),
    row('somebody removed comes again with the same token, and is inside: before the kill', (group) =>
      share(group, ({ before }) => before.removedIsInside),
    ),
    row('… after it', (group) => share(group, ({ after }) => after.removedIsInside)),
    row(
      'rooms still in the list',
      (group) => `${sum(group, (run) => run.roomsAfter)} of ${sum(group, (run) => run.rooms)}`,
    ),
  ];
  return [
    rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ...contenders.slice(1).map(({ name }) => {
      const [{ name: first = '' } = {}] = contenders;
      return `Median of ${name} / median of ${first}: ${ratioOf(runs, first, name).toFixed(2)}`;
    }),
    contenders
      .map(({ name }, index) => {
        const times = groups[index]?.map(({ mediaBackMs }) => each(mediaBackMs)).join(', ');
        return `${name}, seconds of each run: ${times}`;
      })
      .join('\n'),
    contenders.map(({ name, client }) => `${name}'s clients: ${client}.`).join('\n'),
  ].join('\n\n');
}
