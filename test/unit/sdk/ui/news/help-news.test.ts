import type { HelpRequest, RoomView, SessionEvents } from '@hearthroom/sdk';
import t from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import { HelpNews } from '../../../../../sdk/ui/news/help-news.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';

class Telling extends Emitter<SessionEvents> {
  localParticipant = { isHost: true };
  participants = new Map([
    ['p-anna', { name: 'Anna' }],
    ['p-ben', { name: 'Ben' }],
  ]);

  update(...help: HelpRequest[]): void {
    this.emit('roomUpdated', { title: 'Group', help } satisfies Partial<RoomView> as RoomView);
  }

  closeOwn(): void {
    this.emit('helpClosed');
  }
}

const call = (participantId: string, since = 1, changes: Partial<HelpRequest> = {}): HelpRequest => ({
  participantId,
  since,
  note: null,
  ...changes,
});

function setUp() {
  const session = new Telling();
  const said: string[] = [];
  const rung: string[] = [];
  const kept: string[] = [];
  const news = new HelpNews({
    session,
    board: { keep: ({ text }) => kept.push(text) },
    texts: () => texts,
    announce: (text) => said.push(text),
    ring: (tune) => rung.push(tune),
  });
  news.listen();
  const alerts = () => news.alerts.map(({ text }) => text);
  return { session, said, rung, kept, news, alerts };
}

t.test('each call for help is rung and said once, whatever else changes in the room', async (t) => {
  const { session, rung, news, alerts } = setUp();
  session.update(call('p-anna'));
  const [first] = news.alerts;
  session.update(call('p-anna', 1, { takenBy: 'p-cole' }));
  session.update(call('p-anna'), call('p-ben', 2));
  t.same(alerts(), ['Anna asks for help.', 'Ben asks for help.']);
  t.equal(news.alerts[0], first, 'the element in the page stays as it is');
  t.same(rung, ['help', 'help']);
});

t.test('a call that is over is no alert any more, and made anew it is another one', async (t) => {
  const { session, rung, said, alerts } = setUp();
  session.update(call('p-anna'));
  session.update();
  t.same(alerts(), []);
  t.same(said, ['The call for help of Anna is closed.']);
  session.update(call('p-anna', 5));
  t.same(alerts(), ['Anna asks for help.']);
  t.same(rung, ['help', 'help']);
});

t.test('a client hears nothing of the own call as a host would', async (t) => {
  const { session, rung, said, alerts } = setUp();
  session.localParticipant.isHost = false;
  session.update(call('p-anna'));
  t.same([rung, said, alerts()], [[], [], []]);
});

t.test('a client is told that a host closed the call, in words that stay', async (t) => {
  const { session, kept, rung } = setUp();
  session.closeOwn();
  t.same(kept, [texts.notices.helpClosed]);
  t.same(rung, ['bell']);
});
