import t from 'tap';
import { holdSentence, tellHoldNews } from '../../../../../sdk/ui/news/hold-news.ts';
import { formatTime } from '../../../../../sdk/ui/texts/format.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';

const minuteMs = 60_000;
const until = Date.parse('2026-03-03T18:05:00');
const hold = { since: until - 2 * minuteMs, until, mediaPaused: true, sentToWait: false };

/** What a host is told with this view of the room; `agoMs` after the hold was over. */
function told({ agoMs = 0, isHost = true } = {}, holds = [hold]): string[] {
  const shown: string[] = [];
  let update = (_room: { lastHold: typeof hold }): void => {};
  const session = {
    on: (_event: string, listener: typeof update) => {
      update = listener;
      return () => {};
    },
    localParticipant: { isHost },
    serverNow: () => until + agoMs,
  };
  const board = { keep: ({ text }: { text: string }) => shown.push(text) };
  tellHoldNews({ session, board, texts: () => texts } as unknown as Parameters<typeof tellHoldNews>[0]);
  for (const lastHold of holds) update({ lastHold });
  return shown;
}

t.test('a host who comes back reads what the group saw and heard meanwhile, in one notice', async (t) => {
  const [from, to] = [formatTime(hold.since, until, texts), formatTime(until, until, texts)];
  t.same(told({}, [hold, hold]), [
    `From ${from} to ${to} no therapist was here. Sound and picture were paused for everybody: nobody saw or heard anybody. They read that their therapist was away for a moment, and were asked to stay.`,
  ]);
  const continued = holdSentence({ ...hold, since: until, mediaPaused: false, sentToWait: true }, until, texts);
  t.equal(
    continued,
    `At ${to} no therapist was here for a moment. The others went on seeing and hearing each other. Then everybody was sent to the waiting room. You can let them in again.`,
  );
});

t.test('nobody else is told, nor a host who comes much later', async (t) => {
  t.same(told({ isHost: false }), []);
  t.same(told({ agoMs: 3 * minuteMs }), []);
  t.equal(told({}, [hold, { ...hold, until: until + 1 }]).length, 2, 'another hold is told again');
});
