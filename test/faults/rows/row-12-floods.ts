import { closeCodes } from '@hearthroom/sdk/protocol';
import { residentBytesOf } from '../../support/faults/causes/processes.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { type CloseFrame, HostileSocket, opcodes } from '../../support/faults/clients/hostile-socket.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inMegabytes } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, until } from '../../support/faults/wait.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

const maxMessageBytes = 65_536;
const memoryLimitBytes = 50_000_000;
const giveUpMs = 15_000;

/** Sends its data for as long as the socket is open. */
type Attack = (socket: HostileSocket) => Promise<void>;

const requestOf = (bytes: number): string => {
  const frame = (filling: string) => JSON.stringify({ id: 1, method: 'ping', params: { filling } });
  return frame('x'.repeat(bytes - frame('').length));
};
const nested = (depth: number): string => `{"id":1,"method":"ping","params":${'['.repeat(depth)}${']'.repeat(depth)}}`;

async function repeat(socket: HostileSocket, perSecond: number, send: (index: number) => void): Promise<void> {
  const from = performance.now();
  for (let sent = 0; socket.isOpen && performance.now() - from < giveUpMs; ) {
    const due = ((performance.now() - from) / 1_000) * perSecond;
    for (; sent < due && socket.isOpen; sent += 1) send(sent);
    await socket.drained();
    await sleep(5);
  }
}

const attacks: Record<string, Attack> = {
  '10,000 messages/s': (socket) => repeat(socket, 10_000, (index) => socket.request(index, 'ping')),
  '10,000 control frames/s': (socket) => repeat(socket, 10_000, () => socket.send('x', opcodes.ping)),
  '64 KiB + 1': async (socket) => void socket.send(requestOf(maxMessageBytes + 1)),
  '1 MiB': async (socket) => void socket.send('x'.repeat(1_048_576)),
  'binary frames': async (socket) => void socket.send('{}', opcodes.binary),
  'no JSON': async (socket) => void socket.send('{"id":1'),
  'JSON 8,000 deep, over and over': (socket) => repeat(socket, 1_000, () => socket.send(nested(8_000))),
  'JSON 32,000 deep, over and over': (socket) => repeat(socket, 1_000, () => socket.send(nested(32_000))),
  'endless fragments': async (socket) => {
    socket.send('{"id":1,', opcodes.text, false);
    await repeat(socket, 10_000, () => socket.send(' ', opcodes.continuation, false));
  },
  'one fragment and then nothing, 64 KiB before': async (socket) => {
    socket.send('x'.repeat(maxMessageBytes), opcodes.text, false);
    await repeat(socket, 100, () => socket.send('x'.repeat(1_000), opcodes.continuation, false));
  },
};

const ownCodes: ReadonlySet<number> = new Set(Object.values(closeCodes));
const never = 'never closed';
/** RFC 6455, 7.4.1: protocol error, policy violation, message too big. */
const standardCodes: ReadonlySet<number> = new Set([1002, 1008, 1009]);

export const floods: FaultRow = {
  row: 12,
  title: '10,000 messages/s, 64 KiB + 1, deep JSON, endless fragments, binary frames',
  limit: 'closed with a named code; memory grows by less than 50 MB',
  async run(context) {
    const { clinic, watched } = await Clinic.openWatched(context);
    const room = await clinic.createRoom();
    await clinic.pace();
    const token = await clinic.tokenFor(room, { sub: 'weber', role: 'therapist' });
    const neighbour = (await RawClient.join(clinic.url, { token })).client;
    const before = await watched.census();
    const peak = watchResident(context, watched.pid);
    const verdict = new Verdict();
    const closings = await carryOutAll(context, clinic, room, verdict);
    const after = await watched.census();
    const grown = after.usedBytes - before.usedBytes;
    const failures = await clinic.metric('hearthroom_internal_errors_total');
    verdict.check(`no internal error (${failures})`, failures === 0);
    verdict.check('a neighbour is served as before', (await neighbour.codeOf('ping')) === 'ok');
    verdict.check('memory in use after it', grown < memoryLimitBytes);
    verdict.within('memory of the process meanwhile', peak.grownBytes, memoryLimitBytes);
    const isCounted = async () => (await clinic.metric('hearthroom_connections')) === 1;
    verdict.check('no connection is left', await comesTrue(isCounted, 5_000));
    return verdict.outcome({
      injected: `${Object.keys(attacks).length} kinds of flood by hand-written sockets, before and after authentication`,
      figure: `${closings.join('; ')}; memory in use ${inMegabytes(grown)} more, of the process at most ${inMegabytes(peak.grownBytes)} more`,
    });
  },
};

/** Maximum growth of the process's resident memory from now on. */
function watchResident(context: RowContext, pid: number): { readonly grownBytes: number } {
  const before = residentBytesOf(pid);
  const peak = { grownBytes: 0 };
  const watch = setInterval(() => {
    peak.grownBytes = Math.max(peak.grownBytes, residentBytesOf(pid) - before);
  }, 50);
  context.afterwards(() => clearInterval(watch));
  return peak;
}

/** @returns how each flood of admitted participants ended */
async function carryOutAll(context: RowContext, clinic: Clinic, room: string, verdict: Verdict): Promise<string[]> {
  const closings: string[] = [];
  for (const [name, attack] of Object.entries(attacks)) {
    for (const authenticated of [false, true]) {
      const { code, reason } = await carryOut(clinic, room, attack, authenticated);
      const what = `${name}${authenticated ? '' : ' before authentication'}`;
      context.note(`${what}: ${code} ${reason}`);
      const isNamed = code !== null && (ownCodes.has(code) || standardCodes.has(code));
      verdict.check(`${what}: closed with a named code`, isNamed);
      if (authenticated) closings.push(`${name}: ${code === null ? 'cut off' : `${code} ${reason}`.trim()}`);
    }
  }
  return closings;
}

async function carryOut(clinic: Clinic, room: string, attack: Attack, authenticated: boolean): Promise<CloseFrame> {
  await clinic.pace();
  const socket = await HostileSocket.open(clinic.url);
  try {
    if (authenticated) {
      socket.request(0, 'authenticate', { token: await clinic.tokenFor(room, { sub: 'mallory', role: 'client' }) });
      await until(() => socket.hears('resumeSecret'), 'the attacker is in');
    }
    const givenUp = sleep(giveUpMs + 3_000).then(() => ({ code: null, reason: never }));
    const [ended] = await Promise.all([Promise.race([socket.ended, givenUp]), attack(socket)]);
    return ended;
  } finally {
    socket.close();
  }
}
