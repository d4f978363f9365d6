import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { receiveHooks, webhookSecret } from '../../support/server/rest/hook-receiver.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const weber = { sub: 'weber', role: 'therapist', name: 'Canary Weber' } as const;
const anna = { sub: 'canary-anna', role: 'client', name: 'Canary Anna', label: 'canary label' } as const;
const fast = { firstRetryMs: 20, longestRetryMs: 50, timeoutMs: 500 };

t.test('a backend that fails twice is told of everything in order, under opaque ids', async (t) => {
  const backend = await receiveHooks(t, (response, count) => response.writeHead(count <= 2 ? 500 : 204).end());
  const server = await startTestServer({ env: backend.env, webhookTimings: fast });
  t.teardown(() => server.close());
  const room = await server.createRoom({ title: 'Canary' });
  const host = await RawClient.join(server.url, { token: await server.tokenFor(room, weber) });
  const client = await RawClient.join(server.url, { token: await server.tokenFor(room, anna) });
  const { id, epoch } = (await host.client.notification('waitingAdded')).entry as { id: string; epoch: number };
  await host.client.request('admit', { participantId: id, epoch });
  await client.client.request('requestHelp', { note: 'canary note' });
  await host.client.request('endRoom', { message: 'canary message' });
  await backend.until(() => backend.received.some(({ event }) => event.type === 'room.ended'));

  const [first, second, third] = backend.received;
  t.equal(first?.event.id, second?.event.id, 'the same event again');
  t.equal(first?.event.id, third?.event.id);
  const delivered = backend.received.slice(2).map(({ event }) => event);
  t.same(
    delivered.map(({ sequence }) => sequence),
    delivered.map((_, index) => index + 1),
    'without gaps, and none before the one that failed',
  );
  t.same(
    delivered.map(({ type, seatId }) => (seatId === id ? `${type} client` : type)),
    [
      'room.opened',
      'seat.admitted',
      'room.live',
      'seat.waiting client',
      'seat.admitted client',
      'help.raised client',
      'seat.left',
      'seat.left client',
      'room.ended',
    ],
  );
  t.ok(delivered.every((event) => event.roomId === room));
  t.notMatch(JSON.stringify(backend.received), /canary/i);
});

t.test('each attempt has the headers of Standard Webhooks, with one id, and its library accepts them', async (t) => {
  const backend = await receiveHooks(t, (response, count) => response.writeHead(count === 1 ? 500 : 204).end());
  const server = await startTestServer({ env: backend.env, webhookTimings: fast });
  t.teardown(() => server.close());
  await server.createRoom();
  await backend.until(() => backend.received.length === 2);
  const library = new Webhook(`whsec_${Buffer.from(webhookSecret).toString('base64')}`);
  for (const { event, text, headers } of backend.received) {
    const sent = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]),
    );
    t.same(library.verify(text, sent), event);
    t.equal(sent['webhook-id'], backend.received[0]?.event.id);
  }
});

t.test('undelivered events survive a restart of the server', async (t) => {
  const nobody = await startTestServer({
    env: { HEARTHROOM_WEBHOOK_URL: 'http://127.0.0.1:9/', HEARTHROOM_WEBHOOK_SECRET: webhookSecret },
    webhookTimings: fast,
  });
  const room = await nobody.createRoom();
  await nobody.stop();
  const backend = await receiveHooks(t, (response) => response.writeHead(200).end('thanks'));
  const server = await startTestServer({
    dataDir: nobody.dataDir,
    env: backend.env,
    webhookTimings: fast,
  });
  t.teardown(() => server.close());
  await backend.until(() => backend.received.length > 0);
  t.match(backend.received[0]?.event, { type: 'room.opened', roomId: room, sequence: 1, seatId: null });
});

t.test(
  'what is due when the server stops is delivered before it has stopped, the last checkpoint of the audit log too',
  async (t) => {
    const backend = await receiveHooks(t);
    // A delivery that is answered late would be repeated, and counted twice below.
    const server = await startTestServer({ env: backend.env, webhookTimings: { ...fast, timeoutMs: 20_000 } });
    t.teardown(() => server.close());
    // More than can be sent while the last checkpoint is written to its file.
    const rooms = await Promise.all(Array.from({ length: 100 }, () => server.createRoom()));
    await server.stop();
    t.same(new Set(backend.received.map(({ event }) => event.roomId)), new Set(rooms));
    t.same(
      backend.checkpoints.map(({ event }) => event.sequence),
      [1, 2],
    );
    t.equal(
      backend.checkpoints.at(-1)?.event.checkpoint.seq,
      201,
      'the key, and of each room its creation and opening',
    );
  },
);

t.test('a backend that has an SDK without checkpoints is given none, if that is set', async (t) => {
  const backend = await receiveHooks(t);
  const env = { ...backend.env, HEARTHROOM_AUDIT_CHECKPOINT_WEBHOOK: 'false' };
  const server = await startTestServer({ env, webhookTimings: fast });
  t.teardown(() => server.close());
  await server.createRoom();
  await server.stop();
  t.equal(backend.received.length, 1);
  t.same(backend.checkpoints, []);
});

t.test('a redirect is a failure and is not followed; an answer that does not come is cut off', async (t) => {
  const elsewhere = await receiveHooks(t, (response) => response.writeHead(200).end());
  const backend = await receiveHooks(t, (response, count) => {
    if (count === 1) response.writeHead(307, { location: elsewhere.url }).end();
    else if (count > 2) response.writeHead(200).end();
    // The second is never answered.
  });
  const server = await startTestServer({ env: backend.env, webhookTimings: { ...fast, timeoutMs: 100 } });
  t.teardown(() => server.close());
  await server.createRoom();
  await backend.until(() => backend.received.length === 3);
  t.equal(new Set(backend.received.map(({ event }) => event.id)).size, 1);
  t.same(elsewhere.received, []);
});

t.test('failing deliveries of one room do not delay others, and are finally given up', async (t) => {
  const backend = await receiveHooks(t, (response) => response.writeHead(400).end());
  const server = await startTestServer({
    env: backend.env,
    webhookTimings: { ...fast, giveUpAfterMs: 200 },
  });
  t.teardown(() => server.close());
  const givenUp: boolean[] = [];
  server.app.observer.on('webhookFailed', ({ isGivenUp }) => isGivenUp && givenUp.push(true));
  const rooms = [await server.createRoom(), await server.createRoom()];
  await backend.until(() => givenUp.length === 2);
  t.same(new Set(backend.received.map(({ event }) => event.roomId)), new Set(rooms));
});

t.test('without a webhook URL no events are stored', async (t) => {
  const server = await startTestServer();
  await server.createRoom();
  await server.stop();
  const backend = await receiveHooks(t, (response) => response.writeHead(200).end());
  const later = await startTestServer({ dataDir: server.dataDir, env: backend.env, webhookTimings: fast });
  t.teardown(() => later.close());
  const room = await later.createRoom();
  await backend.until(() => backend.received.length > 0);
  t.equal(backend.received[0]?.event.roomId, room);
});
