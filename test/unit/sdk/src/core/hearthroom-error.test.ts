import { HearthroomError, Session } from '@hearthroom/sdk';
import { RpcError } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { toHearthroomError } from '../../../../../sdk/src/core/hearthroom-error.ts';

t.test("the server's codes and texts are kept, with the id that finds an incident", async (t) => {
  t.match(toHearthroomError(new RpcError('room-full', 'Full')), { code: 'room-full', message: 'Full' });
  t.match(toHearthroomError(new RpcError('internal', 'Oh', 'c-1')), { code: 'internal', correlationId: 'c-1' });
});

t.test('a code of a newer server is internal, its text kept', async (t) => {
  t.match(toHearthroomError(new RpcError('from-the-future', 'New')), { code: 'internal', message: 'New' });
});

t.test('an error that is a HearthroomError already is not wrapped', async (t) => {
  const error = new HearthroomError('device-in-use');
  t.equal(toHearthroomError(error), error);
  t.match(error.message, /Another program/);
});

t.test('anything else is internal with its cause', async (t) => {
  const cause = new TypeError('x is not a function');
  t.match(toHearthroomError(cause), { code: 'internal', message: cause.message, cause });
});

t.test('an error has the address of its documentation, on the server of the session', async (t) => {
  t.equal(new HearthroomError('busy').docs, '/docs/errors#busy', 'before the first session');
  const newSession = (url: string) => new Session({ url, getToken: () => '', environment: {} });
  newSession('https://sfu.example');
  t.equal(new HearthroomError('busy').docs, 'https://sfu.example/docs/errors#busy');
  newSession('ws://localhost:3000/calls/');
  t.equal(new HearthroomError('token-expired').docs, 'http://localhost:3000/calls/docs/errors#token-expired');
});
