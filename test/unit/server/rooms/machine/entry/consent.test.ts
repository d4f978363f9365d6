import type { RoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { loadState, mayForward, type RoomEvent, saveState } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, observer, person } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage } from '../../../../../support/machine/stage.ts';

/** Anna and Ben are inside; «olga» waits to observe. */
function observed() {
  const { stage, host, devices } = Stage.live([client(), client('ben')], { observerConsent: 'all' });
  const olga = stage.arrive(observer());
  const [anna, ben] = devices;
  if (!anna || !ben) throw new Error('both are inside');
  return { stage, host, anna, ben, olga };
}

const ask = (stage: Stage) => stage.play({ type: 'askConsent', actor: stage.by('weber'), ...stage.entry('olga') });
const answer = (stage: Stage, sub: string, consent: boolean) =>
  stage.play({ type: 'answerConsent', actor: stage.by(sub), seatId: 'p-olga', consent });
const admitOlga = (stage: Stage, all = false): RoomEvent => ({
  type: 'admit',
  actor: stage.by('weber'),
  entries: [stage.entry('olga')],
  all,
});

const questions = (device: Device | undefined) =>
  device?.known?.state === 'admitted' ? device.known.room.consents : null;

t.test('clients learn of an observer who waits when a host asks them, and not before', async (t) => {
  const { stage, anna, host } = observed();
  t.strictSame(questions(anna), []);
  ask(stage);
  t.strictSame(questions(anna), [{ participantId: 'p-olga', name: 'name of olga', answer: null }]);
  t.notOk(JSON.stringify(anna.known).includes('label'));
  t.match(questions(host), [{ participantId: 'p-olga', answer: null, missing: 2 }]);
});

t.test('an observer is admitted when every client inside has agreed', async (t) => {
  const { stage, host } = observed();
  t.equal(stage.refusal(admitOlga(stage)), 'consent-required');
  ask(stage);
  answer(stage, 'anna', true);
  t.equal(stage.refusal(admitOlga(stage)), 'consent-required');
  t.strictSame(stage.play(admitOlga(stage, true)).skipped, ['p-olga'], 'and is skipped among others');
  t.match(host.known, { waiting: [{ id: 'p-olga', consentMissing: true }] });
  answer(stage, 'ben', true);
  t.match(host.known, { waiting: [{ id: 'p-olga', consentMissing: false }] });
  stage.play(admitOlga(stage));
  t.equal(stage.stateOf('olga'), 'admitted');
});

t.test('a client who refuses an observer sees their own answer, and nobody sees who refused', async (t) => {
  const { stage, host, anna, ben } = observed();
  ask(stage);
  ben.heard.length = 0;
  answer(stage, 'anna', false);
  t.match(questions(anna), [{ answer: false }]);
  t.same(ben.heard, []);
  t.match(questions(host), [{ answer: null, missing: 2 }]);
});

t.test('a later refusal sends the observer back to wait, until an admit', async (t) => {
  const { stage, olga } = observed();
  ask(stage);
  answer(stage, 'anna', true);
  answer(stage, 'ben', true);
  stage.play(admitOlga(stage));
  olga.heard.length = 0;
  answer(stage, 'ben', false);
  t.equal(stage.stateOf('olga'), 'waiting');
  t.equal(olga.known?.state, 'waiting');
  t.notOk(JSON.stringify(olga.heard).includes('ben'), 'and is not told why');
  t.equal(stage.refusal(admitOlga(stage)), 'consent-required');
  answer(stage, 'ben', true);
  stage.play(admitOlga(stage));
});

t.test('a person who comes later sees the observer and may refuse too', async (t) => {
  const { stage } = observed();
  ask(stage);
  answer(stage, 'anna', true);
  answer(stage, 'ben', true);
  stage.play(admitOlga(stage));
  const dora = stage.arrive(client('dora'));
  stage.admit(stage.by('weber'), 'dora');
  t.match(questions(dora), [{ participantId: 'p-olga', answer: null }]);
  t.match(dora.known, { participants: [{}, {}, {}, { id: 'p-olga', role: 'observer' }] });
  answer(stage, 'dora', false);
  t.equal(stage.stateOf('olga'), 'waiting');
});

t.test('a person a client admitted in the same step is not asked afterwards', async (t) => {
  const { stage } = observed();
  ask(stage);
  answer(stage, 'anna', true);
  answer(stage, 'ben', true);
  stage.arrive(client('dora'));
  const entries = [stage.entry('dora'), stage.entry('olga')];
  const step = { type: 'admit', actor: stage.by('weber'), entries } as const;
  t.equal(stage.refusal({ ...step, all: false }), 'consent-required');
  t.match(stage.play({ ...step, all: true }), { admitted: ['p-dora'], skipped: ['p-olga'] });
});

t.test('consent of who left for good counts no more, for or against', async (t) => {
  const { stage, anna, ben } = observed();
  ask(stage);
  answer(stage, 'anna', true);
  answer(stage, 'ben', false);
  stage.leave(ben);
  stage.leave(anna);
  stage.arrive(client());
  stage.admit(stage.by('weber'), 'anna');
  t.equal(stage.refusal(admitOlga(stage)), 'consent-required', 'who comes again is asked again');
  answer(stage, 'anna', true);
  stage.play(admitOlga(stage));
});

t.test('no token lets an observer in without consent', async (t) => {
  const { stage, anna } = observed();
  stage.arrive(observer('otto', { waitingRoom: 'bypass' }));
  t.equal(stage.stateOf('otto'), 'waiting');
  stage.arrive(person('anna', 'observer'), anna);
  t.equal(stage.stateOf('anna'), 'waiting', 'nor a client who comes back as one');
});

t.test('an observer who comes anew is asked about anew', async (t) => {
  const { stage, olga } = observed();
  ask(stage);
  answer(stage, 'anna', true);
  answer(stage, 'ben', true);
  const chatting = stage.arrive(observer('olga', { grants: { chat: true } }), olga);
  t.equal(stage.refusal(admitOlga(stage)), 'consent-required', 'with a wider token');
  ask(stage);
  answer(stage, 'anna', true);
  answer(stage, 'ben', true);
  stage.leave(chatting);
  stage.arrive(observer());
  t.equal(stage.refusal(admitOlga(stage)), 'consent-required', 'after leaving');
});

t.test('hosts ask, about an observer who waits; clients inside answer, about who was asked', async (t) => {
  const { stage, olga } = observed();
  const entry = stage.entry('olga');
  const reply = (sub: string, seatId: string) =>
    stage.refusal({ type: 'answerConsent', actor: stage.by(sub), seatId, consent: true });
  t.equal(reply('anna', 'p-olga'), 'not-found', 'nobody answers before');
  t.equal(stage.refusal({ type: 'askConsent', actor: stage.by('anna'), ...entry }), 'not-allowed');
  t.equal(stage.refusal({ type: 'askConsent', actor: stage.by('weber'), seatId: 'p-x', epoch: 1 }), 'not-found');
  const stale = { seatId: entry.seatId, epoch: entry.epoch - 1 };
  t.equal(stage.refusal({ type: 'askConsent', actor: stage.by('weber'), ...stale }), 'stale-entry');
  stage.arrive(client('dora'));
  t.equal(stage.refusal({ type: 'askConsent', actor: stage.by('weber'), ...stage.entry('dora') }), 'not-allowed');
  ask(stage);
  t.equal(reply('weber', 'p-olga'), 'not-allowed');
  t.equal(reply('dora', 'p-olga'), 'not-admitted');
  t.equal(reply('anna', 'p-dora'), 'not-found');
  t.equal(olga.heard.length, 0, 'the one in question hears nothing of it');
});

t.test('a room that asks for no consent asks nobody', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  stage.arrive(observer());
  t.equal(stage.refusal({ type: 'askConsent', actor: stage.by('weber'), ...stage.entry('olga') }), 'not-allowed');
  stage.play(admitOlga(stage));
  t.strictSame(questions(devices[0]), []);
});

const passesBetween = (stage: Stage, one: string, other: string): boolean =>
  (['microphone', 'camera', 'screen', 'screen-audio'] as const).some(
    (source) =>
      mayForward(stage.state, `p-${one}`, `p-${other}`, source) ||
      mayForward(stage.state, `p-${other}`, `p-${one}`, source),
  );

/** Olga observes with anna's consent; dora, whom nobody has asked yet, enters after her. */
function joinedByDora(settings: Partial<RoomSettings> = {}) {
  const { stage, host, devices } = Stage.live([client()], { observerConsent: 'all', ...settings });
  const olga = stage.arrive(observer('olga', { grants: { chat: true, publishMicrophone: true } }));
  ask(stage);
  answer(stage, 'anna', true);
  stage.play(admitOlga(stage));
  const dora = stage.arrive(client('dora'));
  stage.admit(stage.by('weber'), 'dora');
  const [anna] = devices;
  if (!anna) throw new Error('anna is inside');
  for (const device of [host, anna, olga, dora]) device.heard.length = 0;
  return { stage, host, anna, olga, dora };
}

t.test('nothing passes between an observer and a client who comes after them, before that client agrees', async (t) => {
  const { stage } = joinedByDora();
  t.ok(passesBetween(stage, 'olga', 'anna'), 'who agreed is seen and heard');
  t.ok(passesBetween(stage, 'dora', 'anna'), 'clients see and hear each other');
  t.notOk(passesBetween(stage, 'olga', 'dora'));
  answer(stage, 'dora', true);
  t.ok(passesBetween(stage, 'olga', 'dora'));
});

t.test('an observer does not learn of a client who has not agreed, whom that client sees from the start', async (t) => {
  const { stage, olga, dora } = joinedByDora();
  stage.play({ type: 'raiseHand', actor: stage.by('dora') });
  stage.play({ type: 'react', actor: stage.by('dora'), reaction: 'hug' });
  stage.play({ type: 'sendChat', actor: stage.by('dora'), to: { kind: 'group' }, text: 'Hello' });
  t.notOk(JSON.stringify(olga.known).includes('dora'), 'no name');
  t.same(olga.heard, []);
  t.match(stage.effects, [{ type: 'deliverChat', recipients: ['p-dora', 'p-weber', 'p-anna'] }]);
  t.match(dora.known, { participants: [{}, {}, { id: 'p-olga', role: 'observer' }] });
  dora.heard.length = 0;
  stage.play({ type: 'react', actor: stage.by('olga'), reaction: 'hug' });
  stage.play({ type: 'sendChat', actor: stage.by('olga'), to: { kind: 'group' }, text: 'Hello' });
  t.match(stage.effects, [{ type: 'deliverChat', recipients: ['p-olga', 'p-weber', 'p-anna'] }]);
  t.same(dora.heard, [], 'nothing the other way round');
  answer(stage, 'dora', true);
  t.match(olga.known, { participants: [{}, {}, { id: 'p-dora' }], room: { hands: ['p-dora'] } });
});

t.test('without an answer nothing passes, whatever else changes', async (t) => {
  const { stage, host, olga, dora } = joinedByDora({ whileHeld: 'continue' });
  const groups = [{ id: 'g1', name: '1', seatIds: ['p-olga', 'p-dora'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  t.notOk(passesBetween(stage, 'olga', 'dora'), 'in a small group');
  stage.play({ type: 'endBreakout', actor: stage.by('weber'), countdownMs: 0 });
  stage.drop(dora);
  t.notOk(passesBetween(stage, 'olga', 'dora'), 'while the client is reconnecting');
  const back = stage.arrive(client('dora'), dora);
  stage.drop(olga);
  t.notOk(passesBetween(stage, 'olga', 'dora'), 'while the observer is reconnecting');
  stage.arrive(observer('olga', { grants: { chat: true, publishMicrophone: true } }), olga);
  t.notOk(passesBetween(stage, 'olga', 'dora'), 'after both came back');
  stage.arrive(person('cole', 'cotherapist'));
  stage.leave(host);
  t.notOk(passesBetween(stage, 'olga', 'dora'), 'under another host');
  stage.drop(back);
  stage.pass(10_000);
  t.notOk(passesBetween(stage, 'olga', 'dora'), 'later');
  stage.restart();
  t.notOk(passesBetween(stage, 'olga', 'dora'), 'after the server restarted');
});

t.test('while the host is away and the room goes on, an answer still counts', async (t) => {
  const { stage, host } = joinedByDora({ whileHeld: 'continue' });
  stage.drop(host);
  stage.pass(6_000);
  t.equal(stage.state.phase, 'held');
  t.ok(passesBetween(stage, 'olga', 'anna'));
  t.notOk(passesBetween(stage, 'olga', 'dora'));
  answer(stage, 'dora', true);
  t.ok(passesBetween(stage, 'olga', 'dora'));
});

t.test('an opened circle shows no client to an observer to whom they have not agreed', async (t) => {
  const { stage } = joinedByDora({ reveal: 'together' });
  t.notOk(passesBetween(stage, 'olga', 'anna'), 'a closed circle shows nobody, consent or not');
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  t.ok(passesBetween(stage, 'olga', 'anna'));
  t.notOk(passesBetween(stage, 'olga', 'dora'));
});

t.test('a room that begins to ask asks about observers who are inside already', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  stage.arrive(observer());
  stage.play(admitOlga(stage));
  t.ok(passesBetween(stage, 'olga', 'anna'));
  stage.set({ observerConsent: 'all' });
  t.notOk(passesBetween(stage, 'olga', 'anna'));
  t.match(questions(devices[0]), [{ participantId: 'p-olga', answer: null }]);
  stage.set({ observerConsent: 'none' });
  t.ok(passesBetween(stage, 'olga', 'anna'));
});

t.test('what a client said is not taken over by another device of theirs', async (t) => {
  const { stage } = joinedByDora();
  answer(stage, 'dora', true);
  const phone = stage.arrive(client('dora'));
  stage.play({ type: 'admit', actor: stage.by('weber'), entries: [stage.secondEntry('dora')], all: false });
  t.notOk(passesBetween(stage, 'olga', 'dora'));
  t.match(questions(phone), [{ participantId: 'p-olga', answer: null }]);
});

t.test(
  'hosts read that somebody has refused, may ask again twice, and who refused may change their mind',
  async (t) => {
    const { stage, host, anna, ben } = observed();
    ask(stage);
    answer(stage, 'ben', true);
    answer(stage, 'anna', false);
    for (const _ of [1, 2]) {
      t.match(questions(host), [{ missing: 1, declined: 1, mayAskAgain: true }]);
      ben.heard.length = 0;
      ask(stage);
      t.match(questions(host), [{ missing: 1, declined: 0, mayAskAgain: false }]);
      t.match(questions(anna), [{ answer: null }], 'the question is put again');
      t.same(ben.heard, [], 'to them alone');
      answer(stage, 'anna', false);
    }
    t.match(questions(host), [{ missing: 1, declined: 1, mayAskAgain: false }]);
    const again: RoomEvent = { type: 'askConsent', actor: stage.by('weber'), ...stage.entry('olga') };
    t.equal(stage.refusal(again), 'limit-exceeded');
    answer(stage, 'anna', true);
    t.match(questions(host), [{ missing: 0, declined: 0 }]);
    stage.play(admitOlga(stage));
  },
);

t.test('coming anew does not get an observer around a refusal, or around the limit', async (t) => {
  const { stage, host, anna, ben, olga } = observed();
  ask(stage);
  answer(stage, 'anna', false);
  answer(stage, 'ben', true);
  stage.leave(olga);
  stage.arrive(observer());
  t.strictSame(questions(anna), [], 'nobody is asked before a host asks');
  ask(stage);
  t.match(questions(anna), [{ answer: false }]);
  t.match(questions(ben), [{ answer: null }], 'who agreed is asked about the new entry');
  for (const _ of [1, 2]) {
    ask(stage);
    answer(stage, 'anna', false);
  }
  t.match(questions(host), [{ declined: 1, mayAskAgain: false }]);
});

t.test('a client who agreed is not asked anew after having been sent back to wait', async (t) => {
  const { stage, anna } = joinedByDora();
  answer(stage, 'dora', true);
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.notOk(passesBetween(stage, 'olga', 'anna'));
  stage.admit(stage.by('weber'), 'anna');
  t.match(questions(anna), [{ answer: true }]);
  t.ok(passesBetween(stage, 'olga', 'anna'));
});

t.test('a client who refused and is let in again sends the observer back, who reads why', async (t) => {
  const { stage, anna, ben, olga } = observed();
  ask(stage);
  answer(stage, 'ben', true);
  answer(stage, 'anna', false);
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.play(admitOlga(stage));
  const groups = [{ id: 'g1', name: '1', seatIds: ['p-olga', 'p-ben'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  stage.admit(stage.by('weber'), 'anna');
  t.equal(stage.stateOf('olga'), 'waiting');
  t.match(olga.known, { state: 'waiting', room: { waitsBecause: 'consent-refused' } });
  t.match(questions(anna), [{ answer: false }], 'and may still change their mind');
  t.match(ben.known, { room: { breakout: { groups: [{ participantIds: ['p-ben'] }] } } });
  answer(stage, 'anna', true);
  stage.play(admitOlga(stage));
});

t.test(
  'an entry says why somebody waits again, to them and to hosts, until they are let in or another device has it',
  async (t) => {
    const { stage, host, anna } = observed();
    stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
    t.match(anna.known, { room: { waitsBecause: 'put-back' } });
    t.match(host.known, { waiting: [{ id: 'p-anna', waitsBecause: 'put-back' }, { id: 'p-olga' }] });
    const reloaded = stage.arrive(client(), anna);
    t.match(reloaded.known, { room: { waitsBecause: 'put-back' } }, 'also after a reload');
    const other = stage.arrive(client());
    t.notOk(JSON.stringify(other.known).includes('waitsBecause'), 'with the token alone nothing is learned');
  },
);

t.test('letting everybody in says why somebody was not', async (t) => {
  const { stage } = observed();
  const observing = stage.entry('olga');
  const gone = { seatId: 'p-ben', epoch: 1 };
  const entries = [observing, gone, { seatId: 'p-nobody', epoch: 1 }];
  t.match(stage.play({ type: 'admit', actor: stage.by('weber'), entries, all: true }).skippedEntries, [
    { seatId: 'p-ben', code: 'stale-entry' },
    { seatId: 'p-nobody', code: 'not-found' },
    { seatId: 'p-olga', code: 'consent-required' },
  ]);
});

t.test('a question that an earlier version stored stands as it was asked', async (t) => {
  const { stage, anna } = observed();
  ask(stage);
  answer(stage, 'anna', true);
  const stored = JSON.parse(saveState(stage.state));
  stored.seats['p-olga'].consent = { agreed: ['p-anna'], refused: [] };
  delete stored.departures;
  stage.state = loadState(JSON.stringify(stored));
  stage.restart();
  const back = stage.arrive(client(), anna);
  t.match(questions(back), [{ participantId: 'p-olga', answer: true }]);
  t.strictSame(stage.state.departures, []);
});
