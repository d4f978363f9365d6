import t from 'tap';
import { client, cotherapist, observer } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

const helpOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room.help : null);

function two(): { stage: Stage; host: Device; anna: Device; ben: Device } {
  const { stage, host, devices } = Stage.live([client('anna'), client('ben')]);
  const [anna, ben] = devices;
  if (!anna || !ben) throw new Error('two clients came');
  return { stage, host, anna, ben };
}

t.test('a signal is seen by the hosts and by the person who gave it, never by the group', async (t) => {
  const { stage, host, anna, ben } = two();
  const cole = stage.arrive(cotherapist());
  ben.heard.length = 0;
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: 'I feel sick' });
  t.same(stage.effects, [{ type: 'helpRaised', seatId: 'p-anna' }]);
  const request = { participantId: 'p-anna', since: stage.now, note: 'I feel sick' };
  for (const device of [host, cole, anna]) t.same(helpOf(device), [request]);
  t.same(ben.heard, [], 'the others hear nothing at all');
});

t.test('asked again it is one request with other words', async (t) => {
  const { stage, host } = two();
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  stage.pass(1_000);
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: 'Please' });
  t.same(stage.effects, []);
  t.same(helpOf(host), [{ participantId: 'p-anna', since: stage.now - 1_000, note: 'Please' }]);
});

t.test('the longest waiting comes first', async (t) => {
  const { stage, host } = two();
  stage.play({ type: 'requestHelp', actor: stage.by('ben'), note: null });
  stage.pass(1_000);
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  t.match(helpOf(host), [{ participantId: 'p-ben' }, { participantId: 'p-anna' }]);
});

t.test('hosts and observers ask nobody, and who waits asks otherwise', async (t) => {
  const { stage } = two();
  stage.arrive(observer());
  const ask = (sub: string) => stage.refusal({ type: 'requestHelp', actor: stage.by(sub), note: null });
  t.equal(ask('olga'), 'not-admitted');
  stage.admit(api, 'olga');
  t.equal(ask('olga'), 'not-allowed');
  t.equal(ask('weber'), 'not-allowed');
});

t.test('a host answers privately, which leaves the request open', async (t) => {
  const { stage, host, anna, ben } = two();
  const answer = { type: 'answerHelp', seatId: 'p-anna', text: 'I am with you' } as const;
  t.equal(stage.refusal({ ...answer, actor: stage.by('weber') }), 'not-found', 'nobody asked');
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  t.equal(stage.refusal({ ...answer, actor: stage.by('ben') }), 'not-allowed');
  anna.heard.length = 0;
  ben.heard.length = 0;
  stage.play({ ...answer, actor: stage.by('weber') });
  t.same(anna.heard, [{ method: 'hostMessage', params: { kind: 'help', text: 'I am with you' } }]);
  t.same(ben.heard, []);
  t.equal(helpOf(host)?.length, 1);
  stage.drop(anna);
  t.equal(stage.refusal({ ...answer, actor: stage.by('weber') }), 'not-admitted', 'it would reach nobody');
});

t.test('a call for help is closed by a host or by the one who asked', async (t) => {
  const { stage, host, anna } = two();
  const close = { type: 'closeHelp', seatId: 'p-anna' } as const;
  for (const by of ['weber', 'anna']) {
    stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
    t.equal(stage.refusal({ ...close, actor: stage.by('ben') }), 'not-allowed');
    stage.play({ ...close, actor: stage.by(by), seatId: by === 'anna' ? null : 'p-anna' });
    t.same([helpOf(host), helpOf(anna)], [[], []]);
  }
  t.equal(stage.refusal({ ...close, actor: stage.by('weber') }), 'not-found');
  t.equal(stage.refusal({ ...close, actor: stage.by('anna'), seatId: null }), 'not-found');
  t.equal(
    stage.refusal({ ...close, actor: stage.by('weber'), seatId: null }),
    'not-found',
    'hosts have none of their own',
  );
});

t.test(
  'a person who asked is told that a host closed the request, also when they come back; and not when they took it back',
  async (t) => {
    const { stage, anna, ben } = two();
    const told = { method: 'helpClosed', params: {} };
    stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
    for (const device of [anna, ben]) device.heard.length = 0;
    stage.play({ type: 'closeHelp', actor: stage.by('weber'), seatId: 'p-anna' });
    t.match(anna.heard, [{ method: 'roomUpdated' }, told]);
    t.same(ben.heard, []);
    stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
    stage.drop(anna);
    stage.play({ type: 'closeHelp', actor: stage.by('weber'), seatId: 'p-anna' });
    t.same(stage.effects, [{ type: 'deliverLater', seatId: 'p-anna', notification: told }]);
    stage.arrive(client(), anna);
    stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
    stage.play({ type: 'closeHelp', actor: stage.by('anna'), seatId: null });
    t.same(stage.effects, []);
  },
);

t.test('hosts see which of them answered, until that one is gone or the client asks anew', async (t) => {
  const { stage, host, anna } = two();
  const cole = stage.arrive(cotherapist());
  const ask = () => stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: 'Please' });
  const answer = () => stage.play({ type: 'answerHelp', actor: stage.by('cole'), seatId: 'p-anna', text: 'Here' });
  ask();
  t.notOk(helpOf(host)?.[0]?.takenBy);
  answer();
  for (const device of [host, cole]) t.match(helpOf(device), [{ participantId: 'p-anna', takenBy: 'p-cole' }]);
  t.notOk(Object.hasOwn(helpOf(anna)?.[0] ?? {}, 'takenBy'), 'a host is not named to the client');
  ask();
  t.notOk(helpOf(host)?.[0]?.takenBy, 'asked anew, nobody has seen to it');
  answer();
  stage.play({ type: 'left', connectionId: cole.connectionId ?? '', quickly: false });
  t.notOk(helpOf(host)?.[0]?.takenBy, 'nobody sees to it any more');
});

t.test('a host who goes to the group of a client sees to the call, where no other host does', async (t) => {
  const { stage, host } = two();
  stage.arrive(cotherapist());
  const groups = [{ id: 'g1', name: 'One', seatIds: ['p-anna'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  stage.play({ type: 'requestHelp', actor: stage.by('ben'), note: null });
  const go = (sub: string) =>
    stage.play({ type: 'moveToGroup', actor: stage.by(sub), seatId: `p-${sub}`, groupId: 'g1' });
  go('cole');
  go('weber');
  const takenBy = Object.fromEntries((helpOf(host) ?? []).map((one) => [one.participantId, one.takenBy]));
  t.same(takenBy, { 'p-anna': 'p-cole', 'p-ben': undefined });
});

t.test('a call for help outlasts a lost connection and ends with leaving', async (t) => {
  const { stage, host, anna } = two();
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  stage.drop(anna);
  t.equal(helpOf(host)?.length, 1);
  const back = stage.arrive(client(), anna);
  t.equal(helpOf(back)?.length, 1);
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.same(helpOf(host), []);
  stage.admit(api, 'anna');
  t.same(helpOf(back), []);
});
