import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface AbsenceNewsOptions {
  session: Session;
  board: Pick<NoticeBoard, 'show'>;
  texts: () => Texts;
  ring: () => void;
}

/**
 * Alerts hosts when the therapist is away, and tells them when one is back. The notice itself is a view of the room.
 * @returns functions that stop it
 */
export function tellAbsenceNews({ session, board, texts, ring }: AbsenceNewsOptions): (() => void)[] {
  let away: { id: string; name: string; couldExtend: boolean; isLent: boolean } | null = null;
  return [
    session.on('roomUpdated', ({ therapistAway, leadId = null, leadIsLent = false }) => {
      const { localParticipant, participants } = session;
      // This person is no longer a host: nothing is known about the absence.
      if (therapistAway === undefined) away = null;
      if (therapistAway) {
        if (!away) ring();
        const { participantId: id, name } = therapistAway;
        // This person's grants are updated before the room: remember what they were.
        const couldExtend = away?.couldExtend || localParticipant.grants.canExtend === true;
        away = { id, name, couldExtend, isLent: leadIsLent };
        return;
      }
      if (!away || therapistAway === undefined) return;
      const { couldExtend, id, isLent } = away;
      // The returning person may not be listed yet: the room is updated before its people.
      const name = leadId === id ? away.name : participants.get(leadId ?? '')?.name;
      away = null;
      // The notice about the lead says it already.
      if (isLent) return;
      const { absence } = texts();
      const isLost = couldExtend && localParticipant.grants.canExtend !== true;
      const back = name === undefined ? absence.therapistBack : absence.back(name);
      board.show('absence-over', isLost ? `${back} ${absence.extendNoMore}` : back);
    }),
  ];
}
