import t from 'tap';
import { audienceOf } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, observer } from '../../../../../support/machine/player/people.ts';
import { Stage } from '../../../../../support/machine/stage.ts';

const audience = (stage: Stage, name: string): string[] =>
  audienceOf(stage.state, `p-${name}`).map(({ seatId }) => seatId.slice(2));
const stayOf = (stage: Stage, from: string, to: string): number | undefined =>
  audienceOf(stage.state, `p-${from}`).find(({ seatId }) => seatId === `p-${to}`)?.stay;

t.test('those in the group share secrets, those who wait do not', async (t) => {
  const { stage } = Stage.live([client(), client('ben')]);
  stage.arrive(client('cleo'));
  t.same(audience(stage, 'anna'), ['ben', 'weber']);
  t.same(audience(stage, 'cleo'), []);
  t.same(audience(stage, 'nobody'), []);
  t.same(audience(stage, '__proto__'), []);
});

t.test('a lost connection changes no audience until its lease ends', async (t) => {
  const { stage, devices } = Stage.live([client(), client('ben')]);
  const before = audienceOf(stage.state, 'p-weber');
  for (const device of devices) stage.drop(device);
  t.same(audienceOf(stage.state, 'p-weber'), before);
  stage.pass(60_000);
  t.same(audience(stage, 'weber'), []);
});

t.test('who is put back or removed is in no audience, and comes back for another stay', async (t) => {
  const { stage } = Stage.live([client(), client('ben')]);
  t.equal(stayOf(stage, 'weber', 'ben'), 1);
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  t.same(audience(stage, 'anna'), ['weber']);
  stage.admit(stage.by('weber'), 'ben');
  t.same(audience(stage, 'anna'), ['ben', 'weber']);
  t.equal(stayOf(stage, 'weber', 'ben'), 2);
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-ben', ban: false });
  t.same(audience(stage, 'anna'), ['weber']);
});

t.test('a preview and a side room are for two', async (t) => {
  const { stage } = Stage.live([client(), client('ben')]);
  stage.arrive(client('cleo'));
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('cleo') });
  t.same(audience(stage, 'weber'), ['cleo']);
  t.same(audience(stage, 'cleo'), ['weber']);
  t.same(audience(stage, 'anna'), ['ben']);
  stage.play({ type: 'closePreview', actor: stage.by('weber') });
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.same(audience(stage, 'weber'), ['anna']);
  t.same(audience(stage, 'ben'), []);
});

t.test('in a closed circle clients share secrets with hosts only', async (t) => {
  const { stage } = Stage.live([client(), client('ben')], { reveal: 'together', meetingNoticeSeconds: 0 });
  t.same(audience(stage, 'anna'), ['weber']);
  t.same(audience(stage, 'weber'), ['anna', 'ben']);
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  t.same(audience(stage, 'anna'), ['ben', 'weber']);
});

t.test('an observer shares secrets with those who agreed', async (t) => {
  const { stage } = Stage.live([client(), client('ben'), observer()]);
  t.same(audience(stage, 'olga'), ['anna', 'ben', 'weber']);
});

t.test('who may not receive media reads the messages of the place', async (t) => {
  const { stage } = Stage.live([client(), client('ben', { grants: { subscribe: false } })]);
  t.same(audience(stage, 'anna'), ['ben', 'weber']);
});

t.test('after the end nobody has an audience', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.play({ type: 'end', actor: stage.by('weber') });
  t.same(audience(stage, 'anna'), []);
});
