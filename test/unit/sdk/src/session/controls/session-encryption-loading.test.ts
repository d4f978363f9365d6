import { randomBytes } from 'node:crypto';
import t from 'tap';
import { turnsUntil } from '../../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, waitingSnapshot } from '../../scripted-server.ts';
import { setUp, tokenOf } from '../../set-up-session.ts';
import { connected, controlOf, host, inside, roomId, told } from './set-up-encryption.ts';

t.test('keys are sent with every connect, and stay the same', async (t) => {
  const { server, session, identity, anna } = await connected(t, inside('preferred', [host.participant]));
  t.match(anna, { v: 1 });
  t.equal(session.encryption.isSupported, true);
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 2 && session.state === 'joined', 'connected again');
  t.same(identity(), anna);
});

t.test(
  'no keys are sent to a server of an older revision, when it is off, or with a token that cannot be read',
  async (t) => {
    const { server, session } = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna') });
    await session.connect();
    t.notOk('e2ee' in Object(server.connection.last('authenticate')));
    const off = await connected(t, inside('preferred', []), { encryption: 'off' });
    t.equal(off.identity(), undefined);
    t.equal(off.session.encryption.isSupported, false);
    t.same(off.session.encryption.unencrypted, ['p-anna']);
    const unread = await connected(t, inside('preferred', []), { getToken: () => 'e30.e30.c2ln' });
    t.equal(unread.identity(), undefined);
  },
);

t.test('a client that never hears which revision the server has connects again for its keys once', async (t) => {
  const { server, session } = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna') });
  server.answers.authenticate = () => arrival({ snapshot: inside('preferred', []) });
  await session.connect();
  await turnsUntil(() => server.connections.length === 2, 'it connects again');
  await turnsUntil(() => session.state === 'joined', 'it is back');
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(session.state, 'joined');
  t.equal(server.connections.length, 2);
});

t.test('keys that come after the connect are sent with another one, where the room encrypts', async (t) => {
  const { setTimeout } = globalThis;
  t.teardown(() => {
    globalThis.setTimeout = setTimeout;
  });
  for (const [encryption, connects] of [
    ['required', 2],
    [undefined, 1],
  ] as const) {
    // Nobody waits for the keys.
    const impatient = (work: () => void, ms?: number) => setTimeout(work, ms === 4_000 ? 0 : ms);
    globalThis.setTimeout = impatient as typeof setTimeout;
    const secret = Promise.withResolvers<Uint8Array>();
    let asked = 0;
    const keyProvider = () => {
      asked += 1;
      return secret.promise;
    };
    const snapshot = { ...waitingSnapshot, room: { ...waitingSnapshot.room, ...(encryption && { encryption }) } };
    const { server, session, identity } = await connected(t, snapshot, { keyProvider });
    globalThis.setTimeout = setTimeout;
    t.equal(identity(), undefined);
    secret.resolve(new Uint8Array(randomBytes(32)));
    await turnsUntil(() => controlOf(session).part !== null, 'there are keys');
    await turnsUntil(() => server.connections.length === connects && session.state !== 'reconnecting', 'connected');
    t.equal(identity() !== undefined, connects === 2);
    t.equal(asked, 1);
  }
});

t.test('when it cannot begin, the person is told in rooms that encrypt, and sends no keys', async (t) => {
  const keyProvider = () => new Uint8Array(15);
  const written = t.capture(console, 'error').args;
  const { session, events, identity } = await connected(t, inside('preferred', [host.participant]), { keyProvider });
  t.equal(identity(), undefined);
  t.equal(session.encryption.isSupported, false);
  t.match(events, [
    ['encryptionChanged', 'none'],
    ['encryptionFailed', { code: 'encryption-failed' }, null],
  ]);
  t.match(session.encryption.failure, { code: 'encryption-failed', message: /^keyProvider has to give/ });
  const off = await connected(t, admittedSnapshot, { keyProvider });
  t.same(off.events, [], 'where nothing is encrypted, nothing is told');
  const required = await connected(t, inside('required', [host.participant]), { keyProvider });
  // Not that the browser can't.
  await t.rejects(required.session.chat.send('Hello', { to: 'group' }), { code: 'encryption-failed' });
  t.match(written(), [[/keyProvider has to give.*encryption-failed/], [/encryption-failed/]], 'the console too');
});

t.test('keyProvider is asked once, and not after the person has left', async (t) => {
  let asked = 0;
  const keyProvider = () => {
    asked += 1;
    return new Uint8Array(randomBytes(32));
  };
  const early = await setUp(t, told, { keyProvider });
  const finding = controlOf(early.session).findIdentity(tokenOf(roomId, 'anna'));
  await early.session.disconnect();
  t.equal(await finding, null, 'left while the code was being loaded');
  t.equal(await controlOf(early.session).findIdentity(tokenOf(roomId, 'anna')), null);
  t.equal(asked, 0);
  const { server, session } = await connected(t, inside('preferred', [host.participant]), { keyProvider });
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 2 && session.state === 'joined', 'connected again');
  await session.disconnect();
  t.equal(await controlOf(session).findIdentity(tokenOf(roomId, 'anna')), null);
  t.equal(asked, 1);
});
