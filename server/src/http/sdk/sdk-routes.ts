/**
 * The SDK of this server for pages and backends: scripts, the npm package, and their list. All content is read at the
 * start, so no request reaches the file system.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../core/errors/errors.ts';
import { chooseEncoding } from './accept-encoding.ts';
import type { SdkFile, SdkFiles } from './sdk-files.ts';

export interface SdkRoutesOptions extends SdkFiles {
  /** The version that `/sdk/latest/` leads to; null: it is not built. */
  latest: string | null;
}

/** For an address that names the content by its hash. */
const hashedCaching = 'public, max-age=31536000, immutable';
/** Another build of the same version has other content: browsers ask again after five minutes, with the ETag. */
const versionCaching = 'public, max-age=300';
/** Checked again each time, so that an upgrade takes effect at once. */
const listCaching = 'no-cache';

/** In the way that fits a server under a path of a proxy, addresses are relative to the one that was requested. */
export function registerSdk(fastify: FastifyInstance, options: SdkRoutesOptions): void {
  const { files, latest } = options;
  const list = describe(options);
  const register = async (scope: FastifyInstance): Promise<void> => {
    // Set in this hook, after those of helmet: every answer may be read by pages of other origins.
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('access-control-allow-origin', '*');
      reply.header('cross-origin-resource-policy', 'cross-origin');
    });
    scope.get('/manifest.json', async (_request, reply) => reply.header('cache-control', listCaching).send(list));
    scope.get('/hearthroom-sdk.tgz', async (_request, reply) => redirect(reply, options, '', 'hearthroom-sdk.tgz'));
    // Redirected, so that scripts load their chunks from the folder of their version, which may be kept over an upgrade.
    scope.get<{ Params: { '*': string } }>('/latest/*', async ({ params }, reply) =>
      redirect(reply, options, '../', params['*']),
    );
    scope.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
      const name = request.params['*'];
      const file = files.get(name);
      if (!file) throw notFound(latest);
      reply.header('cache-control', isHashed(request.url, name, file) ? hashedCaching : versionCaching);
      return sendFile(request, reply, file);
    });
  };
  void fastify.register(register, { prefix: '/sdk' });
}

function notFound(latest: string | null): AppError {
  const message =
    latest === null
      ? 'The SDK is not built on this server; `npm run build` builds it'
      : 'There is no such file of the SDK here; /sdk/manifest.json lists those that there are';
  return new AppError('not-found', message);
}

/** The query of an address that is cached for good: another build of the same version gets another address by it. */
const hashQuery = ({ integrity }: { integrity: string }): string =>
  encodeURIComponent(integrity.slice('sha384-'.length, 'sha384-'.length + 8));

/** The build names the chunks of a script by their content (sdk/packaging/bundles/bundles.ts). */
const isChunk = (name: string): boolean => /-[A-Z0-9]{8}\.(?:min\.js(?:\.map)?|wasm|tflite)$/.test(name);

const isHashed = (url: string, name: string, file: SdkFile): boolean =>
  isChunk(name) || url.split('?')[1] === hashQuery(file);

function redirect(
  reply: FastifyReply,
  { files, latest }: SdkRoutesOptions,
  up: '' | '../',
  name: string,
): FastifyReply {
  const file = latest === null ? undefined : files.get(`${latest}/${name}`);
  if (!file) throw notFound(latest);
  return reply
    .code(302)
    .header('cache-control', 'no-store')
    .header('location', `${up}${latest}/${name}?${hashQuery(file)}`)
    .send();
}

function sendFile({ headers }: FastifyRequest, reply: FastifyReply, { type, integrity, contents }: SdkFile) {
  const encoding = chooseEncoding(headers['accept-encoding'], (name) => contents.has(name));
  const tag = `"${integrity}-${encoding}"`;
  reply.header('etag', tag).header('vary', 'accept-encoding');
  if (matches(headers['if-none-match'], tag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type(type).send(contents.get(encoding));
}

/** RFC 9110, 13.1.2: weak comparison. */
const matches = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === tag);

const describe = ({ manifests, latest }: SdkRoutesOptions) => ({
  latest,
  versions: manifests.map(({ version, files }) => ({
    version,
    files: files.map((file) => {
      const path = `${version}/${file.name}`;
      return { path, hashedPath: `${path}?${hashQuery(file)}`, ...file };
    }),
  })),
});
