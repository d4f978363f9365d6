import type { AdmittedSnapshot, Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { diffViews, viewOf } from '../../../../../../server/src/rooms/machine/index.ts';
import { applyNotification } from '../../../../../support/machine/apply-notification.ts';
import { client, cotherapist, observer, person, therapist } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage } from '../../../../../support/machine/stage.ts';

function group(device: Device | undefined): AdmittedSnapshot {
  if (device?.known?.state !== 'admitted') throw new Error('not in the group');
  return device.known;
}

t.test('a person who waits sees themselves and the texts of the room', async (t) => {
  const { stage } = Stage.live([client('ben')], { title: 'Tuesday', waitingMessage: 'Soon' });
  const anna = stage.arrive(client());
  const { grants } = client();
  t.strictSame(anna.known, {
    state: 'waiting',
    self: { id: 'p-anna', name: 'name of anna', role: 'client', grants, place: { kind: 'group' } },
    room: { title: 'Tuesday', opensAt: null, waitingMessage: 'Soon', recording: 'never', agreement: null },
  });
});

t.test('a waiting person is told nothing while others come, go and talk', async (t) => {
  const { stage, host } = Stage.live();
  const anna = stage.arrive(client());
  const ben = stage.arrive(client('ben'));
  stage.admit(stage.by('weber'), 'ben');
  stage.set({ locked: true, maxParticipants: 3, waitingRoom: false });
  stage.leave(ben);
  stage.drop(host);
  stage.pass(200_000);
  t.same(anna.heard, []);
});

t.test('an observer is in every roster, as an observer', async (t) => {
  const { stage, devices } = Stage.live([client(), observer()]);
  t.match(group(devices[0]).participants, [{ id: 'p-weber' }, { id: 'p-olga', role: 'observer' }]);
  t.equal(stage.stateOf('olga'), 'admitted');
});

t.test('hosts see labels, others the display name alone', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben', { label: null })]);
  stage.arrive(client('dora'));
  t.strictSame(
    group(host).participants.map(({ label }) => label),
    ['label of anna', undefined],
  );
  t.equal(group(host).waiting?.[0]?.label, 'label of dora');
  t.notOk(JSON.stringify(group(devices[0])).includes('label'));
  const blind = stage.arrive(cotherapist('cole', { grants: { canSeeLabels: false } }));
  t.notOk(JSON.stringify(group(blind)).includes('label'));
});

t.test('only who may admit sees who waits, and nobody else hears of it', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  if (anna) anna.heard.length = 0;
  host.heard.length = 0;
  stage.arrive(client('ben'));
  stage.play({ type: 'deny', actor: stage.by('weber'), ...stage.entry('ben'), ban: false });
  t.notOk('waiting' in group(anna));
  t.same(anna?.heard, []);
  t.same(
    host.heard.map(({ method }) => method),
    ['waitingAdded', 'waitingRemoved'],
  );
});

t.test('the queue is in the order of coming, and a drop costs nobody the place', async (t) => {
  const { stage, host } = Stage.live();
  const dora = stage.arrive(client('dora'));
  stage.pass(1);
  stage.arrive(client());
  stage.drop(dora);
  stage.arrive(client('dora'), dora);
  t.same(
    group(host).waiting?.map(({ id }) => id),
    ['p-dora', 'p-anna'],
  );
});

t.test('of those put back at one time, a drop costs nobody the place either', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben')], { seatLeaseSeconds: 3_600 });
  stage.drop(host);
  stage.pass(125_000);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  stage.arrive(client(), anna);
  const back = stage.arrive(therapist());
  t.same(
    group(back).waiting?.map(({ id }) => id),
    ['p-anna', 'p-ben'],
  );
});

t.test('of an ended room, and of a connection that holds nothing, there is no view', async (t) => {
  const { stage, host } = Stage.live();
  t.equal(viewOf(stage.state, 'unknown'), null);
  stage.play({ type: 'end', actor: stage.by('weber') });
  t.equal(viewOf(stage.state, host.connectionId), null);
});

t.test('equal views have no difference, none to or from nothing', async (t) => {
  const { host } = Stage.live();
  t.same(diffViews(host.known, structuredClone(host.known)), []);
  t.same(diffViews(null, host.known), []);
  t.same(diffViews(host.known, null), []);
});

t.test('sight of the waiting room that is gained or lost comes as a whole snapshot', async (t) => {
  const { host } = Stage.live();
  const { waiting: _hidden, ...blind } = group(host);
  t.match(diffViews(blind, host.known), [{ method: 'snapshotReplaced' }]);
  t.match(diffViews(host.known, blind), [{ method: 'snapshotReplaced' }]);
});

t.test('news applied to the old view make the new one', async (t) => {
  const { stage, host } = Stage.live([client(), client('ben')]);
  const cole = stage.arrive(cotherapist());
  const before = structuredClone(group(cole));
  stage.drop(host);
  stage.arrive(client('dora'));
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('cole'), seatId: 'p-anna' });
  stage.set({ title: 'Wednesday', absencePolicy: 'hand-over' });
  stage.pass(125_000);
  stage.arrive(person('olga', 'observer'));
  const news = diffViews(before, group(cole));
  t.strictSame(
    news.map(({ method }) => method),
    [
      'selfUpdated',
      'roomUpdated',
      'participantLeft',
      'participantLeft',
      'waitingAdded',
      'waitingAdded',
      'waitingAdded',
    ],
  );
  t.strictSame(news.reduce<Snapshot>(applyNotification, before), group(cole));
});
