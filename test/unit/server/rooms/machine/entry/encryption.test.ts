import t from 'tap';
import { type Actor, encryptionOfRoom, type RoomEvent } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, keysOf, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../../support/machine/stage.ts';

const none = { e2ee: null };
const modeOf = (stage: Stage) => encryptionOfRoom(stage.state);

function admitting(stage: Stage, sub: string, unencrypted?: boolean, actor: Actor = stage.by('weber')): RoomEvent {
  const agrees = unencrypted === undefined ? {} : { unencrypted };
  return { type: 'admit', actor, entries: [stage.entry(sub)], all: false, ...agrees };
}

t.test('somebody who cannot encrypt is let in by a host who agrees, and encryption ends until they go', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'preferred' });
  const ben = stage.arrive(client('ben'), null, none);
  t.equal(modeOf(stage), 'e2e');
  for (const actor of [stage.by('weber'), api]) {
    t.equal(stage.refusal(admitting(stage, 'ben', undefined, actor)), 'e2ee-would-end');
    t.equal(stage.refusal(admitting(stage, 'ben', false, actor)), 'e2ee-would-end');
  }
  stage.play(admitting(stage, 'ben', true));
  t.equal(modeOf(stage), 'none');
  stage.arrive(client('cleo'), null, none);
  stage.play(admitting(stage, 'cleo'));
  t.equal(stage.stateOf('cleo'), 'admitted', 'the second one ends nothing');
  stage.drop(ben);
  stage.play({ type: 'remove', actor: api, seatId: 'p-cleo', ban: false });
  t.equal(modeOf(stage), 'none', 'also while the connection is lost');
  stage.pass(60_000);
  t.equal(modeOf(stage), 'e2e');
});

t.test('where encryption is required nobody comes in without it, whatever lets them in otherwise', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'required', waitingRoom: false });
  for (const claims of [client('ben'), client('cleo', { waitingRoom: 'bypass' }), cotherapist()]) {
    stage.arrive(claims, null, none);
    t.equal(stage.stateOf(claims.sub), 'waiting');
    t.equal(stage.refusal(admitting(stage, claims.sub, true)), 'e2ee-unsupported');
    t.equal(
      stage.refusal({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry(claims.sub) }),
      'e2ee-unsupported',
    );
  }
  stage.arrive(client('dora'));
  t.equal(stage.stateOf('dora'), 'admitted');
  const empty = new Stage({ encryption: 'required' });
  empty.arrive(therapist(), null, none);
  t.equal(empty.stateOf('weber'), 'waiting', 'not even the only host');
  empty.arrive(therapist(), null, { e2ee: keysOf('a current browser') });
  t.equal(empty.stateOf('weber'), 'admitted');
});

t.test('of those who come without being asked, only who can encrypt comes in', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'preferred', waitingRoom: false });
  for (const claims of [client('ben'), client('cleo', { waitingRoom: 'bypass' }), cotherapist()]) {
    stage.arrive(claims, null, none);
    t.equal(stage.stateOf(claims.sub), 'waiting');
  }
  stage.play(admitting(stage, 'ben', true));
  stage.arrive(client('dora'), null, none);
  t.equal(stage.stateOf('dora'), 'admitted', 'where it has ended already it is as without it');
});

t.test('accepting the agreement lets nobody in who would end encryption', async (t) => {
  const agreement = { version: '1', text: 'Be kind' };
  const { stage } = Stage.live([], { encryption: 'preferred', waitingRoom: false, agreement });
  const [ben, cleo] = [stage.arrive(client('ben'), null, none), stage.arrive(client('cleo'))];
  for (const { connectionId } of [ben, cleo]) stage.play({ type: 'acceptAgreement', connectionId, version: '1' });
  t.same([stage.stateOf('ben'), stage.stateOf('cleo')], ['waiting', 'admitted']);
});

t.test('the first host comes in without encryption: nobody could let them in', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'preferred' });
  stage.arrive(cotherapist(), null, none);
  t.equal(stage.stateOf('cole'), 'waiting', 'another host decides');
  const alone = new Stage({ encryption: 'preferred' });
  alone.arrive(therapist(), null, none);
  t.equal(alone.stateOf('weber'), 'admitted');
  t.equal(modeOf(alone), 'none');
});

t.test('of hosts who came too early those who can encrypt come in first, and decide about the others', async (t) => {
  const opensAt = '2026-03-03T19:00:00Z';
  const stage = new Stage({ encryption: 'preferred', opensAt, earlyEntrySeconds: 0 });
  stage.arrive(cotherapist(), null, none);
  stage.arrive(therapist());
  stage.pass(3_600_000);
  t.same([stage.stateOf('weber'), stage.stateOf('cole')], ['admitted', 'waiting']);
  stage.play(admitting(stage, 'cole', true));
  t.equal(modeOf(stage), 'none');
});

t.test('admitting all skips those who would end encryption', async (t) => {
  for (const encryption of ['preferred', 'required'] as const) {
    const { stage } = Stage.live([], { encryption });
    stage.arrive(client('ben'), null, none);
    stage.arrive(client('cleo'));
    const entries = [stage.entry('ben'), stage.entry('cleo')];
    const { admitted, skippedEntries } = stage.play({ type: 'admit', actor: stage.by('weber'), entries, all: true });
    t.same(admitted, ['p-cleo']);
    t.match(skippedEntries, [{ code: encryption === 'required' ? 'e2ee-unsupported' : 'e2ee-would-end' }]);
  }
});

t.test('somebody who comes back without encryption waits, with the reason', async (t) => {
  for (const encryption of ['preferred', 'required'] as const) {
    const { stage, devices } = Stage.live([client(), client('ben')], { encryption });
    const [anna] = devices;
    const other = stage.arrive(client(), anna, none);
    t.equal(stage.stateOf('anna'), 'waiting');
    t.match(other.known, { state: 'waiting', room: { waitsBecause: 'e2ee-unsupported' } });
    t.equal(anna?.closedWith, 'replaced');
    t.equal(modeOf(stage), 'e2e');
    stage.arrive(client(), other, { e2ee: keysOf('a current browser') });
    stage.play(admitting(stage, 'anna'));
    t.equal(stage.stateOf('anna'), 'admitted');
  }
});

t.test('a host who comes back without encryption waits, and comes in again with it', async (t) => {
  const { stage, host } = Stage.live([client()], { encryption: 'required' });
  const other = stage.arrive(therapist(), host, none);
  t.equal(stage.stateOf('weber'), 'waiting');
  stage.pass(6_000);
  t.equal(stage.state.phase, 'held');
  stage.arrive(therapist(), other, { e2ee: keysOf('a current browser') });
  t.equal(stage.stateOf('weber'), 'admitted', 'no host has put them back');
  t.equal(stage.state.phase, 'live');
});

t.test('who was let in without encryption comes back without it', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'preferred' });
  const ben = stage.arrive(client('ben'), null, none);
  stage.play(admitting(stage, 'ben', true));
  stage.drop(ben);
  const again = stage.arrive(client('ben'), ben, none);
  t.equal(stage.stateOf('ben'), 'admitted');
  stage.arrive(client('ben'), again, { e2ee: keysOf('ben') });
  t.equal(modeOf(stage), 'e2e', 'and encryption is back when they can');
});

t.test('the only host comes back without encryption, which ends', async (t) => {
  const { stage, host } = Stage.live([client()], { encryption: 'preferred' });
  stage.arrive(therapist(), host, none);
  t.equal(stage.stateOf('weber'), 'admitted');
  t.equal(modeOf(stage), 'none');
});

t.test('in a room that is not live that is said first', async (t) => {
  const stage = new Stage({ encryption: 'preferred' });
  stage.arrive(client(), null, none);
  t.equal(stage.refusal(admitting(stage, 'anna', undefined, api)), 'room-not-live');
  t.equal(stage.refusal(admitting(stage, 'anna', true, api)), 'room-not-live');
  const { stage: held, host } = Stage.live([client('ben')], { encryption: 'preferred' });
  held.arrive(client(), null, none);
  held.drop(host);
  held.pass(5_000);
  t.equal(held.state.phase, 'held');
  t.equal(held.refusal(admitting(held, 'anna', undefined, api)), 'room-not-live');
});

t.test('a second device is let in like anybody else', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'preferred' });
  stage.arrive(client(), null, none);
  const entries = [stage.secondEntry('anna')];
  const event: RoomEvent = { type: 'admit', actor: stage.by('weber'), entries, all: false };
  t.equal(stage.refusal(event), 'e2ee-would-end');
  stage.play({ ...event, unencrypted: true });
  t.equal(stage.seat('anna').e2ee, null);
  stage.arrive(client(), null, none);
  stage.play({ ...event, entries: [stage.secondEntry('anna')] });
  t.equal(stage.stateOf('anna'), 'admitted', 'another device without it ends nothing');
});

t.test('after a restart a seat keeps what it could', async (t) => {
  const { stage, devices } = Stage.live([client()], { encryption: 'preferred' });
  stage.restart();
  t.equal(modeOf(stage), 'e2e');
  stage.arrive(therapist());
  stage.arrive(client(), devices[0], none);
  t.match(stage.seat('anna'), { state: 'waiting', waitsBecause: 'e2ee-unsupported' });
});

t.test('in a room that does not encrypt keys change nothing', async (t) => {
  const { stage } = Stage.live([client()], { encryption: 'off', waitingRoom: false });
  stage.arrive(client('ben'), null, { e2ee: keysOf('ben') });
  t.equal(modeOf(stage), 'none');
  t.equal(stage.stateOf('ben'), 'admitted');
});

t.test('the setting is fixed once somebody was inside, and excludes a history of the chat', async (t) => {
  const change = (patch: object) => ({ type: 'updateSettings', actor: api, patch }) as const;
  const stage = new Stage();
  t.equal(stage.refusal(change({ encryption: 'required', chatHistory: 'session' })), 'invalid-params');
  stage.set({ encryption: 'required' });
  t.equal(stage.refusal(change({ chatHistory: 'session' })), 'invalid-params');
  stage.set({ encryption: 'off', chatHistory: 'session' });
  t.equal(stage.refusal(change({ encryption: 'preferred' })), 'invalid-params');
  stage.set({ encryption: 'preferred', chatHistory: 'none' });
  const host = stage.arrive(therapist());
  stage.leave(host);
  t.equal(stage.refusal(change({ encryption: 'off' })), 'too-late');
  stage.set({ encryption: 'preferred', title: 'Other' });
  t.equal(stage.state.settings.title, 'Other');
});
