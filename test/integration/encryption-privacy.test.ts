/**
 * What people write and the secrets that they share in an encrypted room are nowhere at the server: not in its memory,
 * its store, its log, the audit log and the metrics. A room without encryption shows that the search finds such texts.
 */
import { readdir, readFile, watch } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { EncryptingPerson } from '../support/server/clients/encrypting.ts';
import type { Person, TestSession } from '../support/server/clients/joined-session.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import { testKey } from '../support/server/test-server.ts';

t.setTimeout(180_000);

const readable = 'plain-canary-chat';
const canary = /canary/i;
/** 32 bytes that can be found. */
const secretOf = (name: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`canary-${name}`.padEnd(32, '~'));
const secrets = ['media', 'chat', 'help', 'answer', 'preview', 'groups'].map(secretOf);
/** The forms in which a program could keep one of them. */
const formsOf = (secret: Uint8Array): string[] =>
  (['latin1', 'base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(secret).toString(form));

/** A server that writes its heap to `directory` on SIGUSR2. */
async function startServer(t: Test, directory: string): Promise<ServerProcess> {
  const server = await ServerProcess.start(
    { HEARTHROOM_LOG_LEVEL: 'trace', NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2' },
    [],
    ['sh', '-c', 'cd "$0" && exec "$@"', directory],
  );
  t.teardown(() => server.remove());
  return server;
}

async function call(url: string, method: string, path: string, body?: object): Promise<Response> {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
  return await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

/** A room of this server, with a way in. */
async function createRoom(url: string, settings: Partial<RoomSettings>): Promise<Pick<TestSession, 'room' | 'enter'>> {
  const { id: room } = (await (await call(url, 'POST', '/v1/rooms', settings)).json()) as { id: string };
  const enter: TestSession['enter'] = async (sub, overrides = {}, connecting = {}) => {
    const token = await createAccessToken({ key: testKey, room, sub, role: 'client', name: sub, ...overrides });
    const { client, arrival } = await RawClient.join(url, { token, ...connecting });
    return { id: (arrival.snapshot as { self: { id: string } }).self.id, token, client, arrival } satisfies Person;
  };
  return { room, enter };
}

async function heapOf(server: ServerProcess, directory: string, witness: EncryptingPerson): Promise<string> {
  const written = (async () => {
    for await (const { filename } of watch(directory)) if (filename?.endsWith('.heapsnapshot')) return filename;
    throw new Error('no snapshot was written');
  })();
  server.child.kill('SIGUSR2');
  const name = await written;
  // It is written in one go: the answer comes when it is complete.
  await witness.settle();
  return await readFile(join(directory, name), 'utf8');
}

async function filesIn(directory: string): Promise<string> {
  const names = await readdir(directory);
  return (await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')))).join('\n');
}

t.test('the server keeps and writes nothing that people in an encrypted room say', async (t) => {
  const directory = t.testdir();
  const server = await startServer(t, directory);
  const url = await server.url();
  const settings = { encryption: 'required', meetingNoticeSeconds: 0 } as const;
  const session = await createRoom(url, settings);
  const therapist = { role: 'therapist' } as const;
  const weber = await EncryptingPerson.enter(session, 'weber', therapist);
  const entryOf = async ({ id }: Pick<Person, 'id'>) => {
    const { entry } = await weber.notification('waitingAdded', (params) => (params.entry as { id: string }).id === id);
    return { participantId: id, epoch: (entry as { epoch: number }).epoch };
  };
  const anna = await EncryptingPerson.enter(session, 'anna');
  await anna.admitBy(weber, { entryOf });
  const dora = await EncryptingPerson.enter(session, 'dora');
  const ask = async (who: EncryptingPerson, method: string, params: object) =>
    t.equal(await who.codeOf(method, params), 'ok', method);
  const [media, chat, help, answer, preview, groups] = secrets;

  await ask(weber, 'sendKeys', await weber.keys(media ?? secretOf(''), 1, [anna]));
  t.ok(await anna.receive(weber, 1), 'the secret has arrived');
  const toGroup = await anna.seal('chat:group', 'canary chat', [weber], chat);
  await ask(anna, 'sendChat', { to: 'group', sealed: toGroup });
  const { message } = (await weber.notification('chatReceived')) as { message: { sealed: unknown } };
  t.equal(await weber.read('chat:group', message.sealed, anna), 'canary chat', 'and so has the text');
  await ask(anna, 'requestHelp', { sealed: await anna.seal('help', 'canary note', [weber], help) });
  const sealedAnswer = await weber.seal('help-answer', 'canary answer', [anna], answer);
  await ask(weber, 'answerHelp', { participantId: anna.id, sealed: sealedAnswer });
  await ask(weber, 'startBreakout', { groups: [{ name: 'One', participantIds: [anna.id] }] });
  await ask(weber, 'messageGroups', { sealed: await weber.seal('groups', 'canary groups', [anna], groups) });
  await ask(weber, 'openPreview', await entryOf(dora.person));
  await dora.notification('selfUpdated');
  await ask(weber, 'sendPreviewText', { sealed: await weber.seal('preview', 'canary preview', [dora], preview) });

  const open = await createRoom(url, { encryption: 'off' });
  const wolf = (await open.enter('wolf', therapist)).client;
  t.equal(await wolf.codeOf('sendChat', { to: 'group', text: readable }), 'ok');

  const heap = await heapOf(server, directory, weber);
  t.ok(heap.includes(readable), 'a text of the room without encryption is found in the memory');
  t.ok(heap.includes(toGroup.cipher.slice(0, 60)), 'and so is the encrypted text');
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const audit = await (await call(url, 'GET', '/v1/audit')).text();
  t.match(audit, anna.id, 'there is an audit log to look at');
  t.match(await filesIn(server.dataDir), weber.id, 'and a store');
  const places = {
    heap: heap.replaceAll(readable, ''),
    store: await filesIn(server.dataDir),
    log: server.output,
    audit,
    metrics,
  };
  for (const [place, content] of Object.entries(places)) {
    t.notOk(canary.test(content), `no text in the ${place}`);
    for (const form of secrets.flatMap(formsOf)) t.notOk(content.includes(form), `no secret in the ${place}`);
  }
});
