/** What one event does to a room: the state after it, and what is stored of it. Changes nothing but what the rate limit of the audit log counts. */
import { AppError } from '../../core/errors/errors.ts';
import { type Accepted, type RoomEvent, transition } from '../machine/index.ts';
import type { RoomNotes, RoomRecord } from '../ports.ts';
import type { AuditRateLimit } from './audit-rate-limit.ts';
import { changesOf } from './changes.ts';
import { receiptsOf } from './receipts.ts';

export interface Step {
  event: RoomEvent;
  before: RoomRecord;
  after: RoomRecord;
  accepted: Accepted;
  notes: RoomNotes;
}

export interface StepOptions {
  /** Milliseconds since 1970-01-01 UTC. */
  now: number;
  /** Id of the API key behind an event of the API. */
  apiKeyId: string | undefined;
  traces: AuditRateLimit;
}

/** A rule of the machine refused the event. */
export class RuleRefusal extends AppError {}

/** After these an ETag of the room that was given before is no longer valid: a new end is a change of the settings too. */
const edits: ReadonlySet<RoomEvent['type']> = new Set(['updateSettings', 'extend', 'undoExtension']);

/** Throws RuleRefusal with the code of the rule that refuses, or `rate-limited`. */
export function decideStep(before: RoomRecord, event: RoomEvent, { now, apiKeyId, traces }: StepOptions): Step {
  const result = transition(before.state, event, now);
  if ('rejected' in result) throw new RuleRefusal(result.rejected, result.explanation);
  const { state, effects } = result;
  const isEdit = edits.has(event.type);
  const after: RoomRecord = {
    ...before,
    state,
    version: before.version + (isEdit ? 1 : 0),
    revision: before.revision + 1,
    updatedAt: isEdit ? now : before.updatedAt,
  };
  const changes = changesOf({ before: before.state, after: state, event, effects, apiKeyId });
  const traced = {
    before: before.state,
    after: state,
    event,
    notes: { changes, receipts: receiptsOf(state, effects) },
  };
  const { notes, taken } = traces.divide(traced);
  taken();
  return { event, before, after, accepted: result, notes };
}
