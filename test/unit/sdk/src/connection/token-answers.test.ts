/** What backends return instead of a token, and how a session handles it. */
import t, { type Test } from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, waitingSnapshot } from '../scripted-server.ts';
import { jwtOf, setUp as setUpSession } from '../set-up-session.ts';

const token = jwtOf('eyJyb29tIjoicjEifQ');
const secret = 'Anna-of-the-answer';
const errorPage = `<html><h1>502 Bad Gateway</h1>${secret}</html>`;

/** A backend that returns these values in order, then always the last one; untyped, as in JavaScript. */
async function setUp(t: Test, answers: unknown[]) {
  const backend = { asked: 0 };
  const getToken = (): never => {
    backend.asked += 1;
    return answers[Math.min(backend.asked, answers.length) - 1] as never;
  };
  const made = await setUpSession(t, ['stateChanged', 'disconnected'], { getToken });
  return { ...made, backend };
}

t.test(
  'an error page in the place of a token is asked for again on the way in, and never sent to the server',
  async (t) => {
    const { server, session, backend } = await setUp(t, [errorPage, '', token]);
    await session.connect();
    t.equal(session.state, 'waiting');
    t.equal(backend.asked, 3);
    t.equal(server.connections.length, 1);
  },
);

for (const [where, snapshot] of [
  ['the group', admittedSnapshot],
  ['the waiting room', waitingSnapshot],
] as const) {
  t.test(`error pages during a reconnect end nothing: the person is back in ${where}`, async (t) => {
    const pages = Array.from({ length: 7 }, () => errorPage);
    const { server, session, events, backend } = await setUp(t, [token, ...pages, token]);
    server.answers.authenticate = () => arrival({ snapshot });
    await session.connect();
    const { state } = session;
    events.length = 0;
    server.connection.drop();
    await turnsUntil(() => server.connections.length === 2 && session.state === state, 'back again');
    t.equal(backend.asked, 9);
    t.same(events, [
      ['stateChanged', 'reconnecting', 'connection-lost'],
      ['stateChanged', state],
    ]);
  });
}

t.test('whitespace and JSON quotes around a token are forgiven', async (t) => {
  for (const given of [`${token}\n`, `\uFEFF ${token}`, `"${token}"`, `"${token}"\r\n`]) {
    const { server, session } = await setUp(t, [given]);
    await session.connect();
    t.match(server.connection.last('authenticate'), { token });
  }
});

t.test('any other value is described for the developer, and never quoted', async (t) => {
  const answers: [unknown, RegExp][] = [
    [errorPage, /an HTML page \(check response\.ok\)/],
    [JSON.stringify({ token: secret }), /JSON text/],
    [{ token: secret }, /an object \(return its token\)/],
    [new Response(secret), /a Response \(return await response\.text\(\)\)/],
    [undefined, /gave undefined/],
    [null, /gave null/],
    [42, /gave number/],
    ['', /an empty text/],
    [secret, /a text of another form/],
    [`Bearer ${token}`, /a text of another form/],
    ['e30..c2ln', /a text of another form/],
    [`${token}.${token}`, /a text of another form/],
  ];
  for (const [given, message] of answers) {
    const { server, session, events, backend } = await setUp(t, [given]);
    const error = await session.connect().then(
      () => t.fail('connected'),
      (reason: unknown) => reason,
    );
    t.match(error, { code: 'token-provider-failed', message });
    t.notMatch(String(error) + JSON.stringify(events), secret);
    t.equal(backend.asked, 3, 'as often as any first connect is tried');
    t.equal(server.connections.length, 0);
  }
});
