import { readFileSync } from 'node:fs';
import t from 'tap';
import { variables } from '../../../../../server/src/config/variables.ts';
import { connectionRefusals, ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { createLogger } from '../../../../../server/src/process/log/log.ts';
import { logRefusals } from '../../../../../server/src/process/log/refusal-log.ts';
import { manualSchedule } from '../../../../support/log/manual-schedule.ts';

function start() {
  const { schedule, passMinute, waiting } = manualSchedule();
  const lines: string[] = [];
  const observer = new ServerObserver();
  const log = createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) });
  const refusals = logRefusals(observer, log, schedule);
  return { observer, passMinute, waiting, refusals, take: () => lines.splice(0).map((line) => JSON.parse(line)) };
}

const answer = { correlationId: 'c', method: 'GET', route: '/v1/rooms', ms: 1, keyId: null };

t.test(
  'each reason is logged at once, then once a minute with its count, and never when nothing happened',
  async (t) => {
    const { observer, passMinute, waiting, take } = start();
    const refuse = () => observer.emit('connectionRefused', { reason: 'too-many-connections' });
    for (let index = 0; index < 500; index += 1) refuse();
    t.match(take(), [{ level: 'warn', reason: 'too-many-connections', count: 1 }]);
    passMinute();
    t.match(take(), [{ reason: 'too-many-connections', count: 499 }]);
    passMinute();
    t.same(take(), [], 'a minute without a refusal');
    t.equal(waiting(), 0, 'and no timer runs for the next one');
    refuse();
    t.match(take(), [{ count: 1 }]);
  },
);

t.test('reasons are counted apart', async (t) => {
  const { observer, take } = start();
  for (const reason of connectionRefusals) observer.emit('connectionRefused', { reason });
  observer.emit('addressForwarded', { peer: 'loopback' });
  observer.emit('requestAnswered', { ...answer, status: 429 });
  observer.emit('requestAnswered', { ...answer, status: 401 });
  t.same(
    take().map(({ reason, count }) => [reason, count]),
    [...connectionRefusals, 'untrusted-proxy', 'rate-limited'].map((reason) => [reason, 1]),
  );
});

t.test('the line names the settings that mend it, and the origins that were refused', async (t) => {
  const { observer, passMinute, take } = start();
  const refuse = (origin: string) => observer.emit('connectionRefused', { reason: 'origin-not-allowed', origin });
  refuse('https://clinic.example');
  const [first] = take();
  t.match(first, { origins: { 'https://clinic.example': 1 }, msg: /HEARTHROOM_ALLOWED_ORIGINS/ });
  for (let index = 0; index < 1_000; index += 1) refuse(`https://${index}.example`);
  passMinute();
  const [second] = take();
  t.equal(Object.keys(second.origins).length, 6, 'a stranger who invents origins fills no line');
  t.equal(second.origins.others, 995);
});

t.test('an untrusted forwarder is described by its kind of network, not by its address', async (t) => {
  const { observer, passMinute, take } = start();
  observer.emit('addressForwarded', { peer: 'loopback' });
  observer.emit('addressForwarded', { peer: 'private' });
  passMinute();
  t.match(take(), [{ peers: { loopback: 1 }, msg: /HEARTHROOM_TRUSTED_PROXIES/ }, { peers: { private: 1 } }]);
});

t.test('what was counted is written when the server ends', async (t) => {
  const { observer, refusals, take } = start();
  const refuse = () => observer.emit('connectionRefused', { reason: 'descriptor-limit' });
  for (let index = 0; index < 3; index += 1) refuse();
  refusals.close();
  t.match(take(), [
    { level: 'error', count: 1 },
    { level: 'error', count: 2 },
  ]);
  refuse();
  t.same(take(), []);
});

t.test('every setting that a line names exists, and every reason is in the operations reference', async (t) => {
  const { observer, take } = start();
  for (const reason of connectionRefusals) observer.emit('connectionRefused', { reason });
  observer.emit('addressForwarded', { peer: 'public' });
  observer.emit('requestAnswered', { ...answer, status: 429 });
  const names = Object.values(variables).map(({ name }) => name);
  const reference = readFileSync(new URL('../../../../../docs/operations-reference.md', import.meta.url), 'utf8');
  for (const { reason, msg } of take()) {
    for (const name of msg.match(/HEARTHROOM_\w+/g) ?? []) t.ok(names.includes(name), name);
    t.match(reference, `| \`${reason}\` |`);
  }
});
