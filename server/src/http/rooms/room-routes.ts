/** Rooms over REST: create, list, read, change, end, delete. */
import { CreateRoom, ListRooms, PatchRoom } from '@hearthroom/sdk/protocol';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { KeyRing } from '../../auth/keys/keys.ts';
import { hashPasscode, normalizePasscode } from '../../rooms/passcode-gate.ts';
import type { RoomRegistry } from '../../rooms/registry.ts';
import { etagOf, requireMatch } from '../schemas/etag.ts';
import { bodyErrors, errors, RoomAnswer, RoomListAnswer, RoomParams } from '../schemas/http-schemas.ts';
import { toUtc } from '../schemas/instant.ts';
import { noBodyIsEmpty } from '../schemas/no-body.ts';
import type { Api } from '../schemas/typebox-provider.ts';
import { roomView } from './room-views.ts';

const tags = ['rooms'];
const defaultPageSize = 50;

export function registerRooms(api: Api, registry: RoomRegistry, keys: KeyRing): void {
  registerCreate(api, registry, keys);
  registerReading(api, registry);
  registerChanging(api, registry);
  registerEnding(api, registry);
}

function registerCreate(api: Api, registry: RoomRegistry, keys: KeyRing): void {
  const schema = {
    tags,
    operationId: 'createRoom',
    summary: 'Create a room',
    description:
      'With an Idempotency-Key, a retry returns the room that the first request created. The same key with another body is a `conflict`. With `region` the room runs at nodes of that region only; a `region` of which no node runs or ran within the last day is `region-unknown`, and so is every one at a single server. The key is valid while the API key that signed the request is in use, and until the room is deleted.',
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, description: 'Any text that is unique for this room' }),
      ),
    }),
    body: CreateRoom,
    response: {
      200: { ...RoomAnswer, description: 'Already created by an earlier request with the same Idempotency-Key' },
      201: { ...RoomAnswer, description: 'Created' },
      ...bodyErrors({ 409: '`conflict`', 503: '`server-draining`, `storage-unavailable`' }),
    },
  };
  api.post('/rooms', { schema, preValidation: noBodyIsEmpty }, async (request, reply) => {
    const roomId = roomIdToCreate(request, keys);
    const id = roomId === null ? {} : { roomId };
    const { region, ...body } = request.body;
    const { settings, ...passcode } = await readBody(body);
    const { passcode: text } = body;
    const mark =
      typeof text === 'string'
        ? { passcodeMark: keys.derive(request.adminKeyId, `passcode:${normalizePasscode(text)}`) }
        : {};
    const place = region === undefined ? {} : { region };
    const options = { ...id, ...place, ...passcode, ...mark, apiKeyId: request.adminKeyId };
    const { record, created } = await registry.createRoom(settings, options);
    reply
      .code(created ? 201 : 200)
      .header('etag', etagOf(record))
      .header('location', `/v1/rooms/${record.id}`);
    return roomView(record);
  });
}

/**
 * Derived with the secret, so that somebody who guesses the idempotency key still can't guess the id.
 * @returns null: without an idempotency key the id is a new one
 */
export function roomIdToCreate({ headers, adminKeyId }: Pick<FastifyRequest, 'headers' | 'adminKeyId'>, keys: KeyRing) {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? `r-${keys.derive(adminKeyId, `room:${key}`)}` : null;
}

function registerReading(api: Api, registry: RoomRegistry): void {
  const list = {
    tags,
    operationId: 'listRooms',
    summary: 'List rooms, newest first, including ended ones',
    querystring: ListRooms,
    response: { 200: RoomListAnswer, ...errors({}) },
  };
  api.get('/rooms', { schema: list }, async ({ query }) => {
    const { limit, cursor = null } = query;
    const page = await registry.listRecords({ limit: limit === undefined ? defaultPageSize : Number(limit), cursor });
    return { rooms: page.records.map(roomView), nextCursor: page.nextCursor };
  });
  const get = {
    tags,
    operationId: 'getRoom',
    summary: 'Read a room',
    params: RoomParams,
    response: { 200: RoomAnswer, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/rooms/:roomId', { schema: get }, async ({ params }, reply) => {
    const record = await registry.getRecord(params.roomId);
    reply.header('etag', etagOf(record));
    return roomView(record);
  });
}

function registerChanging(api: Api, registry: RoomRegistry): void {
  const schema = {
    tags,
    operationId: 'updateRoom',
    summary: 'Change settings of a room',
    description:
      'Fields missing in the body stay unchanged. If-Match must contain the ETag of the room that you read. `encryption` cannot be changed once somebody was admitted (`too-late`).',
    params: RoomParams,
    headers: Type.Object({
      'if-match': Type.Optional(Type.String({ maxLength: 256, description: 'The ETag of the room, or `*`' })),
    }),
    body: PatchRoom,
    response: {
      200: RoomAnswer,
      ...bodyErrors({
        404: '`not-found`',
        409: '`too-late`',
        410: '`room-ended`',
        412: '`precondition-failed`',
        428: '`precondition-required`',
      }),
    },
  };
  api.patch('/rooms/:roomId', { schema }, async ({ params, headers, body, adminKeyId }, reply) => {
    const requireSeen = async () => requireMatch(headers['if-match'], await registry.getRecord(params.roomId));
    await requireSeen();
    const { settings, ...passcode } = await readBody(body);
    // Checked again, since hashing is asynchronous.
    const version = await requireSeen();
    const origin = { ...passcode, apiKeyId: adminKeyId };
    const record = await registry.updateSettings(params.roomId, settings, version, origin);
    reply.header('etag', etagOf(record));
    return roomView(record);
  });
}

function registerEnding(api: Api, registry: RoomRegistry): void {
  const end = {
    tags,
    operationId: 'endRoom',
    summary: 'End a session permanently, for everybody',
    description: 'Ending a room that has already ended changes nothing and is not an error.',
    params: RoomParams,
    response: { 200: RoomAnswer, ...bodyErrors({ 404: '`not-found`' }) },
  };
  api.post('/rooms/:roomId/end', { schema: end }, async ({ params, adminKeyId }, reply) => {
    const record = await registry.endRoom(params.roomId, { apiKeyId: adminKeyId });
    reply.header('etag', etagOf(record));
    return roomView(record);
  });
  const remove = {
    tags,
    operationId: 'deleteRoom',
    summary: 'End a room and delete everything stored about it',
    description:
      'A repeated request changes nothing and returns `not-found`; for a retry this means that the room is deleted.',
    params: RoomParams,
    response: { 204: Type.Null({ description: 'Deleted' }), ...bodyErrors({ 404: '`not-found`' }) },
  };
  api.delete('/rooms/:roomId', { schema: remove }, async ({ params, adminKeyId }, reply) => {
    await registry.deleteRoom(params.roomId, { apiKeyId: adminKeyId });
    return reply.code(204).send(null);
  });
}

/** Converts times to UTC and the passcode to its hash. */
async function readBody({ passcode, ...settings }: PatchRoom): Promise<{
  settings: Omit<PatchRoom, 'passcode'>;
  passcodeHash?: string | null;
}> {
  for (const name of ['opensAt', 'closesAt'] as const) {
    const text = settings[name];
    if (typeof text === 'string') settings[name] = toUtc(name, text);
  }
  if (passcode === undefined) return { settings };
  return { settings, passcodeHash: passcode === null ? null : await hashPasscode(passcode) };
}
