import type { Session, SessionEvents } from '@hearthroom/sdk';
import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { admittedSnapshot, arrival } from './scripted-server.ts';
import { jwtOf, setUp as setUpSession } from './set-up-session.ts';

const told: (keyof SessionEvents)[] = ['stateChanged', 'participantDisconnected', 'disconnected'];

/** Somebody in the group, and how many tokens they were asked for. */
async function setUp(t: Parameters<typeof setUpSession>[0]) {
  let tokens = 0;
  const getToken = () => {
    tokens += 1;
    return jwtOf(`token-${tokens}`);
  };
  const made = await setUpSession(t, told, { getToken, reconnectPolicy: { nextDelayMs: () => 20 } });
  made.server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await made.session.connect();
  made.events.length = 0;
  return { ...made, tokensAskedFor: () => tokens };
}

const backIn = [['stateChanged', 'joined']];
const lost = ({ session }: { session: Session }) =>
  waitUntil(() => session.state === 'reconnecting' || session.state === 'closed', 'lost');

t.test('signal-loss cuts the connection for as long as it says; nobody has left', async (t) => {
  const { server, session, events } = await setUp(t);
  const from = performance.now();
  session.simulate('signal-loss', { durationMs: 200 });
  await lost({ session });
  t.equal(server.connections.length, 1);
  await waitUntil(() => session.state === 'joined', 'joined again');
  t.ok(performance.now() - from >= 200, 'not before');
  t.equal(server.connections.length, 2, 'nothing was tried in between');
  t.match(server.connection.last('authenticate'), { resumeSecret: 'secret-0123456789abcdef' });
  t.same(events, [['stateChanged', 'reconnecting', 'connection-lost'], ...backIn]);
});

t.test('server-restart is told as the server would, and waited for', async (t) => {
  const { session, events } = await setUp(t);
  session.simulate('server-restart', { durationMs: 50 });
  await lost({ session });
  await waitUntil(() => session.state === 'joined', 'joined again');
  t.same(events, [['stateChanged', 'reconnecting', 'server-shutdown'], ...backIn]);
});

t.test('token-expiry asks for another token', async (t) => {
  const { server, session, events, tokensAskedFor } = await setUp(t);
  session.simulate('token-expiry');
  await lost({ session });
  await waitUntil(() => session.state === 'joined', 'joined again');
  t.equal(tokensAskedFor(), 3, 'the second was refused');
  t.match(server.connection.last('authenticate'), { token: jwtOf('token-3') });
  t.same(events, [['stateChanged', 'reconnecting', 'connection-lost'], ...backIn]);
});

t.test('and ends the session when the other one is refused as well', async (t) => {
  const { session, events } = await setUp(t);
  session.simulate('token-expiry', { tokens: 2 });
  await waitUntil(() => session.state === 'closed', 'closed');
  t.equal(session.closeReason, 'token-expired');
  t.match(events.at(-1), ['disconnected', 'token-expired']);
});

t.test('each fault is over by itself: the next loss is an ordinary one', async (t) => {
  const { server, session, tokensAskedFor } = await setUp(t);
  session.simulate('token-expiry');
  await lost({ session });
  await waitUntil(() => session.state === 'joined', 'joined again');
  const before = tokensAskedFor();
  server.connection.drop();
  await lost({ session });
  await waitUntil(() => session.state === 'joined', 'joined again');
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
