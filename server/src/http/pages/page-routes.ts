/**
 * Pages for people without a frontend of an embedder (HEARTHROOM_PAGES): the page behind a personal link, the exchange of
 * the link's code for an access token or for the sessions of a series, and the report that a check is done. The page is
 * the same for every code: a program that only fetches it, as messengers do for a preview, uses nothing up and learns
 * nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { ExchangeCode, ReportTest, type SeriesPlan } from '@hearthroom/sdk/protocol';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config/config.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { MemberPlan, PersonalLinks } from '../../series/personal-links.ts';
import { formatInstant } from '../schemas/instant.ts';
import { typed } from '../schemas/typebox-provider.ts';

const builtPages = fileURLToPath(new URL('../../../pages/dist', import.meta.url));

export interface PagesOptions {
  links: Pick<PersonalLinks, 'open' | 'noteTested'>;
  config: Pick<Config, 'api'>;
  /** Has `link.html` and `assets`. */
  folder?: string;
}

/** For a server from createFastify, which keeps addresses out of Referer headers and codes out of its log. */
export function registerPages(fastify: FastifyInstance, { links, config, folder = builtPages }: PagesOptions): void {
  const register = async (scope: FastifyInstance): Promise<void> => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex');
    });
    await scope.register(async (pages) => servePages(pages, folder));
    await scope.register(async (exchange) => serveExchange(exchange, links, config.api.requestsPerMinute));
  };
  void fastify.register(register, { prefix: '/j' });
}

async function servePages(scope: FastifyInstance, folder: string): Promise<void> {
  const file = join(folder, 'link.html');
  const page = existsSync(file) ? readFileSync(file) : null;
  scope.get('/:code', { schema: { hide: true } }, async (_request, reply) => {
    if (page === null)
      throw new AppError('not-found', 'The pages are not built on this server; `npm run build` builds them');
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  });
  if (page !== null)
    await scope.register(fastifyStatic, { root: join(folder, 'assets'), prefix: '/assets/', decorateReply: false });
}

/** The code is in the body: nothing writes that to a log. Refusals differ in nothing but their correlation id. */
async function serveExchange(scope: FastifyInstance, links: PagesOptions['links'], perMinute: number): Promise<void> {
  await scope.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    errorResponseBuilder: () => new AppError('rate-limited'),
  });
  const schema = { hide: true, body: ExchangeCode };
  typed(scope).post('/token', { schema }, async ({ body: { code, ...wanted } }, reply) => {
    reply.header('cache-control', 'no-store');
    const given = await links.open(code, wanted);
    return 'token' in given ? { ...given, expiresAt: formatInstant(given.expiresAt) } : planView(given);
  });
  const report = { hide: true, body: ReportTest };
  typed(scope).post('/tested', { schema: report }, async ({ body: { code } }, reply) => {
    await links.noteTested(code);
    return reply.code(204).send();
  });
}

/** Ids of rooms stay here: the page gets a token for the session that a person chooses. */
const planView = ({ sessions, ...plan }: MemberPlan): SeriesPlan => ({
  ...plan,
  sessions: sessions.map(({ roomId, ...session }) => ({ ...session, canEnter: roomId !== null })),
});
