import t from 'tap';
import type { RoomView, Session } from '../../../../../sdk/src/index.ts';
import { tellAbsenceNews } from '../../../../../sdk/ui/news/absence-news.ts';
import { tellLeadNews } from '../../../../../sdk/ui/news/lead-news.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

const away = {
  participantId: 'w',
  name: 'Dr. Weber',
  how: 'connection-lost',
  since: 0,
  mayExtendAt: null,
  canBeExtended: false,
} as const;

/**
 * The part of a host's session that the news read: the therapist is no longer among the participants when the event
 * arrives.
 */
function setUp() {
  const told: string[] = [];
  const grants = { canExtend: false };
  let rings = 0;
  const listeners: ((room: Partial<RoomView>) => void)[] = [];
  const session = {
    on: (_event: string, listener: (room: Partial<RoomView>) => void) => {
      listeners.push(listener);
      return () => {};
    },
    localParticipant: { id: 'c', isHost: true, grants },
    participants: new Map(),
  } as unknown as Session;
  const board = {
    show: (_id: string, text: string) => told.push(text),
    keep: ({ text }: { text: string }) => told.push(text),
  };
  const texts = () => englishTexts;
  tellAbsenceNews({ session, board, texts, ring: () => (rings += 1) });
  tellLeadNews({ session, board, texts });
  const update = (room: Partial<RoomView>) => {
    for (const listener of listeners) listener(room);
  };
  return { told, grants, update, rings: () => rings };
}

t.test('a host is called once for an absence, and told by name who is back', async (t) => {
  const { told, update, rings } = setUp();
  update({ therapistAway: null, leadId: 'w' });
  t.equal(rings(), 0);
  update({ therapistAway: away, leadId: null });
  update({ therapistAway: { ...away, canBeExtended: true }, leadId: null });
  t.equal(rings(), 1);
  update({ therapistAway: null, leadId: 'w' });
  t.same(told, ['Dr. Weber is back.']);
});

t.test('a host who could extend meanwhile is told that they no longer can', async (t) => {
  const { told, grants, update } = setUp();
  grants.canExtend = true;
  update({ therapistAway: away });
  // In the order of the Session's events: first the change of one's own grants.
  grants.canExtend = false;
  update({ therapistAway: away });
  update({ therapistAway: null, leadId: 'other' });
  t.same(told, ['A therapist is here again. Only they can extend the session now; what you added stays.']);
});

t.test('a therapist whose lead was lent is named when they lead again, though they are not listed yet', async (t) => {
  const { told, update } = setUp();
  update({ therapistAway: away, leadId: 'c', leadIsLent: true });
  update({ therapistAway: null, leadId: 'w', leadIsLent: false });
  t.same(told.slice(1), ['Dr. Weber is back and leads the session again.'], 'and is not told twice');
});
