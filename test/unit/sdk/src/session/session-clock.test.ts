import t, { type Test } from 'tap';
import { useFakeTime } from '../../../../support/time/fake-time.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { arrival } from '../scripted-server.ts';
import { setUp as setUpSession } from '../set-up-session.ts';

const minutes = 60_000;
/** The assumed transit time of a notification. */
const onItsWayMs = 200;

async function setUp(t: Test) {
  const time = useFakeTime(t);
  return { ...(await setUpSession(t, [])), time };
}

t.test('a session tells the server’s time, from the answer that takes the seat on', async (t) => {
  const { server, session } = await setUp(t);
  t.equal(session.serverNow(), Date.now(), 'the device’s before that');
  server.answers.authenticate = () => arrival({ serverTime: Date.now() - 14 * minutes });
  await session.connect();
  t.equal(session.serverNow(), Date.now() - 14 * minutes);
});

t.test('each heartbeat sets it anew, as after a sleep', async (t) => {
  const { server, session, time } = await setUp(t);
  server.answers.authenticate = () => arrival({ serverTime: Date.now(), heartbeatIntervalMs: 20_000 });
  server.answers.ping = () => ({ serverTime: Date.now() + 60 * minutes });
  await session.connect();
  t.equal(session.serverNow(), Date.now());
  time.tick(20_000);
  await turnsUntil(() => session.serverNow() === Date.now() + 60 * minutes, 'the time of a heartbeat');
  t.pass('it is the server’s');
});

t.test('a reconnect sets the clock anew, also to another server’s time', async (t) => {
  const { server, session, time } = await setUp(t);
  server.answers.authenticate = () => arrival({ serverTime: Date.now() });
  await session.connect();
  server.answers.authenticate = () => arrival({ serverTime: Date.now() + 30 * minutes });
  server.connection.drop();
  await turnsUntil(() => session.state === 'reconnecting', 'reconnecting');
  await time.tickAsync(0);
  await turnsUntil(() => session.serverNow() === Date.now() + 30 * minutes, 'the time of the new connection');
  t.pass('it is the server’s');
});

t.test('a server whose clock was set says so, and its time is taken over without a heartbeat', async (t) => {
  const { server, session } = await setUp(t);
  server.answers.authenticate = () => arrival({ serverTime: Date.now(), heartbeatIntervalMs: 60_000 });
  await session.connect();
  for (const stepMs of [60 * minutes, -60 * minutes]) {
    server.connection.notify({ method: 'clockStepped', params: { serverTime: Date.now() + stepMs } });
    const isNew = () => Math.abs(session.serverNow() - (Date.now() + stepMs)) <= onItsWayMs;
    await turnsUntil(isNew, 'the new time');
  }
  t.pass('it is the server’s');
});

t.test('a server that tells no time leaves the device’s', async (t) => {
  const { session } = await setUp(t);
  await session.connect();
  t.equal(session.serverNow(), Date.now());
});
