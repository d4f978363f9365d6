import type { CheckIn } from '@hearthroom/sdk';
import t from 'tap';
import { tellCheckInNews } from '../../../../../sdk/ui/news/check-in-news.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

const question = { text: 'How are you?', choices: ['Well', 'So so'] };

function setUp(isHost: boolean) {
  let handle: (checkIn: CheckIn | null) => void = () => {};
  const session = {
    state: 'joined' as 'joined' | 'waiting',
    localParticipant: { isHost },
    on: (_: string, listener: unknown) => {
      handle = listener as typeof handle;
      return () => {};
    },
  };
  const said: string[] = [];
  const shown: string[] = [];
  tellCheckInNews({
    session,
    texts: () => englishTexts,
    announce: (text) => said.push(text),
    board: { show: (_, text) => shown.push(text) },
  });
  return { session, said, shown, update: (checkIn: CheckIn | null) => handle(checkIn) };
}

t.test('a client is told the question once, when it can be read, and that it is over', async (t) => {
  const { said, shown, update } = setUp(false);
  update({ id: 'q-1', question: null });
  t.same(said, []);
  update({ id: 'q-1', question });
  update({ id: 'q-1', question, answer: { participantId: 'p-1', value: 1 } });
  t.same(said, [englishTexts.checkIn.announce(question.text)]);
  update(null);
  t.same(shown, [englishTexts.checkIn.over]);
});

t.test('a host is told that it is over, and of no answer', async (t) => {
  const { said, shown, update } = setUp(true);
  update({ id: 'q-1', question, answers: [] });
  update({ id: 'q-1', question, answers: [{ participantId: 'p-1', value: 1 }] });
  update(null);
  t.same([said, shown], [[], [englishTexts.checkIn.overHost]]);
});

t.test('a person who waits again is told nothing of it', async (t) => {
  const { session, shown, update } = setUp(false);
  update({ id: 'q-1', question });
  session.state = 'waiting';
  update(null);
  t.same(shown, []);
});
