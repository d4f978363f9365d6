/**
 * Every status and code that the REST API returns is in its document, and every answer documented for a call can occur.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import type { RoomStore } from '../../../../../server/src/rooms/ports.ts';
import { keysOf } from '../../../../support/machine/player/people.ts';
import { seriesRefusals } from '../../../../support/series/series-refusals.ts';
import { ed25519Pair, writeKeyFile } from '../../../../support/server/keys/key-pairs.ts';
import {
  codesOf,
  isDocumented,
  type Operation,
  readOperations,
  takesBody,
} from '../../../../support/server/rest/api-document.ts';
import {
  type Answer,
  type CallOptions,
  type RestServer,
  startRest,
} from '../../../../support/server/rest/rest-server.ts';

const therapist = { sub: 'weber', role: 'therapist', name: 'Dr. Weber' };
const anna = { sub: 'anna', role: 'client', name: 'Anna' };
const ben = { sub: 'ben', role: 'client', name: 'Ben' };
const olga = { sub: 'olga', role: 'observer', name: 'Olga' };

/** A room with a host inside and a waiting client, and the path of a call about them. */
async function startSession(rest: RestServer, settings: object = {}) {
  const roomId = await rest.createRoom(settings);
  const host = await rest.join(roomId, therapist);
  const client = await rest.join(roomId, anna);
  const addressOf = ({ path }: Operation, seatId = client.seatId) =>
    path.replace('{roomId}', roomId).replace('{seatId}', seatId).replace('{revocationId}', 'v-1');
  return { roomId, host, client, addressOf };
}

async function checkEach(
  t: Test,
  rest: RestServer,
  operations: Operation[],
  wanted: { status: number; code: string },
  optionsOf: (operation: Operation) => CallOptions,
): Promise<void> {
  const { addressOf } = await startSession(rest);
  for (const operation of operations) {
    const answer = await rest.call(operation.method, addressOf(operation), optionsOf(operation));
    t.match(answer, { status: wanted.status, body: { code: wanted.code } }, operation.operationId);
    t.ok(isDocumented(operation, answer), `${operation.operationId} documents ${wanted.status} ${wanted.code}`);
  }
}

t.test('what every call may be refused with is in the document of each', async (t) => {
  const rest = await startRest(t);
  const all = await readOperations(rest);
  const withBody = all.filter(takesBody);
  const large = JSON.stringify({ title: 'x'.repeat(70_000) });
  await checkEach(t, rest, all, { status: 401, code: 'unauthorized' }, () => ({ token: null }));
  await checkEach(t, rest, withBody, { status: 415, code: 'invalid-params' }, () => ({
    headers: { 'content-type': 'text/plain' },
  }));
  await checkEach(t, rest, withBody, { status: 415, code: 'invalid-params' }, () => ({
    body: 'a=b',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }));
  await checkEach(t, rest, withBody, { status: 413, code: 'message-too-big' }, () => ({ body: large }));
  await checkEach(t, rest, withBody, { status: 400, code: 'invalid-params' }, () => ({ body: '{"' }));
});

t.test('too many calls in a minute are refused as every call documents', async (t) => {
  const rest = await startRest(t, { env: { HEARTHROOM_API_REQUESTS_PER_MINUTE: '2' } });
  // The document itself is one of the calls that are counted.
  const [first, ...others] = await readOperations(rest);
  await rest.call('GET', '/v1/rooms');
  for (const operation of [first, ...others].filter((operation) => operation !== undefined)) {
    const answer = await rest.call(operation.method, operation.path);
    t.match(answer, { status: 429, body: { code: 'rate-limited' } }, operation.operationId);
    t.ok(isDocumented(operation, answer), operation.operationId);
  }
});

t.test('a store that cannot write is answered as every change documents', async (t) => {
  let isFull = false;
  const wrapStore = (store: RoomStore): RoomStore =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (isFull && ['insertRoom', 'saveRoom', 'addNotes', 'deleteRoom'].includes(String(name)))
          return () => {
            throw new Error('the disk is full');
          };
        return member.bind(target);
      },
    });
  const rest = await startRest(t, { wrapStore });
  const { addressOf } = await startSession(rest);
  const operations = await readOperations(rest);
  isFull = true;
  const refused: string[] = [];
  for (const operation of operations.filter(takesBody)) {
    const options = operation.method === 'PATCH' ? { body: { title: 'B' }, headers: { 'if-match': '*' } } : {};
    const answer = await rest.call(operation.method, addressOf(operation), options);
    if (answer.status === 503) refused.push(operation.operationId);
    t.ok(isDocumented(operation, answer), `${operation.operationId}: ${answer.status} ${answer.body.code}`);
  }
  t.ok(
    refused.includes('createRoom') && refused.includes('updateRoom') && refused.includes('admitSeat'),
    refused.join(),
  );
});

/** How to provoke each refusal, by the call and the code in the document. */
const refusals: Record<string, (rest: RestServer) => Promise<Answer>> = {
  ...seriesRefusals,
  'createRoom conflict': async ({ call }) => {
    const headers = { 'idempotency-key': 'once' };
    await call('POST', '/v1/rooms', { headers });
    return call('POST', '/v1/rooms', { headers, body: { title: 'Other' } });
  },
  'createRoom server-draining': async ({ call }) => {
    await call('POST', '/v1/drain');
    return call('POST', '/v1/rooms');
  },
  'createBackup conflict': async ({ call }) => {
    const answers = await Promise.all([call('POST', '/v1/backup'), call('POST', '/v1/backup')]);
    return answers.find(({ status }) => status !== 201) ?? answers[0];
  },
  'getRoom not-found': ({ call }) => call('GET', '/v1/rooms/r-none'),
  'updateRoom not-found': ({ call }) =>
    call('PATCH', '/v1/rooms/r-none', { body: { title: 'B' }, headers: { 'if-match': '*' } }),
  'updateRoom room-ended': async (rest) => {
    const id = await endedRoom(rest);
    return rest.call('PATCH', `/v1/rooms/${id}`, { body: { title: 'B' }, headers: { 'if-match': '*' } });
  },
  'updateRoom too-late': async (rest) => {
    const { roomId } = await startSession(rest, { encryption: 'off' });
    const options = { body: { encryption: 'required' }, headers: { 'if-match': '*' } };
    return rest.call('PATCH', `/v1/rooms/${roomId}`, options);
  },
  'updateRoom precondition-failed': async ({ call, createRoom }) =>
    call('PATCH', `/v1/rooms/${await createRoom()}`, { body: { title: 'B' }, headers: { 'if-match': '"99"' } }),
  'updateRoom precondition-required': async ({ call, createRoom }) =>
    call('PATCH', `/v1/rooms/${await createRoom()}`, { body: { title: 'B' } }),
  'endRoom not-found': ({ call }) => call('POST', '/v1/rooms/r-none/end'),
  'deleteRoom not-found': ({ call }) => call('DELETE', '/v1/rooms/r-none'),
  'mintToken not-found': ({ call }) => call('POST', '/v1/rooms/r-none/tokens', { body: anna }),
  'mintToken room-ended': async (rest) =>
    rest.call('POST', `/v1/rooms/${await endedRoom(rest)}/tokens`, { body: anna }),
  'mintToken not-allowed': async ({ call, createRoom }) => {
    const id = await createRoom();
    return call('POST', `/v1/rooms/${id}/tokens`, { body: anna, token: await createAdminToken({ key: portalKey }) });
  },
  'createInvitation not-found': ({ call }) => call('POST', '/v1/rooms/r-none/invitations', { body: anna }),
  'createInvitation room-ended': async (rest) =>
    rest.call('POST', `/v1/rooms/${await endedRoom(rest)}/invitations`, { body: anna }),
  'createInvitation not-allowed': async ({ call, createRoom }) => {
    const token = await createAdminToken({ key: portalKey });
    return call('POST', `/v1/rooms/${await createRoom()}/invitations`, { body: anna, token });
  },
  'createSeriesInvitation not-allowed': async ({ call }) => {
    const token = await createAdminToken({ key: portalKey });
    const series = { start: '2031-01-07T18:00', timeZone: 'UTC', rule: 'FREQ=WEEKLY', lengthMinutes: 60 };
    const members = [{ id: 'p-1', name: 'Anna', role: 'client' }];
    const { body } = await call('POST', '/v1/series', { body: { ...series, members } });
    return call('POST', `/v1/series/${body.id}/invitations`, { body: { memberId: 'p-1' }, token });
  },
  'listInvitations not-found': ({ call }) => call('GET', '/v1/rooms/r-none/invitations'),
  'revokeInvitation not-found': async ({ call, createRoom }) =>
    call('DELETE', `/v1/rooms/${await createRoom()}/invitations/i-none`),
  'revokeTokens not-found': ({ call }) =>
    call('POST', '/v1/revocations', { body: { roomId: 'r-none', identity: 'anna' } }),
  'revokeTokens room-ended': async (rest) =>
    rest.call('POST', '/v1/revocations', { body: { roomId: await endedRoom(rest), identity: 'anna' } }),
  'removeRevocation not-found': ({ call }) => call('DELETE', '/v1/revocations/v-none'),
  'reloadKeys key-file-invalid': ({ call, keysFile }: RestServer & { keysFile?: string }) => {
    writeKeyFile(keysFile ?? '', [{ id: 'broken' }]);
    return call('POST', '/v1/keys/reload');
  },
  'listSeats not-found': ({ call }) => call('GET', '/v1/rooms/r-none/seats'),
  'listAttendance not-found': ({ call }) => call('GET', '/v1/rooms/r-none/attendance'),
  'listAgreements not-found': ({ call }) => call('GET', '/v1/rooms/r-none/agreements'),
  'tellMediaStory not-found': ({ call }) =>
    call('GET', '/v1/rooms/r-none/media-story?from=2026-11-28T18:00:00Z&to=2026-11-28T18:10:00Z'),
  'exportAudit not-found': ({ call }) => call('GET', '/v1/audit?after=999999'),
  ...refusalsOfSeats(),
};

async function endedRoom({ call, createRoom }: RestServer): Promise<string> {
  const id = await createRoom();
  await call('POST', `/v1/rooms/${id}/end`);
  return id;
}

/** Of the actions about seats. */
function refusalsOfSeats(): Record<string, (rest: RestServer) => Promise<Answer>> {
  const actions = { admit: {}, deny: {}, pardon: {}, 'put-back': {}, remove: {}, mute: { source: 'microphone' } };
  const idOf = (action: string) => `${action === 'put-back' ? 'putBack' : action}Seat`;
  const always = Object.entries(actions).flatMap(([action, body]) => [
    [
      `${idOf(action)} not-found`,
      async (rest: RestServer) => act(rest, await rest.createRoom(), 'p-none', action, body),
    ] as const,
    [
      `${idOf(action)} room-ended`,
      async (rest: RestServer) => {
        const { roomId, client } = await startSession(rest);
        await rest.call('POST', `/v1/rooms/${roomId}/end`);
        return act(rest, roomId, client.seatId, action, body);
      },
    ] as const,
  ]);
  return { ...Object.fromEntries(always), ...refusalsOfState() };
}

const act = (rest: RestServer, roomId: string, seatId: string, action: string, body: object = {}) =>
  rest.call('POST', `/v1/rooms/${roomId}/seats/${seatId}/${action}`, { body });

function refusalsOfState(): Record<string, (rest: RestServer) => Promise<Answer>> {
  const aboutClient =
    (action: string, body: object, settings: object = {}) =>
    async (rest: RestServer) => {
      const { roomId, client } = await startSession(rest, settings);
      return act(rest, roomId, client.seatId, action, body);
    };
  const aboutHost = (action: string) => async (rest: RestServer) => {
    const { roomId, host } = await startSession(rest);
    return act(rest, roomId, host.seatId, action);
  };
  return {
    'admitSeat stale-entry': aboutClient('admit', { epoch: 999 }),
    'denySeat stale-entry': aboutClient('deny', { epoch: 999 }),
    'admitSeat agreement-required': aboutClient('admit', {}, { agreement: { version: '1', text: 'Be kind.' } }),
    'putBackSeat not-admitted': aboutClient('put-back', {}),
    'muteSeat not-admitted': aboutClient('mute', { source: 'camera' }),
    'putBackSeat last-host': aboutHost('put-back'),
    'removeSeat last-host': aboutHost('remove'),
    'admitSeat consent-required': async (rest) => {
      const { roomId, client } = await startSession(rest, { observerConsent: 'all' });
      await act(rest, roomId, client.seatId, 'admit');
      const observer = await rest.join(roomId, olga);
      return act(rest, roomId, observer.seatId, 'admit');
    },
    'admitSeat e2ee-unsupported': async (rest) => {
      const roomId = await rest.createRoom({ encryption: 'required' });
      await rest.join(roomId, therapist, keysOf('therapist'));
      return act(rest, roomId, (await rest.join(roomId, anna)).seatId, 'admit', { unencrypted: true });
    },
    'admitSeat e2ee-would-end': async (rest) => {
      const roomId = await rest.createRoom({ encryption: 'preferred' });
      await rest.join(roomId, therapist, keysOf('therapist'));
      return act(rest, roomId, (await rest.join(roomId, anna)).seatId, 'admit');
    },
    'admitSeat room-not-live': async (rest) => {
      const roomId = await rest.createRoom({ encryption: 'off' });
      return act(rest, roomId, (await rest.join(roomId, anna)).seatId, 'admit');
    },
    'admitSeat room-full': async (rest) => {
      const { roomId, client } = await startSession(rest, { maxParticipants: 2 });
      await act(rest, roomId, client.seatId, 'admit');
      return act(rest, roomId, (await rest.join(roomId, ben)).seatId, 'admit');
    },
    'admitSeat last-host': async (rest) => {
      const { roomId, host } = await startSession(rest);
      await rest.join(roomId, { ...therapist, role: 'client' });
      return act(rest, roomId, host.seatId, 'admit', { epoch: await secondDeviceEpoch(rest, roomId, host.seatId) });
    },
    'denySeat not-allowed': async (rest) => {
      const { roomId, client } = await startSession(rest);
      await act(rest, roomId, client.seatId, 'admit');
      await rest.join(roomId, anna);
      const epoch = await secondDeviceEpoch(rest, roomId, client.seatId);
      return act(rest, roomId, client.seatId, 'deny', { epoch, ban: true });
    },
  };
}

async function secondDeviceEpoch({ call }: RestServer, roomId: string, seatId: string): Promise<number | null> {
  const { body } = await call('GET', `/v1/rooms/${roomId}/seats`);
  const seats = body.seats as { id: string; secondDeviceEpoch: number | null }[];
  return seats.find(({ id }) => id === seatId)?.secondDeviceEpoch ?? null;
}

const portal = ed25519Pair();
const portalKey = { id: 'portal', privateKey: portal.privatePem };
/** Refusals that every call has, provoked above; and those that need a broken disk or machine. */
const ofEveryCall = new Set([400, 401, 413, 415, 429, 500]);
/** Refusals of a server whose data are in PostgreSQL: provoked in test/integration/process/node-start.test.ts. */
const ofNodes = ['createBackup backup-unsupported'];

t.test('what a call may be refused with is answered, with the status and code of the document', async (t) => {
  const operations = await readOperations(await startRest(t));
  const documented = operations.flatMap((operation) =>
    Object.keys(operation.responses)
      .map(Number)
      .filter((status) => status >= 400 && !ofEveryCall.has(status))
      .flatMap((status) => codesOf(operation, status).map((code) => `${operation.operationId} ${code}`)),
  );
  const provoked = documented.filter(
    (refusal) => !refusal.endsWith(' storage-unavailable') && !ofNodes.includes(refusal),
  );
  t.same(Object.keys(refusals).sort(), provoked.sort(), 'each of the document is tried out');
  const keysFile = join(await mkdtemp(join(tmpdir(), 'hearthroom-test-')), 'keys.json');
  t.teardown(() => rm(dirname(keysFile), { recursive: true }));
  writeKeyFile(keysFile, [{ id: 'portal', publicKey: portal.publicPem }]);
  const env = { HEARTHROOM_KEYS_FILE: keysFile, HEARTHROOM_API_REQUESTS_PER_MINUTE: '10000' };
  const rest = Object.assign(await startRest(t, { env }), { keysFile });
  for (const [refusal, provoke] of Object.entries(refusals)) {
    const [operationId, code = ''] = refusal.split(' ');
    // A drain cannot be undone.
    const answer = await provoke(code === 'server-draining' ? await startRest(t) : rest);
    const operation = operations.find((candidate) => candidate.operationId === operationId);
    t.equal(answer.body.code, code, refusal);
    t.ok(operation && codesOf(operation, answer.status).includes(code), `${refusal} is answered with ${answer.status}`);
  }
});
