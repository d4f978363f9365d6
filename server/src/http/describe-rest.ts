/** The OpenAPI document of the REST API, for documentation that is built where no server runs. */
import { ServerObserver } from '../core/events/observer.ts';
import { createFastify } from './create-fastify.ts';
import { type RestOptions, registerRest } from './register-rest.ts';

/** The same document that a server gives at /v1/openapi.json. The routes are registered, and none is ever called. */
export async function describeRest(): Promise<unknown> {
  const fastify = createFastify({ tls: null, trustedProxies: [] }, new ServerObserver());
  registerRest(fastify, withoutParts({ config: { api: { requestsPerMinute: 1 }, pages: true } }));
  try {
    const { statusCode, body } = await fastify.inject('/v1/openapi.json');
    if (statusCode !== 200) throw new Error(`The OpenAPI document could not be made: ${body}`);
    return JSON.parse(body);
  } finally {
    await fastify.close();
  }
}

/** Every missing part has members, since routes pass them on to their handlers; calling one throws a TypeError. */
function withoutParts(options: Partial<RestOptions>): RestOptions {
  const missing: object = new Proxy({}, { get: () => missing });
  return new Proxy(options, { get: (parts, name) => Reflect.get(parts, name) ?? missing }) as RestOptions;
}
