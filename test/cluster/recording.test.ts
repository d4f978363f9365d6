/** What the checker of the table of faults reads of a real session, and that it would find what is wrong in it. */
import t from 'tap';
import { checkHistory } from '../support/faults/checker/check-history.ts';
import type { History, StoredSeat } from '../support/faults/checker/history.ts';
import { Group } from '../support/faults/clients/group-of-clients.ts';
import { TestCluster } from '../support/faults/nodes/test-cluster.ts';
import { Verdict } from '../support/faults/rows/row.ts';
import { runRow } from '../support/faults/rows/run-rows.ts';
import { until } from '../support/faults/wait.ts';

t.setTimeout(120_000);

let history: History | undefined;
const { outcome } = await runRow(
  {
    row: 0,
    title: 'a session without a fault',
    limit: '',
    async run(context) {
      const { clinic, recording, nodes } = await TestCluster.start(context, 1);
      const group = await Group.gather(clinic, { clients: 2, waiting: 2 });
      const [anna] = group.clients;
      await group.host.session.host.remove(anna?.id ?? '', { ban: true });
      await nodes[0]?.api('POST', '/v1/revocations', { roomId: group.room, identity: 'ben' });
      await until(async () => (await recording.history()).webhooks.received.length > 0, 'webhooks have arrived');
      history = await recording.history();
      return new Verdict().outcome({ injected: '', figure: '' });
    },
  },
  { note: (text) => t.comment(text) },
);
const recorded = history;
if (!recorded) throw new Error(outcome.figure);

/** The problems of the one assertion that is about this. */
const problemsOf = (about: RegExp, changed: Partial<History>): readonly string[] =>
  checkHistory({ ...recorded, ...changed }).flatMap(({ assertion, problems }) =>
    about.test(assertion) ? problems : [],
  );

t.test('a session without a fault contradicts nothing', async (t) => {
  for (const { what, holds } of outcome.checks) t.ok(holds, what);
  const isOwn = recorded.versions.every(({ writer, ownerName }) => writer === 'node-1' && ownerName === 'node-1');
  t.ok(isOwn, 'it is known which node has written each version');
});

t.test('its decisions are recorded: without what was stored of them they are found lost', async (t) => {
  const decided = recorded.requests.flatMap(({ decision }) => decision?.type ?? []);
  t.same([...new Set(decided)].sort(), ['admit', 'create', 'remove', 'revoke']);
  const nothing = recorded.versions.map((version) => ({ ...version, seats: {} }));
  t.match(problemsOf(/acknowledged decision/, { versions: nothing }).join(), /admit of .*remove of /);
  const audit = { problems: [], entries: [] };
  t.match(
    problemsOf(/acknowledged decision/, { audit }).join(),
    /no seat.admitted.*no seat.removed.*no revocation.added/,
  );
});

t.test('its packets are recorded: without the admissions they are found heard too early', async (t) => {
  const wait = (seats: Record<string, StoredSeat>) =>
    Object.fromEntries(Object.entries(seats).map(([id, seat]) => [id, { ...seat, state: 'waiting' }]));
  const waiting = recorded.versions.map((version) => ({ ...version, seats: wait(version.seats) }));
  const problems = problemsOf(/nobody is heard/, { versions: waiting });
  t.equal(problems.filter((text) => text.includes('was heard by')).length, 6, 'each of three heard the two others');
  t.ok(
    problems.some((text) => text.includes('was seen before')),
    'and who is seen as a participant',
  );
});

t.test('its queue and its webhooks are recorded', async (t) => {
  t.ok(
    recorded.events.some(({ waiting }) => waiting?.length === 2),
    'the list of a host',
  );
  t.ok(recorded.webhooks.stored.length >= recorded.webhooks.received.length, 'what was received was stored');
});
