import t from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { arrival, Refusal, type ScriptedServer } from '../scripted-server.ts';
import { immediately, setUp } from '../set-up-session.ts';

/** The server requires this passcode from every client that connects. */
function want(server: ScriptedServer, right: string): void {
  server.answers.authenticate = ({ passcode }) => {
    if (passcode === undefined) throw new Refusal('passcode-required');
    if (passcode !== right) throw new Refusal('passcode-wrong');
    return arrival();
  };
}

t.test('the passcode is asked for until it is right, and given again without asking', async (t) => {
  const asked: string[] = [];
  const { server, session } = await setUp(t, [], {
    getPasscode: (reason) => {
      asked.push(reason);
      return asked.length === 1 ? 'grey heron' : 'blue heron';
    },
  });
  want(server, 'blue heron');
  await session.connect();
  t.same(asked, ['passcode-required', 'passcode-wrong']);
  t.equal(session.state, 'waiting');
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 4 && session.state === 'waiting', 'connected again');
  t.match(server.connection.last('authenticate'), { passcode: 'blue heron' });
  t.equal(asked.length, 2);
});

t.test('a room without a passcode asks nobody', async (t) => {
  const { server, session } = await setUp(t, [], { getPasscode: () => String(t.fail('asked')) });
  await session.connect();
  t.notOk('passcode' in Object(server.connection.last('authenticate')));
});

t.test('without somebody to ask, the session is closed and says why', async (t) => {
  const { server, session } = await setUp(t, []);
  want(server, 'blue heron');
  await t.rejects(session.connect(), { name: 'HearthroomError', code: 'passcode-required' });
  t.equal(session.closeReason, 'passcode-required');
  t.equal(server.connections.length, 1);
});

t.test('a person who gives up is told what was wanted, with their own error', async (t) => {
  const cause = new Error('of the frontend');
  const { server, session } = await setUp(t, [], {
    getPasscode: () => {
      throw cause;
    },
  });
  want(server, 'blue heron');
  await t.rejects(session.connect(), { code: 'passcode-required', cause });
  const nothing = await setUp(t, [], { getPasscode: () => '' });
  want(nothing.server, 'blue heron');
  await t.rejects(nothing.session.connect(), { code: 'passcode-required' });
});

t.test('after five wrong ones it is over; one that is too long is wrong without being sent', async (t) => {
  let asked = 0;
  const { server, session } = await setUp(t, [], {
    reconnectPolicy: immediately,
    getPasscode: () => {
      asked += 1;
      return asked === 1 ? 'x'.repeat(65) : 'grey heron';
    },
  });
  want(server, 'blue heron');
  await t.rejects(session.connect(), { code: 'passcode-wrong' });
  t.equal(asked, 5);
  t.equal(server.connections.length, 5, 'the first without one, then four wrong ones');
});

t.test('closed while the person is asked, it does not connect again', async (t) => {
  const { server, session } = await setUp(t, [], { getPasscode: () => new Promise<string>(() => {}) });
  want(server, 'blue heron');
  const connecting = session.connect();
  await turnsUntil(() => server.connections.length === 1, 'refused');
  await session.disconnect();
  await t.rejects(connecting, { code: 'left' });
  t.equal(server.connections.length, 1);
});
