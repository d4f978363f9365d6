/**
 * Documentation generated from the schemas that validate: the OpenAPI 3.1 document of the REST API with a page to read
 * it, and the JSON Schema of the signaling protocol. All are public.
 */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { createProtocolSchema } from '@hearthroom/sdk/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The page's own content security policy: Swagger UI sets inline styles. Scripts come only from this server. */
const pagePolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

export async function registerDocumentation(scope: FastifyInstance): Promise<void> {
  await scope.register(swagger, {
    // Paths are shown unchanged. Otherwise the plugin would derive a prefix to remove from the relative server URL.
    stripBasePath: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hearthroom REST API',
        version: '1',
        description:
          'For your own backend. Every request needs `Authorization: Bearer <admin token>`: a JWT signed with an API key (createAdminToken of @hearthroom/sdk/token), valid for at most 10 minutes. Access tokens are not accepted here.',
      },
      // Relative to the document, so that it stays valid under any path of a reverse proxy.
      servers: [{ url: '..' }],
      components: { securitySchemes: { adminToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ adminToken: [] }],
      tags: [
        { name: 'rooms', description: 'Group sessions' },
        { name: 'series', description: 'Sessions that repeat, their members and calendar files' },
        { name: 'tokens', description: 'Access tokens and revocations' },
        { name: 'invitations', description: 'Personal links, for people who join without a frontend of yours' },
        { name: 'seats', description: 'People in rooms and waiting rooms' },
        { name: 'reports', description: 'Attendance, agreements and media history' },
        { name: 'server', description: 'Operation of this server' },
      ],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `schema-${index}`) },
  });
  scope.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(scope.swagger()));
  registerProtocolSchema(scope);
  await scope.register(swaggerUi, {
    routePrefix: '/docs',
    // Links of the page are relative for the same reason.
    indexPrefix: '.',
    // The page's copy of the document is one folder deeper.
    transformSpecification: (document) => ({ ...document, servers: [{ url: '../..' }] }),
    uiHooks: { onRequest: redirectRelatively },
    staticCSP: pagePolicy,
    theme: { title: 'Hearthroom REST API' },
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', validatorUrl: null },
  });
}

/** The plugin's own redirect uses an absolute path, which may be wrong behind a reverse proxy. */
function redirectRelatively({ url }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (url.endsWith('/static/index.html')) void reply.redirect('../');
  else done();
}

/** The same document as `protocol.json` in the SDK package. */
function registerProtocolSchema(scope: FastifyInstance): void {
  const document = JSON.stringify(createProtocolSchema());
  scope.get('/protocol.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/schema+json').send(document),
  );
}
