import type { CheckIn } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { loadState, saveState } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, keysOf, observer } from '../../../../../support/machine/player/people.ts';
import { boxFor, sealedText } from '../../../../../support/machine/player/sealed-texts.ts';
import { api, type Device, Stage, startMs } from '../../../../../support/machine/stage.ts';

const question = { text: 'How are you today?', scale: { min: 0, max: 10, minLabel: 'Bad', maxLabel: 'Good' } };
const choices = { text: 'Did you sleep well?', choices: ['Yes', 'No'] };

const checkInOf = ({ known }: Device): CheckIn | undefined =>
  known?.state === 'admitted' ? known.room.checkIn : undefined;
const valuesOf = (device: Device) =>
  checkInOf(device)?.answers?.map(({ participantId, value }) => [participantId, value]);

const start = (stage: Stage, id = 'q1', asked: typeof question | typeof choices = question) =>
  stage.play({ type: 'startCheckIn', actor: stage.by('weber'), id, question: asked });
const answerEvent = (stage: Stage, sub: string, value: number | null, checkInId = 'q1') =>
  ({ type: 'answerCheckIn', actor: stage.by(sub), checkInId, value }) as const;
const answer = (stage: Stage, sub: string, value: number | null, checkInId = 'q1') =>
  stage.play(answerEvent(stage, sub, value, checkInId));

function two(settings: ConstructorParameters<typeof Stage>[0] = {}) {
  const { stage, host, devices } = Stage.live([client('anna'), client('ben')], settings);
  const [anna, ben] = devices;
  if (!anna || !ben) throw new Error('two clients came');
  return { stage, host, anna, ben };
}

t.test('a host asks; clients see the question, observers and people who wait do not', async (t) => {
  const { stage, host, anna, ben } = two();
  const olga = stage.arrive(observer());
  stage.admit(api, 'olga');
  const dora = stage.arrive(client('dora'));
  start(stage);
  for (const device of [anna, ben]) t.same(checkInOf(device), { id: 'q1', question });
  t.same(checkInOf(host), { id: 'q1', question, answers: [] });
  t.same(checkInOf(olga), undefined);
  t.same(dora.heard, []);
  stage.admit(api, 'dora');
  t.same(checkInOf(dora), { id: 'q1', question }, 'who comes late is asked too');
});

t.test('an answer is for the hosts and its writer; nobody else learns that it was given', async (t) => {
  const { stage, host, anna, ben } = two();
  const cole = stage.arrive(cotherapist());
  start(stage);
  for (const device of [anna, ben]) device.heard.length = 0;
  answer(stage, 'ben', 3);
  answer(stage, 'anna', 8);
  t.same(stage.effects, []);
  for (const device of [host, cole])
    t.same(
      valuesOf(device),
      [
        ['p-anna', 8],
        ['p-ben', 3],
      ],
      'in the order of the list and not of the answers',
    );
  t.same(checkInOf(anna)?.answer, { participantId: 'p-anna', value: 8 });
  t.equal(ben.heard.length, 1, 'only of their own');
});

t.test('a later answer replaces the one before, and can be taken back', async (t) => {
  const { stage, host, anna } = two();
  start(stage, 'q1', choices);
  answer(stage, 'anna', 0);
  answer(stage, 'anna', 1);
  t.same(valuesOf(host), [['p-anna', 1]]);
  answer(stage, 'anna', null);
  t.same(valuesOf(host), []);
  t.same(checkInOf(anna)?.answer, undefined);
});

t.test('one that is over takes no answer, also while another one runs', async (t) => {
  const { stage } = two();
  t.equal(stage.refusal(answerEvent(stage, 'anna', 1)), 'too-late');
  start(stage);
  stage.play({ type: 'endCheckIn', actor: stage.by('weber'), checkInId: 'q1' });
  t.equal(stage.refusal(answerEvent(stage, 'anna', 1)), 'too-late');
  start(stage, 'q2');
  t.equal(stage.refusal(answerEvent(stage, 'anna', 1)), 'too-late');
  t.equal(stage.refusal({ type: 'endCheckIn', actor: stage.by('weber'), checkInId: 'q1' }), 'too-late');
});

t.test('answers are numbers of the scale, or one of the choices', async (t) => {
  const { stage } = two();
  start(stage, 'q1', { ...question, scale: { ...question.scale, min: 1, max: 5 } });
  for (const value of [0, 6, -1]) t.equal(stage.refusal(answerEvent(stage, 'anna', value)), 'invalid-params');
  stage.play({ type: 'endCheckIn', actor: stage.by('weber'), checkInId: 'q1' });
  start(stage, 'q2', choices);
  for (const value of [2, -1]) t.equal(stage.refusal(answerEvent(stage, 'anna', value, 'q2')), 'invalid-params');
});

t.test('a question has either a scale or choices; one runs at a time, in a live session', async (t) => {
  const { stage } = two();
  const ask = (asked: object) =>
    stage.refusal({ type: 'startCheckIn', actor: stage.by('weber'), id: 'q1', question: { text: 'So?', ...asked } });
  t.equal(ask({}), 'invalid-params');
  t.equal(ask({ scale: { min: 0, max: 10 }, choices: ['Yes', 'No'] }), 'invalid-params');
  t.equal(ask({ scale: { min: 1, max: 1 } }), 'invalid-params');
  start(stage);
  t.equal(ask({ scale: { min: 0, max: 10 } }), 'busy');
});

t.test('only hosts ask and end; only clients answer', async (t) => {
  const { stage } = two();
  stage.arrive(observer());
  stage.admit(api, 'olga');
  const event = { type: 'startCheckIn', id: 'q1', question } as const;
  for (const sub of ['anna', 'olga']) t.equal(stage.refusal({ ...event, actor: stage.by(sub) }), 'not-allowed');
  start(stage);
  for (const sub of ['weber', 'olga']) t.equal(stage.refusal(answerEvent(stage, sub, 1)), 'not-allowed');
  t.equal(stage.refusal({ type: 'endCheckIn', actor: stage.by('anna'), checkInId: 'q1' }), 'not-allowed');
});

t.test('the answer of somebody who leaves, waits again or is removed disappears', async (t) => {
  for (const type of ['left', 'putInWaitingRoom', 'remove'] as const) {
    const { stage, host, anna } = two();
    start(stage);
    answer(stage, 'anna', 5);
    const by = { actor: stage.by('weber'), seatId: 'p-anna' };
    if (type === 'left') stage.leave(anna);
    else stage.play(type === 'remove' ? { type, ...by, ban: false } : { type, ...by });
    t.same(valuesOf(host), [], type);
    if (type !== 'putInWaitingRoom') continue;
    stage.admit(api, 'anna');
    t.same(checkInOf(anna), { id: 'q1', question }, 'asked anew');
  }
});

t.test('a lost connection keeps the answer; another device does not get it', async (t) => {
  const { stage, host, anna } = two();
  start(stage);
  answer(stage, 'anna', 5);
  stage.drop(anna);
  t.same(valuesOf(host), [['p-anna', 5]]);
  const back = stage.arrive(client('anna'), anna);
  t.equal(checkInOf(back)?.answer?.value, 5);
  const other = stage.arrive(client('anna'));
  t.same(checkInOf(other), undefined, 'a second device waits');
  stage.play({ type: 'admit', actor: stage.by('weber'), entries: [stage.secondEntry('anna')], all: false });
  t.same(checkInOf(other), { id: 'q1', question });
  t.same(valuesOf(host), []);
});

t.test('it ends when the host who asked leaves, and with the session; not when their connection is lost', async (t) => {
  const { stage, host, anna } = two();
  const cole = stage.arrive(cotherapist());
  start(stage);
  answer(stage, 'anna', 5);
  stage.drop(host);
  t.same(valuesOf(cole), [['p-anna', 5]]);
  const back = stage.arrive({ ...stage.seat('weber').claims }, host);
  t.same(valuesOf(back), [['p-anna', 5]]);
  stage.leave(back);
  for (const device of [cole, anna]) t.same(checkInOf(device), undefined);
  stage.play({ type: 'startCheckIn', actor: stage.by('cole'), id: 'q2', question });
  stage.play({ type: 'end', actor: api });
  t.equal(stage.state.checkIn, null);
});

t.test('nothing of it is stored, and it is over after a restart or on another node', async (t) => {
  for (const how of ['restart', 'takeOver'] as const) {
    const { stage, host, anna } = two();
    start(stage);
    answer(stage, 'anna', 5);
    t.notMatch(saveState(stage.state), /checkIn|How are you|"value"/);
    t.equal(loadState(saveState(stage.state)).checkIn, null);
    const forged = JSON.parse(saveState(stage.state));
    t.equal(loadState(JSON.stringify({ ...forged, checkIn: stage.state.checkIn })).checkIn, null);
    stage[how]();
    const [weber, back] = [stage.arrive({ ...stage.seat('weber').claims }, host), stage.arrive(client('anna'), anna)];
    for (const device of [weber, back]) t.same(checkInOf(device), undefined, how);
    t.equal(stage.refusal(answerEvent(stage, 'anna', 5)), 'too-late');
  }
});

t.test('in a room that requires encryption, question and answers are sealed, each for its readers', async (t) => {
  const { stage, host, anna, ben } = two({ encryption: 'required' });
  const stays = (...subs: string[]) => subs.map((sub) => ({ id: `p-${sub}`, stay: stage.seat(sub).admissions }));
  const ask = { type: 'startCheckIn', actor: stage.by('weber'), id: 'q1' } as const;
  t.equal(stage.refusal({ ...ask, question }), 'e2ee-unsupported');
  const sealed = sealedText(stays('weber', 'anna', 'ben'));
  stage.play({ ...ask, question: null, sealed });
  t.same(checkInOf(anna)?.sealed, { from: 'p-weber', cipher: sealed.cipher, secret: boxFor('p-anna', 1) });
  t.equal(stage.refusal(answerEvent(stage, 'anna', 1)), 'e2ee-unsupported');
  const given = sealedText(stays('weber', 'anna', 'ben'));
  stage.play({ ...answerEvent(stage, 'anna', null), sealed: given });
  t.same(
    stage.state.checkIn?.answers[0]?.sealed?.items.map(({ to }) => to),
    ['p-weber', 'p-anna'],
    'ben is no reader',
  );
  const forHost = { from: 'p-anna', cipher: given.cipher, secret: boxFor('p-weber', 1) };
  t.same(checkInOf(host)?.answers, [{ participantId: 'p-anna', value: null, sealed: forHost }]);
  t.same(checkInOf(ben)?.answer, undefined);
  answer(stage, 'anna', null);
  t.same(checkInOf(host)?.answers, [], 'taking it back needs no text');
});

t.test('the host who asked encrypts the question anew for people who came later', async (t) => {
  const { stage } = two({ encryption: 'required' });
  stage.arrive(cotherapist());
  const stays = (...subs: string[]) => subs.map((sub) => ({ id: `p-${sub}`, stay: stage.seat(sub).admissions }));
  const sealed = sealedText(stays('weber', 'anna'));
  stage.play({ type: 'startCheckIn', actor: stage.by('weber'), id: 'q1', question: null, sealed });
  const dora = stage.arrive(client('dora'), null, { e2ee: keysOf('dora') });
  stage.admit(api, 'dora');
  t.equal(checkInOf(dora)?.sealed?.secret, undefined);
  const share = { type: 'shareCheckIn', checkInId: 'q1', sealed: sealedText(stays('weber', 'dora')) } as const;
  t.equal(stage.refusal({ ...share, actor: stage.by('cole') }), 'not-allowed');
  t.equal(stage.refusal({ ...share, actor: stage.by('weber'), checkInId: 'q0' }), 'too-late');
  stage.play({ ...share, actor: stage.by('weber') });
  t.same(checkInOf(dora)?.sealed?.secret, boxFor('p-dora', 1));
});

t.test('a step of the clock changes nothing', async (t) => {
  const { stage, host } = two();
  start(stage);
  answer(stage, 'anna', 5);
  stage.stepClock(3_600_000);
  t.same(valuesOf(host), [['p-anna', 5]]);
  t.ok(stage.now > startMs);
});
