import t from 'tap';
import { type Scene, sceneOf, sentenceOf } from '../../../../../sdk/ui/news/who-sees-whom.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';

const { seen } = texts;
const inGroup: Scene = {
  page: 'call',
  place: 'group',
  placeName: '',
  circleClosed: false,
  circleOpens: false,
  paused: false,
  meeting: null,
  refused: false,
  watching: [],
  publishes: true,
};
const waiting: Scene = { ...inGroup, page: 'waiting' };
const weber = { id: 'w', name: 'Dr. Weber' };
const cole = { id: 'c', name: 'Cole' };
const sideRoom: Scene = { ...inGroup, place: 'side-room', placeName: 'Dr. Weber', watching: [weber] };
const small: Scene = { ...inGroup, place: 'breakout', placeName: 'Group 1' };

/** Test title, state before and after, what is announced, and whether a notice stays visible. */
const changes: [string, Scene | null, Scene, string | null, boolean?][] = [
  ['nothing', inGroup, inGroup, null],
  ['coming to the waiting room', null, waiting, null],
  ['let in', waiting, inGroup, `${seen.entered} ${seen.byAll}`],
  ['coming in at once', null, inGroup, `${seen.entered} ${seen.byAll}`],
  ['let in with the circle closed', waiting, { ...inGroup, circleClosed: true }, `${seen.entered} ${seen.byHosts}`],
  ['let in while all media rests', waiting, { ...inGroup, paused: true }, `${seen.entered} ${seen.byNobody}`],
  ['let in without camera and microphone', waiting, { ...inGroup, publishes: false }, seen.entered],
  ['sent back to wait', inGroup, waiting, null],
  [
    'into a talk before the session',
    waiting,
    { ...waiting, place: 'preview', placeName: 'Dr. Weber' },
    seen.preview('Dr. Weber'),
    true,
  ],
  ['and out of it', { ...waiting, place: 'preview', placeName: 'Dr. Weber' }, waiting, seen.backInWaiting, true],
  [
    'a talk that is not to be, while waiting',
    { ...waiting, meeting: 'Dr. Weber' },
    waiting,
    seen.meetingOverInWaiting('Dr. Weber'),
    true,
  ],
  [
    'a talk that is not to be, in the group',
    { ...inGroup, meeting: 'Dr. Weber' },
    inGroup,
    seen.meetingOver('Dr. Weber'),
  ],
  ['a talk that has begun', { ...sideRoom, meeting: 'Dr. Weber' }, sideRoom, null],
  [
    'a talk before the session that has begun',
    { ...waiting, place: 'preview', placeName: 'Dr. Weber', meeting: 'Dr. Weber' },
    { ...waiting, place: 'preview', placeName: 'Dr. Weber' },
    null,
  ],
  ['a talk that was refused, for the host', { ...inGroup, meeting: 'Anna' }, { ...inGroup, refused: true }, null],
  ['a talk that begins', { ...inGroup, meeting: 'Dr. Weber' }, sideRoom, seen.sideRoom('Dr. Weber'), true],
  ['back from it', sideRoom, { ...inGroup, watching: [weber] }, seen.backInGroup],
  ['back to a closed circle', sideRoom, { ...inGroup, circleClosed: true }, seen.backInCircle],
  ['into a small group', { ...inGroup, watching: [weber] }, small, seen.breakout('Group 1'), true],
  ['moved to another one', small, { ...small, placeName: 'Group 2' }, seen.breakout('Group 2'), true],
  ['a host comes to it', small, { ...small, watching: [weber] }, seen.came('Dr. Weber')],
  ['and leaves it', { ...small, watching: [weber] }, small, seen.went('Dr. Weber')],
  ['several come', inGroup, { ...inGroup, watching: [weber, cole] }, seen.came('Dr. Weber, Cole')],
  ['back in the whole group', small, inGroup, seen.backInGroup],
  ['the hosts are away', inGroup, { ...inGroup, paused: true }, seen.paused, true],
  ['they are back', { ...inGroup, paused: true }, { ...inGroup, watching: [weber] }, seen.resumed],
  [
    'they are back, for an observer',
    { ...inGroup, paused: true, publishes: false },
    { ...inGroup, publishes: false },
    null,
  ],
  ['the circle opens', { ...inGroup, circleClosed: true, circleOpens: true }, inGroup, seen.circleOpened],
  [
    'it does not open after all',
    { ...inGroup, circleClosed: true, circleOpens: true },
    { ...inGroup, circleClosed: true },
    seen.circleStaysClosed,
  ],
];

t.test('each change of who sees and hears whom has one sentence', async (t) => {
  for (const [title, before, after, text, stays = false] of changes) {
    const expected = text === null ? null : { text, stays };
    t.strictSame(sentenceOf(before, after, texts), expected, title);
  }
});

t.test('the notice who sees whom is true: no observer is named without consent, nor in a closed circle', async (t) => {
  const olga = { id: 'o', name: 'Olga', role: 'observer', away: false } as const;
  const away = { id: 'x', name: 'Cole', role: 'cotherapist', away: true } as const;
  const scene = (room: object) =>
    sceneOf({
      state: 'joined',
      place: { kind: 'group' },
      room,
      participants: new Map(
        [olga, away, { ...weber, role: 'therapist', away: false } as const].map((one) => [one.id, one]),
      ),
      previewedParticipant: null,
      localParticipant: { grants: { publishCamera: true, publishMicrophone: true }, isHost: false },
    })?.watching;
  const consents = (answer: boolean | null) => ({ consents: [{ participantId: 'o', answer }] });
  t.match(scene({ ...consents(null) }), [weber]);
  t.match(scene({ ...consents(true) }), [{ id: 'o' }, weber]);
  t.match(scene({ circle: 'closed' }), [weber]);
  t.equal(scene({ circle: 'closed' })?.length, 1);
});
