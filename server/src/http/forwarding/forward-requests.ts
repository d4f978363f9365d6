/** Sends requests about a room of another node to that node, after the caller's token and rate were checked. */
import { PassThrough, type Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ForwardedAnswer, ForwardedRequest, RemoteRequests, RoomFinder } from '../../cluster/link-ports.ts';
import { locateAgainAfterMs, maxLocations } from '../../core/addresses/link-headers.ts';
import { AppError } from '../../core/errors/errors.ts';
import { isForwarded } from './forwarded-requests.ts';

/** The rooms of other nodes. */
export interface RemoteRest {
  rooms: RoomFinder;
  links: RemoteRequests;
}

export interface RequestForwardingOptions {
  remote: RemoteRest;
  /** The id of the room that a request creates; null: a new one. */
  roomToCreate(request: FastifyRequest): string | null;
}

const misdirected = 421;
const retryAfterS = 1;
const roomPath = '/v1/rooms/:roomId';
/** Any node signs tokens, and writes invitations. */
const local: ReadonlySet<string> = new Set([
  `${roomPath}/tokens`,
  `${roomPath}/invitations`,
  `${roomPath}/invitations/:invitationId`,
]);

/** Register it after the check of the admin token. */
export function forwardRequests(scope: FastifyInstance, options: RequestForwardingOptions): void {
  // With callbacks: of a request that is forwarded, the handler must not run.
  scope.addHook('preParsing', (request, reply, payload, done) => {
    const roomId = roomOf(request, options);
    if (roomId === null) done(null, payload);
    else void forward(request, reply, payload, { ...options, roomId }).then((here) => here && done(null, here), done);
  });
}

function roomOf(request: FastifyRequest, { roomToCreate }: RequestForwardingOptions): string | null {
  const { url = '' } = request.routeOptions;
  if (url === '/v1/rooms') return request.method === 'POST' ? roomToCreate(request) : null;
  if (!url.startsWith(roomPath) || local.has(url)) return null;
  const { roomId } = request.params as { roomId?: unknown };
  return typeof roomId === 'string' ? roomId : null;
}

/** @returns the body, if the room is here; null: the request is answered */
async function forward(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: Readable,
  { remote, roomId }: RequestForwardingOptions & { roomId: string },
): Promise<Readable | null> {
  let forwarded: ForwardedRequest | null = null;
  for (let located = 0; located < maxLocations; located += 1) {
    if (located > 0) await delay(locateAgainAfterMs);
    const place = await locate(remote, roomId, reply);
    if (place.where === 'here') return forwarded === null ? payload : new PassThrough().end(forwarded.body);
    if (isForwarded(request.raw)) {
      void reply.code(misdirected).send();
      return null;
    }
    forwarded ??= await readRequest(request, reply, payload);
    if (await relayAnswer(await remote.links.send(place, forwarded), reply)) return null;
  }
  throw unavailable(reply);
}

async function locate({ rooms }: RemoteRest, roomId: string, reply: FastifyReply) {
  try {
    return await rooms.locate(roomId, 'request');
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage-unavailable') reply.header('retry-after', retryAfterS);
    throw error;
  }
}

/**
 * The body is read first: it is small, and until the last byte is here nothing has been sent, so that a request can
 * follow its room to another node.
 */
async function readRequest(request: FastifyRequest, reply: FastifyReply, payload: Readable): Promise<ForwardedRequest> {
  const { id, method, raw, headers, routeOptions } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const body = hasBody ? await readBody(payload, routeOptions.bodyLimit) : null;
  return { id, method, path: raw.url ?? '', headers, body, signal: signalOf(reply) };
}

async function readBody(payload: Readable, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of payload as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limit) throw new AppError('message-too-big', 'The body is larger than 64 KiB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Aborted when the caller disconnects before the answer is complete. */
function signalOf({ raw }: FastifyReply): AbortSignal {
  const aborting = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) aborting.abort();
  });
  return aborting.signal;
}

/** @returns false: the room is owned by yet another node */
async function relayAnswer(answer: ForwardedAnswer, reply: FastifyReply): Promise<boolean> {
  switch (answer.kind) {
    case 'answer':
      void reply.code(answer.status).headers(answer.headers).send(answer.body);
      return true;
    case 'moved':
      return false;
    case 'unreachable':
      throw unavailable(reply);
    case 'unanswered':
      throw unavailable(
        reply,
        'The node of this room did not answer; it is not known whether the request was carried out',
      );
  }
}

function unavailable(reply: FastifyReply, message?: string): AppError {
  reply.header('retry-after', retryAfterS);
  return new AppError('storage-unavailable', message);
}
