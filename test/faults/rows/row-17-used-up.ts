import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { countDescriptors } from '../../support/faults/causes/processes.ts';
import { mountSmallDisk } from '../../support/faults/causes/small-disk.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { comesTrue, until } from '../../support/faults/wait.ts';

/** File descriptors that are left in addition to those in use. */
const sparedDescriptors = 12;
const tooMany = 60;

export const usedUp: FaultRow = {
  row: 17,
  title: 'ports, descriptors, disk used up',
  limit: 'a clear error, nothing lost, recovers when they are free',
  async run(context) {
    const verdict = new Verdict();
    const figures = [
      await useUpDisk(context, verdict),
      await useUpDescriptors(context, verdict),
      await useUpPorts(context, verdict),
    ];
    return verdict.outcome({
      injected: `a full tmpfs under the data; a limit of ${sparedDescriptors} more descriptors and ${tooMany} connections; the media port taken while the worker is down`,
      figure: figures.join('; '),
    });
  },
};

async function useUpDisk(context: RowContext, verdict: Verdict): Promise<string> {
  const disk = await mountSmallDisk(context, 2);
  if (disk === null) return 'disk: skipped, mounting a tmpfs is not permitted here';
  const clinic = await Clinic.open(context, { HEARTHROOM_DATA_DIR: disk });
  const group = await Group.gather(clinic, { clients: 2, waiting: 1 });
  const picture = group.picture();
  const filling = join(disk, 'filling');
  await writeFile(filling, Buffer.alloc(4_000_000)).catch(() => {});
  const create = () => clinic.api('POST', '/v1/rooms', { title: 'x'.repeat(120) });
  let refused = '';
  const isRefused = await comesTrue(async () => {
    const { status, body } = await create();
    refused = `${status} ${body.code}`;
    return status >= 500;
  }, 30_000);
  const admit = await admitFirst(group);
  const isUnready = await comesTrue(async () => (await clinic.readiness()) === 503, 5_000);
  const changes = await group.changesSince(picture);
  verdict.check('disk: the session goes on', await settles(group.hearsEachOther(10_000)));
  await rm(filling);
  const recovers = await comesTrue(async () => (await create()).status === 201, 10_000);
  const isReady = await comesTrue(async () => (await clinic.readiness()) === 200, 5_000);
  verdict.check(`disk: a new room is refused (${refused})`, isRefused && refused === '503 storage-unavailable');
  verdict.check(`disk: an admission that can’t be stored is refused (${admit})`, admit === 'storage-unavailable');
  verdict.check('disk: and not made', changes === '', changes);
  verdict.check('disk: /readyz says not ready', isUnready);
  verdict.check('disk: recovers', recovers && isReady);
  verdict.check('disk: a person who waited is admitted then', (await admitFirst(group)) === 'ok');
  verdict.check('disk: it is no bug to the log', !clinic.output.includes('internal error'));
  return `disk: ${refused}, admit ${admit}`;
}

/** @returns `ok`, or the error code */
async function admitFirst({ host: { session } }: Group): Promise<string> {
  const [waiting] = session.waitingParticipants;
  return await session.admit(waiting ?? { id: '', epoch: 0 }).then(
    () => 'ok',
    (error: { code: string }) => error.code,
  );
}

const settles = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

async function useUpDescriptors(context: RowContext, verdict: Verdict): Promise<string> {
  const clinic = await Clinic.open(context);
  const group = await Group.gather(clinic, { clients: 2 });
  const limitTo = (soft: number) => execFileSync('prlimit', ['--pid', String(clinic.pid), `--nofile=${soft}:`]);
  const used = countDescriptors(clinic.pid);
  limitTo(used + sparedDescriptors);
  const sockets = await openMany(context, Number(new URL(clinic.url).port));
  const hears = await settles(group.hearsEachOther(10_000));
  const isAnswered = await settles(group.host.session.lock());
  for (const socket of sockets) socket.destroy();
  limitTo(1_024);
  const recovers = await comesTrue(async () => (await clinic.readiness()) === 200, 15_000);
  const enters = await settles(
    clinic.createRoom().then((room) => clinic.enter(room, { sub: 'late', role: 'therapist' })),
  );
  verdict.check('descriptors: the session goes on', hears && isAnswered);
  verdict.check('descriptors: recovers', recovers && enters);
  return `descriptors: the session went on at ${used + sparedDescriptors}, new people enter afterwards`;
}

async function openMany(context: RowContext, port: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  context.afterwards(() => sockets.forEach((socket) => void socket.destroy()));
  for (let index = 0; index < tooMany; index += 1) {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    sockets.push(socket);
    await Promise.race([settles(once(socket, 'connect')), new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  return sockets;
}

async function useUpPorts(context: RowContext, verdict: Verdict): Promise<string> {
  const clinic = await Clinic.open(context, {
    HEARTHROOM_WORKERS: '1',
    HEARTHROOM_MEDIA_PORT: String(await freePort()),
  });
  const group = await Group.gather(clinic, { clients: 2 });
  const port = group.host.port ?? 0;
  const [worker] = clinic.workers;
  if (worker === undefined) throw new Error('There is no worker');
  process.kill(worker, 'SIGKILL');
  const thief = await takePort(port);
  const isSaid = await comesTrue(() => clinic.output.includes(`could not bind port ${port}`), 15_000);
  const isUnready = (await clinic.readiness()) === 503;
  thief.close();
  const from = performance.now();
  const recovers = await comesTrue(() => Number.isFinite(group.heardAllAt(from)), 45_000);
  verdict.check('ports: the log names the port', isSaid);
  verdict.check('ports: /readyz says not ready', isUnready);
  verdict.check('ports: recovers', recovers);
  return 'ports: named in the log, media back when it is free';
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** Retries until the dying process has released it. */
async function takePort(port: number): Promise<{ close(): void }> {
  let taken: ReturnType<typeof createSocket> | null = null;
  await until(
    async () => {
      const socket = createSocket('udp4');
      const bound = once(socket, 'listening').then(
        () => true,
        () => false,
      );
      socket.bind(port, '127.0.0.1');
      if (await bound) taken = socket;
      return taken !== null;
    },
    'the port is taken',
    10_000,
  );
  return { close: () => taken?.close() };
}
