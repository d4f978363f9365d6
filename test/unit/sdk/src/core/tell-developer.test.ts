/** What a session writes to the console: only what a developer can mend, once. */
import { Session } from '@hearthroom/sdk';
import t, { type Test } from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { arrival, Refusal } from '../scripted-server.ts';
import { immediately, setUp } from '../set-up-session.ts';

function captureConsole(t: Test): () => string[] {
  const { args } = t.capture(console, 'error');
  return () => args().map((line) => line.map(String).join(' '));
}

t.test('a refused token is written once, with its code and the address of its documentation', async (t) => {
  const written = captureConsole(t);
  const { server, session } = await setUp(t, []);
  server.answers.authenticate = () => {
    throw new Refusal('token-invalid');
  };
  await t.rejects(session.connect(), { code: 'token-invalid' });
  const docs = `${server.url.replace('ws', 'http')}/docs/errors#token-invalid`;
  const lines = written();
  t.equal(lines.length, 1);
  t.ok(lines[0]?.startsWith('Hearthroom: ') && lines[0].endsWith(`(token-invalid, ${docs})`), String(lines[0]));
});

t.test('a getToken that fails three times is written once, with what it threw', async (t) => {
  const written = captureConsole(t);
  let asked = 0;
  const getToken = (): string => {
    asked += 1;
    throw new Error('my backend answered 500');
  };
  const { session } = await setUp(t, [], { getToken });
  await t.rejects(session.connect(), { code: 'token-provider-failed' });
  const lines = written();
  t.equal(asked, 3);
  t.equal(lines.length, 1);
  t.match(lines[0], /getToken threw an error.*my backend answered 500/s);
});

t.test('a getToken that is no function is a failed connect, not an exception of the constructor', async (t) => {
  const written = captureConsole(t);
  for (const [getToken, kind] of [
    [undefined, 'undefined'],
    [null, 'null'],
    ['e30.e30.c2ln', 'string'],
    [Promise.resolve('e30.e30.c2ln'), 'an object'],
  ] as const) {
    const session: Session = Reflect.construct(Session, [
      { url: 'http://127.0.0.1:9', getToken, reconnectPolicy: immediately },
    ]);
    await t.rejects(session.connect(), {
      code: 'token-provider-failed',
      message: new RegExp(`getToken is ${kind}.*: give a function`),
    });
    t.equal(session.closeReason, 'token-provider-failed');
  }
  t.equal(written().length, 4);
});

t.test('what concerns the person or the network is not written', async (t) => {
  const written = captureConsole(t);
  for (const [code, reason] of [
    [4410, 'denied'],
    [4411, 'removed'],
    [4412, 'room-ended'],
    [4404, 'not-available'],
  ] as const) {
    const { server, session } = await setUp(t, []);
    server.answers.authenticate = () => arrival();
    await session.connect();
    server.connection.close(code, reason);
    await turnsUntil(() => session.state === 'closed', 'closed');
    t.equal(session.closeReason, reason);
  }
  const { server, session } = await setUp(t, [], { reconnectPolicy: { nextDelayMs: () => null } });
  await session.connect();
  server.connection.drop();
  await turnsUntil(() => session.state === 'closed', 'lost');
  t.equal(session.closeReason, 'connection-lost');
  t.same(written(), []);
});

t.test('outside a page a server that is not reached is named, without a request over HTTP', async (t) => {
  const written = captureConsole(t);
  const { server, session } = await setUp(t, []);
  server.close();
  const fetched = t.capture(globalThis, 'fetch');
  await t.rejects(session.connect(), { code: 'connection-lost', message: /Nothing answers at http:.*\/v1\/connect/ });
  t.equal(written().length, 1);
  t.same(fetched(), []);
});
