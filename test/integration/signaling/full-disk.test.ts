import { once } from 'node:events';
import t from 'tap';
import { SqliteStore } from '../../../server/src/store/sqlite/sqlite-store.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

t.test(
  'on a full disk nobody new is seated and no request is granted, with a code that says to come back',
  async (t) => {
    const server = await startTestServer();
    t.teardown(() => server.close());
    const bugs: unknown[] = [];
    server.app.observer.on('internalError', ({ error }) => bugs.push(error));
    const room = await server.createRoom({ waitingRoom: false });
    const tokenOf = (sub: string, role: 'therapist' | 'client') => server.tokenFor(room, { sub, name: sub, role });
    const { client: host } = await RawClient.join(server.url, { token: await tokenOf('weber', 'therapist') });
    const { client: ben } = await RawClient.join(server.url, { token: await tokenOf('ben', 'client') });
    const token = await tokenOf('anna', 'client');

    const disk = t.capture(SqliteStore.prototype, 'saveRoom', () => {
      throw new Error('database or disk is full');
    });
    const anna = await RawClient.open(server.url);
    t.equal(await anna.codeOf('authenticate', { token }), 'storage-unavailable');
    t.same(await anna.closed, { code: 4503, reason: 'storage-unavailable' });
    t.equal(await host.codeOf('lock', {}), 'storage-unavailable');
    t.equal(await host.codeOf('ping'), 'ok', 'the session goes on');
    const chat = { to: 'group', text: 'Hello' };
    t.equal(await host.codeOf('sendChat', chat), 'ok');
    const refused = once(server.app.observer, 'storeFailed');
    ben.close();
    await refused;
    t.equal(await host.codeOf('sendChat', chat), 'ok', 'also while a lost connection waits to be stored');
    t.same(bugs, [], 'it is no bug');

    disk.restore();
    await RawClient.join(server.url, { token });
    t.equal(await host.codeOf('lock', {}), 'ok');
  },
);
