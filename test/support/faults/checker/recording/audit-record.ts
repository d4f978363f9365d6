/** Reads an export of the audit log with the verifier that auditors use. */
import { createAdminToken } from '@hearthroom/sdk/token';
import { AuditVerifier } from '../../../../../server/src/audit/verify-lines.ts';
import { testKey } from '../../../server/test-server.ts';
import type { AuditEntryRead, AuditRecord } from '../history.ts';
import { isFields } from './decision-of.ts';

/** @param lines of an export, as GET /v1/audit answers them */
export function readAudit(lines: readonly string[]): AuditRecord {
  const entries: AuditEntryRead[] = [];
  const verifier = new AuditVerifier(null, {
    readAnchor: () => {},
    readEntry: (_place, { at, what, roomId, seatId, chain }) => {
      entries.push({
        at: Date.parse(String(at)),
        what: String(what),
        room: typeof roomId === 'string' ? roomId : null,
        seat: typeof seatId === 'string' ? seatId : null,
        chain: isFields(chain) ? { id: String(chain.id), seq: Number(chain.seq), hash: String(chain.hash) } : null,
      });
    },
  });
  for (const line of lines) verifier.read(line);
  return { problems: verifier.findings().problems, entries };
}

const answerMs = 10_000;

/** Asks the nodes for it, one after the other. @returns null when none answers */
export async function fetchAudit(urls: readonly string[]): Promise<AuditRecord | null> {
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  for (const url of urls) {
    try {
      const signal = AbortSignal.timeout(answerMs);
      const response = await fetch(`${url}/v1/audit`, { headers: { authorization }, signal });
      if (response.ok) return readAudit((await response.text()).split('\n'));
    } catch {
      // The next one.
    }
  }
  return null;
}
