import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { RawClient } from '../support/server/raw-client.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import { testKey } from '../support/server/test-server.ts';

const canary = /canary/i;

async function filesOf(directory: string): Promise<string> {
  const names = await readdir(directory);
  return (await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')))).join('\n');
}

t.test(
  'no name, label, token, text or address of a whole session is in logs, metrics, or the store once it has ended',
  async (t) => {
    const server = await ServerProcess.start({ HEARTHROOM_LOG_LEVEL: 'trace' });
    t.teardown(() => server.remove());
    const url = await server.url();
    const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
    const api = async (method: string, path: string, body?: object) => {
      const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
      const response = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
    };
    const created = await api('POST', '/v1/rooms', { title: 'Canary title', waitingMessage: 'canary waiting message' });
    const room = String(created.id);
    const tokens: string[] = [];
    const enter = async (sub: string, role: 'therapist' | 'client') => {
      const person = { sub: `canary-${sub}`, role, name: `Canary ${sub}`, label: `canary label ${sub}` };
      const token = await createAccessToken({ key: testKey, room, ...person });
      tokens.push(token);
      return (await RawClient.join(url, { token })).client;
    };
    const host = await enter('weber', 'therapist');
    const anna = await enter('anna', 'client');
    const ben = await enter('ben', 'client');
    await host.request('messageWaiting', { text: 'canary message' });
    for (let index = 0; index < 2; index++) {
      const { entry } = await host.notification('waitingAdded', (params) =>
        JSON.stringify(params).includes(index ? 'ben' : 'anna'),
      );
      const { id, epoch } = entry as { id: string; epoch: number };
      await host.request(index ? 'deny' : 'admit', {
        participantId: id,
        epoch,
        ...(index && { reason: 'canary reason' }),
      });
    }
    await anna.request('fly-canary', { text: 'canary' });
    await ben.closed;
    await RawClient.open(url).then((stranger) => stranger.request('authenticate', { token: 'canary.token.bad' }));
    await fetch(`${url}/v1/rooms/canary-path`, { headers: { authorization: 'Bearer canary' } });
    await api('PATCH', `/v1/rooms/${room}`, { title: 5 });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    t.match(await filesOf(server.dataDir), canary, 'while it runs the store has names: the test can find them');
    await host.request('endRoom');
    await host.closed;
    const left = await filesOf(server.dataDir);
    server.child.kill('SIGTERM');
    t.equal(await server.exited, 0);

    t.match(server.output, /"seatId":"p-/, 'there is a log to look at');
    t.notMatch(server.output, canary, 'log');
    t.notMatch(server.output, /127\.0\.0\.1:(?!\d+\s*$)\d+.*remote/i, 'no client address in the log');
    t.notMatch(metrics, canary, 'metrics');
    t.match(metrics, /hearthroom_/);
    t.notMatch(left, canary, 'store after the end');
    t.notMatch(await filesOf(server.dataDir), canary, 'store after the process');
    for (const token of tokens) t.notOk(server.output.includes(token.slice(-20)), 'no token');
  },
);
