import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import t from 'tap';
import { ServerProcess } from '../../support/server/server-process.ts';

const limit = 140;
const skip = spawnSync('prlimit', ['--version']).status === 0 ? false : 'needs prlimit (util-linux)';

/** @returns once the server has accepted or refused it */
async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

const isOver = ({ destroyed, readableEnded }: Socket): boolean => destroyed || readableEnded;

/** @returns the received text, up to the match */
function textOn(socket: Socket, end: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    socket.on('data', function take(piece) {
      text += String(piece);
      if (!end.test(text)) return;
      socket.off('data', take);
      resolve(text);
    });
  });
}

const isClosed = (socket: Socket): Promise<boolean> =>
  socket.destroyed ? Promise.resolve(true) : once(socket.resume(), 'close').then(() => true);

t.test(
  'at the limit of descriptors new connections are refused and counted, and the store goes on',
  { skip },
  async (t) => {
    const server = await ServerProcess.start({}, [], ['prlimit', `--nofile=${limit}:${limit}`]);
    t.teardown(() => server.remove());
    const url = await server.url();
    const port = Number(new URL(url).port);
    const sockets: Socket[] = [];
    t.teardown(() => sockets.forEach((socket) => void socket.destroy()));
    for (let index = 0; index < limit; index += 1) sockets.push(await open(port));
    await isClosed(sockets[limit - 1] ?? (await open(port)));
    while (!server.output.includes('descriptor-limit')) await once(server.child.stdout ?? server.child, 'data');
    t.match(server.output, /"level":"error".*"reason":"descriptor-limit","count":1,.*LimitNOFILE/);

    // An earlier one is answered, even for requests that need the disk.
    const first = sockets.find((socket) => !isOver(socket)) ?? (await open(port));
    const readiness = textOn(first, /checks/);
    first.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n');
    t.match(await readiness, /^HTTP\/1\.1 200 /);

    const metrics = textOn(first, /refused_total\{reason="descriptor-limit"\} (\d+)\n/);
    first.write(`GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    const [, counted] = /reason="descriptor-limit"\} (\d+)/.exec(await metrics) ?? [];
    const refused = Number(counted);
    t.ok(refused >= 20 && refused < limit / 2, `${refused} of ${limit} were refused`);
    while (sockets.filter(isOver).length < refused) await new Promise((resolve) => setImmediate(resolve));
    t.equal(sockets.filter(isOver).length, refused, 'no one was refused without being counted');
    server.child.kill('SIGTERM');
    await server.exited;
    t.match(
      server.output,
      new RegExp(`"reason":"descriptor-limit","count":${refused - 1},`),
      'the rest is logged at the end',
    );
  },
);
