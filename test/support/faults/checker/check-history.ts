/** Says what is wrong in a recorded history. A pure function. */
import { problemsOfDecisions } from './assertions/decisions.ts';
import { problemsOfForwarding } from './assertions/forwarding.ts';
import { problemsOfHearing } from './assertions/hearing.ts';
import { problemsOfOwnership } from './assertions/ownership.ts';
import { problemsOfQueue } from './assertions/queue.ts';
import { problemsOfRevocations } from './assertions/revocations.ts';
import { problemsOfWebhooks } from './assertions/webhooks.ts';
import type { History } from './history.ts';

/** One assertion, and what contradicts it: one sentence each, without names of people. */
export interface Finding {
  assertion: string;
  problems: readonly string[];
}

const assertions: Record<string, (history: History) => string[]> = {
  'every acknowledged decision is stored, in the state and in the audit log': problemsOfDecisions,
  'revisions without gaps, epochs rise, one owner an epoch': problemsOfOwnership,
  'two nodes forward for a room for 1 s at most': problemsOfForwarding,
  'nobody is heard before admission or after removal': problemsOfHearing,
  'the order of the waiting room is kept': problemsOfQueue,
  'webhooks of each room are numbered without gaps': problemsOfWebhooks,
  'no revoked token enters 1 s after the revocation was acknowledged': problemsOfRevocations,
};

export function checkHistory(history: History): Finding[] {
  return Object.entries(assertions).map(([assertion, problemsOf]) => ({ assertion, problems: problemsOf(history) }));
}
