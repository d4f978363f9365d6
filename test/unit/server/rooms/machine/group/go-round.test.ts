import t from 'tap';
import type { RoomEvent } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, observer } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage, startMs } from '../../../../../support/machine/stage.ts';

type Start = Extract<RoomEvent, { type: 'startGoRound' }>;

const roundOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room.goRound : null);

function three(settings: ConstructorParameters<typeof Stage>[0] = {}) {
  const { stage, host, devices } = Stage.live([client('anna'), observer(), client('ben'), client('dora')], settings);
  const [anna, , ben, dora] = devices;
  if (!anna || !ben || !dora) throw new Error('three clients came');
  const asked = (overrides: Partial<Start> = {}): Start => {
    const order = overrides.order?.map((sub) => `p-${sub}`) ?? null;
    return {
      type: 'startGoRound',
      actor: stage.by('weber'),
      secondsPerPerson: null,
      muteOthers: false,
      ...overrides,
      order,
    };
  };
  const start = (overrides: Partial<Start> = {}) => stage.play(asked(overrides));
  const next = (by = 'weber') => stage.play({ type: 'nextTurn', actor: stage.by(by) });
  const speaker = () => stage.state.goRound?.order[stage.state.goRound.turn]?.replace('p-', '') ?? null;
  return { stage, host, anna, ben, dora, asked, start, next, speaker };
}

t.test(
  'a go-round passes through those inside in the order of their seats, without observers, and ends after the last',
  async (t) => {
    const { host, ben, start, next, speaker } = three();
    start();
    t.match(roundOf(ben), {
      order: ['p-weber', 'p-anna', 'p-ben', 'p-dora'],
      turn: 0,
      state: 'running',
      turnEndsAt: null,
    });
    next();
    t.equal(speaker(), 'anna');
    next('anna');
    next();
    t.equal(speaker(), 'dora');
    next('dora');
    t.same([speaker(), roundOf(host)], [null, null]);
  },
);

t.test('passing is for whose turn it is, moving on for moderators', async (t) => {
  const { stage, start, next } = three();
  t.equal(stage.refusal({ type: 'nextTurn', actor: stage.by('weber') }), 'not-found', 'there is no round');
  start({ order: ['anna', 'ben'] });
  t.equal(stage.refusal({ type: 'nextTurn', actor: stage.by('ben') }), 'not-allowed');
  next('anna');
  t.equal(stage.refusal({ type: 'nextTurn', actor: stage.by('anna') }), 'not-allowed');
});

t.test('only a moderator begins, stops, pauses and takes it up', async (t) => {
  const { stage, asked, start } = three();
  t.equal(stage.refusal(asked({ actor: stage.by('anna') })), 'not-allowed');
  start({ order: ['anna'] });
  for (const type of ['pauseGoRound', 'resumeGoRound', 'stopGoRound'] as const) {
    t.equal(stage.refusal({ type, actor: stage.by('anna') }), 'not-allowed');
  }
  t.equal(stage.refusal(asked()), 'busy', 'one at a time');
  stage.play({ type: 'stopGoRound', actor: stage.by('weber') });
  t.equal(stage.state.goRound, null);
});

t.test('a chosen order is of people inside, each once', async (t) => {
  const { stage, asked } = three();
  stage.arrive(client('emil'));
  t.equal(stage.refusal(asked({ order: ['anna', 'emil'] })), 'not-admitted');
  t.equal(stage.refusal(asked({ order: ['nobody'] })), 'not-found');
  t.equal(stage.refusal(asked({ order: ['anna', 'anna'] })), 'invalid-params');
  t.equal(stage.refusal(asked({ order: [] })), 'invalid-params');
});

t.test('a turn with a time moves on by itself', async (t) => {
  const { stage, start, speaker } = three();
  start({ order: ['anna', 'ben'], secondsPerPerson: 60 });
  t.equal(stage.state.goRound?.turnEndsAt, stage.now + 60_000);
  stage.pass(59_999);
  t.equal(speaker(), 'anna');
  stage.pass(1);
  t.equal(speaker(), 'ben');
  t.equal(stage.state.goRound?.turnEndsAt, stage.now + 60_000, 'with its whole time');
  stage.pass(60_000);
  t.equal(speaker(), null);
});

t.test('a paused turn keeps what is left of it', async (t) => {
  const { stage, anna, start, next, speaker } = three();
  start({ order: ['anna', 'ben'], secondsPerPerson: 60 });
  stage.pass(20_000);
  stage.play({ type: 'pauseGoRound', actor: stage.by('weber') });
  t.match(roundOf(anna), { state: 'paused', turnEndsAt: null, remainingMs: 40_000 });
  stage.pass(600_000);
  stage.play({ type: 'resumeGoRound', actor: stage.by('weber') });
  t.match(roundOf(anna), { state: 'running', turnEndsAt: stage.now + 40_000, remainingMs: null });
  stage.play({ type: 'pauseGoRound', actor: stage.by('weber') });
  next();
  t.match(stage.state.goRound, { state: 'paused', remainingMs: 60_000 });
  t.equal(speaker(), 'ben');
});

t.test('leaving passes the turn on, and ends the round after the last one', async (t) => {
  const { stage, anna, ben, start, speaker } = three();
  start({ order: ['anna', 'ben', 'dora'], secondsPerPerson: 300 });
  stage.pass(30_000);
  stage.leave(anna);
  t.equal(speaker(), 'ben');
  t.same(stage.state.goRound?.order, ['p-ben', 'p-dora']);
  t.equal(stage.state.goRound?.turnEndsAt, stage.now + 300_000, 'the next one has the whole time');
  stage.leave(ben);
  t.equal(speaker(), 'dora');
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-dora' });
  t.equal(stage.state.goRound, null);
});

t.test('a person who leaves before or after the turn changes nothing about it', async (t) => {
  const { stage, anna, dora, start, next, speaker } = three();
  start({ order: ['anna', 'ben', 'dora'], secondsPerPerson: 60 });
  next();
  stage.pass(10_000);
  stage.leave(anna);
  stage.leave(dora);
  t.equal(speaker(), 'ben');
  t.equal(stage.state.goRound?.turnEndsAt, stage.now + 50_000);
});

t.test('the others are muted at the start of each turn, those elsewhere are not', async (t) => {
  const { stage, start, next } = three();
  stage.arrive(cotherapist());
  stage.play({ type: 'openSideRoom', actor: stage.by('cole'), seatId: 'p-dora' });
  const muted = () =>
    stage.effects.flatMap((effect) => (effect.type === 'muteTrack' ? [[effect.seatId, effect.source]] : []));
  start({ order: ['anna', 'ben'], muteOthers: true });
  t.same(muted(), [
    ['p-weber', 'microphone'],
    ['p-olga', 'microphone'],
    ['p-olga', 'screen-audio'],
    ['p-ben', 'microphone'],
    ['p-ben', 'screen-audio'],
  ]);
  next();
  t.same(
    muted().flatMap(([id, source]) => (source === 'microphone' ? [id] : [])),
    ['p-weber', 'p-anna', 'p-olga'],
  );
  next();
  t.same(muted(), []);
});

t.test('a sound that is shared is muted with the others, but not the turn holder’s nor a host’s', async (t) => {
  const { stage, start, next } = three();
  stage.arrive(cotherapist());
  const mutedSounds = () =>
    stage.effects.flatMap((effect) =>
      effect.type === 'muteTrack' && effect.source === 'screen-audio' ? [effect.seatId] : [],
    );
  start({ order: ['anna', 'weber', 'ben'], muteOthers: true });
  t.same(mutedSounds(), ['p-olga', 'p-ben', 'p-dora']);
  next();
  t.same(mutedSounds(), ['p-anna', 'p-olga', 'p-ben', 'p-dora']);
  next();
  t.same(mutedSounds(), ['p-anna', 'p-olga', 'p-dora']);
  next();
  start({ order: ['anna'] });
  t.same(mutedSounds(), [], 'a round that mutes nobody mutes no sound');
});

t.test('while the session is held the turn pauses, and continues unchanged afterwards', async (t) => {
  const { stage, host, anna, start } = three({ absenceGraceSeconds: 600, seatLeaseSeconds: 600 });
  start({ order: ['anna', 'ben'], secondsPerPerson: 60 });
  stage.drop(host);
  stage.pass(5_000);
  t.match(roundOf(anna), { state: 'running', turnEndsAt: null, remainingMs: 55_000 });
  stage.pass(300_000);
  stage.arrive(stage.seat('weber').claims, host);
  t.match(roundOf(anna), { state: 'running', turnEndsAt: stage.now + 55_000, remainingMs: null });
});

t.test('a go-round survives a restart, paused with the time that was left', async (t) => {
  const { stage, start, speaker } = three();
  start({ order: ['anna', 'ben'], secondsPerPerson: 60 });
  stage.pass(10_000);
  stage.play({ type: 'raiseHand', actor: stage.by('ben') });
  stage.now += 3_000;
  stage.restart();
  t.equal(speaker(), 'anna');
  t.match(stage.state.goRound, { state: 'paused', remainingMs: 50_000, turnEndsAt: null });
});

t.test('in a closed circle there is none: a turn would tell of people who are not seen', async (t) => {
  const { stage, asked, start } = three({ reveal: 'together' });
  t.equal(stage.refusal(asked()), 'not-allowed');
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  start();
  t.equal(stage.state.goRound?.order.length, 4);
});

t.test('a go-round begins only in a live session', async (t) => {
  const moderator = client('mona', { grants: { canModerate: true } });
  const { stage, host } = Stage.live([moderator]);
  stage.drop(host);
  stage.pass(5_000);
  const start: Start = {
    type: 'startGoRound',
    actor: stage.by('mona'),
    order: null,
    secondsPerPerson: null,
    muteOthers: false,
  };
  t.equal(stage.refusal(start), 'room-not-live');
});

t.test('a turn that would begin in the moment of the end mutes nobody', async (t) => {
  const { stage, start, next } = three({ closesAt: new Date(startMs + 60_000).toISOString() });
  start({ order: ['anna', 'ben'], muteOthers: true });
  // The timer of the end fires a moment late: this event finds the end due.
  stage.now = startMs + 60_000;
  next();
  t.equal(stage.state.phase, 'ended');
  t.notOk(stage.effects.some(({ type }) => type === 'muteTrack'));
});
