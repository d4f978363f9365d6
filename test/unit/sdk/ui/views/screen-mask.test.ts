import t from 'tap';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';
import { maskTexts, maskView, ScreenMask } from '../../../../../sdk/ui/views/screen-mask.ts';
import type { CallView, ChatLine, HostView, PersonView, WaitingView } from '../../../../../sdk/ui/views/view-types.ts';
import { personView } from '../../../../support/ui/views.ts';

/** Marks everything that only hosts may see, and nothing else. */
const secret = (what: string): string => `secret ${what}`;

const person = (id: string, changes: Partial<PersonView> = {}): PersonView =>
  personView(id, { label: secret('label'), ...changes });

const named = (what: string) => ({ id: 'p-1', name: secret(what) });

const waiting: WaitingView = {
  ...named('who waits'),
  epoch: 1,
  label: secret('label of who waits'),
  role: 'client',
  waitingSinceMs: 1,
  connection: 'connected',
  secondDevice: false,
  otherDevice: false,
  agreed: true,
  previewedBy: 'self',
  askedBy: 'other',
  speakAlone: 'person-busy',
  consent: 'to-ask',
  withdrew: false,
  cannotEncrypt: 'would-end',
};

/** No field is empty. */
const host: HostView = {
  departures: [{ ...named('departure'), how: 'left' }],
  waiting: [waiting],
  observers: [{ ...named('observer'), missing: 1 }],
  canModerate: true,
  canEnd: true,
  canExtend: true,
  therapistAway: {
    ...named('away'),
    how: 'connection-lost',
    sinceMs: 1,
    mayExtendAtMs: null,
    canBeExtended: true,
  },
  sound: true,
  help: [
    {
      ...named('who asks'),
      note: secret('note'),
      unreadable: true,
      sinceMs: 1,
      takenBy: { name: secret('who sees to it'), isSelf: false },
      group: { id: 'g-1' },
      canSpeakAlone: true,
      askedByOther: true,
    },
  ],
  hands: [named('hand')],
  circleClosed: true,
  goRound: {
    order: [named('turn')],
    turn: 0,
    endsAtMs: 1,
    paused: false,
    pausedBecause: null,
    passesAtMs: null,
    missed: [named('missed')],
  },
  turnUndo: { ...named('undone'), isSelf: false },
  extensionUndo: { endsAtMs: 1, noticeMinutes: 10, untilMs: 1 },
  breakout: {
    groups: [{ id: 'g-1', name: secret('group'), members: [{ ...named('member'), label: secret('label') }] }],
    endsAtMs: 1,
    closingAtMs: 1,
    ownGroupId: 'g-1',
  },
  checkIn: {
    question: { text: secret('question'), options: [{ value: 0, label: secret('choice') }], ends: null },
    people: [{ ...named('answerer'), answer: 0, unreadable: false }],
  },
};

const line = (id: number, to: ChatLine['to'], changes: Partial<ChatLine> = {}): ChatLine => ({
  id,
  from: 'Dr. Weber',
  fromId: 'p-weber',
  isOwn: true,
  to,
  toName: '',
  unreadable: false,
  unencrypted: false,
  text: 'Good evening',
  atMs: 1,
  ...changes,
});

const device = { state: 'off', error: null, chosenId: '', choices: [], track: null, allowed: true } as const;

function viewOf(changes: Partial<CallView> = {}): CallView {
  const people = [person('p-cole', { role: 'cotherapist' }), person('p-anna'), person('p-self', { isSelf: true })];
  return {
    room: { title: 'Tuesday group', locked: false, endsAtMs: null, held: null },
    people,
    shown: people,
    place: { kind: 'group' },
    stage: null,
    spotlightId: null,
    layout: 'gallery',
    devices: {
      microphone: device,
      camera: device,
      speaker: null,
      mirrored: true,
      blur: { isOn: false, isAllowed: true },
      music: false,
    },
    screen: 'on',
    mask: 'masked',
    smallWindow: null,
    selfViewHidden: false,
    audioOnly: false,
    handRaised: false,
    help: null,
    checkIn: null,
    chat: {
      lines: [
        line(1, 'group'),
        line(2, 'hosts', { from: secret('writer'), isOwn: false, text: secret('words to hosts') }),
        line(3, 'participant', { toName: secret('reader'), text: secret('words to one') }),
      ],
      unread: 1,
      recipients: [
        { to: 'group', id: '', name: '' },
        { to: 'participant', id: 'p-anna', name: secret('recipient') },
      ],
      apart: false,
      history: 'none',
      encryption: null,
      masked: false,
      hidden: 0,
      error: null,
    },
    host,
    panel: null,
    settings: { name: 'Dr. Weber', consents: [] },
    agreement: null,
    encryption: {
      state: 'none',
      isOfTwo: false,
      unencrypted: [{ id: 'p-anna', name: secret('who cannot encrypt') }],
      isOwn: false,
      isHost: true,
      isFailed: false,
      interruption: null,
      problems: [{ id: 'p-waits', name: secret('whose keys are invalid'), problem: 'identity-invalid' }],
      code: { state: 'missing' },
    },
    alone: secret('whereabouts'),
    notices: [],
    ...changes,
  };
}

function stringsIn(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, `${path}.${key}`));
}

/** Enum values and ids. */
const isWord = (path: string, text: string): boolean =>
  /^[pg]-\w+$/.test(text) || /\.(how|role|connection|previewedBy|askedBy|speakAlone|consent|cannotEncrypt)$/.test(path);

t.test(
  'of a host’s view nothing in words is left: no name, label or note, in whatever there is or may be added',
  async (t) => {
    const words = stringsIn(host).filter(([path, text]) => !isWord(path, text));
    for (const [path, text] of words) t.match(text, /^secret/, `${path} is tried out`);
    t.ok(words.length > 10);
    const left = stringsIn(maskView(viewOf(), texts)).filter(([, text]) => text.includes('secret'));
    t.same(left, []);
    for (const [path, value] of Object.entries(host)) {
      if (Array.isArray(value)) t.ok(value.length > 0, `${path} is tried out`);
      else t.not(value, null, `${path} is tried out`);
    }
  },
);

t.test('how many there are stays, and a sentence about them reads well', async (t) => {
  const masked = maskView(viewOf(), texts);
  t.equal(masked.host?.waiting.length, 1);
  t.equal(texts.help.asks(masked.host?.help[0]?.name ?? ''), 'Somebody asks for help');
  t.equal(masked.chat?.hidden, 2);
});

t.test('whom the group does not see yet is not seen on the shared screen', async (t) => {
  const namesOf = (changes: Partial<CallView>) => maskView(viewOf(changes), texts).shown.map(({ name }) => name);
  t.same(namesOf({}), ['p-cole', 'Somebody', 'p-self'], 'the circle is closed');
  t.same(namesOf({ host: { ...host, circleClosed: false } }), ['p-cole', 'p-anna', 'p-self']);
  const preview = { shown: [person('p-waits', { name: secret('previewed') })] };
  const place = {
    kind: 'preview',
    id: 'p-waits',
    name: secret('previewed'),
    lines: [{ id: 1, isOwn: false, text: secret('line') }],
  } as const;
  // Everybody sees who can't encrypt once the circle is open.
  const masked = maskView(
    viewOf({ ...preview, place, encryption: null, host: { ...host, circleClosed: false } }),
    texts,
  );
  t.same(
    stringsIn(masked).filter(([, text]) => text.includes('secret')),
    [],
  );
});

t.test('what is said to hosts about people names nobody', async (t) => {
  const { announce } = maskTexts(texts);
  for (const [name, entry] of Object.entries<unknown>(announce))
    if (typeof entry === 'function') t.notMatch(entry(secret('name')), /secret/, name);
  t.equal(announce.waits(secret('name')), 'Somebody is waiting to be let in.');
});

/** A host's own screen. */
class Sharing {
  localParticipant = {
    isHost: true,
    isStarting: () => this.starting,
    track: () => this.current,
  };
  starting = false;
  current: { muted: boolean; interrupted?: boolean } | null = null;
}

function setUp() {
  const session = new Sharing();
  let cleared = 0;
  const mask = new ScreenMask({
    session,
    changed: () => {},
    masked: () => {
      cleared += 1;
    },
  });
  return { session, mask, cleared: () => cleared };
}

t.test('the mask is on from the moment a share is asked for, and again at the next one', async (t) => {
  const { session, mask, cleared } = setUp();
  t.equal(mask.state, 'none');
  const share = (): void => {
    session.starting = true;
    mask.update();
    t.equal(mask.state, 'masked', 'while the browser asks for a screen');
    Object.assign(session, { starting: false, current: { muted: false } });
    mask.update();
    t.equal(mask.state, 'masked');
  };
  share();
  mask.setShown(true);
  t.equal(mask.state, 'shown');
  mask.setShown(false);
  t.equal(mask.state, 'masked');
  mask.setShown(true);
  session.current = null;
  mask.update();
  t.equal(mask.state, 'none');
  share();
  t.equal(cleared(), 3, 'what was said before is taken out of the page each time');
});

t.test('a share that is interrupted goes on by itself, so the mask stays; clients have nothing to mask', async (t) => {
  const { session, mask } = setUp();
  session.current = { muted: false, interrupted: true };
  t.equal(mask.state, 'masked');
  session.current = { muted: true };
  t.equal(mask.state, 'none', 'stopped by another host');
  session.current = { muted: false };
  session.localParticipant.isHost = false;
  t.equal(mask.state, 'none');
});
