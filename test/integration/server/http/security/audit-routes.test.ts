import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { nodeOptions } from '../../../../../server/setup/install/compiled.mjs';
import { AuditLog } from '../../../../../server/src/audit/audit-log.ts';
import { WallClock } from '../../../../../server/src/core/time/clock.ts';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { startRest, testKey } from '../../../../support/server/rest/rest-server.ts';

const verifier = fileURLToPath(new URL('../../../../../server/src/commands/verify-audit.ts', import.meta.url));

async function verify(file: string, ...more: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, verifier, file, ...more]);
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, output: stdout };
  }
}

const entriesOf = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line));

t.test('the log says who did what to whom, under opaque ids, and its export is found whole or not', async (t) => {
  const { call, createRoom, join: enter, logged } = await startRest(t);
  const id = await createRoom({ title: 'Canary title', encryption: 'off' });
  await enter(id, { sub: 'h', role: 'therapist', name: 'Canary Host' });
  const client = await enter(id, { sub: 'c', role: 'client', name: 'Canary', label: 'canary label' });
  const seat = `/v1/rooms/${id}/seats/${client.seatId}`;
  await call('POST', `${seat}/admit`);
  await call('POST', `${seat}/mute`, { body: { source: 'microphone' } });
  await call('POST', `${seat}/remove`, { body: { ban: true, reason: 'canary reason' } });
  await call('PATCH', `/v1/rooms/${id}`, {
    body: { waitingMessage: 'canary', locked: true, passcode: 'canary' },
    headers: { 'if-match': '*' },
  });
  await call('DELETE', `/v1/rooms/${id}`);
  const exported = await call('GET', '/v1/audit');
  t.equal(exported.status, 200);
  t.match(exported.headers['content-type'], 'application/x-ndjson');
  const by = `api:${testKey.id}`;
  t.match(entriesOf(exported.text), [
    { seq: 1, what: 'room.created', by, roomId: id, seatId: null },
    { what: 'room.opened' },
    { what: 'token.minted', by, roomId: id, seatId: null, detail: { role: 'therapist' } },
    { what: 'seat.admitted', by: /^seat:p-/ },
    { what: 'room.live' },
    { what: 'token.minted', by, roomId: id, seatId: null, detail: { role: 'client' } },
    { what: 'seat.waiting', by: `seat:${client.seatId}`, seatId: client.seatId },
    { what: 'seat.admitted', by, seatId: client.seatId },
    { what: 'seat.muted', by, seatId: client.seatId, detail: { source: 'microphone' } },
    { what: 'seat.removed', by, seatId: client.seatId },
    { what: 'seat.banned', by, seatId: client.seatId },
    { what: 'room.changed', by, detail: { settings: ['locked', 'passcode', 'waitingMessage'] } },
    { what: 'seat.left', by },
    { what: 'room.ended', by, detail: { endedBy: 'api' } },
    { what: 'room.deleted', by, roomId: id },
    { what: 'audit.read', by, roomId: null },
  ]);
  t.notMatch(exported.text, /canary/i);
  t.notMatch(logged.join(), /canary/i);

  const file = join(t.testdir(), 'audit.ndjson');
  await writeFile(file, exported.text);
  t.match(await verify(file), { code: 0, output: /^whole: 16 entries, the last is 16:[0-9a-f]{64}$/m });
  await writeFile(file, exported.text.replace('seat.removed', 'seat.left'));
  t.match(await verify(file), { code: 1, output: /line 11: entry 10 was changed/ });
  const lines = exported.text.split('\n');
  await writeFile(file, lines.toSpliced(4, 1).join('\n'));
  t.match(await verify(file), { code: 1, output: /line 5: entries 4 to 4 are missing/ });

  const part = await call('GET', '/v1/audit?after=10');
  t.match(entriesOf(part.text), [{ seq: 11 }, { seq: 12 }, { seq: 13 }, { seq: 14 }, { seq: 15 }, { seq: 16 }]);
  await writeFile(file, part.text);
  const { hash } = entriesOf(exported.text)[9] ?? {};
  t.match(await verify(file, '--after', `10:${hash}`), { code: 0, output: /begins after entry 10/ });
  t.match(await verify(file, '--after', `9:${hash}`), { code: 1, output: /does not begin after entry 9/ });
  t.match(await call('GET', '/v1/audit?after=99'), { status: 404 });
  t.match(await call('GET', '/v1/audit?after=-1'), { status: 400 });
  t.match(await call('GET', '/v1/audit', { token: null }), { status: 401 });
});

t.test('refused authentications are in it as counts of codes; old entries go and the chain goes on', async (t) => {
  const { call, createRoom, observer, config } = await startRest(t);
  const store = SqliteStore.open(t.testdir());
  const clock = new WallClock();
  const audit = new AuditLog({ store: store.audit, observer, clock, retentionDays: config.auditRetentionDays });
  for (let index = 0; index < 3; index += 1) await call('GET', '/v1/rooms', { token: 'canary' });
  await createRoom();
  await audit.close();
  t.match(
    (await store.audit.read(0, 10)).map(({ line }) => JSON.parse(line)),
    [{ what: 'authentication.refused', roomId: null, by: null, detail: { code: 'unauthorized', count: 3 } }],
  );
  store.close();
});
