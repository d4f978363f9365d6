/** The demo of `npm start`: a key and a room, stored in the data directory, pages, and one link per person. */

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { CreateInvitation } from '@hearthroom/sdk/protocol';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Invitations } from '../auth/invitations/invitations.ts';
import type { Config } from '../config/config.ts';
import { AppError } from '../core/errors/errors.ts';
import { FileProblem, readRegularFile } from '../core/files/read-file.ts';
import { replaceFile } from '../core/files/replace-file.ts';
import { newSecret } from '../core/secrets/random.ts';
import type { RoomRegistry } from '../rooms/registry.ts';

/** The code of a person's link: the store has only its hash. */
const DemoCode = Type.Object({ sub: Type.String(), invitationId: Type.String(), code: Type.String() });
type DemoCode = Static<typeof DemoCode>;

const DemoState = Type.Object({
  secret: Type.String({ minLength: 32 }),
  roomId: Type.Union([Type.String(), Type.Null()]),
  codes: Type.Optional(Type.Array(DemoCode)),
});
type DemoState = Static<typeof DemoState>;
const keyId = 'demo';
const pagesDirectory = fileURLToPath(new URL('../../../examples/dist', import.meta.url));
const maxStateBytes = 65_536;

/** What the demo needs of the server: rooms, and links to them. */
export interface DemoServer {
  registry: RoomRegistry;
  invitations: Invitations;
}

export interface DemoLink {
  person: string;
  url: string;
}

const people: readonly CreateInvitation[] = [
  { sub: 'demo-therapist', role: 'therapist', name: 'Dr. Weber' },
  { sub: 'demo-client-1', role: 'client', name: 'Anna', label: 'A. Berger' },
  { sub: 'demo-client-2', role: 'client', name: 'Ben', label: 'B. Costa, first time' },
  { sub: 'demo-client-3', role: 'client', name: 'Cleo', label: 'C. Dahl' },
];

const mend = 'Remove it, and the demo makes a new one with new links';

const fileOf = (dataDir: string): string => join(dataDir, 'demo.json');

function readState(dataDir: string): DemoState {
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

function writeState(dataDir: string, state: DemoState): void {
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

/** One personal link per person of the demo room, the same as at the last start; if the room has ended, a new one is made. */
export async function createDemoLinks(
  server: DemoServer,
  config: Pick<Config, 'dataDir'>,
  baseUrl: string,
): Promise<DemoLink[]> {
  const { codes = [], ...state } = readState(config.dataDir);
  const roomId = (await findOpenRoom(server, state.roomId)) ?? (await createDemoRoom(server));
  const valid = await findValidCodes(server, roomId, codes);
  const links: DemoLink[] = [];
  for (const person of people) {
    const known = valid.find(({ sub }) => sub === person.sub) ?? (await createCode(server, roomId, person));
    if (!valid.includes(known)) valid.push(known);
    links.push({ person: `${person.name} (${person.role})`, url: `${baseUrl}/j/${known.code}` });
  }
  writeState(config.dataDir, { ...state, roomId, codes: valid });
  return links;
}

async function findValidCodes({ invitations }: DemoServer, roomId: string, codes: DemoCode[]): Promise<DemoCode[]> {
  const found = await invitations.list<'room'>({ kind: 'room', roomId });
  return codes.filter(({ invitationId }) => found.some(({ id }) => id === invitationId));
}

async function createCode({ invitations }: DemoServer, roomId: string, person: CreateInvitation): Promise<DemoCode> {
  const { invitation, code } = await invitations.create<'room'>({ target: { kind: 'room', roomId }, person });
  return { sub: person.sub, invitationId: invitation.id, code };
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
