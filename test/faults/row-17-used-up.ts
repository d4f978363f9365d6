import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Clinic } from '../support/faults/clinic.ts';
import { Group } from '../support/faults/group.ts';
import { countDescriptors } from '../support/faults/processes.ts';
import { type FaultRow, type RowContext, Verdict } from '../support/faults/row.ts';
import { comesTrue, until } from '../support/faults/wait.ts';

/** Beyond what the server holds when it is at rest. */
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
  const disk = await mkdtemp(join(tmpdir(), 'hearthroom-disk-'));
  context.afterwards(() => rm(disk, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    return 'disk: skipped, mounting a tmpfs is not permitted here';
  }
  context.afterwards(() => execFileSync('umount', ['--lazy', disk]));
  const clinic = await Clinic.open(context, { HEARTHROOM_DATA_DIR: disk });
  const group = await Group.gather(clinic, { clients: 2, waiting: 1 });
  const picture = group.picture();
  const filling = join(disk, 'filling');
  await writeFile(filling, Buffer.alloc(4_000_000)).catch(() => {});
  const create = () => clinic.api('POST', '/v1/rooms', { title: 'x'.repeat(120) });
  let refused = { status: 0, body: {} as Record<string, unknown> };
  const isRefused = await comesTrue(async () => {
    refused = await create();
    return refused.status >= 500;
  }, 30_000);
  const [waiting] = group.host.session.waitingParticipants;
  const admit = await group.host.session.admit(waiting ?? { id: '', epoch: 0 }).then(
    () => 'ok',
    (error: { code: string }) => error.code,
  );
  const isUnready = await comesTrue(async () => (await clinic.readiness()) === 503, 5_000);
  const stays = group.picture() === picture;
  const hears = await group.hearsEachOther(10_000).then(
    () => true,
    () => false,
  );
  await rm(filling);
  const recovers = await comesTrue(async () => (await create()).status === 201, 10_000);
  const isReady = await comesTrue(async () => (await clinic.readiness()) === 200, 5_000);
  verdict.check(`disk: a new room is refused with an error (${refused.status} ${refused.body.code})`, isRefused);
  verdict.check(`disk: an admission that can’t be stored is refused and not made (${admit})`, admit !== 'ok' && stays);
  verdict.check('disk: the session goes on', hears);
  verdict.check('disk: /readyz says not ready', isUnready);
  verdict.check('disk: recovers', recovers && isReady);
  return `disk: ${refused.status} ${refused.body.code}, admit ${admit}`;
}

async function useUpDescriptors(context: RowContext, verdict: Verdict): Promise<string> {
  const clinic = await Clinic.open(context);
  const group = await Group.gather(clinic, { clients: 2 });
  const { port } = new URL(clinic.url);
  const limitTo = (soft: number) => execFileSync('prlimit', ['--pid', String(clinic.pid), `--nofile=${soft}:`]);
  const used = countDescriptors(clinic.pid);
  limitTo(used + sparedDescriptors);
  const sockets: Socket[] = [];
  context.afterwards(() => sockets.forEach((socket) => void socket.destroy()));
  for (let index = 0; index < tooMany; index += 1) {
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    socket.on('error', () => {});
    sockets.push(socket);
    await Promise.race([once(socket, 'connect').catch(() => {}), new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  const heard = await group.hearsEachOther(10_000).then(
    () => true,
    () => false,
  );
  const isAsked = await group.host.session.lock().then(
    () => true,
    () => false,
  );
  for (const socket of sockets) socket.destroy();
  limitTo(1_024);
  const recovers = await comesTrue(async () => (await clinic.readiness()) === 200, 15_000);
  const enters = await clinic
    .createRoom()
    .then((room) => clinic.enter(room, { sub: 'late', role: 'therapist' }))
    .then(
      () => true,
      () => false,
    );
  verdict.check('descriptors: the session goes on', heard && isAsked);
  verdict.check('descriptors: recovers', recovers && enters);
  return `descriptors: the session went on at ${used + sparedDescriptors}, new people enter afterwards`;
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

/** Tries until the dying process has let go of it. */
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
