/** Derives the types of bodies, queries and answers in Fastify from their TypeBox schemas. */
import type { FastifyInstance, FastifyTypeProvider } from 'fastify';
import type { Static, TSchema } from 'typebox';

interface TypeBoxProvider extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

export const typed = (scope: FastifyInstance) => scope.withTypeProvider<TypeBoxProvider>();

/** A scope of the server with handlers typed by their schemas. */
export type Api = ReturnType<typeof typed>;
