/** What a session shows of people once it is closed: a page may stay open on a shared computer. */
import type { Session } from '@hearthroom/sdk';
import type { AdmittedSnapshot } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { arrival, entry, hostSnapshot, ScriptedServer, waitingSnapshot } from '../scripted-server.ts';
import { setUp } from '../set-up-session.ts';

/** In everything that a person wrote or is called. */
const canary = 'canary';

const snapshot: AdmittedSnapshot = {
  ...hostSnapshot,
  self: {
    ...hostSnapshot.self,
    id: `${canary}-own-id`,
    name: `${canary}-own-name`,
    place: { kind: 'side-room', participantId: `${canary}-place` },
  },
  room: {
    ...hostSnapshot.room,
    title: `${canary}-title`,
    hands: [`${canary}-hand`],
    help: [{ participantId: `${canary}-help`, note: `${canary}-note`, since: 0 }],
    consents: [{ participantId: `${canary}-observer`, name: `${canary}-observer-name`, answer: true }],
  },
  participants: [
    {
      id: `${canary}-id`,
      name: `${canary}-name`,
      label: `${canary}-label`,
      role: 'client',
      connection: 'connected',
      away: false,
    },
  ],
  waiting: [entry(`${canary}-waits`, 1)],
};
const chat = [
  {
    seq: 1,
    from: { participantId: `${canary}-writer`, name: `${canary}-writer` },
    to: 'group',
    text: `${canary}-text`,
    at: 0,
  } as const,
];

/** Every value that a program can read from it without a call: properties and getters, also of what these return. */
function readAll(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? [value] : [];
  if (seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    return [...value.entries()].flatMap((pair) => pair.flatMap((one) => readAll(one, seen)));
  }
  const names = new Set<string>();
  for (let one: object | null = value; one && one !== Object.prototype; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) names.add(name);
  }
  return [...names].flatMap((name) => readAll(Reflect.get(value, name), seen));
}

const shownOf = (session: Session): string[] =>
  [...new Set(readAll(session))].filter((text) => text.includes(canary)).sort();

async function setUpFull(t: Test) {
  const made = await setUp(t, ['activeSpeakersChanged']);
  made.server.answers.authenticate = () => arrival({ snapshot, chat: [...chat] });
  await made.session.connect();
  const { connection } = made.server;
  connection.notify({
    method: 'activeSpeakersChanged',
    params: { speakers: [{ participantId: `${canary}-speaks`, levelDb: -30 }] },
  });
  await turnsUntil(() => made.events.length === 1, 'somebody speaks');
  return made;
}

t.test('while a session is joined its people can be read, each of them', async (t) => {
  const { session } = await setUpFull(t);
  const texts = [
    'help',
    'note',
    'hand',
    'id',
    'label',
    'name',
    'observer',
    'observer-name',
    'own-id',
    'own-name',
    'place',
    'speaks',
    'text',
    'title',
    'waits',
    'writer',
  ];
  t.same(shownOf(session), texts.map((text) => `${canary}-${text}`).sort());
});

const ends: Record<string, (made: Awaited<ReturnType<typeof setUp>>) => unknown> = {
  'the person left': ({ session }) => session.disconnect(),
  'a host removed the person': ({ server }) => server.connection.close(4411, 'removed'),
  'the session ended': ({ server }) => server.connection.close(4412, 'room-ended'),
};
for (const [name, end] of Object.entries(ends)) {
  t.test(`nothing of the people can be read after ${name}, from the first event on`, async (t) => {
    const made = await setUpFull(t);
    const { session } = made;
    const shown: string[][] = [];
    session.on('stateChanged', () => shown.push(shownOf(session)));
    session.on('disconnected', () => shown.push(shownOf(session)));
    await end(made);
    await turnsUntil(() => session.state === 'closed', 'closed');
    t.same(shown, [[], []]);
    t.same(shownOf(session), []);
    t.same(session.room, null);
  });
}

t.test('nor after a connection that was lost for good', async (t) => {
  const { server, session } = await setUpFull(t);
  server.answers.authenticate = () => arrival({ snapshot });
  server.connection.drop();
  await turnsUntil(() => session.state === 'reconnecting', 'reconnecting');
  t.not(shownOf(session).length, 0, 'meanwhile the interface goes on showing them');
  await session.disconnect();
  t.same(shownOf(session), []);
});

for (const event of ['participantConnected', 'stateChanged', 'previewOpened'] as const) {
  t.test(`nor when a listener to ${event} leaves while the first state is told`, async (t) => {
    const server = await ScriptedServer.start();
    const { session, events } = await setUp(t, ['roomUpdated', 'waitingParticipantAdded', 'chatReceived'], {
      url: server.url,
    });
    t.teardown(() => server.close());
    const place = { kind: 'preview', participantId: `${canary}-waits` } as const;
    const second = { ...snapshot.participants[0], id: `${canary}-second` } as AdmittedSnapshot['participants'][number];
    const full = { ...snapshot, participants: [...snapshot.participants, second] };
    const inPreview = { ...full, self: { ...full.self, place } };
    server.answers.authenticate = () =>
      arrival({ snapshot: event === 'previewOpened' ? inPreview : full, chat: [...chat] });
    session.on(event, () => {
      if (session.state !== 'connecting' || event !== 'stateChanged') session.disconnect().catch(() => {});
    });
    await t.rejects(session.connect(), { code: 'left' });
    t.same(shownOf(session), []);
    t.same(events, []);
  });
}

t.test('nor when a listener leaves at the first of several messages that were missed', async (t) => {
  const server = await ScriptedServer.start();
  const { session } = await setUp(t, [], { url: server.url });
  t.teardown(() => server.close());
  const [first] = chat;
  t.ok(first);
  const missed = [1, 2, 3].flatMap((seq) => (first ? [{ ...first, seq }] : []));
  server.answers.authenticate = () => arrival({ snapshot, chat: missed });
  let told = 0;
  session.on('chatReceived', () => {
    told += 1;
    session.disconnect().catch(() => {});
  });
  await t.rejects(session.connect(), { code: 'left' });
  t.equal(told, 1);
  t.same(shownOf(session), []);
});

for (const event of ['waitingParticipantAdded', 'roomUpdated'] as const) {
  t.test(`nothing of the people is told after a listener to ${event} left`, async (t) => {
    const server = await ScriptedServer.start();
    const { session, events } = await setUp(t, ['waitingParticipantAdded', 'roomUpdated'], { url: server.url });
    t.teardown(() => server.close());
    server.answers.authenticate = () => arrival({ snapshot });
    session.on(event, () => void session.disconnect().catch(() => {}));
    await t.rejects(session.connect(), { code: 'left' });
    const names = events.map(([name]) => name);
    t.equal(names.at(-1), event, names.join(', '));
    t.same(shownOf(session), []);
  });
}

t.test('a session that ends while the person waits keeps neither their name nor the room', async (t) => {
  const { server, session } = await setUp(t, []);
  server.answers.authenticate = () =>
    arrival({ snapshot: { ...waitingSnapshot, self: { ...waitingSnapshot.self, name: canary } } });
  await session.connect();
  t.same(shownOf(session), [canary]);
  server.connection.close(4410, 'denied');
  await turnsUntil(() => session.state === 'closed', 'closed');
  t.same(shownOf(session), []);
  t.match(session.localParticipant, { id: '', name: '', role: 'client', isHost: false });
});
