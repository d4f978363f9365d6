/** The cost of a change in a large room: notifications are serialized once per audience, not once per participant. */
import t, { type Test } from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const server = await startTestServer();
t.teardown(() => server.close());

const clientCount = 12;

/** Two hosts, who see labels and the waiting room, and a dozen clients. */
async function gather() {
  const room = await server.createRoom({ waitingRoom: false, maxParticipants: 40 });
  const enter = async (sub: string, role: 'therapist' | 'cotherapist' | 'client') => {
    const token = await server.tokenFor(room, { sub, role, name: sub, label: `label of ${sub}` });
    return (await RawClient.join(server.url, { token })).client;
  };
  const hosts = [await enter('weber', 'therapist'), await enter('vogt', 'cotherapist')];
  const clients: RawClient[] = [];
  for (let index = 0; index < clientCount; index += 1) clients.push(await enter(`client-${index}`, 'client'));
  return { hosts, clients, enter };
}

/** How often a notification of this method was serialized since. */
function countTexts(t: Test): (method: string) => number {
  const calls = t.capture(JSON, 'stringify', JSON.stringify);
  const values: unknown[] = [];
  return (method) => {
    values.push(...calls().map(({ args }) => args[0]));
    return values.filter((value) => hasMethod(value) && value.method === method).length;
  };
}

const hasMethod = (value: unknown): value is { method: unknown } =>
  typeof value === 'object' && value !== null && 'method' in value;

t.test('that somebody joins, changes or leaves is written once for the hosts and once for the group', async (t) => {
  const { hosts, clients, enter } = await gather();
  const everybody = [...hosts, ...clients];
  const texts = countTexts(t);
  const late = await enter('late', 'client');
  const isLate = (params: Record<string, unknown>) => JSON.stringify(params).includes('"late"');
  const heard = await Promise.all(everybody.map((client) => client.notification('participantJoined', isLate)));
  t.equal(texts('participantJoined'), 2);
  t.match(heard[0], { participant: { label: 'label of late' } });
  t.notMatch(heard.at(-1), { participant: { label: /./ } }, 'and the group reads no label');

  late.socket.terminate();
  const isGone = (params: Record<string, unknown>) => JSON.stringify(params).includes('reconnecting');
  await Promise.all(everybody.map((client) => client.notification('participantUpdated', isGone)));
  t.equal(texts('participantUpdated'), 2);
});

t.test('the list of people who wait is written once for all hosts', async (t) => {
  const room = await server.createRoom();
  const hosts: RawClient[] = [];
  for (const sub of ['weber', 'vogt', 'brandt']) {
    const token = await server.tokenFor(room, { sub, role: 'therapist', name: sub });
    hosts.push((await RawClient.join(server.url, { token })).client);
  }
  const texts = countTexts(t);
  await RawClient.join(server.url, {
    token: await server.tokenFor(room, { sub: 'anna', role: 'client', name: 'Anna' }),
  });
  await Promise.all(hosts.map((client) => client.notification('waitingAdded')));
  t.equal(texts('waitingAdded'), 1);
});

t.test('a chat message and a change of the room are written once for all who get them', async (t) => {
  const { hosts, clients } = await gather();
  const texts = countTexts(t);
  t.equal(await hosts[0]?.codeOf('sendChat', { to: 'group', text: 'Willkommen' }), 'ok');
  await Promise.all([...hosts, ...clients].map((client) => client.notification('chatReceived')));
  t.equal(texts('chatReceived'), 1);
  t.equal(await hosts[0]?.codeOf('lock'), 'ok');
  await Promise.all([...hosts, ...clients].map((client) => client.notification('roomUpdated')));
  t.ok(texts('roomUpdated') <= 2, 'once for hosts and once for the group');
});

t.test('each connection numbers what it is told without a gap', async (t) => {
  const { hosts, clients, enter } = await gather();
  await enter('late', 'client');
  await hosts[0]?.codeOf('lock');
  await Promise.all(clients.map((client) => client.notification('roomUpdated')));
  for (const client of [...hosts, ...clients]) {
    const numbers = client.notifications.map(({ seq }) => seq);
    const first = numbers[0] ?? 0;
    t.same(
      numbers,
      numbers.map((_, index) => first + index),
    );
  }
});
