import t from 'tap';
import { mayForward, mayPublish } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage } from '../../../../../support/machine/stage.ts';

const hears = (stage: Stage, to: string, from: string) => mayForward(stage.state, `p-${from}`, `p-${to}`, 'microphone');

const groups = [
  { id: 'g1', name: 'One', seatIds: ['p-anna', 'p-ben'] },
  { id: 'g2', name: 'Two', seatIds: ['p-dora'] },
];

/** Anna and ben in one group, dora in the other; emil and the therapist in none. */
function breakout(seconds: number | null = null) {
  const { stage, host, devices } = Stage.live([client(), client('ben'), client('dora'), client('emil')]);
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds });
  const [anna, ben, dora, emil] = devices;
  if (!anna || !ben || !dora || !emil) throw new Error('all are inside');
  return { stage, host, anna, ben, dora, emil };
}

function room(device: Device) {
  if (device.known?.state !== 'admitted') throw new Error('not in the group');
  return device.known;
}

const away = (device: Device) => room(device).participants.flatMap((one) => (one.away ? [one.id] : []));

t.test('people in different groups neither see nor hear each other', async (t) => {
  const { stage, anna, emil } = breakout();
  t.ok(hears(stage, 'anna', 'ben') && hears(stage, 'ben', 'anna'));
  t.notOk(hears(stage, 'anna', 'dora') || hears(stage, 'dora', 'anna'));
  t.notOk(hears(stage, 'anna', 'weber') || hears(stage, 'weber', 'anna'), 'nor the host, who is in none');
  t.ok(hears(stage, 'emil', 'weber'), 'who is in none stays in the main group');
  t.strictSame(away(anna), ['p-weber', 'p-dora', 'p-emil']);
  t.strictSame(away(emil), ['p-anna', 'p-ben', 'p-dora']);
  t.ok(mayPublish(stage.state, 'p-dora', 'microphone'));
});

t.test('a client is told of the own group alone, hosts of all', async (t) => {
  const { host, anna, emil } = breakout();
  t.strictSame(room(anna).room.breakout?.groups, [{ id: 'g1', name: 'One', participantIds: ['p-anna', 'p-ben'] }]);
  t.strictSame(room(anna).self.place, { kind: 'breakout', groupId: 'g1' });
  t.strictSame(room(emil).room.breakout?.groups, []);
  t.match(room(host).room.breakout?.groups, [{ id: 'g1' }, { id: 'g2', participantIds: ['p-dora'] }]);
});

t.test('a host visits a group, and moves people between them', async (t) => {
  const { stage } = breakout();
  const actor = stage.by('weber');
  stage.play({ type: 'moveToGroup', actor, seatId: 'p-weber', groupId: 'g1' });
  t.ok(hears(stage, 'anna', 'weber') && hears(stage, 'weber', 'anna'));
  t.notOk(hears(stage, 'emil', 'weber'));
  stage.play({ type: 'moveToGroup', actor, seatId: 'p-dora', groupId: 'g1' });
  t.ok(hears(stage, 'anna', 'dora'));
  stage.play({ type: 'moveToGroup', actor, seatId: 'p-weber', groupId: null });
  t.ok(hears(stage, 'emil', 'weber'));
  t.equal(stage.refusal({ type: 'moveToGroup', actor, seatId: 'p-dora', groupId: 'g9' }), 'not-found');
  t.equal(
    stage.refusal({ type: 'moveToGroup', actor: stage.by('anna'), seatId: 'p-dora', groupId: 'g2' }),
    'not-allowed',
  );
});

t.test('a person who drops returns to the group, and a person who was put back and comes again does not', async (t) => {
  const { stage, ben, dora } = breakout();
  stage.drop(ben);
  t.ok(hears(stage, 'anna', 'ben'), 'established media goes on');
  const back = stage.arrive(client('ben'), ben);
  t.strictSame(room(back).self.place, { kind: 'breakout', groupId: 'g1' });
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-dora' });
  stage.admit(stage.by('weber'), 'dora');
  t.strictSame(room(dora).self.place, { kind: 'group' });
  t.ok(hears(stage, 'emil', 'dora'));
});

t.test('a host writes to all groups, and not to those in none', async (t) => {
  const { stage, anna, dora, emil } = breakout();
  for (const one of [anna, dora, emil]) one.heard.length = 0;
  stage.play({ type: 'messageGroups', actor: stage.by('weber'), text: 'Two more minutes' });
  const message = { method: 'hostMessage', params: { kind: 'breakout', text: 'Two more minutes' } };
  t.strictSame([anna.heard, dora.heard, emil.heard], [[message], [message], []]);
  t.equal(stage.refusal({ type: 'messageGroups', actor: stage.by('anna'), text: 'Hello' }), 'not-allowed');
});

t.test('the groups end at once, after a countdown that all see, or by their time', async (t) => {
  const { stage: first } = breakout();
  first.play({ type: 'endBreakout', actor: first.by('weber'), countdownMs: 0 });
  t.ok(hears(first, 'anna', 'dora'));

  const { stage: second, anna } = breakout();
  second.play({ type: 'endBreakout', actor: second.by('weber'), countdownMs: 30_000 });
  t.equal(room(anna).room.breakout?.closingAt, second.now + 30_000);
  second.pass(29_999);
  t.notOk(hears(second, 'anna', 'dora'));
  second.pass(1);
  t.ok(hears(second, 'anna', 'dora'));
  t.equal(room(anna).room.breakout, null);

  const { stage: third } = breakout(60);
  third.play({ type: 'endBreakout', actor: third.by('weber'), countdownMs: 300_000 });
  third.pass(60_000);
  t.ok(hears(third, 'anna', 'dora'), 'never later than planned');
});

t.test('a short absence of the host does not end the groups; the absence policy does', async (t) => {
  const { stage, host } = breakout();
  stage.drop(host);
  stage.pass(10_000);
  t.equal(stage.state.phase, 'held');
  t.notOk(hears(stage, 'anna', 'ben'), 'media rests in groups as anywhere');
  const back = stage.arrive({ ...stage.seat('weber').claims }, host);
  t.ok(hears(stage, 'anna', 'ben') && !hears(stage, 'anna', 'dora'));
  stage.drop(back);
  stage.pass(126_000);
  t.equal(stage.state.breakout, null);
});

t.test('groups survive a restart of the server, with the time they had left', async (t) => {
  const { stage, host } = breakout(600);
  stage.restart();
  stage.arrive({ ...stage.seat('weber').claims }, host);
  t.notOk(hears(stage, 'anna', 'dora'));
  stage.pass(50_000);
  t.equal(stage.state.timers.breakout?.dueAt, stage.now + 550_000);
});

t.test('only who moderates splits the group, once, everybody into one group, while live', async (t) => {
  const { stage } = breakout();
  const actor = stage.by('weber');
  t.equal(stage.refusal({ type: 'startBreakout', actor, groups, seconds: null }), 'busy');
  stage.play({ type: 'endBreakout', actor, countdownMs: 0 });
  t.equal(stage.refusal({ type: 'endBreakout', actor, countdownMs: 0 }), 'not-found');
  t.equal(stage.refusal({ type: 'startBreakout', actor: stage.by('anna'), groups, seconds: null }), 'not-allowed');
  const twice = [...groups, { id: 'g3', name: 'Three', seatIds: ['p-anna'] }];
  t.equal(stage.refusal({ type: 'startBreakout', actor, groups: twice, seconds: null }), 'invalid-params');
  const stranger = [{ id: 'g1', name: 'One', seatIds: ['__proto__'] }];
  t.equal(stage.refusal({ type: 'startBreakout', actor, groups: stranger, seconds: null }), 'not-found');
  stage.arrive(cotherapist('cole', { waitingRoom: 'required' }));
  const waiting = [{ id: 'g1', name: 'One', seatIds: ['p-cole'] }];
  t.equal(stage.refusal({ type: 'startBreakout', actor, groups: waiting, seconds: null }), 'not-admitted');
});

t.test(
  'when the time of groups and of a turn is up at one moment, a person who is back is muted for the next turn',
  async (t) => {
    const { stage } = breakout(60);
    const round = { order: ['p-anna', 'p-emil'], secondsPerPerson: 60, muteOthers: true };
    stage.play({ type: 'startGoRound', actor: stage.by('weber'), ...round });
    stage.now += 60_000;
    const { turn } = stage.state.timers;
    stage.play({ type: 'timerFired', name: 'turn', epoch: turn?.epoch ?? 0 });
    t.ok(stage.effects.some((effect) => effect.type === 'muteTrack' && effect.seatId === 'p-dora'));
  },
);
