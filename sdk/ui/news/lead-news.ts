import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { NoticeBoard } from './notice-board.ts';

/** Who leads, as last known. */
export interface Lead {
  id: string | null;
  isLent: boolean;
}

/**
 * The text for a host when the lead is lent, passes to another host, or returns to the therapist; null: nothing new.
 */
export function leadSentence(
  before: Lead,
  after: Lead,
  { ownId, nameOf, texts }: { ownId: string; nameOf: (id: string) => string; texts: Texts['lead'] },
): string | null {
  if (before.isLent === after.isLent && (before.id === after.id || !after.isLent)) return null;
  const { id } = after;
  if (after.isLent) {
    if (id === ownId) return texts.lentToYou;
    return id === null ? null : texts.lentTo(nameOf(id));
  }
  if (id !== null) return id === ownId ? texts.backToYou : texts.back(nameOf(id));
  return before.id === ownId ? texts.over : null;
}

export interface LeadNewsOptions {
  session: Session;
  board: Pick<NoticeBoard, 'keep'>;
  texts: () => Texts;
}

/**
 * Tells hosts when somebody else leads, in a notice that is also announced.
 * @returns functions that stop it
 */
export function tellLeadNews({ session, board, texts }: LeadNewsOptions): (() => void)[] {
  let known: Lead = { id: null, isLent: false };
  /** The returning person may not be listed yet: the room is updated before its people. */
  let away: { participantId: string; name: string } | null = null;
  return [
    session.on('roomUpdated', ({ leadId = null, leadIsLent = false, therapistAway }) => {
      const { localParticipant, participants } = session;
      const lead = { id: leadId, isLent: leadIsLent };
      const nameOf = (id: string): string =>
        participants.get(id)?.name ?? (away?.participantId === id ? away.name : '');
      const text = leadSentence(known, lead, { ownId: localParticipant.id, nameOf, texts: texts().lead });
      known = lead;
      away = therapistAway ?? null;
      if (text !== null && localParticipant.isHost) board.keep({ id: 'lead', kind: 'calm', text });
    }),
  ];
}
