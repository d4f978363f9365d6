/** The OpenAPI 3.1 document, generated from the schemas that validate, and a page to read it. Both are public. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** The page's own policy: Swagger UI sets styles inline; scripts stay those of this server. */
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
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hearthroom REST API',
        version: '1',
        description:
          'For your own backend. Every call carries `Authorization: Bearer <admin token>`: a JWT signed with an API key (createAdminToken of @hearthroom/sdk/token), good for 10 minutes at most. Access tokens are not accepted here.',
      },
      servers: [{ url: '/' }],
      components: { securitySchemes: { adminToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ adminToken: [] }],
      tags: [
        { name: 'rooms', description: 'Group sessions' },
        { name: 'tokens', description: 'How people get in' },
        { name: 'seats', description: 'Who is here and who waits' },
        { name: 'reports', description: 'What happened' },
        { name: 'server', description: 'This process' },
      ],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `schema-${index}`) },
  });
  scope.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(scope.swagger()));
  await scope.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: scope.prefix,
    staticCSP: pagePolicy,
    theme: { title: 'Hearthroom REST API' },
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', validatorUrl: null },
  });
}
