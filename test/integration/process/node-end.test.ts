/** A node that is told to end. */
import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { ServerProcess } from '../../support/server/server-process.ts';
import { sharedCluster } from '../../support/server/store/every-store.ts';

t.setTimeout(60_000);

t.test('a request that is never complete does not keep a node from ending as it should', async (t) => {
  const cluster = await sharedCluster();
  const { database } = await cluster.createDatabase();
  const server = await ServerProcess.start({
    HEARTHROOM_DATABASE_URL: `postgres://hearthroom@/${database}?host=${cluster.folder}`,
    HEARTHROOM_NODE_PORT: '0',
    HEARTHROOM_DRAIN_LIMIT_SECONDS: '1',
  });
  t.teardown(() => server.remove());
  const { hostname, port } = new URL(await server.url());
  const socket = connect(Number(port), hostname);
  t.teardown(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write('POST /v1/rooms HTTP/1.1\r\nHost: node\r\nContent-Length: 10\r\n\r\n{');
  const exited = once(server.child, 'exit');
  server.child.kill('SIGTERM');
  const [code] = await exited;
  t.equal(code, 0);
});
