import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Environment } from '@hearthroom/sdk';
import { createAdminToken } from '@hearthroom/sdk/token';
import { WebSocket } from 'ws';
import { Clinic, type Member } from '../../support/faults/clients/clinic.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { until } from '../../support/faults/wait.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { testKey } from '../../support/server/test-server.ts';

const canary = /canary/i;
/** A further address of this machine that nobody else uses. */
const address = '127.0.0.77';

async function filesOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

export const canaries: FaultRow = {
  row: 18,
  title: 'canaries (names, labels, tokens, texts, addresses) through a whole session',
  limit: 'none in logs, metrics, audit log, nor in the store once the room has ended',
  async run(context) {
    const clinic = await Clinic.open(context, { HEARTHROOM_LOG_LEVEL: 'trace', HEARTHROOM_WORKERS: '1' });
    const tokens: string[] = [];
    const { room, host } = await liveThrough(clinic, tokens);
    await provoke(clinic);
    const metrics = await (await fetch(`${clinic.url}/metrics`)).text();
    const stored = await filesOf(clinic.dataDir);
    await host.session.endRoom();
    await until(() => host.session.state === 'closed', 'it has ended');
    const audit = await auditOf(clinic);
    const story = await storyOf(clinic, room);
    const left = await filesOf(clinic.dataDir);
    process.kill(clinic.pid, 'SIGTERM');
    await clinic.exit();
    const verdict = new Verdict();
    const isClean = (text: string) =>
      !canary.test(text) && !text.includes(address) && !tokens.some((token) => text.includes(token.slice(-20)));
    verdict.check('there was something to find: the store has names while it runs', canary.test(stored));
    verdict.check('there was something to find: a log with ids', /"seatId":"p-/.test(clinic.output));
    verdict.check('there was something to find: an audit log of this room', audit.includes(room));
    verdict.check('none in the log', isClean(clinic.output));
    verdict.check('none in the metrics', isClean(metrics) && metrics.includes('hearthroom_'));
    verdict.check('none in the audit log', isClean(audit));
    verdict.check('there was something to find: a story of media', story.includes("'s microphone"));
    verdict.check('none in the story of media', isClean(story));
    verdict.check('none in the store once the room has ended', isClean(left));
    verdict.check('none in the store after the process', isClean(await filesOf(clinic.dataDir)));
    return verdict.outcome({
      injected: `a session with media, admit, deny, put back, a cut, errors; ${tokens.length} tokens, clients from ${address}`,
      figure: `0 found in ${inKilobytes(clinic.output)} of log, ${inKilobytes(metrics)} of metrics, ${inKilobytes(audit)} of audit log, ${inKilobytes(left)} of store`,
    });
  },
};

const inKilobytes = (text: string): string => `${(text.length / 1_000).toFixed(0)} kB`;

/** A session in which every value contains a canary. @param tokens receives the tokens that were used */
async function liveThrough(clinic: Clinic, tokens: string[]): Promise<{ room: string; host: Member }> {
  const room = await clinic.createRoom({ title: 'Canary title', waitingMessage: 'canary waiting message' });
  const sockets = new Map<string, WebSocket>();
  const enter = (sub: string, role: 'therapist' | 'client') => {
    const getToken = async () => {
      const person = { sub: `canary-${sub}`, role, name: `Canary ${sub}`, label: `canary label ${sub}` };
      const token = await clinic.tokenFor(room, person);
      tokens.push(token);
      return token;
    };
    return clinic.enter(room, { sub, role }, { getToken, environment: fromAddress((made) => sockets.set(sub, made)) });
  };
  const host = await enter('weber', 'therapist');
  const anna = await enter('anna', 'client');
  const ben = await enter('ben', 'client');
  await until(() => host.session.waitingParticipants.length === 2, 'both wait');
  await host.session.messageWaiting('canary message');
  const [first, second] = host.session.waitingParticipants;
  if (!first || !second) throw new Error('Nobody waits');
  await host.session.admit(first);
  await host.session.deny(second, { reason: 'canary reason' });
  await until(() => anna.session.state === 'joined' && ben.session.state === 'closed', 'one is in, one is out');
  await Promise.all([host.person.speak(), anna.person.speak()]);
  await until(() => anna.hearsSince(0, [host]) && host.hearsSince(0, [anna]), 'they hear each other');
  sockets.get('anna')?.terminate();
  await until(() => anna.session.state === 'reconnecting', 'one connection is cut');
  await until(() => anna.session.state === 'joined', 'and back');
  await host.session.putInWaitingRoom(anna.id, { reason: 'canary words' });
  return { room, host };
}

/** As an institution exports it. */
async function auditOf(clinic: Clinic): Promise<string> {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const response = await fetch(`${clinic.url}/v1/audit`, { headers: { authorization } });
  if (response.status !== 200) throw new Error(`no audit log: ${response.status}`);
  return await response.text();
}

/** The records about the media of this room. */
async function storyOf(clinic: Clinic, room: string): Promise<string> {
  const [from, to] = [Date.now() - 3_600_000, Date.now() + 60_000].map((ms) => new Date(ms).toISOString());
  const { status, body } = await clinic.api('GET', `/v1/rooms/${room}/media-story?from=${from}&to=${to}`);
  if (status !== 200) throw new Error(`no story: ${status}`);
  return JSON.stringify(body);
}

/** Invalid requests, whose content careless servers log. */
async function provoke(clinic: Clinic): Promise<void> {
  const stranger = await RawClient.open(clinic.url);
  await stranger.request('authenticate', { token: 'canary.token.bad' });
  await fetch(`${clinic.url}/v1/rooms/canary-path?canary=1`, {
    headers: { authorization: 'Bearer canary', cookie: 'canary' },
  });
  await clinic.api('POST', '/v1/rooms', { title: 5, canary: 'canary' });
  await clinic.api('POST', '/v1/rooms', { opensAt: 'canary' });
}

/** Connections from a distinct address. @param made is called with each of them */
function fromAddress(made: (socket: WebSocket) => void): Partial<Environment> {
  class Addressed extends WebSocket {
    constructor(url: string, protocols: string | string[]) {
      super(url, protocols, { localAddress: address });
      made(this);
    }
  }
  // It has the members of the browser's class that the SDK uses.
  const parts: unknown = { WebSocket: Addressed };
  return parts as Pick<Environment, 'WebSocket'>;
}
