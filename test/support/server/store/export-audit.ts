/** The whole audit log of a store, as GET /v1/audit exports it. */
import type { AuditStore } from '../../../../server/src/audit/audit-log.ts';
import { anchorLine, headLine } from '../../../../server/src/audit/chain.ts';

export async function exportAudit(store: AuditStore): Promise<string[]> {
  const [anchor, head] = [await store.anchor(), await store.head()];
  const entries = await store.read(anchor.seq, head.seq - anchor.seq);
  return [anchorLine(anchor), ...entries.map(({ line }) => line), headLine(head)];
}
