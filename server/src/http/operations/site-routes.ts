/** The documentation at /docs: the site that `npm run docs` builds. Public, as the OpenAPI document is. */
import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { AppError } from '../../core/errors/errors.ts';

const builtSite = fileURLToPath(new URL('../../../../docs/site/dist', import.meta.url));

/** What the build writes about the inline scripts of the pages. */
const Policy = Type.Object({ scripts: Type.Array(Type.String({ pattern: '^sha256-[A-Za-z0-9+/]{43}=$' })) });

export interface SiteOptions {
  isOn: boolean;
  /** Has `pages` and `policy.json`. */
  folder?: string;
}

/** Without the site every address below /docs is answered with `not-found`. */
export function registerSite(fastify: FastifyInstance, { isOn, folder = builtSite }: SiteOptions): void {
  const scripts = isOn ? readScripts(folder) : null;
  void fastify.register(
    async (scope) => {
      if (scripts === null) refuseAll(scope);
      else await serveSite(scope, join(folder, 'pages'), scripts);
    },
    { prefix: '/docs' },
  );
}

/** @returns null when the site is not built, or not as a whole */
function readScripts(folder: string): string[] | null {
  const path = join(folder, 'policy.json');
  if (!existsSync(path) || !existsSync(join(folder, 'pages', '404.html'))) return null;
  try {
    return Value.Parse(Policy, JSON.parse(readFileSync(path, 'utf8'))).scripts;
  } catch {
    // A build that was cut off: the server does its work without its documentation.
    return null;
  }
}

function refuseAll(scope: FastifyInstance): void {
  for (const url of ['/', '/*'])
    scope.get(url, { schema: { hide: true } }, async () => {
      throw new AppError(
        'not-found',
        'This server has no documentation: it is turned off, or not built (npm run docs)',
      );
    });
}

async function serveSite(scope: FastifyInstance, pages: string, scripts: readonly string[]): Promise<void> {
  const policy = policyOf(scripts);
  const missingPage = readFileSync(join(pages, '404.html'));
  scope.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', policy);
  });
  scope.setNotFoundHandler((request, reply) => {
    if (!request.headers.accept?.includes('text/html')) throw new AppError('not-found', 'No such page');
    void reply.code(404).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(missingPage);
  });
  // Relative: the server doesn't know the path under which a reverse proxy serves it.
  scope.get('', { schema: { hide: true } }, async (_request, reply) => reply.redirect('docs/'));
  await scope.register(fastifyStatic, {
    root: pages,
    decorateReply: false,
    extensions: ['html'],
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Names in this folder contain a hash of the content.
      const isHashed = path.startsWith(join(pages, 'assets', sep));
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Highlighted code has its colours in style attributes. Everything else comes from files of this server. */
const policyOf = (scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${scripts.map((hash) => `'${hash}'`).join(' ')}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
