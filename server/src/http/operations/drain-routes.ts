/** Draining over REST, for operators who replace servers by API calls rather than signals. */

import { DrainStarted } from '@hearthroom/sdk/protocol';
import { nameOfKey } from '../../core/events/domain-events.ts';
import { bodyErrors } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

/** Starts draining; see Drain. */
export interface Drainable {
  start(by: string): { endsBy: number; connected: number };
}

export function registerDrain(api: Api, drain: Drainable): void {
  const schema = {
    tags: ['server'],
    operationId: 'drainServer',
    summary: 'Accept no new rooms and people, wait until sessions have ended, then stop',
    description:
      'The same as SIGTERM: live sessions continue until they end or HEARTHROOM_DRAIN_LIMIT_SECONDS have passed; then the process exits with code 0. A repeated request returns the current state. Draining can be undone only by a restart.',
    response: { 202: { ...DrainStarted, description: 'The server is draining' }, ...bodyErrors({}) },
  };
  api.post('/drain', { schema }, async ({ adminKeyId }, reply) => {
    const { endsBy, connected } = drain.start(nameOfKey(adminKeyId) ?? 'api');
    reply.code(202);
    return { endsBy: new Date(endsBy).toISOString(), connected };
  });
}
