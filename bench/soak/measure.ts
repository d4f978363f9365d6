/**
 * `npm run bench:soak`: a day of group sessions in a few minutes, against a real server. Says what is left after each
 * hour, whether that grows, and what rooms and people cost. Fails if a figure grows.
 *
 *     npm run bench:soak -- [--hours 24] [--rooms 6] [--people 8] [--json]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeHost } from '../machine/host.ts';
import { soakDay } from './soak-day.ts';
import { judgeDay, renderDay } from './soak-report.ts';

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '24' },
    rooms: { type: 'string', default: '6' },
    people: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
  },
});
const [hours, rooms, people] = [values.hours, values.rooms, values.people].map(Number);
const isCount = (value: number | undefined, least: number): value is number =>
  value !== undefined && Number.isInteger(value) && value >= least;
if (!isCount(hours, 1) || !isCount(rooms, 1) || !isCount(people, 3)) {
  process.stderr.write('--hours and --rooms take whole numbers from 1, --people from 3\n');
  process.exit(2);
}
/** More than one needs to know what a room costs, and cheap. */
const emptyRooms = 44;
const day = await soakDay({
  hours,
  rooms,
  people,
  emptyRooms,
  onHour: ({ hour, rest }) => void process.stderr.write(`hour ${hour}: ${JSON.stringify(rest)}\n`),
});
const judged = judgeDay(day);
const host = describeHost();
process.stdout.write(
  values.json
    ? `${JSON.stringify({ host, ...day, judged })}\n`
    : `${host.cpu}, ${host.cores} cores\n\n${renderDay(day, judged)}\n`,
);
// werift leaves timers that would keep the process running for a while.
process.exit(judged?.some(({ trend }) => trend === 'grows') ? 1 : 0);
