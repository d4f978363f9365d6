/** The connection on which a node listens, when the link to the database loses packets. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import t from 'tap';
import { Notifications } from '../../../../../server/src/store/postgres/connection/notifications.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';

t.test('it is closed also when nothing of it arrives any more, not even its end', async (t) => {
  const cluster = await sharedCluster();
  const { database, user } = await cluster.createDatabase();
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const toDatabase = connect(cluster.socket);
    sockets.push(client, toDatabase);
    for (const socket of [client, toDatabase]) socket.on('error', () => {});
    client.pipe(toDatabase);
    toDatabase.pipe(client, { end: false });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const notified = Promise.withResolvers<void>();
  const connection = { host: '127.0.0.1', port: Number(Object(server.address()).port), database, user };
  const notifications = new Notifications({ connection, channel: 'example', onNotified: () => notified.resolve() });
  notifications.open();
  const isListening = () =>
    cluster.query(database, `SELECT FROM pg_stat_activity WHERE query = 'LISTEN example' AND state = 'idle'`);
  while ((await isListening()).length === 0);
  await cluster.query(database, 'NOTIFY example');
  await notified.promise;
  for (const socket of sockets) socket.unpipe().pause();
  await notifications.close();
});
