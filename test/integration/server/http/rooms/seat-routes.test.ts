import t from 'tap';
import { type RestServer, startRest } from '../../../../support/server/rest/rest-server.ts';

const therapist = { sub: 'weber', role: 'therapist', name: 'Dr. Weber' };
const anna = { sub: 'anna', role: 'client', name: 'Anna', label: 'A. Berger' };

async function startSession(rest: RestServer) {
  const roomId = await rest.createRoom();
  const host = await rest.join(roomId, therapist);
  const client = await rest.join(roomId, anna);
  const act = (action: string, body?: object, seatId = client.seatId) =>
    rest.call('POST', `/v1/rooms/${roomId}/seats/${seatId}/${action}`, body === undefined ? {} : { body });
  return { roomId, host, client, act };
}

t.test('the seats of a room are told with names, labels and states', async (t) => {
  const rest = await startRest(t);
  const { roomId, host, client } = await startSession(rest);
  const { status, body } = await rest.call('GET', `/v1/rooms/${roomId}/seats`);
  t.equal(status, 200);
  t.match(body, {
    seats: [
      { id: host.seatId, sub: 'weber', role: 'therapist', state: 'admitted', connected: true, label: null },
      {
        ...{ id: client.seatId, sub: 'anna', name: 'Anna', label: 'A. Berger', state: 'waiting', connected: true },
        ...{ mustBeAdmitted: false, banned: false, secondDeviceWaits: false, secondDeviceEpoch: null },
      },
    ],
  });
});

t.test('a person who waits is admitted, and put back, and admitted again', async (t) => {
  const rest = await startRest(t);
  const { client, act } = await startSession(rest);
  t.match(await act('admit'), { status: 200, body: { id: client.seatId, state: 'admitted' } });
  t.ok(client.told.includes('snapshotReplaced'));
  t.match(await act('put-back', { reason: 'One moment please.' }), {
    status: 200,
    body: { state: 'waiting', mustBeAdmitted: true },
  });
  t.match(await act('put-back'), { status: 409, body: { code: 'not-admitted' } });
  t.match(await act('admit', {}), { status: 200, body: { state: 'admitted', mustBeAdmitted: false } });
});

t.test('an admission can bind to the entry that was seen', async (t) => {
  const rest = await startRest(t);
  const { roomId, client, act } = await startSession(rest);
  const { body } = await rest.call('GET', `/v1/rooms/${roomId}/seats`);
  const seats = body.seats as { id: string; epoch: number }[];
  const epoch = seats.find(({ id }) => id === client.seatId)?.epoch ?? -1;
  t.match(await act('admit', { epoch: epoch + 1 }), { status: 409, body: { code: 'stale-entry' } });
  t.match(await act('deny', { epoch: epoch + 1 }), { status: 409, body: { code: 'stale-entry' } });
  t.match(await act('admit', { epoch }), { status: 200, body: { state: 'admitted' } });
});

t.test('a second device waits under the same seat, and is meant only when its entry is named', async (t) => {
  const rest = await startRest(t);
  const { roomId, client, act } = await startSession(rest);
  await act('admit');
  const second = await rest.join(roomId, anna);
  const { body } = await rest.call('GET', `/v1/rooms/${roomId}/seats`);
  t.match(body.seats, [
    {},
    { id: client.seatId, state: 'admitted', secondDeviceWaits: true, secondDeviceEpoch: Number },
  ]);
  t.match(await act('admit'), { status: 409, body: { code: 'stale-entry' } }, 'a retry hands the seat to nobody');
  t.notOk(client.told.some((told) => told.startsWith('closed')));
  const [, seat] = body.seats as { secondDeviceEpoch: number }[];
  const denial = { epoch: seat?.secondDeviceEpoch, reason: 'Only one device.' };
  t.match(await act('deny', denial), { status: 200, body: { secondDeviceWaits: false } });
  t.ok(second.told.includes('closed: denied'));
  t.notOk(client.told.includes('closed: denied'), 'the one inside stays');
});

t.test('a person who waits can be sent away, for good with a ban, until pardoned', async (t) => {
  const rest = await startRest(t);
  const { roomId, client, act } = await startSession(rest);
  t.match(await act('deny', { ban: true, reason: 'The wrong group.' }), {
    status: 200,
    body: { state: 'denied', banned: true, connected: false },
  });
  t.ok(client.told.includes('closed: denied'));
  await t.rejects(rest.join(roomId, anna), { code: 'not-available' });
  t.match(await act('pardon'), { status: 200, body: { banned: false, mustBeAdmitted: false } });
  t.equal((await rest.join(roomId, anna)).seatId, client.seatId);
});

t.test('an admitted person can be removed, for good with a ban', async (t) => {
  const rest = await startRest(t);
  const { roomId, client, act } = await startSession(rest);
  await act('admit');
  t.match(await act('remove', { ban: false, reason: 'Please call us.' }), {
    status: 200,
    body: { state: 'removed', banned: false },
  });
  t.ok(client.told.includes('closed: removed'));
  t.match(await act('remove', {}), { status: 404, body: { code: 'not-found' } });
  t.match(await act('remove', { ban: true }), { status: 200, body: { banned: true } });
  await t.rejects(rest.join(roomId, anna), { code: 'not-available' });
});

t.test('tracks of those inside can be muted', async (t) => {
  const rest = await startRest(t);
  const { act } = await startSession(rest);
  t.match(await act('mute', { source: 'microphone' }), { status: 409, body: { code: 'not-admitted' } });
  await act('admit');
  t.match(await act('mute', { source: 'microphone' }), { status: 200, body: { state: 'admitted' } });
  t.match(await act('mute', { source: 'thoughts' }), {
    status: 400,
    body: { message: 'body.source: must be one of microphone, camera, screen' },
  });
  t.match(await act('mute'), { status: 400, body: { code: 'invalid-params' } });
});

t.test('nobody is admitted while no host is present, and a full room takes nobody', async (t) => {
  const rest = await startRest(t);
  const empty = await rest.createRoom({ encryption: 'off' });
  const early = await rest.join(empty, anna);
  t.match(await rest.call('POST', `/v1/rooms/${empty}/seats/${early.seatId}/admit`), {
    status: 409,
    body: { code: 'room-not-live' },
  });
  const full = await rest.createRoom({ maxParticipants: 2 });
  await rest.join(full, therapist);
  const first = await rest.join(full, anna);
  const second = await rest.join(full, { ...anna, sub: 'ben' });
  t.match(await rest.call('POST', `/v1/rooms/${full}/seats/${first.seatId}/admit`), { status: 200 });
  t.match(await rest.call('POST', `/v1/rooms/${full}/seats/${second.seatId}/admit`), {
    status: 409,
    body: { code: 'room-full' },
  });
});

t.test('seats that are not there are not found; fields that are not there are an error', async (t) => {
  const rest = await startRest(t);
  const { act } = await startSession(rest);
  for (const action of ['admit', 'deny', 'put-back', 'remove', 'pardon']) {
    for (const seatId of ['p-nobody', '__proto__', 'constructor']) {
      t.match(await act(action, {}, seatId), { status: 404, body: { code: 'not-found' } }, `${action} ${seatId}`);
    }
    t.match(
      await act(action, { because: 1 }),
      { status: 400, body: { message: 'body: has no field because' } },
      action,
    );
  }
  t.match(await act('admit', { epoch: '1' }), { status: 400, body: { message: 'body.epoch: must be integer' } });
  t.match(await act('fly', {}), { status: 404, body: { code: 'not-found' } });
});

t.test('in a session that has ended nothing can be done any more', async (t) => {
  const rest = await startRest(t);
  const { roomId, act } = await startSession(rest);
  await rest.call('POST', `/v1/rooms/${roomId}/end`);
  for (const action of ['admit', 'deny', 'put-back', 'remove', 'pardon']) {
    t.match(await act(action), { body: { code: /^(room-ended|not-found)$/ } }, action);
  }
});
