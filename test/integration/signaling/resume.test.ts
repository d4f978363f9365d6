import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const anna = { sub: 'anna', role: 'client', name: 'Anna' } as const;
const weber = { sub: 'weber', role: 'therapist', name: 'Dr. Weber' } as const;
const server = await startTestServer();
t.teardown(() => server.close());
const secretOf = (arrival: Record<string, unknown>) => String(arrival.resumeSecret);
const idOf = (arrival: Record<string, unknown>) => (arrival.snapshot as { self: { id: string } }).self.id;

t.test('a dropped client comes back to the same seat; the others see it reconnecting, not leaving', async (t) => {
  const room = await server.createRoom({ waitingRoom: false });
  const host = await RawClient.join(server.url, { token: await server.tokenFor(room, weber) });
  const token = await server.tokenFor(room, anna);
  const first = await RawClient.join(server.url, { token });
  first.client.socket.terminate();
  await host.client.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
  const second = await RawClient.join(server.url, { token, resumeSecret: secretOf(first.arrival) });
  t.equal(idOf(second.arrival), idOf(first.arrival));
  t.match(second.arrival, { snapshot: { state: 'admitted' } });
  t.not(secretOf(second.arrival), secretOf(first.arrival), 'with a new secret');
  await host.client.notification('participantUpdated', (params) => JSON.stringify(params).includes('"connected"'));
  t.notOk(host.client.notifications.some(({ method }) => method === 'participantLeft'));
  t.equal(host.client.notifications.filter(({ method }) => method === 'participantJoined').length, 1);
});

t.test('the newest connection with the secret takes over, the older one is told', async (t) => {
  const room = await server.createRoom();
  const token = await server.tokenFor(room, anna);
  const first = await RawClient.join(server.url, { token });
  const second = await RawClient.join(server.url, { token, resumeSecret: secretOf(first.arrival) });
  t.same(await first.client.closed, { code: 4409, reason: 'replaced' });
  t.equal(await second.client.codeOf('ping'), 'ok');
});

t.test('a forwarded link waits as a second device and changes nothing for the one inside', async (t) => {
  const room = await server.createRoom({ waitingRoom: false });
  const host = await RawClient.join(server.url, { token: await server.tokenFor(room, weber) });
  const token = await server.tokenFor(room, anna);
  const inside = await RawClient.join(server.url, { token });
  const before = inside.client.frames.length;
  const stranger = await RawClient.join(server.url, { token });
  t.match(stranger.arrival, { snapshot: { state: 'waiting' } });
  const { entry } = await host.client.notification('waitingAdded');
  t.match(entry, { id: idOf(inside.arrival), secondDevice: true });
  t.equal(await inside.client.codeOf('ping'), 'ok');
  t.equal(inside.client.frames.length, before + 1, 'the one inside was told nothing');

  for (const method of ['publishTrack', 'remove'] as const) {
    const params = {
      remove: { participantId: idOf(host.arrival) },
      publishTrack: {
        source: 'microphone',
        kind: 'audio',
        rtpParameters: {
          codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000 }],
          encodings: [{ ssrc: 1 }],
        },
      },
    }[method];
    t.equal(
      await stranger.client.codeOf(method, params),
      'not-admitted',
      `${method} of the seat it waits for is not its own`,
    );
  }

  // A waiting participant gets the same answer: a forwarded link does not reveal whether the seat is taken.
  t.equal(await stranger.client.codeOf('openMedia', { rtpCapabilities: { codecs: [] } }), 'ok');

  const { id, epoch } = entry as { id: string; epoch: number };
  await t.rejects(
    server.app.registry.apply(room, {
      type: 'admit',
      actor: { kind: 'api' },
      entries: [{ seatId: id, epoch: epoch - 1 }],
      all: false,
    }),
    { code: 'stale-entry' },
  );
  t.equal(await host.client.codeOf('admit', { participantId: id, epoch }), 'ok');
  t.match(await stranger.client.notification('snapshotReplaced'), { snapshot: { state: 'admitted' } });
  await stranger.client.notification('mediaReset');
  t.same(await inside.client.closed, { code: 4409, reason: 'replaced' });
  t.notOk(
    host.client.notifications.some(({ method }) => method === 'participantLeft'),
    'for the group nobody left',
  );
});

t.test('of a host’s own devices the newest wins', async (t) => {
  const room = await server.createRoom();
  const token = await server.tokenFor(room, weber);
  const laptop = await RawClient.join(server.url, { token });
  const phone = await RawClient.join(server.url, { token });
  t.match(phone.arrival, { snapshot: { state: 'admitted' } });
  t.same(await laptop.client.closed, { code: 4409, reason: 'replaced' });
});

t.test('when the lease is over the seat is gone, and coming back waits', async (t) => {
  const room = await server.createRoom({ waitingRoom: true, seatLeaseSeconds: 5 });
  const host = await RawClient.join(server.url, { token: await server.tokenFor(room, weber) });
  const token = await server.tokenFor(room, anna);
  const first = await RawClient.join(server.url, { token });
  const { id, epoch } = (await host.client.notification('waitingAdded')).entry as { id: string; epoch: number };
  t.equal(await host.client.codeOf('admit', { participantId: id, epoch }), 'ok');
  first.client.socket.terminate();
  await host.client.notification('participantLeft');
  const second = await RawClient.join(server.url, { token, resumeSecret: secretOf(first.arrival) });
  t.match(second.arrival, { snapshot: { state: 'waiting' } });
});

t.test('what was told once and did not arrive is told with the answer, and not again', async (t) => {
  const room = await server.createRoom({ waitingRoom: false });
  const host = await RawClient.join(server.url, { token: await server.tokenFor(room, weber) });
  const token = await server.tokenFor(room, anna);
  const first = await RawClient.join(server.url, { token });
  const participantId = idOf(first.arrival);
  t.equal(await host.client.codeOf('askToUnmute', { participantId, source: 'microphone' }), 'ok');
  await first.client.notification('askedToUnmute');
  const lastSeq = first.client.notifications.at(-1)?.seq ?? 0;
  // A paused socket reads nothing: the client has lost it, the server does not know yet.
  first.client.socket.pause();
  t.equal(await host.client.codeOf('askToUnmute', { participantId, source: 'camera' }), 'ok');

  const back = { token, resumeSecret: secretOf(first.arrival), lastSeq };
  const second = await RawClient.join(server.url, back);
  t.same(second.arrival.missed, [{ method: 'askedToUnmute', params: { source: 'camera' } }]);
  second.client.socket.terminate();
  const again = await RawClient.join(server.url, back);
  t.same(again.arrival.missed, second.arrival.missed, 'whose answer was lost is told with the secret of before');
  again.client.socket.terminate();
  const last = await RawClient.join(server.url, { token, resumeSecret: secretOf(again.arrival), lastSeq: 0 });
  t.same(last.arrival.missed, []);
  first.client.socket.terminate();
});

t.test('a person who comes with the token alone is told nothing of what the seat has missed', async (t) => {
  const room = await server.createRoom();
  const host = await RawClient.join(server.url, { token: await server.tokenFor(room, weber) });
  const token = await server.tokenFor(room, anna);
  const first = await RawClient.join(server.url, { token });
  first.client.socket.pause();
  t.equal(await host.client.codeOf('messageWaiting', { text: 'We begin at six.' }), 'ok');
  const stranger = await RawClient.join(server.url, { token, lastSeq: 0 });
  t.equal(stranger.arrival.missed, undefined, 'as a second device');
  first.client.socket.terminate();
  stranger.client.socket.terminate();
  await host.client.notification('waitingUpdated', (params) => JSON.stringify(params).includes('"dropped"'));
  const taking = await RawClient.join(server.url, { token, lastSeq: 0 });
  t.equal(idOf(taking.arrival), idOf(first.arrival));
  t.equal(taking.arrival.missed, undefined, 'and in the place that it left in the queue');
});
