import type { MediaDegradation, RemoteParticipant, SessionEvents } from '@hearthroom/sdk';
import t, { type Test } from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import { tellLineNews } from '../../../../../sdk/ui/news/line-news.ts';
import { NoticeBoard } from '../../../../../sdk/ui/news/notice-board.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const { line } = texts;
const slow: MediaDegradation = {
  cause: 'own-line',
  sending: false,
  receiving: true,
  videos: 'smaller',
  pausedTracks: [],
};

class Received extends Emitter<SessionEvents> {
  state: 'joined' | 'reconnecting' = 'joined';
  mediaDegradation: MediaDegradation | null = null;
  readonly participants = new Map<string, RemoteParticipant>();

  async become(mediaDegradation: MediaDegradation | null): Promise<void> {
    this.mediaDegradation = mediaDegradation;
    this.emit('mediaDegradationChanged', mediaDegradation);
    await Promise.resolve();
  }

  tellQuality(name: string, quality: 'good' | 'weak' | 'lost'): void {
    const id = name.toLowerCase();
    const known: RemoteParticipant = this.participants.get(id) ?? Object.assign(Object.create(null), { id, name });
    this.participants.set(id, known);
    this.emit('connectionQualityChanged', known, quality);
  }
}

function setUp(t: Test) {
  const time = useFakeTime(t);
  const session = new Received();
  const said: string[] = [];
  const board = new NoticeBoard({ changed: () => {}, announce: ({ text }) => said.push(text) });
  const stops = tellLineNews({ session, board, texts: () => texts });
  t.teardown(() => {
    for (const stop of stops) stop();
    board.close();
  });
  /** What was announced since the last call. */
  const news = () => said.splice(0);
  const shown = () => board.notices.map(({ text }) => text);
  return { time, session, board, news, shown };
}

t.test('the own line is a notice while it lasts, announced once, and once that it is over', async (t) => {
  const { time, session, news, shown } = setUp(t);
  await session.become(slow);
  await session.become({ ...slow, pausedTracks: ['k-1'] });
  t.same(news(), [line.own.smaller]);
  time.tick(60_000);
  t.same(shown(), [line.own.smaller], 'as long as it lasts');
  await session.become(null);
  t.same(news(), [line.over]);
  t.same(shown(), [line.over]);
  time.tick(9_000);
  t.same(shown(), []);
});

t.test('the notice follows what the session does; only the end of all pictures is announced again', async (t) => {
  const { session, news, shown } = setUp(t);
  await session.become(slow);
  await session.become({ ...slow, videos: 'some', sending: true });
  t.same(shown(), [`${line.own.some} ${line.alsoSending}`]);
  t.same(news(), [line.own.smaller]);
  await session.become({ ...slow, videos: 'none' });
  t.same(news(), [line.own.none]);
  await session.become(slow);
  await session.become({ ...slow, videos: 'none' });
  t.same(news(), []);
});

t.test('what begins and ends again and again is shown, and not announced again', async (t) => {
  const { time, session, news, shown } = setUp(t);
  for (let count = 0; count < 5; count += 1) {
    await session.become(slow);
    t.same(shown(), [line.own.smaller]);
    await session.become(null);
    time.tick(20_000);
  }
  t.same(news(), [line.own.smaller, line.over]);
  time.tick(180_000);
  await session.become(slow);
  t.same(news(), [line.own.smaller], 'a new event later');
});

t.test('a notice that was dismissed comes back only when all pictures end', async (t) => {
  const { session, board, shown } = setUp(t);
  await session.become(slow);
  board.notices[0]?.dismiss?.();
  await session.become({ ...slow, videos: 'some' });
  t.same(shown(), []);
  await session.become({ ...slow, videos: 'none' });
  t.same(shown(), [line.own.none]);
});

t.test('a line on which only what is sent is bad, and a busy server, have their own words', async (t) => {
  const { session, news } = setUp(t);
  await session.become({ ...slow, sending: true, receiving: false, videos: 'full' });
  t.same(news(), [line.ownSending]);
  await session.become({ ...slow, cause: 'server' });
  t.same(news(), [line.server]);
});

t.test('a lost connection ends the notice, and is not good news', async (t) => {
  const { session, news, shown } = setUp(t);
  await session.become(slow);
  news();
  session.state = 'reconnecting';
  await session.become(null);
  t.same(shown(), []);
  t.same(news(), []);
});

t.test('the line of somebody else is told once, and not while people share their screen', async (t) => {
  const { time, session, board, news, shown } = setUp(t);
  session.tellQuality('Anna', 'weak');
  t.same(news(), [line.theirs('Anna')]);
  t.equal(board.notices[0]?.isPublic, false, 'it has a name');
  session.tellQuality('Anna', 'good');
  t.same(shown(), []);
  session.tellQuality('Anna', 'weak');
  t.same(news(), [], 'again after a moment');
  session.tellQuality('Ben', 'weak');
  session.tellQuality('Ben', 'lost');
  t.same(news(), [line.theirs('Ben')]);
  session.tellQuality('Anna', 'good');
  time.tick(180_000);
  session.tellQuality('Anna', 'weak');
  t.same(news(), [line.theirs('Anna')]);
});
