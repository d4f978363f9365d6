/**
 * The audit log over REST: one entry per line, from the anchor to the head, in the format that `npm run audit:verify`
 * reads.
 */
import { Readable } from 'node:stream';
import { AuditKeyList, ExportAudit, SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import type { AccessLog } from '../../audit/access-log.ts';
import type { AuditStore } from '../../audit/audit-log.ts';
import { type AuditPlace, anchorLine, headLine } from '../../audit/chain.ts';
import { AppError } from '../../core/errors.ts';
import { errors } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

const entriesAtATime = 500;
const mediaType = 'application/x-ndjson';

/** Signs checkpoints; see Checkpoints. */
export interface CheckpointSigner {
  readonly publicKeys: AuditKeyList['keys'];
  sign(): SignedAuditCheckpoint;
}

export function registerAudit(api: Api, audit: AuditStore, access: AccessLog): void {
  const schema = {
    tags: ['reports'],
    operationId: 'exportAudit',
    summary: 'Export the audit log, or only newer entries',
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

export function registerCheckpoints(api: Api, checkpoints: CheckpointSigner): void {
  const tags = ['reports'];
  const get = {
    tags,
    operationId: 'getAuditCheckpoint',
    summary: 'A signed checkpoint of the audit log as it is now',
    description:
      'Kept elsewhere, it shows later that the log was neither cut nor rewritten up to its entry: `npm run audit:verify -- --since`.',
    response: { 200: SignedAuditCheckpoint, ...errors({}) },
  };
  api.get('/audit/checkpoint', { schema: get }, async () => checkpoints.sign());
  const keys = {
    tags,
    operationId: 'listAuditKeys',
    summary: 'Public keys that checkpoints of the audit log are verified with',
    description:
      'Fetch them once, compare the ids with the operator of the server over another channel, and keep them with the checkpoints.',
    response: { 200: AuditKeyList, ...errors({}) },
  };
  api.get('/audit/keys', { schema: keys }, async () => ({ keys: checkpoints.publicKeys }));
}

/** Read in parts up to the present head, so that a long log neither fills the memory nor blocks the server. */
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
