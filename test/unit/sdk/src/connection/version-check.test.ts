import t, { type Test } from 'tap';
import { consequenceOf, givesUpSeat } from '../../../../../sdk/src/connection/endings.ts';
import { tooOldSideOf } from '../../../../../sdk/src/connection/version-check.ts';
import { Session } from '../../../../../sdk/src/index.ts';
import { arrival, ScriptedServer } from '../scripted-server.ts';

const routerRtpCapabilities = {};

t.test('the older side is named, and neither where they fit', async (t) => {
  const own = { revision: 5, oldestServerRevision: 3 };
  const withServer = (revision: number, oldestClientRevision: number) =>
    tooOldSideOf({ routerRtpCapabilities, revision, oldestClientRevision }, own);
  t.equal(withServer(5, 5), null);
  t.equal(withServer(3, 0), null);
  t.equal(withServer(9, 5), null, 'a newer server that still takes this client');
  t.equal(withServer(9, 6), 'client-too-old');
  t.equal(withServer(2, 0), 'server-too-old');
  t.equal(
    tooOldSideOf({ routerRtpCapabilities }, own),
    'server-too-old',
    'a server of before revisions is of revision 0',
  );
  t.equal(tooOldSideOf({ routerRtpCapabilities }), null, 'which this SDK still works with');
});

/** Connects to a server that says this `hello`, and perhaps a second one for the room, and returns the error. */
async function errorFor(t: Test, hello: object, second: object | null = null): Promise<unknown> {
  const server = await ScriptedServer.start();
  server.hello = { method: 'hello', params: { routerRtpCapabilities, ...hello }, seq: 0 };
  server.answers.authenticate = () => {
    if (second)
      server.connection.sendText(
        JSON.stringify({ method: 'hello', params: { routerRtpCapabilities, ...second }, seq: 0 }),
      );
    return arrival();
  };
  const session = new Session({ url: server.url, getToken: () => 'a.b.c', environment: { WebSocket } });
  t.teardown(async () => {
    await session.disconnect();
    server.close();
  });
  const error = await session.connect().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  t.equal(server.connections.length, 1, 'and does not try again');
  return error;
}

t.test(
  'a session with a server that takes newer clients only says that the page is too old, and what to do',
  async (t) => {
    t.match(await errorFor(t, { revision: 1_000, oldestClientRevision: 999 }), {
      code: 'client-too-old',
      message: /reload the page.*\/sdk\/latest\//,
    });
  },
);

t.test('a session whose room is at a server that takes newer clients only says so too', async (t) => {
  t.match(await errorFor(t, { revision: 1 }, { revision: 1_000, oldestClientRevision: 999 }), {
    code: 'client-too-old',
  });
});

t.test('a session with a server that is too old says so, and what to do', async (t) => {
  t.match(await errorFor(t, { revision: -1 }), { code: 'server-too-old', message: /update the server/ });
});

t.test('a page that is too old keeps what resumes its seat, so that a reload is enough', async (t) => {
  for (const code of ['client-too-old', 'server-too-old']) {
    t.equal(consequenceOf(code), 'over', 'it does not try again by itself');
    t.equal(givesUpSeat(code), false);
  }
  for (const code of ['removed', 'denied', 'room-ended', 'replaced', 'left']) t.equal(givesUpSeat(code), true, code);
  t.equal(givesUpSeat('connection-lost'), false);
});
