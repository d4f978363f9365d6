import type { RoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { mayForward, mayPublish } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist } from '../../../../../support/machine/player/people.ts';
import { type Device, Stage } from '../../../../../support/machine/stage.ts';

const hears = (stage: Stage, to: string, from: string) => mayForward(stage.state, `p-${from}`, `p-${to}`, 'microphone');

/** A live room with «ben» inside, and «anna» in a preview with the therapist. */
function preview(settings: Partial<RoomSettings> = {}) {
  const { stage, host, devices } = Stage.live([client('ben')], settings);
  const [ben] = devices;
  if (!ben) throw new Error('ben is inside');
  const anna = stage.arrive(client());
  ben.heard.length = 0;
  open(stage, 'weber', 'anna');
  return { stage, host, ben, anna };
}

const open = (stage: Stage, host: string, sub: string) =>
  stage.play({ type: 'openPreview', actor: stage.by(host), ...stage.entry(sub) });

const place = (device: Device) => device.known?.self.place;

t.test('in a preview two people hear each other, and nobody else either of them', async (t) => {
  const { stage } = preview();
  t.ok(hears(stage, 'weber', 'anna') && hears(stage, 'anna', 'weber'));
  t.notOk(hears(stage, 'ben', 'anna') || hears(stage, 'anna', 'ben'));
  t.notOk(hears(stage, 'ben', 'weber') || hears(stage, 'weber', 'ben'));
  t.ok(mayPublish(stage.state, 'p-anna', 'camera'), 'who waits may be seen for that time');
  stage.play({ type: 'closePreview', actor: stage.by('weber') });
  t.notOk(hears(stage, 'weber', 'anna') || hears(stage, 'anna', 'weber'));
  t.notOk(mayPublish(stage.state, 'p-anna', 'camera'));
  t.ok(hears(stage, 'ben', 'weber') && hears(stage, 'weber', 'ben'), 'the host is back in the group');
});

t.test('the one who waits learns id and name of that host, and of nobody else', async (t) => {
  const { anna } = preview();
  t.strictSame(place(anna), { kind: 'preview', participantId: 'p-weber', name: 'name of weber' });
  t.equal(anna.known?.state, 'waiting');
  t.notOk(/name of ben|p-ben/.test(JSON.stringify(anna.heard)));
});

t.test('the group learns that its host is away, and no more', async (t) => {
  const { ben } = preview();
  t.match(ben.heard, [{ method: 'participantUpdated', params: { participant: { id: 'p-weber', away: true } } }]);
  t.equal(ben.heard.length, 1);
  t.notOk(JSON.stringify([ben.heard, ben.known]).includes('anna'));
});

t.test('other hosts see who looks at whom', async (t) => {
  const { stage } = preview();
  const cole = stage.arrive(cotherapist());
  t.match(cole.known, { waiting: [{ id: 'p-anna', previewedBy: 'p-weber' }] });
});

t.test('a text goes from each of the two to the other, and nobody else can send one', async (t) => {
  const { stage, host, ben, anna } = preview();
  for (const [from, to] of [
    [host, anna],
    [anna, host],
  ] as const) {
    to.heard.length = 0;
    stage.play({ type: 'sendPreviewText', connectionId: from.connectionId, text: 'Hello' });
    t.strictSame(to.heard, [{ method: 'previewText', params: { text: 'Hello' } }]);
  }
  for (const connectionId of [ben.connectionId, 'nobody']) {
    t.equal(stage.refusal({ type: 'sendPreviewText', connectionId, text: 'Hello' }), 'not-found');
  }
  const second = stage.arrive(client());
  const { connectionId } = second;
  t.equal(stage.refusal({ type: 'sendPreviewText', connectionId, text: 'Hello' }), 'not-found', 'nor a second device');
  t.strictSame(place(second), { kind: 'group' }, 'which learns nothing of it');
});

t.test('a preview ends when one of the two is gone, when the host decides, and with the session', async (t) => {
  const ends: Record<string, (room: ReturnType<typeof preview>) => void> = {
    'the host drops': ({ stage, host }) => stage.drop(host),
    'the host leaves': ({ stage, host }) => stage.leave(host),
    'the person drops': ({ stage, anna }) => stage.drop(anna),
    'the person leaves': ({ stage, anna }) => stage.leave(anna),
    'the person comes on a new connection': ({ stage, anna }) => void stage.arrive(client(), anna),
    'the host comes on a new connection': ({ stage, host }) => {
      stage.arrive({ ...stage.seat('weber').claims }, host);
    },
    'admitted by the API': ({ stage }) => stage.admit({ kind: 'api' }, 'anna'),
    denied: ({ stage }) =>
      void stage.play({ type: 'deny', actor: stage.by('weber'), ...stage.entry('anna'), ban: false }),
    'the end': ({ stage }) => void stage.play({ type: 'end', actor: stage.by('weber') }),
    'a restart': ({ stage }) => stage.restart(),
  };
  for (const [name, happen] of Object.entries(ends)) {
    const room = preview();
    happen(room);
    t.same(room.stage.state.privatePairs, [], name);
  }
});

t.test('a second device that takes over the wait is not the one who was looked at', async (t) => {
  const { stage, anna } = preview();
  stage.arrive(client());
  stage.leave(anna);
  t.equal(stage.stateOf('anna'), 'waiting');
  t.same(stage.state.privatePairs, []);
});

t.test('admitted from a preview, both are with the group', async (t) => {
  const { stage, host, anna } = preview();
  stage.admit(stage.by('weber'), 'anna');
  t.ok(hears(stage, 'ben', 'anna') && hears(stage, 'anna', 'ben') && hears(stage, 'ben', 'weber'));
  t.strictSame([place(host), place(anna)], [{ kind: 'group' }, { kind: 'group' }]);
});

t.test('one host previews one person at a time, and one person has one preview at a time', async (t) => {
  const { stage } = preview();
  stage.arrive(client('dora'));
  stage.arrive(cotherapist());
  const [weber, cole] = [stage.by('weber'), stage.by('cole')];
  t.equal(stage.refusal({ type: 'openPreview', actor: weber, ...stage.entry('dora') }), 'busy');
  t.equal(stage.refusal({ type: 'openPreview', actor: cole, ...stage.entry('anna') }), 'busy');
  t.equal(stage.refusal({ type: 'openSideRoom', actor: weber, seatId: 'p-ben' }), 'busy');
  t.equal(stage.refusal({ type: 'closePreview', actor: cole }), 'not-found', 'each closes their own');
});

t.test('only hosts open a preview, of the entry they saw, in a live session', async (t) => {
  const { stage, host } = Stage.live([client('ben')]);
  const anna = stage.arrive(client());
  const entry = stage.entry('anna');
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('ben'), ...entry }), 'not-allowed');
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('anna'), ...entry }), 'not-admitted');
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('weber'), seatId: '__proto__', epoch: 1 }), 'not-found');
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('ben') }), 'stale-entry');
  stage.drop(anna);
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('weber'), ...entry }), 'stale-entry');
  stage.arrive(client('ben'));
  const second = stage.secondEntry('ben');
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('weber'), ...second }), 'not-allowed');
  stage.drop(host);
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('weber'), ...entry }), 'not-admitted');
});
