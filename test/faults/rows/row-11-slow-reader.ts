import { Clinic } from '../../support/faults/clients/clinic.ts';
import { HostileSocket } from '../../support/faults/clients/hostile-socket.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inMegabytes, inMs, inSeconds, percentile } from '../../support/faults/rows/row-figures.ts';
import { sleep, timeUntil, until } from '../../support/faults/wait.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const hostCount = 5;
/** Three bytes per character in UTF-8. */
const text = '–'.repeat(1_000);
/** Each host's share of the rate limit for messages: a burst, then a little less than 50 per second. */
const burst = 400;
const steadyIntervalMs = 25;
const inFlight = 20;
const giveUpMs = 45_000;
/** Two kernel buffers on loopback, which the server does not control, and its own buffer. */
const memoryLimitBytes = 20_000_000;

export const slowReader: FaultRow = {
  row: 11,
  title: 'a client that never reads its socket',
  limit: 'closed when 1 MiB is buffered or after 10 s; nobody else notices',
  async run(context) {
    const { clinic, watched } = await Clinic.openWatched(context);
    const room = await clinic.createRoom();
    const hosts: RawClient[] = [];
    for (let index = 0; index < hostCount; index += 1) hosts.push(await enter(clinic, room, `host-${index}`));
    const reader = await enter(clinic, room, 'reader');
    const [host] = hosts;
    if (!host) throw new Error('There is no host');
    const calmMs = await pingTimes(host, 50);
    const before = await watched.census();
    await placeSlowReader(context, clinic, room);
    const isClosed = async () =>
      (await clinic.metric('hearthroom_connections_closed_total', 'reason="slow-reader"')) === 1;
    const from = performance.now();
    const flow = { sent: 0, open: true };
    const floods = hosts.map((one) => flood(one, flow));
    const closing = timeUntil(isClosed, giveUpMs, from);
    const busyMs = await pingTimes(reader, 50);
    const closedMs = await closing;
    flow.open = false;
    await Promise.all(floods);
    const { sent } = flow;
    const after = await watched.census();
    const heard = reader.notifications.filter(({ method }) => method === 'messageToWaiting').length;
    const grownBytes = after.usedBytes - before.usedBytes;
    const verdict = new Verdict();
    verdict.check('it is closed', Number.isFinite(closedMs));
    verdict.check('the one who reads got every message', heard === sent);
    verdict.check(
      'the hosts are still connected',
      hosts.every(({ socket }) => socket.readyState === socket.OPEN),
    );
    verdict.check('memory is freed', grownBytes < memoryLimitBytes);
    return verdict.outcome({
      injected: `a waiting client stops reading and goes on asking; the hosts write to those who wait, ${inMegabytes(sent * text.length * 3)} in all`,
      figure: `closed ${inSeconds(closedMs)} after the first message, what the kernel takes included; the other got ${heard} of ${sent}; answers p95 ${inMs(percentile(busyMs, 0.95))} (calm ${inMs(percentile(calmMs, 0.95))}); memory ${inMegabytes(grownBytes)}`,
    });
  },
};

async function enter(clinic: Clinic, room: string, sub: string): Promise<RawClient> {
  const role = sub === 'reader' ? 'client' : 'therapist';
  await clinic.pace();
  return (await RawClient.join(clinic.url, { token: await clinic.tokenFor(room, { sub, role }) })).client;
}

async function placeSlowReader(context: RowContext, clinic: Clinic, room: string): Promise<void> {
  const slow = await HostileSocket.open(clinic.url);
  slow.request(1, 'authenticate', { token: await clinic.tokenFor(room, { sub: 'slow', role: 'client' }) });
  await until(() => slow.hears('resumeSecret'), 'the slow one is in');
  slow.stopReading();
  // It keeps sending requests, so that it does not count as gone.
  const asking = setInterval(() => slow.request(2, 'ping'), 1_000);
  context.afterwards(() => clearInterval(asking));
}

async function flood(host: RawClient, flow: { sent: number; open: boolean }): Promise<void> {
  for (let asked = 0; flow.open; asked += inFlight) {
    const codes = await Promise.all(Array.from({ length: inFlight }, () => host.codeOf('messageWaiting', { text })));
    flow.sent += codes.filter((code) => code === 'ok').length;
    if (asked > burst) await sleep(steadyIntervalMs * inFlight);
  }
}

async function pingTimes(client: RawClient, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = performance.now();
    await client.request('ping');
    times.push(performance.now() - from);
  }
  return times;
}
