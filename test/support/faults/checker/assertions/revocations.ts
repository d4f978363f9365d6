/** A revoked token lets nobody in once all nodes have to know of the revocation. */
import type { History } from '../history.ts';
import { revocationMs, revokedIssueMs } from '../limits.ts';

export function problemsOfRevocations({ requests, events }: History): string[] {
  return requests.flatMap(({ room, decision, outcome, endedAt }) => {
    if (decision?.type !== 'revoke' || outcome !== 'acknowledged') return [];
    const { identity } = decision;
    return events
      .filter((event) => event.room === room && (identity === null || event.sub === identity))
      .filter(({ at }) => at > endedAt + revocationMs)
      .filter(({ enteredWithTokenOf: issuedAt }) => issuedAt !== undefined && issuedAt < endedAt + latestOf(identity))
      .map(({ at }) => `${room}: somebody entered ${Math.round(at - endedAt)} ms after the token was revoked`);
  });
}

/** A room's tokens are revoked by the time of their issue, which has whole seconds. */
const latestOf = (identity: string | null): number => (identity === null ? -revocationMs : revokedIssueMs);
