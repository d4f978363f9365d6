/** The input for the story of two seats. */
import type { JournalRecord } from '../records.ts';

/** An entry of the audit log, as far as the story needs it. */
export interface Decision {
  /** Milliseconds since 1970-01-01 UTC. */
  at: number;
  what: string;
  by: string | null;
  seatId: string | null;
  detail: Record<string, unknown>;
}

/** About one room, each in the order of writing. */
export interface Evidence {
  isRoomKnown: boolean;
  records: JournalRecord[];
  decisions: Decision[];
}

export interface EvidenceSource {
  /** Records up to `until`, and decisions from one day before the first of them. Milliseconds since 1970-01-01 UTC. */
  findEvidence(roomId: string, from: number, until: number): Promise<Evidence>;
}
