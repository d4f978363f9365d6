import { Session } from '@hearthroom/sdk';
import t from 'tap';
import { turnsUntil } from '../../../../../support/time/turns-until.ts';
import { syntheticTrack } from '../../../../../support/werift/synthetic-track.ts';
import { admittedSnapshot, arrival } from '../../scripted-server.ts';
import { createStorage, setUp, tokenOf } from '../../set-up-session.ts';

/** A page at an address, which records its navigations. */
function createLocation() {
  const visited: string[] = [];
  return {
    visited,
    href: 'https://practice.example/group/7',
    replace: (url: string | URL) => void visited.push(`${url}`),
  };
}

t.test('devices, seat, secrets and page are gone in the same moment', async (t) => {
  const location = createLocation();
  const storage = createStorage(
    new Map([
      ['hearthroom:other', 'secret of another room'],
      ['theme', 'dark'],
    ]),
  );
  const { server, session, events } = await setUp(t, ['disconnected'], {
    getToken: () => tokenOf('r1', 'anna'),
    environment: { location, storage },
  });
  const chat = [{ seq: 1, from: { participantId: 'p-ben', name: 'Ben' }, to: 'group', text: 'Hi', at: 0 } as const];
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot, chat: [...chat] });
  await session.connect();
  const track = syntheticTrack('audio');
  await session.localParticipant.setMicrophoneEnabled(true, { track });
  t.equal(storage.items.size, 3);

  session.safeExit({ url: 'https://weather.example/' });
  t.equal(track.readyState, 'ended');
  t.equal(session.state, 'closed');
  t.equal(session.participants.size, 0);
  t.same(session.chat.messages, []);
  t.same(events, [['disconnected', 'left']]);
  t.same([...storage.items.keys()], ['theme'], 'what others put there is left alone');
  t.same(location.visited, ['https://weather.example/']);
  await turnsUntil(() => server.connection.requests.some(({ method }) => method === 'leave'), 'the server is told');
});

t.test('the safe exit works before anything was connected, and after the session has ended', async (t) => {
  const location = createLocation();
  const session = new Session({ url: 'http://127.0.0.1:9', getToken: () => '', environment: { location } });
  session.safeExit({ url: '/weather' });
  session.safeExit({ url: '/weather' });
  t.equal(session.state, 'closed');
  t.same(location.visited, ['https://practice.example/weather', 'https://practice.example/weather']);
});

t.test('an address that is none, or would run a script, leads to a blank page', async (t) => {
  const location = createLocation();
  const session = new Session({ url: 'http://127.0.0.1:9', getToken: () => '', environment: { location } });
  for (const url of ['', 'https://', 'javascript:alert(1)', 'data:text/html,hello']) session.safeExit({ url });
  t.same(location.visited, ['about:blank', 'about:blank', 'about:blank', 'about:blank']);
});

t.test('a storage that cannot be looked through loses its own secret all the same', async (t) => {
  const { items, getItem, setItem, removeItem } = createStorage();
  const { server, session } = await setUp(t, [], {
    getToken: () => tokenOf('r1', 'anna'),
    reconnectPolicy: { nextDelayMs: () => null },
    environment: { location: createLocation(), storage: { getItem, setItem, removeItem } },
  });
  await session.connect();
  server.close();
  await turnsUntil(() => session.state === 'closed', 'given up');
  t.equal(items.size, 1, 'another page could still take the seat back');
  session.safeExit({ url: 'https://weather.example/' });
  t.equal(items.size, 0);
});
