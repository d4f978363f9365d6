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
import { AppError } from '../../core/errors/errors.ts';
import { errors } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

const entriesAtATime = 500;
const mediaType = 'application/x-ndjson';

/** Signs checkpoints; see Checkpoints. */
export interface CheckpointSigner {
  readonly publicKeys: AuditKeyList['keys'];
  sign(): Promise<SignedAuditCheckpoint>;
}

export function registerAudit(api: Api, audit: AuditStore, access: AccessLog): void {
  const schema = {
    tags: ['reports'],
    operationId: 'exportAudit',
    summary: 'Export the audit log, or only newer entries',
    description:
      'Lines of JSON: `{"anchor":{seq,hash}}`, then each entry with the hash of the previous one, then `{"head":{seq,hash}}`. Pass the `seq` of the head as ?after= for the next export. An entry that was deleted or does not exist yet is `not-found`. Each export is itself recorded as `audit.read` (HEARTHROOM_AUDIT_ACCESS).',
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
    const anchor = await (query.after === undefined ? audit.anchor() : audit.placeAfter(Number(query.after)));
    if (!anchor) throw new AppError('not-found', 'This entry of the audit log was deleted or does not exist yet');
    await access.noteRead({ what: 'audit.read', roomId: null, apiKeyId: adminKeyId });
    return reply.type(mediaType).send(Readable.from(linesAfter(audit, anchor)));
  });
}

export function registerCheckpoints(api: Api, checkpoints: CheckpointSigner): void {
  const tags = ['reports'];
  const get = {
    tags,
    operationId: 'getAuditCheckpoint',
    summary: 'Get a signed checkpoint of the current audit log',
    description:
      'Stored elsewhere, it proves later that the log was not truncated or rewritten up to its last entry: `npm run audit:verify -- --since`.',
    response: { 200: SignedAuditCheckpoint, ...errors({}) },
  };
  api.get('/audit/checkpoint', { schema: get }, async () => checkpoints.sign());
  const keys = {
    tags,
    operationId: 'listAuditKeys',
    summary: 'List the public keys that verify checkpoints of the audit log',
    description:
      'Get them once, compare the ids with the operator of the server over another channel, and store them with the checkpoints.',
    response: { 200: AuditKeyList, ...errors({}) },
  };
  api.get('/audit/keys', { schema: keys }, async () => ({ keys: checkpoints.publicKeys }));
}

/** Read in parts up to the present head, so that a long log neither fills the memory nor blocks the server. */
async function* linesAfter(audit: AuditStore, anchor: AuditPlace): AsyncGenerator<string> {
  const head = await audit.head();
  yield `${anchorLine(anchor)}\n`;
  let after = anchor.seq;
  while (after < head.seq) {
    const lines = await audit.read(after, Math.min(entriesAtATime, head.seq - after));
    const last = lines.at(-1);
    if (!last) break;
    yield lines.map(({ line }) => `${line}\n`).join('');
    after = last.seq;
  }
  yield `${headLine(head)}\n`;
}
