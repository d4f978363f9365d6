/**
 * TCP connections to a media port that do not become a transport's: anybody can open them, so they are closed and
 * limited in number.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { classes, Message, methods } from 'werift';
import { opusAndVp8 } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';
import { workerBin } from '../../../../support/media/worker-bin.ts';

/** Name of the class that the recipe adds; it stays in a stripped binary, because the class has virtual methods. */
const isByRecipe = readFileSync(workerBin()).includes('PendingTcpConnections');
const skip = isByRecipe ? false : 'this media worker is not built by the recipe';

const maxPending = 512;

async function setUp(t: Test) {
  const { room } = await setUpRoom(t, 'anna');
  const { receive } = await room.openPeer('anna', opusAndVp8);
  const candidates = receive.iceCandidates.map((candidate) => Object(candidate));
  const { port } = candidates.find(({ protocol }) => protocol === 'tcp') ?? {};
  const sockets: Socket[] = [];
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
  });
  const open = async () => {
    const socket = connect(Number(port), '127.0.0.1');
    sockets.push(socket);
    // A close with unread data resets the connection.
    socket.on('error', () => {});
    // Otherwise the end is not noticed.
    socket.resume();
    await once(socket, 'connect');
    return socket;
  };
  return { open, check: checkOf(receive.iceParameters) };
}

/** A client's ICE check (RFC 8445), framed for TCP (RFC 4571). */
function checkOf({ usernameFragment, password }: { usernameFragment: string; password: string }): Buffer {
  const message = new Message(methods.BINDING, classes.REQUEST)
    .setAttribute('USERNAME', `${usernameFragment}:client`)
    .setAttribute('PRIORITY', 1_853_824_767)
    .setAttribute('ICE-CONTROLLING', randomBytes(8).readBigUInt64BE())
    .setAttribute('USE-CANDIDATE', null);
  const { bytes } = message.addMessageIntegrity(Buffer.from(password)).addFingerprint();
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

t.test('connections without a valid check are closed, and one with a check stays', { skip }, async (t) => {
  const { open, check } = await setUp(t);
  const used = await open();
  used.write(check);
  await once(used, 'data');
  const silent = await open();
  const unfinished = await open();
  unfinished.write(Buffer.from([0, 255]));
  const noise = await open();
  const noiseTimer = setInterval(() => noise.write(Buffer.from([0, 1, 0])), 1_000);
  await Promise.all([silent, unfinished, noise].map((socket) => once(socket, 'close')));
  clearInterval(noiseTimer);
  used.write(check);
  await once(used, 'data');
  t.notOk(used.destroyed, 'it is older than those');
});

t.test('above their limit the oldest is closed for a new one', { skip }, async (t) => {
  const { open, check } = await setUp(t);
  const used = await open();
  used.write(check);
  await once(used, 'data');
  const oldest = await open();
  for (let count = 0; count < maxPending; count += 1) await open();
  await waitUntil(() => oldest.destroyed, 'the oldest is closed');
  used.write(check);
  await once(used, 'data');
  t.notOk(used.destroyed);
});
