import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { opusAndVp8 } from '../support/media/rtp-packets.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';
import { receiveHooks } from '../support/server/rest/hook-receiver.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import { testKey } from '../support/server/test-server.ts';

const canary = /canary/i;

async function filesOf(directory: string): Promise<string> {
  const names = await readdir(directory);
  return (await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')))).join('\n');
}

type Role = 'therapist' | 'client' | 'observer';

t.test(
  'no name, label, token, text, passcode or address of a whole session is in logs, metrics, exports, webhooks, or the store once it has ended',
  async (t) => {
    const hooks = await receiveHooks(t);
    const relay = {
      HEARTHROOM_TURN_URLS: 'turn:relay.example:3478',
      HEARTHROOM_TURN_SECRET: 'canary-of-the-relay-0123456789abcdef',
    };
    const server = await ServerProcess.start({
      HEARTHROOM_LOG_LEVEL: 'trace',
      HEARTHROOM_PAGES: 'true',
      ...hooks.env,
      ...relay,
    });
    t.teardown(() => server.remove());
    const url = await server.url();
    const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
    const call = (method: string, path: string, body?: object) => {
      const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
      return fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    };
    const created = (await (
      await call('POST', '/v1/rooms', {
        title: 'Canary title',
        waitingMessage: 'canary waiting message',
        agreement: { version: '1', text: 'canary agreement' },
        passcode: 'canary passcode',
        encryption: 'off',
        chatHistory: 'session',
        observerConsent: 'all',
        meetingNoticeSeconds: 0,
      })
    ).json()) as { id: string };
    const room = created.id;
    const cleo = { sub: 'canary-cleo', role: 'client', name: 'Canary Cleo', label: 'canary label of a link' };
    const invited = (await (await call('POST', `/v1/rooms/${room}/invitations`, cleo)).json()) as { path: string };
    const code = invited.path.slice('/j/'.length);
    t.equal((await fetch(`${url}${invited.path}`)).status, 200);
    t.equal((await call('POST', '/j/token', { code })).status, 200);
    t.equal((await call('POST', '/j/token', { code: 'canary-code' })).status, 404);
    t.equal((await call('GET', '/j/canary-code')).status, 200);
    const tokens: string[] = [];
    const enter = async (sub: string, role: Role) => {
      const person = { sub: `canary-${sub}`, role, name: `Canary ${sub}`, label: `canary label ${sub}` };
      const token = await createAccessToken({ key: testKey, room, ...person, grants: { canRename: true } });
      tokens.push(token);
      const { client, arrival } = await RawClient.join(url, { token, passcode: 'canary passcode' });
      return { client, token, arrival, id: (arrival.snapshot as { self: { id: string } }).self.id };
    };
    const host = await enter('weber', 'therapist');
    const ask = async (who: { client: RawClient }, method: string, params: object = {}) =>
      t.equal(await who.client.codeOf(method, params), 'ok', method);
    const entryOf = async ({ id }: { id: string }) => {
      const isIt = (params: Record<string, unknown>) => (params.entry as { id: string }).id === id;
      const { epoch } = (await host.client.notification('waitingAdded', isIt)).entry as { epoch: number };
      return { participantId: id, epoch };
    };
    await ask(host, 'openMedia', { rtpCapabilities: opusAndVp8 });
    const anna = await enter('anna', 'client');
    const ben = await enter('ben', 'client');
    const olga = await enter('olga', 'observer');
    await ask(host, 'messageWaiting', { text: 'canary message' });
    await ask(host, 'openPreview', await entryOf(anna));
    await ask(host, 'sendPreviewText', { text: 'canary preview' });
    await ask(anna, 'sendPreviewText', { text: 'canary answer' });
    await ask(anna, 'acceptAgreement', { version: '1' });
    await ask(host, 'admit', await entryOf(anna));
    await ask(host, 'deny', { ...(await entryOf(ben)), reason: 'canary reason' });
    await ben.client.closed;
    await ask(host, 'askConsent', await entryOf(olga));
    await ask(anna, 'answerConsent', { participantId: olga.id, consent: false });
    await ask(anna, 'rename', { name: 'Canary renamed' });
    await ask(anna, 'sendChat', { to: 'group', text: 'canary chat' });
    await ask(anna, 'sendChat', { to: 'hosts', text: 'canary chat to hosts' });
    await ask(anna, 'requestHelp', { note: 'canary note' });
    await ask(host, 'answerHelp', { participantId: anna.id, text: 'canary help' });
    await ask(host, 'startCheckIn', { question: { text: 'canary check-in', choices: ['canary check-in yes', 'No'] } });
    const asked = await anna.client.notification('roomUpdated', (params) =>
      JSON.stringify(params).includes('check-in'),
    );
    const { checkIn } = asked.room as { checkIn: { id: string } };
    await ask(anna, 'answerCheckIn', { checkInId: checkIn.id, value: 0 });
    await ask(host, 'startBreakout', { groups: [{ name: 'Canary group', participantIds: [anna.id] }] });
    await ask(host, 'messageGroups', { text: 'canary groups' });
    await ask(host, 'endBreakout', { countdownSeconds: 0 });
    anna.client.socket.terminate();
    await host.client.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
    await ask(host, 'sendChat', { to: 'participant', participantId: anna.id, text: 'canary missed' });
    t.match(await filesOf(server.dataDir), 'canary label of a link');
    t.notMatch(await filesOf(server.dataDir), code, 'of a code there is only a hash');
    t.match(await filesOf(server.dataDir), canary, 'while it runs the store has names: the test can find them');
    t.notMatch(
      await filesOf(server.dataDir),
      /canary (chat|missed|preview|passcode|help|check-in)/i,
      'but nothing of what is relayed',
    );
    const back = await RawClient.join(url, { token: anna.token, resumeSecret: String(anna.arrival.resumeSecret) });
    t.match(JSON.stringify(back.arrival.chat), 'canary missed');

    await back.client.request('fly-canary', { text: 'canary' });
    const stranger = await RawClient.open(url);
    await stranger.request('authenticate', { token: 'canary.token.bad' });
    const guesser = await RawClient.open(url);
    t.equal(await guesser.codeOf('authenticate', { token: ben.token, passcode: 'canary guess' }), 'passcode-wrong');
    await fetch(`${url}/v1/rooms/canary-path`, { headers: { authorization: 'Bearer canary' } });
    await call('PATCH', `/v1/rooms/${room}`, { title: 5, passcode: 'canary passcode' });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const since = new Date(Date.now() - 3_600_000).toISOString();
    await ask(host, 'endRoom', { message: 'canary closing message' });
    await host.client.closed;
    await hooks.until(() => hooks.received.some(({ event }) => event.type === 'room.ended'));
    const left = await filesOf(server.dataDir);
    const exported: string[] = [];
    for (const path of [
      `/v1/rooms/${room}`,
      `/v1/rooms/${room}/seats`,
      `/v1/rooms/${room}/invitations`,
      `/v1/rooms/${room}/attendance?labels=true`,
      `/v1/rooms/${room}/attendance?labels=true&format=csv`,
      `/v1/rooms/${room}/agreements`,
      '/v1/audit',
      `/v1/rooms/${room}/media-story?from=${since}&to=${new Date().toISOString()}`,
    ])
      exported.push(await (await call('GET', path)).text());
    server.child.kill('SIGTERM');
    t.equal(await server.exited, 0);

    t.match(server.output, /"seatId":"p-/, 'there is a log to look at');
    t.notMatch(server.output, canary, 'log');
    t.notMatch(server.output, /127\.0\.0\.1:(?!\d+\s*$)\d+.*remote/i, 'no client address in the log');
    t.notMatch(server.output, code, 'no code of a link');
    t.notMatch(metrics, canary, 'metrics');
    t.match(metrics, /hearthroom_/);
    t.match(exported.join(), anna.id, 'there are exports to look at');
    t.match(exported.at(-1), `seat ${host.id}: media is set up`, 'there is a story to look at');
    t.notMatch(exported.join(), canary, 'exports');
    t.ok(hooks.received.length > 5);
    t.notMatch(JSON.stringify(hooks.received), canary, 'webhooks');
    t.notMatch(left, canary, 'store after the end');
    t.notMatch(await filesOf(server.dataDir), canary, 'store after the process');
    for (const token of tokens) t.notOk(server.output.includes(token.slice(-20)), 'no token');
  },
);
