import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { arrival } from './scripted-server.ts';
import { setUp } from './set-up-session.ts';

const minutes = 60_000;
/** Far less than the clocks of these tests differ, far more than a busy machine is late. */
const nearlyMs = 5 * minutes;
const isAbout = (actual: number, expected: number): boolean => Math.abs(actual - expected) < nearlyMs;

t.test('a session tells the server’s time, from the answer that takes the seat on', async (t) => {
  const { server, session } = await setUp(t, []);
  t.ok(isAbout(session.serverNow(), Date.now()), 'the device’s before that');
  server.answers.authenticate = () => arrival({ serverTime: Date.now() - 14 * minutes });
  await session.connect();
  t.ok(isAbout(session.serverNow(), Date.now() - 14 * minutes));
});

t.test('each heartbeat sets it anew, as after a sleep', async (t) => {
  const { server, session } = await setUp(t, []);
  server.answers.authenticate = () => arrival({ serverTime: Date.now(), heartbeatIntervalMs: 20 });
  server.answers.ping = () => ({ serverTime: Date.now() + 60 * minutes });
  await session.connect();
  await waitUntil(() => isAbout(session.serverNow(), Date.now() + 60 * minutes), 'the time of a heartbeat');
  t.pass('it is the server’s');
});

t.test('a reconnect sets the clock anew, also to another server’s time', async (t) => {
  const { server, session } = await setUp(t, []);
  server.answers.authenticate = () => arrival({ serverTime: Date.now() });
  await session.connect();
  server.answers.authenticate = () => arrival({ serverTime: Date.now() + 30 * minutes });
  server.connection.drop();
  await waitUntil(() => isAbout(session.serverNow(), Date.now() + 30 * minutes), 'the time of the new connection');
  t.pass('it is the server’s');
});

t.test('a server whose clock was set says so, and its time is taken over without a heartbeat', async (t) => {
  const { server, session } = await setUp(t, []);
  server.answers.authenticate = () => arrival({ serverTime: Date.now(), heartbeatIntervalMs: 60_000 });
  await session.connect();
  for (const stepMs of [60 * minutes, -60 * minutes]) {
    server.connection.notify({ method: 'clockStepped', params: { serverTime: Date.now() + stepMs } });
    await waitUntil(() => isAbout(session.serverNow(), Date.now() + stepMs), 'the new time');
  }
  t.pass('it is the server’s');
});

t.test('a server that tells no time leaves the device’s', async (t) => {
  const { session } = await setUp(t, []);
  await session.connect();
  t.ok(isAbout(session.serverNow(), Date.now()));
});
