/** Says what is wrong in a recorded history. A pure function. */
import { problemsOfDecisions } from './assertions/decisions.ts';
import { problemsOfForwarding } from './assertions/forwarding.ts';
import { problemsOfHearing } from './assertions/hearing.ts';
import { problemsOfOwnership } from './assertions/ownership.ts';
import { problemsOfQueue } from './assertions/queue.ts';
import { problemsOfRevocations } from './assertions/revocations.ts';
import { problemsOfWebhooks } from './assertions/webhooks.ts';
import type { History } from './history.ts';

interface Assertion {
  assertion: string;
  /** Depends on times, which a busy machine can spoil. */
  isTimed?: boolean;
  /** Does not hold after a fault that loses acknowledged decisions. */
  needsDecisions?: boolean;
}

/** One assertion, and what contradicts it: one sentence each, without names of people. */
export interface Finding extends Assertion {
  problems: readonly string[];
}

const assertions: readonly (Assertion & { problemsOf: (history: History) => string[] })[] = [
  {
    assertion: 'every acknowledged decision is stored, in the state and in the audit log',
    problemsOf: problemsOfDecisions,
    needsDecisions: true,
  },
  { assertion: 'revisions without gaps, epochs rise, one owner an epoch', problemsOf: problemsOfOwnership },
  {
    assertion: 'two nodes forward for a room for 1 s at most',
    problemsOf: problemsOfForwarding,
    isTimed: true,
  },
  {
    assertion: 'nobody is heard before admission or after removal',
    problemsOf: problemsOfHearing,
    needsDecisions: true,
  },
  { assertion: 'the order of the waiting room is kept', problemsOf: problemsOfQueue },
  {
    assertion: 'webhooks of each room are numbered without gaps',
    problemsOf: problemsOfWebhooks,
    needsDecisions: true,
  },
  {
    assertion: 'no revoked token enters 1 s after the revocation was acknowledged',
    problemsOf: problemsOfRevocations,
    isTimed: true,
    needsDecisions: true,
  },
];

export function checkHistory(history: History): Finding[] {
  return assertions.map(({ problemsOf, ...assertion }) => ({ ...assertion, problems: problemsOf(history) }));
}
