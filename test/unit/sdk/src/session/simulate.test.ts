import type { Session, SessionEvents } from '@hearthroom/sdk';
import t from 'tap';
import { useFakeTime } from '../../../../support/time/fake-time.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival } from '../scripted-server.ts';
import { jwtOf, setUp as setUpSession } from '../set-up-session.ts';

const told: (keyof SessionEvents)[] = ['stateChanged', 'participantDisconnected', 'disconnected'];

const retryMs = 1_000;
/** After a refused token the next attempt follows at once. */
const soonMs = 10;

/** A participant in the group, and how often a token was requested. */
async function setUp(t: Parameters<typeof setUpSession>[0]) {
  const time = useFakeTime(t);
  let tokens = 0;
  const getToken = () => {
    tokens += 1;
    return jwtOf(`token-${tokens}`);
  };
  const made = await setUpSession(t, told, { getToken, reconnectPolicy: { nextDelayMs: () => retryMs } });
  made.server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await made.session.connect();
  made.events.length = 0;
  const backAfter = async (ms: number) => {
    await time.tickAsync(ms);
    await turnsUntil(() => made.session.state === 'joined', 'joined again');
  };
  return { ...made, time, backAfter, tokensAskedFor: () => tokens };
}

const backIn = [['stateChanged', 'joined']];
const lost = ({ session }: { session: Session }) =>
  turnsUntil(() => session.state === 'reconnecting' || session.state === 'closed', 'lost');

t.test('signal-loss cuts the connection for as long as it says; nobody has left', async (t) => {
  const { server, session, events, time, backAfter } = await setUp(t);
  session.simulate('signal-loss', { durationMs: 5_000 });
  await lost({ session });
  await time.tickAsync(4_999);
  t.equal(session.state, 'reconnecting');
  t.equal(server.connections.length, 1);
  await backAfter(1);
  t.equal(server.connections.length, 2, 'nothing was tried in between');
  t.match(server.connection.last('authenticate'), { resumeSecret: 'secret-0123456789abcdef' });
  t.same(events, [['stateChanged', 'reconnecting', 'connection-lost'], ...backIn]);
});

t.test('server-restart is told as the server would, and waited for', async (t) => {
  const { server, session, events, time, backAfter } = await setUp(t);
  session.simulate('server-restart', { durationMs: 5_000 });
  await lost({ session });
  await time.tickAsync(5_000 + retryMs - 1);
  t.equal(server.connections.length, 1, 'not before the time that it named');
  await backAfter(1);
  t.same(events, [['stateChanged', 'reconnecting', 'server-shutdown'], ...backIn]);
});

t.test('token-expiry asks for another token', async (t) => {
  const { server, session, events, backAfter, tokensAskedFor } = await setUp(t);
  session.simulate('token-expiry');
  await lost({ session });
  await backAfter(retryMs + soonMs);
  t.equal(tokensAskedFor(), 3, 'the second was refused');
  t.match(server.connection.last('authenticate'), { token: jwtOf('token-3') });
  t.same(events, [['stateChanged', 'reconnecting', 'connection-lost'], ...backIn]);
});

t.test('token-expiry ends the session when the second token is refused as well', async (t) => {
  const { session, events, time } = await setUp(t);
  session.simulate('token-expiry', { tokens: 2 });
  await time.tickAsync(retryMs + soonMs);
  await turnsUntil(() => session.state === 'closed', 'closed');
  t.equal(session.closeReason, 'token-expired');
  t.match(events.at(-1), ['disconnected', 'token-expired']);
});

t.test('each fault is over by itself: the next loss is an ordinary one', async (t) => {
  const { server, session, backAfter, tokensAskedFor } = await setUp(t);
  session.simulate('token-expiry');
  await lost({ session });
  await backAfter(retryMs + soonMs);
  const before = tokensAskedFor();
  server.connection.drop();
  await lost({ session });
  await backAfter(retryMs);
  t.equal(tokensAskedFor(), before + 1);
});

t.test('without a connection there is nothing to bring a fault about in', async (t) => {
  const { session } = await setUp(t);
  t.throws(() => session.simulate(JSON.parse('"flood"')), { code: 'invalid-params' });
  session.simulate('signal-loss');
  await lost({ session });
  t.throws(() => session.simulate('media-loss'), { code: 'not-connected' });
  await session.disconnect();
  t.throws(() => session.simulate('worker-death'), { code: 'not-connected' });
});
