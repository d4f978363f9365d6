import type { Session } from '../../src/index.ts';
import type { Texts } from '../texts/texts.ts';
import type { NoticeBoard } from './notice-board.ts';

export interface AbsenceNewsOptions {
  session: Session;
  board: Pick<NoticeBoard, 'show'>;
  texts: () => Texts;
  ring: () => void;
}

/** Calls a host's attention when the therapist is away, and tells when one is back. The notice itself is a view of the room. */
export function tellAbsenceNews({ session, board, texts, ring }: AbsenceNewsOptions): (() => void)[] {
  let away: { id: string; name: string; couldExtend: boolean; isLent: boolean } | null = null;
  return [
    session.on('roomUpdated', ({ therapistAway, leadId = null, leadIsLent = false }) => {
      const { localParticipant, participants } = session;
      // Of a host who became another participant nothing is known any more.
      if (therapistAway === undefined) away = null;
      if (therapistAway) {
        if (!away) ring();
        const { participantId: id, name } = therapistAway;
        // The own grants are told before the room: what they were stays known.
        const couldExtend = away?.couldExtend || localParticipant.grants.canExtend === true;
        away = { id, name, couldExtend, isLent: leadIsLent };
        return;
      }
      if (!away || therapistAway === undefined) return;
      const { couldExtend, id, isLent } = away;
      // Who is back may not be listed yet: the room is told before its people.
      const name = leadId === id ? away.name : participants.get(leadId ?? '')?.name;
      away = null;
      // That the lead is theirs again says it already.
      if (isLent) return;
      const { absence } = texts();
      const isLost = couldExtend && localParticipant.grants.canExtend !== true;
      const back = name === undefined ? absence.therapistBack : absence.back(name);
      board.show('absence-over', isLost ? `${back} ${absence.extendNoMore}` : back);
    }),
  ];
}
