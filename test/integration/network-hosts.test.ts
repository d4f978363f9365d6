/** The hosts on which nodes and databases of the table of faults run, and the loss of links between them. */
import { spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import process from 'node:process';
import t from 'tap';
import { type NetworkHost, TestNetwork, whyNoNetwork } from '../support/faults/network/test-network.ts';
import { until } from '../support/faults/wait.ts';

const skip = whyNoNetwork() ?? false;

/** Answers each datagram to its sender, and accepts TCP, on the same port; sends RTP when it is told to. */
const echo = `
  const { createSocket } = require('node:dgram');
  const socket = createSocket('udp4');
  const [, address] = process.argv;
  const rtp = Buffer.from('90e4521d3b9aca005bd1f1e2', 'hex');
  socket.on('message', (data, { port, address }) => socket.send(String(data) === 'media' ? rtp : data, port, address));
  socket.bind(7000, address);
  require('node:net').createServer((tcp) => tcp.end()).listen(7000, address, () => console.log('ready'));
`;

async function startEcho(host: NetworkHost, afterwards: (cleanUp: () => unknown) => void): Promise<void> {
  const [program = '', ...args] = host.command([process.execPath, '-e', echo, host.address]);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  afterwards(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
}

async function openSocket(address?: string): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

function send(socket: Socket, text: string, { address }: NetworkHost): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.send(text, 7_000, address, (error) => (error ? reject(error) : resolve()));
  return promise;
}

async function answerTo(socket: Socket, text: string, host: NetworkHost): Promise<string> {
  const answered = once(socket, 'message');
  await send(socket, text, host);
  const [data] = await answered;
  return String(data);
}

t.test('a lost link drops what is sent in its direction, and nobody is told', { skip }, async (t) => {
  const network = await TestNetwork.create({ afterwards: t.after });
  const host = await network.addHost('node-1');
  await startEcho(host, t.after);
  const hasAnswered = async (): Promise<boolean> => (await network.packets()).packets.length > 0;

  for (const link of [
    { from: 'node-1', to: 'clients' },
    { from: 'clients', to: 'node-1' },
  ]) {
    const socket = await openSocket();
    network.cut(link);
    const connection = connect({ host: host.address, port: 7_000 });
    const seen: string[] = [];
    for (const event of ['error', 'connect']) connection.once(event, () => seen.push(event));
    await send(socket, 'lost', host);
    if (link.from === host.name) await until(hasAnswered, 'it has sent an answer');
    network.restore();
    t.equal(await answerTo(socket, 'after', host), 'after', `from ${link.from} to ${link.to}`);
    await until(() => seen.length > 0, 'the connection that was begun while the link was lost');
    t.same(seen, ['connect'], 'it was neither refused nor unreachable');
    connection.destroy();
    socket.close();
  }
});

t.test('other links stay when one is lost', { skip }, async (t) => {
  const network = await TestNetwork.create({ afterwards: t.after });
  const [one, other] = [await network.addHost('node-1'), await network.addHost('node-2')];
  for (const host of [one, other]) await startEcho(host, t.after);
  const anna = network.addClient('anna');
  network.isolate('node-1', ['node-2', 'anna']);
  const [socket, itsSocket] = [await openSocket(), await openSocket(anna.address)];
  t.equal(await answerTo(socket, 'first', one), 'first', 'from the address of the others');
  network.restore({ from: 'anna', to: 'node-1' });
  await send(itsSocket, 'media', one);
  t.equal(await answerTo(itsSocket, 'hello', other), 'hello', 'to another host');
  for (const each of [socket, itsSocket]) each.close();
  await until(async () => (await network.packets()).forwardingOf('node-1').length > 0, 'it is in the log');
  const log = await network.packets();
  const [sent] = log.packets.filter(({ kind }) => kind === 'rtp');
  t.match(sent, { from: 'node-1', to: 'anna', fromPort: 7_000, bytes: 12 }, 'also what the lost link drops');
  t.ok(sent && sent.at > 0 && sent.at <= performance.now(), 'on the time line of this process');
});

t.test('two networks of this machine have nothing in common', { skip }, async (t) => {
  const networks = [
    await TestNetwork.create({ afterwards: t.after }),
    await TestNetwork.create({ afterwards: t.after }),
  ];
  const hosts = await Promise.all(networks.map((network) => network.addHost('node-1')));
  for (const host of hosts) await startEcho(host, t.after);
  const [first, second] = hosts;
  networks[0]?.isolate('node-1');
  t.ok(first && second && first.address !== second.address);
  const socket = await openSocket();
  if (second) t.equal(await answerTo(socket, 'here', second), 'here');
  socket.close();
});

t.test('what a run that was killed has left is removed by the next one', { skip }, async (t) => {
  const url = new URL('../support/faults/network/test-network.ts', import.meta.url).href;
  const run = `
    const { TestNetwork } = await import(${JSON.stringify(url)});
    const network = await TestNetwork.create({ afterwards: () => {} });
    const host = await network.addHost('node-1');
    const [program, ...args] = host.command(['sleep', '1000']);
    const { spawn } = await import('node:child_process');
    console.log(spawn(program, args, { stdio: 'ignore' }).pid);
    process.kill(process.pid, 'SIGKILL');
  `;
  const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', run], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = await once(child.stdout, 'data');
  await once(child, 'exit');
  const isRunning = (): boolean => {
    try {
      return process.kill(Number(pid), 0);
    } catch {
      return false;
    }
  };
  t.ok(isRunning(), 'a process on its host has outlived it');
  await TestNetwork.create({ afterwards: t.after });
  await until(() => !isRunning(), 'its processes have ended');
});
