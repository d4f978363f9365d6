/** How many rooms a worker carries, as docs/performance.md says: by the default limit and the estimate of the server. */
import t from 'tap';
import { variables } from '../../../server/src/config/variables.ts';
import { packetsOf } from '../../../server/src/media/workers/stream-load.ts';
import { readDocument } from '../../support/docs/markdown.ts';

const limit = variables.workerMaxPacketsPerSecond.fallback;
const audio = packetsOf({ kind: 'audio', isPaused: false, layers: 'one' });
const both = audio + packetsOf({ kind: 'video', isPaused: false, layers: 'one' });
const grouped = (value: number): string => value.toLocaleString('en-US');
const section =
  readDocument('docs/performance.md')
    .split('\n## ')
    .find((text) => /^How much a server/.test(text)) ?? '';

t.test('the document names the limit of a worker, and what a room of n people has', async (t) => {
  t.match(section, `A worker takes ${grouped(limit)}\n`);
  t.match(section, `*n*² × ${both} packets a second (*n*² × ${audio} with audio only)`);
});

t.test('the table follows from both', async (t) => {
  const roomsOf = (packets: number): string =>
    packets <= limit ? grouped(Math.floor(limit / packets)) : `1 on ${Math.ceil(packets / limit)} workers`;
  const rows = [...section.matchAll(/^\| (\d+) \|(.*)\|$/gm)];
  t.ok(rows.length >= 7, `${rows.length} rows`);
  for (const [, people = '', rest = ''] of rows) {
    const squared = Number(people) ** 2;
    const cells = [squared * both, squared * audio].flatMap((packets) => [grouped(packets), roomsOf(packets)]);
    t.same(
      rest.split('|').map((cell) => cell.trim().replace('two', '2')),
      cells,
      `${people} people`,
    );
  }
});
