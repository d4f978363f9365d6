import { HearthroomError, type SessionEvents, type TrackSource } from '@hearthroom/sdk';
import t from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import { tellDeviceNews } from '../../../../../sdk/ui/controllers/device-news.ts';
import type { Answer, Question } from '../../../../../sdk/ui/elements/shared/dialogs/confirm-dialog.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';
import type { NoticeView, Source } from '../../../../../sdk/ui/views/view-types.ts';

class Telling extends Emitter<SessionEvents> {
  tell<Name extends keyof SessionEvents>(event: Name, ...args: SessionEvents[Name]): void {
    this.emit(event, ...args);
  }
}

function setUp({
  on = [],
  answer = null,
  isHost = false,
}: {
  on?: TrackSource[];
  answer?: Answer | null;
  isHost?: boolean;
} = {}) {
  const session = new Telling();
  const shown: [string, string, NoticeView['kind']][] = [];
  const asked: Question[] = [];
  const enabled: Source[] = [];
  const handled: unknown[][] = [];
  const subscriptions = tellDeviceNews({
    session,
    texts: () => texts,
    isHost: () => isHost,
    show: (id, text, kind = 'calm') => shown.push([id, text, kind]),
    ask: async (question) => {
      asked.push(question);
      return answer;
    },
    isEnabled: (source) => on.includes(source),
    enable: (source) => enabled.push(source),
    interrupted: (...args) => handled.push(['interrupted', ...args]),
    restored: (...args) => handled.push(['restored', ...args]),
    ring: () => handled.push(['ring']),
  });
  return { session, shown, asked, enabled, handled, stop: () => subscriptions.map((unsubscribe) => unsubscribe()) };
}

const told = () => new Promise(setImmediate);

t.test('a person who is asked to unmute does so only when they say so, and is not asked what is done', async (t) => {
  for (const answer of [{}, null] as Answer[]) {
    const { session, asked, enabled } = setUp({ on: ['camera'], answer });
    session.tell('askedToUnmute', 'microphone');
    session.tell('askedToUnmute', 'camera');
    await told();
    t.equal(asked.length, 1);
    t.same(enabled, answer ? ['microphone'] : []);
  }
});

t.test('what a host switched off is said by its name', async (t) => {
  const { session, shown } = setUp();
  for (const source of ['microphone', 'camera', 'screen', 'screen-audio'] as const) session.tell('mutedByHost', source);
  const { mutedByHost, cameraOffByHost, screenOffByHost } = texts.notices;
  t.same(
    shown,
    [mutedByHost, cameraOffByHost, screenOffByHost].map((text) => ['muted', text, 'calm']),
    'a screen and its sound once',
  );
});

t.test('a sound that is turned off while its screen is still shared has a notice of its own', async (t) => {
  const { session, shown } = setUp({ on: ['screen'] });
  session.tell('mutedByHost', 'microphone');
  session.tell('mutedByHost', 'screen-audio');
  const { mutedByHost, soundOffByHost } = texts.notices;
  t.same(shown, [
    ['muted', mutedByHost, 'calm'],
    ['muted-sound', soundOffByHost, 'calm'],
  ]);
});

t.test(
  'media that failed is important; a server that is full, which is tried again, is not; encryption has a notice of its own',
  async (t) => {
    const { session, shown } = setUp();
    session.tell('mediaFailed', new HearthroomError('capacity'), null);
    session.tell('mediaFailed', new HearthroomError('internal'), null);
    session.tell('mediaFailed', new HearthroomError('encryption-failed'), null);
    session.tell('mediaFailed', new HearthroomError('permission-denied'), 'camera');
    t.same(shown, [
      ['media', texts.notices.serverFull, 'calm'],
      ['media', texts.notices.mediaFailed, 'important'],
      ['media', texts.deviceErrors['permission-denied'](texts.devices.camera), 'important'],
    ]);
  },
);

t.test('a device that is interrupted is heard of at once, and so is its return', async (t) => {
  const { session, shown, handled } = setUp();
  session.tell('deviceInterrupted', 'microphone', 'system-muted', 'one');
  session.tell('deviceRestored', 'microphone', 'same-device');
  session.tell('deviceRestored', 'microphone', 'other-device');
  t.same(handled, [
    ['interrupted', 'microphone', 'system-muted', 'one'],
    ['ring'],
    ['restored', 'microphone', 'same-device'],
    ['restored', 'microphone', 'other-device'],
  ]);
  t.same(shown, [['restored', texts.notices.microphoneRestored, 'calm']], 'another one is told until it is read');
});

t.test('after it is stopped, the news of devices reports nothing', async (t) => {
  const { session, shown, stop } = setUp();
  stop();
  session.tell('mutedByHost', 'camera');
  t.same(shown, []);
});

t.test('a therapist whose microphone was turned off is not told of “your therapist”', async (t) => {
  const { session, shown } = setUp({ isHost: true });
  for (const source of ['microphone', 'camera', 'screen'] as const) session.tell('mutedByHost', source);
  for (const [, text] of shown) t.notMatch(text, /your therapist/i);
  t.equal(shown.length, 3);
});
