import t, { type Test } from 'tap';
import { connectionLoopOptionsOf } from '../../../../../sdk/src/connection/connection-loop.ts';
import { createEnvironment } from '../../../../../sdk/src/core/environment.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { jwtOf, setUp as setUpSession } from '../set-up-session.ts';

const never = new Promise<string>(() => {});

const tokenTimeoutMs = 15_000;
/** Delay between two attempts. */
const soonMs = 10;

/** A backend that returns these values in order, then always the last one. */
async function setUp(t: Test, answers: (string | Promise<string>)[]) {
  const time = useFakeTime(t);
  const backend = { asked: 0 };
  const getToken = () => {
    backend.asked += 1;
    return answers[Math.min(backend.asked, answers.length) - 1] ?? never;
  };
  const made = await setUpSession(t, ['stateChanged', 'disconnected'], { getToken, tokenTimeoutMs });
  return { ...made, backend, time };
}

t.test('a backend that hangs keeps nobody in «connecting»: the session ends, and says why', async (t) => {
  const { server, session, events, backend, time } = await setUp(t, [never]);
  const connecting = t.rejects(session.connect(), {
    code: 'token-provider-failed',
    message: 'getToken gave no token within 15 s',
  });
  await time.tickAsync(tokenTimeoutMs - 1);
  t.equal(backend.asked, 1, 'it has that long');
  await time.tickAsync(2 * tokenTimeoutMs + soonMs);
  await connecting;
  t.equal(backend.asked, 3, 'as often as any first connect is tried');
  t.equal(server.connections.length, 0);
  t.same(events, [
    ['stateChanged', 'connecting'],
    ['stateChanged', 'closed', 'token-provider-failed'],
    ['disconnected', 'token-provider-failed'],
  ]);
});

t.test('a backend that did not answer is asked again, at the first connect and at a reconnect', async (t) => {
  const { server, session, backend, time } = await setUp(t, [
    never,
    jwtOf('first'),
    never,
    never,
    never,
    never,
    jwtOf('second'),
  ]);
  const connecting = session.connect();
  await time.tickAsync(tokenTimeoutMs + soonMs);
  await connecting;
  t.match(server.connection.last('authenticate'), { token: jwtOf('first') });
  server.connection.close(4408, 'connection-lost');
  await turnsUntil(() => session.state === 'reconnecting', 'reconnecting');
  await time.tickAsync(4 * tokenTimeoutMs + soonMs);
  await turnsUntil(() => server.connections.length === 2 && session.state === 'waiting', 'back again');
  t.match(server.connection.last('authenticate'), { token: jwtOf('second') });
  t.equal(backend.asked, 7);
});

t.test('a token that comes too late, or an error, changes nothing', async (t) => {
  const { promise, reject } = Promise.withResolvers<string>();
  const { server, session, time } = await setUp(t, [promise, jwtOf('second')]);
  const connecting = session.connect();
  await time.tickAsync(tokenTimeoutMs + soonMs);
  await connecting;
  reject(new Error('at last'));
  await new Promise(setImmediate);
  t.equal(session.state, 'waiting');
  t.equal(server.connections.length, 1);
});

t.test('a person who leaves while the token is awaited has left at once, and nothing connects any more', async (t) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { server, session, backend, time } = await setUp(t, [promise]);
  const connecting = session.connect();
  await session.disconnect();
  await t.rejects(connecting, { code: 'left' });
  t.equal(time.countTimers(), 0, 'nothing holds the process up');
  resolve('late');
  await time.tickAsync(60_000);
  t.equal(backend.asked, 1);
  t.equal(server.connections.length, 0);
});

t.test('getToken has 15 seconds, unless told otherwise', async (t) => {
  const environment = createEnvironment();
  const options = { url: 'https://media.example.org', getToken: () => never };
  t.equal(connectionLoopOptionsOf(options, environment).tokenTimeoutMs, 15_000);
  t.equal(connectionLoopOptionsOf({ ...options, tokenTimeoutMs: 60_000 }, environment).tokenTimeoutMs, 60_000);
  const { tokenTimeoutMs } = connectionLoopOptionsOf(
    { ...options, tokenTimeoutMs: Number.POSITIVE_INFINITY },
    environment,
  );
  t.equal(tokenTimeoutMs, 2 ** 31 - 1, 'not more than a timer can wait: that would be over at once');
});
