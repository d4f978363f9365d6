/** The demo of `npm start`: a key and a room, stored in the data directory, pages, and one link per person. */

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { MintToken } from '@hearthroom/sdk/protocol';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Minting, mintAccessToken } from '../auth/tokens/mint.ts';
import type { Config } from '../config/config.ts';
import { AppError } from '../core/errors/errors.ts';
import { FileProblem, readRegularFile } from '../core/files/read-file.ts';
import { replaceFile } from '../core/files/replace-file.ts';
import { newSecret } from '../core/secrets/random.ts';
import type { RoomRegistry } from '../rooms/registry.ts';

const DemoState = Type.Object({
  secret: Type.String({ minLength: 32 }),
  roomId: Type.Union([Type.String(), Type.Null()]),
});
const keyId = 'demo';
const pagesDirectory = fileURLToPath(new URL('../../../examples/dist', import.meta.url));
const maxStateBytes = 65_536;
const tokenLifetimeSeconds = 43_200;

/** What the demo needs of the server: rooms, and the keys that sign its links. */
export interface DemoServer extends Minting {
  registry: RoomRegistry;
}

export interface DemoLink {
  person: string;
  url: string;
}

const people: readonly (MintToken & { page: string })[] = [
  { sub: 'demo-therapist', role: 'therapist', name: 'Dr. Weber', page: 'therapist.html' },
  { sub: 'demo-client-1', role: 'client', name: 'Anna', label: 'A. Berger', page: 'client.html' },
  { sub: 'demo-client-2', role: 'client', name: 'Ben', label: 'B. Costa, first time', page: 'client.html' },
  { sub: 'demo-client-3', role: 'client', name: 'Cleo', label: 'C. Dahl', page: 'client.html' },
];

const mend = 'Remove it, and the demo makes a new one with new links';

const fileOf = (dataDir: string): string => join(dataDir, 'demo.json');

function readState(dataDir: string): { secret: string; roomId: string | null } {
  if (!existsSync(fileOf(dataDir))) return { secret: newSecret(), roomId: null };
  const stored = parseOrNull(readText(fileOf(dataDir)));
  if (Value.Check(DemoState, stored)) return stored;
  // The message quotes nothing of the file, which contains a key.
  throw new Error(`${fileOf(dataDir)} is damaged. ${mend}`);
}

function readText(path: string): string {
  try {
    return readRegularFile(path, maxStateBytes).toString('utf8');
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw new Error(`${path} ${error.message}. ${mend}`);
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function writeState(dataDir: string, state: { secret: string; roomId: string | null }): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  replaceFile(fileOf(dataDir), JSON.stringify(state));
}

/**
 * A demo needs no configuration: without API keys it generates one and stores it, so that links stay valid after a
 * restart.
 */
export function withDemoKey(config: Config): Config {
  if (config.mode !== 'demo' || config.keys.size > 0) return config;
  const state = readState(config.dataDir);
  writeState(config.dataDir, state);
  return Object.freeze({ ...config, keys: new Map([[keyId, state.secret]]) });
}

export async function serveDemo(fastify: FastifyInstance): Promise<void> {
  if (!existsSync(pagesDirectory)) return;
  await fastify.register(fastifyStatic, { root: pagesDirectory });
}

/**
 * One link per person of the demo room; if the room has ended, a new one is made. Tokens are in the fragment, so they
 * are not sent in requests.
 */
export async function createDemoLinks(server: DemoServer, config: Config, baseUrl: string): Promise<DemoLink[]> {
  const state = readState(config.dataDir);
  const roomId = (await findOpenRoom(server, state.roomId)) ?? (await createDemoRoom(server));
  writeState(config.dataDir, { ...state, roomId });
  return Promise.all(
    people.map(async ({ page, ...person }) => {
      const body = { ...person, ttlSeconds: tokenLifetimeSeconds };
      const { token } = await mintAccessToken(server, roomId, body);
      return { person: `${person.name} (${person.role})`, url: `${baseUrl}/${page}#token=${token}` };
    }),
  );
}

const createDemoRoom = async ({ registry }: DemoServer): Promise<string> =>
  (await registry.createRoom({ title: 'Tuesday group' })).record.id;

async function findOpenRoom(server: DemoServer, roomId: string | null): Promise<string | null> {
  if (roomId === null) return null;
  try {
    return (await server.registry.getRoom(roomId)).record.id;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
