/** The audit log over REST: one line an entry, from its anchor to its head, as `npm run audit:verify` reads it. */
import { Readable } from 'node:stream';
import { ExportAudit } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import type { AccessLog } from '../audit/access-log.ts';
import { type AuditPlace, anchorLine, headLine } from '../audit/chain.ts';
import type { AuditStore } from '../audit/log.ts';
import { AppError } from '../errors.ts';
import { errors } from './schemas.ts';
import type { Api } from './typebox-provider.ts';

const entriesAtATime = 500;
const mediaType = 'application/x-ndjson';

export function registerAudit(api: Api, audit: AuditStore, access: AccessLog): void {
  const schema = {
    tags: ['reports'],
    operationId: 'exportAudit',
    summary: 'Export the audit log, or what of it is newer',
    description:
      'Lines of JSON: `{"anchor":{seq,hash}}`, then each entry with the hash of the one before it, then `{"head":{seq,hash}}`. Pass the head\'s `seq` as ?after= for the next export. What was pruned, or is not there yet, is `not-found`. The export is itself an entry, `audit.read` (HEARTHROOM_AUDIT_ACCESS).',
    querystring: ExportAudit,
    response: {
      200: {
        description: 'Lines of JSON',
        content: { [mediaType]: { schema: Type.Unsafe<Readable>({ type: 'string' }) } },
      },
      ...errors({ 404: '`not-found`' }),
    },
  };
  api.get('/audit', { schema }, async ({ query, adminKeyId }, reply) => {
    const anchor = query.after === undefined ? audit.anchor : audit.placeAfter(Number(query.after));
    if (!anchor) throw new AppError('not-found', 'The audit log has no such entry (any more)');
    access.noteRead({ what: 'audit.read', roomId: null, apiKeyId: adminKeyId });
    return reply.type(mediaType).send(Readable.from(linesAfter(audit, anchor)));
  });
}

/** Read piece by piece, up to what is the head now: a long log neither fills the memory nor stops the server. */
function* linesAfter(audit: AuditStore, anchor: AuditPlace): Generator<string> {
  const { head } = audit;
  yield `${anchorLine(anchor)}\n`;
  let after = anchor.seq;
  while (after < head.seq) {
    const lines = audit.read(after, Math.min(entriesAtATime, head.seq - after));
    const last = lines.at(-1);
    if (!last) break;
    yield lines.map(({ line }) => `${line}\n`).join('');
    after = last.seq;
  }
  yield `${headLine(head)}\n`;
}
