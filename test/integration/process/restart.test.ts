import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const weber = { sub: 'weber', role: 'therapist', name: 'Dr. Weber' } as const;
const anna = { sub: 'anna', role: 'client', name: 'Anna' } as const;
const ben = { sub: 'ben', role: 'client', name: 'Ben' } as const;

t.test('a restarted server restores rooms, seats and waiting list, and admits nobody who waited', async (t) => {
  const first = await startTestServer();
  const room = await first.createRoom({ title: 'Tuesday group' });
  const token = {
    weber: await first.tokenFor(room, weber),
    anna: await first.tokenFor(room, anna),
    ben: await first.tokenFor(room, ben),
  };
  const host = await RawClient.join(first.url, { token: token.weber });
  const inside = await RawClient.join(first.url, { token: token.anna });
  const { id, epoch } = (await host.client.notification('waitingAdded')).entry as { id: string; epoch: number };
  await host.client.request('admit', { participantId: id, epoch });
  const waiting = await RawClient.join(first.url, { token: token.ben });

  await first.stop();
  for (const { client } of [host, inside, waiting]) {
    t.match(await client.notification('closing'), { code: 'server-shutdown', retryAfterMs: 2_000 });
    t.same(await client.closed, { code: 4503, reason: 'server-shutdown' });
  }

  const second = await startTestServer({ dataDir: first.dataDir });
  t.teardown(() => second.close());
  t.equal((await second.app.registry.getRecord(room)).state.phase, 'held', 'without its host the session is held');
  const backAnna = await RawClient.join(second.url, {
    token: token.anna,
    resumeSecret: String(inside.arrival.resumeSecret),
  });
  const backBen = await RawClient.join(second.url, {
    token: token.ben,
    resumeSecret: String(waiting.arrival.resumeSecret),
  });
  const backHost = await RawClient.join(second.url, {
    token: token.weber,
    resumeSecret: String(host.arrival.resumeSecret),
  });
  t.match(backAnna.arrival, { snapshot: { state: 'admitted', self: { id } } });
  t.match(backBen.arrival, { snapshot: { state: 'waiting' } });
  t.match(backHost.arrival, {
    snapshot: {
      state: 'admitted',
      room: { phase: 'live', title: 'Tuesday group' },
      participants: [{ name: 'Anna' }],
      waiting: [{ name: 'Ben' }],
    },
  });
});

t.test('while it drains a server takes no new rooms and seats, and lets those back in who had one', async (t) => {
  const server = await startTestServer();
  t.teardown(() => server.close());
  const room = await server.createRoom({ waitingRoom: false });
  const token = await server.tokenFor(room, weber);
  const host = await RawClient.join(server.url, { token });
  server.app.registry.startDraining();
  await t.rejects(server.createRoom(), { code: 'server-draining' });
  const stranger = await RawClient.open(server.url);
  t.match(await stranger.request('authenticate', { token: await server.tokenFor(room, anna) }), {
    error: { code: 'server-draining' },
  });
  t.same(await stranger.closed, { code: 4503, reason: 'server-draining' });
  host.client.socket.terminate();
  const back = await RawClient.join(server.url, { token, resumeSecret: String(host.arrival.resumeSecret) });
  t.match(back.arrival, { snapshot: { state: 'admitted' } });
});
