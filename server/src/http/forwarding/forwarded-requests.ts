/** Requests that another node has accepted and forwarded to this one over a link. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { linkHeaders } from '../../core/addresses/link-headers.ts';

const ids = new WeakMap<IncomingMessage, string>();

/** Handles a request as if it had come to the public port. Only for requests over a link: its headers are trusted. */
export function receiveForwarded(fastify: FastifyInstance, request: IncomingMessage, response: ServerResponse): void {
  const id = request.headers[linkHeaders.requestId];
  ids.set(request, typeof id === 'string' ? id : randomUUID());
  fastify.routing(request, response);
}

export const isForwarded = (request: IncomingMessage): boolean => ids.has(request);

/** The id of the accepting node, so that both logs have the same one. */
export const requestIdOf = (request: IncomingMessage): string => ids.get(request) ?? randomUUID();
