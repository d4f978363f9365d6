/** Draining over REST, for operators who replace servers by API calls rather than signals. */

import { DrainStarted } from '@hearthroom/sdk/protocol';
import { nameOfKey } from '../../core/domain-events.ts';
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
    summary: 'Take no new rooms and people, let sessions end, then stop',
    description:
      'The same as SIGTERM: live sessions run on until they are over or HEARTHROOM_DRAIN_LIMIT_SECONDS have passed, then the process ends with 0. Asked again it answers how it stands. There is no way back but a restart.',
    response: { 202: { ...DrainStarted, description: 'It drains' }, ...bodyErrors({}) },
  };
  api.post('/drain', { schema }, async ({ adminKeyId }, reply) => {
    const { endsBy, connected } = drain.start(nameOfKey(adminKeyId) ?? 'api');
    reply.code(202);
    return { endsBy: new Date(endsBy).toISOString(), connected };
  });
}
