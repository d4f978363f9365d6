import t from 'tap';
import { startTestServer } from '../support/server/test-server.ts';
import { SyntheticPerson } from '../support/werift/synthetic-person.ts';

const server = await startTestServer();
t.teardown(() => server.close());
const room = await server.createRoom({ title: 'Tuesday group' });

const names = { weber: 'Dr. Weber', anna: 'Anna', ben: 'Ben', cleo: 'Cleo' };
type Name = keyof typeof names;

/** As in a page: a token is requested for each connect, and each page has its own session storage. */
function open(sub: Name): SyntheticPerson {
  const role = sub === 'weber' ? 'therapist' : 'client';
  return new SyntheticPerson({
    url: server.url,
    getToken: () => server.tokenFor(room, { sub, role, name: names[sub] }),
  });
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error(`It never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const weber = open('weber');
const clients = { anna: open('anna'), ben: open('ben'), cleo: open('cleo') };
const everybody = [weber, ...Object.values(clients)];
const participant = (viewer: SyntheticPerson, name: string) =>
  [...viewer.session.participants.values()].find((other) => other.name === name);

/** Waits until more than this number of packets of both kinds has arrived from each of the others. */
async function receivesAll(person: SyntheticPerson, others: number): Promise<void> {
  await until(() => {
    const senders = [...person.session.participants.keys()].filter(
      (id) => person.packetsFrom(id, 'microphone') > 20 && person.packetsFrom(id, 'camera') > 20,
    );
    return senders.length === others;
  }, `packets of ${others} others`);
}

t.test('clients are held until admitted, and nothing of the group reaches them', async (t) => {
  await weber.session.connect();
  t.equal(weber.session.state, 'joined');
  for (const client of Object.values(clients)) {
    await client.session.connect();
    t.equal(client.session.state, 'waiting');
    await client.speak();
    await client.show();
    t.equal(client.session.participants.size, 0);
  }
  await weber.speak();
  await weber.show();
  t.same(
    weber.session.waitingParticipants.map(({ name }) => name),
    ['Anna', 'Ben', 'Cleo'],
  );
});

t.test('after admitAll everybody receives everybody', async (t) => {
  const { admitted } = await weber.session.admitAll();
  t.equal(admitted.length, 3);
  for (const person of everybody) {
    await receivesAll(person, 3);
    t.pass('packets of three others, both kinds');
  }
});

t.test(
  'after being put back, media stops at once and the roster changes; another admission restores both',
  async () => {
    const ben = participant(weber, 'Ben');
    await weber.session.putInWaitingRoom(ben?.id ?? '', { reason: 'One moment.' });
    await until(() => clients.ben.session.state === 'waiting', 'Ben waits');
    await until(
      () => everybody.every((person) => person === clients.ben || !participant(person, 'Ben')),
      'Ben is gone',
    );
    await weber.session.admitAll();
    await receivesAll(clients.ben, 3);
    await receivesAll(clients.anna, 3);
  },
);

t.test('a lost connection keeps seat and media; no leave is announced', async (t) => {
  const left: string[] = [];
  weber.session.on('participantDisconnected', ({ name }) => left.push(name));
  const anna = participant(weber, 'Anna')?.id ?? '';
  clients.anna.cutSocket();
  await until(() => participant(weber, 'Anna')?.connection === 'reconnecting', 'Anna reconnects');
  const before = weber.packetsFrom(anna, 'microphone');
  await until(
    () => clients.anna.session.state === 'joined' && participant(weber, 'Anna')?.connection === 'connected',
    'Anna is back',
  );
  await until(() => weber.packetsFrom(anna, 'microphone') > before, 'her sound goes on');
  t.same(left, []);
});

t.test('a removed client who returns with a token waits again', async (t) => {
  await weber.session.remove(participant(weber, 'Cleo')?.id ?? '', { reason: 'Please call me.' });
  await until(() => clients.cleo.session.state === 'closed', 'Cleo is out');
  t.equal(clients.cleo.session.closeReason, 'removed');
  const again = open('cleo');
  await again.session.connect();
  t.equal(again.session.state, 'waiting');
  await again.leave();
});

t.test('ending the session ends it for everybody, and closes everything', async (t) => {
  await weber.session.endRoom();
  for (const person of [weber, clients.anna, clients.ben]) {
    await until(() => person.session.state === 'closed', 'closed');
    t.equal(person.session.closeReason, 'room-ended');
  }
  await t.rejects(open('anna').session.connect(), { code: 'room-ended' });
  t.same(
    everybody.flatMap(({ failures }) => failures),
    [],
    'no media failed',
  );
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  t.match(metrics, /hearthroom_connections 0\n/);
});
