/** A real REST server on a port of this machine, and a client of it. */
import { RestClient, type RestClientOptions } from '@hearthroom/sdk/server';
import type { Test } from 'tap';
import { type RestServer, startRest, testKey } from '../server/rest/rest-server.ts';

export interface ListeningRest {
  rest: RestServer;
  url: string;
  client: RestClient;
  clientWith(options: Partial<RestClientOptions>): RestClient;
}

export async function startListening(t: Test, options: Parameters<typeof startRest>[1] = {}): Promise<ListeningRest> {
  const rest = await startRest(t, options);
  const url = await rest.fastify.listen({ host: '127.0.0.1', port: 0 });
  const clientWith = (wishes: Partial<RestClientOptions>) => new RestClient({ url, key: testKey, ...wishes });
  return { rest, url, client: clientWith({}), clientWith };
}
