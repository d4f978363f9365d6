import type { TrackSource } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { withholdingRules } from '../../../../../../server/src/core/events/media-events.ts';
import {
  type ForwardingRule,
  forwardingRules,
  mayForward,
  mayPublish,
  withheldBy,
} from '../../../../../../server/src/rooms/machine/index.ts';
import { client, observer } from '../../../../../support/machine/player/people.ts';
import { Stage } from '../../../../../support/machine/stage.ts';

const hears = (stage: Stage, to: string, from: string, source: TrackSource = 'microphone') =>
  mayForward(stage.state, `p-${from}`, `p-${to}`, source);

t.test('those inside a live session receive each other, by their grants', async (t) => {
  const { stage } = Stage.live([client(), client('ben', { grants: { subscribe: false } }), observer()]);
  t.ok(hears(stage, 'anna', 'weber'));
  t.ok(hears(stage, 'weber', 'anna', 'camera'));
  t.ok(hears(stage, 'olga', 'anna'));
  t.notOk(hears(stage, 'ben', 'anna'), 'who may not subscribe receives nothing');
  t.notOk(hears(stage, 'anna', 'olga'), 'an observer sends nothing');
  t.notOk(hears(stage, 'weber', 'anna', 'screen'), 'a client shows no screen');
  t.ok(hears(stage, 'anna', 'weber', 'screen'));
  t.notOk(hears(stage, 'weber', 'anna', 'screen-audio'), 'nor its sound');
  t.ok(hears(stage, 'anna', 'weber', 'screen-audio'));
  t.notOk(hears(stage, 'anna', 'anna'), 'nobody receives themselves');
});

t.test('the sound of a screen is heard where its owner’s voice is, and nowhere else', async (t) => {
  const { stage } = Stage.live([
    client('anna'),
    client('ben', { grants: { publishScreen: true } }),
    client('cora', { grants: { publishScreen: true } }),
  ]);
  stage.arrive(client('dora'));
  const compare = (what: string): string => {
    const names = ['weber', 'anna', 'ben', 'cora', 'dora'];
    const heard = names.flatMap((to) =>
      ['weber', 'ben', 'cora'].flatMap((from) => {
        const [sound, voice] = (['screen-audio', 'microphone'] as const).map((source) =>
          hears(stage, to, from, source),
        );
        t.equal(sound, voice, `${what}: ${to} of ${from}`);
        return sound ? [`${from}>${to}`] : [];
      }),
    );
    return heard.join(' ');
  };
  t.equal(
    compare('together'),
    'ben>weber cora>weber weber>anna ben>anna cora>anna weber>ben cora>ben weber>cora ben>cora',
  );
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  const apart = compare('two speak alone');
  t.notOk(apart.includes('ben>anna') || apart.includes('weber>cora') || apart.includes('cora>ben'), apart);
});

t.test('nothing goes from or to who waits', async (t) => {
  const { stage } = Stage.live();
  stage.arrive(client());
  t.notOk(hears(stage, 'anna', 'weber'));
  t.notOk(hears(stage, 'weber', 'anna'));
  t.notOk(mayPublish(stage.state, 'p-anna', 'microphone'));
});

t.test('established media goes on while suspended, and ends with lease, put back and remove', async (t) => {
  const { stage, devices } = Stage.live([client(), client('ben'), client('dora')]);
  for (const device of devices) stage.drop(device);
  t.ok(hears(stage, 'anna', 'weber') && hears(stage, 'weber', 'anna'));
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  t.notOk(hears(stage, 'ben', 'weber') || hears(stage, 'weber', 'ben'));
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-dora', ban: false });
  t.notOk(hears(stage, 'dora', 'weber') || hears(stage, 'weber', 'dora'));
  stage.pass(60_000);
  t.notOk(hears(stage, 'anna', 'weber') || hears(stage, 'weber', 'anna'));
});

t.test('while held media pauses, unless the room says that it continues', async (t) => {
  for (const whileHeld of ['pause', 'continue'] as const) {
    const { stage, host } = Stage.live([client(), client('ben')], { whileHeld });
    stage.drop(host);
    stage.pass(5_000);
    t.equal(stage.state.phase, 'held');
    t.equal(hears(stage, 'anna', 'ben'), whileHeld === 'continue');
    t.ok(mayPublish(stage.state, 'p-anna', 'microphone'), 'tracks are kept for the return');
    stage.pass(120_000);
    t.notOk(hears(stage, 'anna', 'ben'), 'and ends with the grace');
  }
});

t.test('nothing is forwarded to or from unknown ids', async (t) => {
  const { stage } = Stage.live([client()]);
  for (const id of ['__proto__', 'constructor', 'toString', 'p-nobody', '']) {
    t.notOk(mayForward(stage.state, id, 'p-anna', 'microphone'));
    t.notOk(mayForward(stage.state, 'p-anna', id, 'microphone'));
    t.notOk(mayPublish(stage.state, id, 'microphone'));
  }
});

t.test('an ended room forwards nothing', async (t) => {
  const { stage } = Stage.live([client()], { whileHeld: 'continue' });
  stage.play({ type: 'end', actor: stage.by('weber') });
  t.notOk(hears(stage, 'anna', 'weber'));
  t.notOk(mayPublish(stage.state, 'p-weber', 'microphone'));
});

t.test('what is withheld is withheld by a rule with a name, and each rule occurs', async (t) => {
  const found = new Set<ForwardingRule | null>();
  const expectRule = (stage: Stage, from: string, to: string, rule: ForwardingRule | null) => {
    const given = withheldBy(stage.state, `p-${from}`, `p-${to}`, 'microphone');
    found.add(given);
    t.equal(given, rule, `${from} to ${to}: ${rule}`);
  };
  const people = [client(), client('ben'), client('cole', { grants: { subscribe: false } }), observer()];
  const { stage, host } = Stage.live(people, { reveal: 'together' });
  const by = stage.by('weber');
  expectRule(stage, 'anna', 'anna', 'own-track');
  expectRule(stage, 'anna', 'weber', null);
  expectRule(stage, 'anna', 'ben', 'circle-closed');
  expectRule(stage, 'weber', 'cole', 'no-subscribe-grant');
  expectRule(stage, 'olga', 'weber', 'no-publish-grant');
  stage.arrive(client('dora'));
  expectRule(stage, 'dora', 'weber', 'waiting');
  expectRule(stage, 'nobody', 'weber', 'not-in-room');
  stage.play({ type: 'openPreview', actor: by, ...stage.entry('dora') });
  expectRule(stage, 'dora', 'weber', null);
  expectRule(stage, 'weber', 'anna', 'in-preview');
  stage.play({ type: 'closePreview', actor: by });
  stage.play({ type: 'openSideRoom', actor: by, seatId: 'p-anna' });
  expectRule(stage, 'ben', 'weber', 'in-side-room');
  stage.play({ type: 'closeSideRoom', actor: by });
  stage.play({
    type: 'startBreakout',
    actor: by,
    groups: [{ id: 'g-1', name: '1', seatIds: ['p-anna'] }],
    seconds: null,
  });
  expectRule(stage, 'weber', 'anna', 'other-breakout-group');
  stage.drop(host);
  stage.pass(5_000);
  expectRule(stage, 'anna', 'weber', 'room-held');
  const ended = Stage.live([client()]).stage;
  ended.play({ type: 'end', actor: ended.by('weber') });
  expectRule(ended, 'anna', 'weber', 'room-not-live');
  const observed = Stage.live([client(), observer()]).stage;
  observed.set({ observerConsent: 'all' });
  expectRule(observed, 'anna', 'olga', 'not-consented');
  t.same([...found].filter((rule) => rule !== null).sort(), forwardingRules.toSorted());
});

t.test('the records of media know the rules by the names that they have here', async (t) => {
  t.same(withholdingRules, forwardingRules);
});
