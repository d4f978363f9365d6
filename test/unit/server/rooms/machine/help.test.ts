import t from 'tap';
import { client, cotherapist, observer } from '../../../../support/machine/people.ts';
import { api, type Device, Stage } from '../../../../support/machine/stage.ts';

const helpOf = ({ known }: Device) => (known?.state === 'admitted' ? known.room.help : null);

function two(): { stage: Stage; host: Device; anna: Device; ben: Device } {
  const { stage, host, devices } = Stage.live([client('anna'), client('ben')]);
  const [anna, ben] = devices;
  if (!anna || !ben) throw new Error('two clients came');
  return { stage, host, anna, ben };
}

t.test('a signal is seen by the hosts and by whoever gave it, never by the group', async (t) => {
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

t.test('it is closed by a host or by the one who asked', async (t) => {
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

t.test('it outlasts a drop and ends with leaving', async (t) => {
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
