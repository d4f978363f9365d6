import t from 'tap';
import type { RoomView, Session } from '../../../../../sdk/src/index.ts';
import type { SessionController } from '../../../../../sdk/ui/controllers/session-controller.ts';
import { tellEndNews } from '../../../../../sdk/ui/news/end-news.ts';
import { extensionNotices } from '../../../../../sdk/ui/notices/extension-notices.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { undoExtensionText } from '../../../../../sdk/ui/views/end-texts.ts';
import type { HostView } from '../../../../../sdk/ui/views/view-types.ts';

const minuteMs = 60_000;
const nowMs = new Date('2026-03-03T19:00:00').getTime();
const end = (minutes: number): number => nowMs + minutes * minuteMs;

function setUp(isNoticed = false) {
  const told: string[] = [];
  let update: (room: Partial<RoomView>) => void = () => {};
  const session = {
    on: (_event: string, listener: typeof update) => {
      update = listener;
      return () => {};
    },
    serverNow: () => nowMs,
  } as unknown as Session;
  const board = {
    show: (_id: string, text: string) => told.push(text),
    hide: (id: string) => id === 'end' && told.push('the warning is gone'),
  };
  tellEndNews({ session, board, texts: () => englishTexts, isNoticed: () => isNoticed });
  return { told, endsAt: (endsAt: number | null | undefined) => update(endsAt === undefined ? {} : { endsAt }) };
}

t.test('another end of the session is told, and the warning of the one before goes', async (t) => {
  const { told, endsAt } = setUp();
  endsAt(end(30));
  t.same(told.splice(0), ['the warning is gone'], 'who comes in reads it in the header');
  endsAt(end(30));
  t.same(told, []);
  endsAt(end(45));
  endsAt(end(30));
  endsAt(null);
  t.match(
    told.filter((text) => text !== 'the warning is gone'),
    [/now ends at 0?7:45/, /now ends at 0?7:30/, 'The session no longer has a set end.'],
  );
});

t.test('coming from the waiting room, and a clock that was set by seconds, are no news', async (t) => {
  const { told, endsAt } = setUp();
  endsAt(end(30));
  endsAt(undefined);
  endsAt(end(45));
  endsAt(end(45) + 5_000);
  t.same(
    told.filter((text) => text !== 'the warning is gone'),
    [],
  );
});

t.test('a host whose notice has the button is not told twice', async (t) => {
  const { told, endsAt } = setUp(true);
  endsAt(end(30));
  endsAt(end(45));
  t.same(told, ['the warning is gone', 'the warning is gone']);
});

t.test('the button says which end comes of it, and does not promise a minute that may pass', async (t) => {
  const say = (endsAtMs: number | null, noticeMinutes = 10) =>
    undoExtensionText(englishTexts, { endsAtMs, noticeMinutes, untilMs: end(2) }, nowMs);
  t.match(say(end(30)), /^Undo: end at 0?7:30/);
  t.match(say(end(12)), /^Undo: end at 0?7:12/);
  t.equal(say(end(11)), 'Undo: end in about 10 minutes');
  t.equal(say(end(-1)), 'Undo: end in about 10 minutes');
  t.equal(say(end(2), 1), 'Undo: end in about 1 minute');
  t.equal(say(null), 'Undo: no set end');
});

t.test('the notice with the button stands beside a closed panel, until it is dismissed', async (t) => {
  const undone: string[] = [];
  const own = {
    dismissedExtension: null as number | null,
    dismissExtension: (until: number) => {
      own.dismissedExtension = until;
    },
  };
  const controller = {
    session: { serverNow: () => nowMs },
    own,
    controls: { undoExtension: () => undone.push('undone') },
  } as unknown as SessionController;
  const room = { title: '', locked: false, endsAtMs: end(45), held: null };
  const notices = (untilMs: number, panel: 'people' | null = null) =>
    extensionNotices(controller, englishTexts, { room, panel }, {
      extensionUndo: { endsAtMs: end(30), noticeMinutes: 10, untilMs },
    } as HostView);
  const [notice] = notices(end(2));
  t.match(notice?.text, /now ends at 0?7:45/);
  notice?.buttons?.[0]?.press();
  t.same(undone, ['undone']);
  t.same(notices(end(2), 'people'), [], 'the panel has the button too');
  notice?.dismiss?.();
  t.same(notices(end(2)), []);
  t.equal(notices(end(3)).length, 1, 'a further extension is another notice');
});
