/**
 * `npm run cluster`: a PostgreSQL and three nodes on this machine, with one address in front of them, and links to the
 * demo room. A node that is killed is started again; its rooms continue on another one meanwhile.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createAdminToken, type SecretApiKey } from '@hearthroom/sdk/token';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { debianPrograms } from '../../../setup/install/postgres.mjs';
import { newSecret } from '../../core/secrets/random.ts';
import { Balancer } from './balancer.ts';
import { DemoDatabase } from './demo-database.ts';
import { DemoNode } from './demo-node.ts';

const nodeCount = 3;
const port = Number(process.env.HEARTHROOM_PORT ?? 3_000);
const folder = join(process.env.HEARTHROOM_DATA_DIR ?? 'data', 'cluster');
const mediaPort = Number(process.env.HEARTHROOM_MEDIA_PORT ?? 40_000);
const keyId = 'demo';

const Room = Type.Object({ id: Type.String(), phase: Type.String() });
const Link = Type.Object({ path: Type.String() });

const people = [
  { sub: 'demo-therapist', role: 'therapist', name: 'Dr. Weber' },
  { sub: 'demo-client-1', role: 'client', name: 'Anna' },
  { sub: 'demo-client-2', role: 'client', name: 'Ben' },
  { sub: 'demo-client-3', role: 'client', name: 'Cleo' },
] as const;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** Kept: the id of the room depends on it, which stays the same after a restart. */
function readSecret(): string {
  const file = join(folder, 'key');
  if (!existsSync(file)) writeFileSync(file, newSecret() + newSecret(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function post(url: string, key: SecretApiKey, body: object, headers = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await createAdminToken({ key })}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The demo room could not be created: HTTP ${response.status}`);
  return response.json();
}

async function createRoom(baseUrl: string, key: SecretApiKey, name: string) {
  const headers = { 'idempotency-key': name };
  return Value.Parse(Room, await post(`${baseUrl}/v1/rooms`, key, { title: 'Tuesday group' }, headers));
}

/** Those of an earlier start are replaced. */
async function printLinks(baseUrl: string, secret: string): Promise<void> {
  const key = { id: keyId, secret };
  const room = await createRoom(baseUrl, key, 'demo-of-the-cluster');
  // The same key is answered with the same room, also when that has ended.
  const { id } = room.phase === 'ended' ? await createRoom(baseUrl, key, newSecret()) : room;
  say(`\nHearthroom's demo is on ${baseUrl}. Open each link in a window of its own:\n`);
  for (const person of people) {
    const { path } = Value.Parse(Link, await post(`${baseUrl}/v1/rooms/${id}/invitations`, key, person));
    say(`  ${person.name} (${person.role})\n  ${baseUrl}${path}\n`);
  }
}

/** What has been started, the last one first. */
const stops: (() => unknown)[] = [];

async function stop(code: number): Promise<void> {
  for (const one of stops.splice(0)) await one();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0));

async function start(): Promise<void> {
  const program = process.env.POSTGRES_BIN ?? debianPrograms()[0];
  if (program === undefined)
    throw new Error('There is no PostgreSQL on this machine. Install it (on Debian: apt install postgresql).');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = await DemoDatabase.start({ program, folder, port: port + 200 });
  stops.push(() => database.stop());
  const secret = readSecret();
  const nodes = Array.from({ length: nodeCount }, (_, index) => {
    const number = index + 1;
    return new DemoNode({
      number,
      port: port + number,
      nodePort: port + 100 + number,
      mediaPort: mediaPort + 10 * number,
      folder,
      databaseUrl: database.url,
      keys: `${keyId}:${secret}`,
      onLine: (line) => complain(`node-${number}: ${line}`),
    });
  });
  stops.unshift(() => Promise.all(nodes.map((node) => node.stop())));
  // Before that it would take them for dead.
  await Promise.all(nodes.map((node) => node.untilReady()));
  const targets = nodes.map((node) => ({ host: '127.0.0.1', port: node.port }));
  const balancer = await Balancer.listen(targets, { host: '127.0.0.1', port });
  stops.unshift(() => balancer.close());
  await printLinks(`http://127.0.0.1:${balancer.port}`, secret);
  for (const { name, pid, port: own } of nodes) say(`  ${name}: process ${pid}, port ${own}`);
  say('\nKill a node (kill -9 PROCESS): its room continues on another one. Stop everything with Ctrl+C.\n');
}

start().catch((error: unknown) => {
  complain(error instanceof Error ? error.message : String(error));
  void stop(1);
});
