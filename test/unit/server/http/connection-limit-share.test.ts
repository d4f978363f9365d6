import { Server } from 'node:net';
import t from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { limitConnections } from '../../../../server/src/http/security/connection-limit.ts';

t.test('connections that need several descriptors each get a part of them', async (t) => {
  const descriptors = { limit: () => 1_064, used: () => 0, isOneLeft: () => true };
  for (const [share, max] of [
    [1, 1_000],
    [1 / 3, 333],
    [0.0001, 1],
  ] as const) {
    const server = new Server();
    const limit = limitConnections(server, new ServerObserver(), descriptors, share);
    server.emit('listening');
    t.equal(server.maxConnections, max);
    limit.close();
  }
});
