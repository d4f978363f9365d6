import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { NoticeBoard } from './notice-board.ts';

/** Who leads, as this person knows it. */
export interface Lead {
  id: string | null;
  isLent: boolean;
}

/** What a host is told when the lead was lent, goes on to another host, or is the therapist's again; null: nothing new. */
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

/** Tells hosts in a notice, which is read to screen readers, when somebody else leads. @returns what stops it */
export function tellLeadNews({ session, board, texts }: LeadNewsOptions): (() => void)[] {
  let known: Lead = { id: null, isLent: false };
  /** Who is back may not be listed yet: the room is told before its people. */
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
