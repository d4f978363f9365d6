/** A node whose machine's clock is set while it runs: what it makes for people is valid by the clock of the database. */
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { FakedClock, whyNoFakedClock } from '../../support/server/faked-clock.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { sharedCluster } from '../../support/server/store/every-store.ts';
import { testKey } from '../../support/server/test-server.ts';

const hourS = 3_600;
const relayLifetimeS = 600;
const skip = whyNoFakedClock() ?? false;

for (const aheadS of [hourS, -hourS]) {
  t.test(
    `with a clock that is set by ${aheadS} s, tokens and credentials of the relay are valid`,
    { skip },
    async (t) => {
      const cluster = await sharedCluster();
      const { database } = await cluster.createDatabase();
      const clock = new FakedClock();
      t.teardown(() => clock.remove());
      const server = await ServerProcess.start({
        HEARTHROOM_DATABASE_URL: `postgres://hearthroom@/${database}?host=${cluster.folder}`,
        HEARTHROOM_NODE_NAME: 'north',
        HEARTHROOM_NODE_PORT: '0',
        HEARTHROOM_TURN_URLS: 'turn:127.0.0.1:3478',
        HEARTHROOM_TURN_SECRET: 'a-secret-of-the-relay-for-the-tests-0123456789',
        HEARTHROOM_TURN_TTL_SECONDS: String(relayLifetimeS),
        ...clock.env,
      });
      t.teardown(() => server.remove());
      const url = await server.url();
      clock.set(aheadS);
      const created = await fetch(`${url}/v1/rooms`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await createAdminToken({ key: testKey })}`,
          'content-type': 'application/json',
        },
        body: '{}',
      });
      t.equal(created.status, 201);
      const room = String(JSON.parse(await created.text()).id);
      const token = await createAccessToken({ key: testKey, room, sub: 'weber', role: 'therapist', name: 'Dr. Weber' });
      const { client, arrival } = await RawClient.join(url, { token });
      const [, username = ''] = /"username":"(\d+):/.exec(JSON.stringify(arrival)) ?? [];
      const livesForS = Number(username) - Date.now() / 1_000;
      t.ok(Math.abs(livesForS - relayLifetimeS) < relayLifetimeS / 2, `the credentials live for ${livesForS} s`);
      client.close();
    },
  );
}
