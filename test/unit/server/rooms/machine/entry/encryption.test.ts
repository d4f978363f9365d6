import type { RoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { type Actor, encryptionOfRoom, type RoomEvent } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, keysOf, therapist } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

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

/** «weber» inside with keys, and a host who waits without; a client is inside too. */
function withWaitingHost(settings: Partial<RoomSettings> = {}, second = cotherapist()) {
  const { stage, host, devices } = Stage.live([client()], { encryption: 'preferred', ...settings });
  const device = stage.arrive(second, null, none);
  t.equal(stage.stateOf(second.sub), 'waiting');
  return { stage, host, anna: devices[0], device };
}

t.test('after a restart a host without keys waits for the hosts who were inside', async (t) => {
  for (const begin of ['restart', 'takeOver'] as const) {
    const { stage, host, anna, device } = withWaitingHost();
    stage[begin]();
    const again = stage.arrive(cotherapist(), device, none);
    t.equal(stage.stateOf('cole'), 'waiting', 'the seat of another host is kept');
    stage.arrive(client(), anna);
    stage.pass(59_000);
    t.equal(stage.stateOf('cole'), 'waiting');
    t.equal(modeOf(stage), 'e2e');
    stage.arrive(therapist(), host);
    stage.pass(60_000);
    t.equal(stage.stateOf('cole'), 'waiting', 'and that host decides');
    stage.play(admitting(stage, 'cole', true));
    t.match(again.known, { state: 'admitted', self: { encryption: 'none' } });
  }
});

t.test('after a restart a host without keys comes in when no other host has come back', async (t) => {
  for (const begin of ['restart', 'takeOver'] as const) {
    const { stage, anna, device } = withWaitingHost();
    stage[begin]();
    const again = stage.arrive(cotherapist(), device, none);
    const client2 = stage.arrive(client(), anna);
    stage.pass(60_000);
    t.match(again.known, { state: 'admitted', self: { encryption: 'none' } });
    t.match(client2.known, { self: { encryption: 'none' }, participants: [{ id: 'p-cole', e2ee: undefined }] });
    t.equal(stage.state.phase, 'live');
  }
});

t.test('a host who was inside without keys comes back without being asked', async (t) => {
  const { stage, device } = withWaitingHost();
  stage.play(admitting(stage, 'cole', true));
  stage.restart();
  stage.arrive(cotherapist(), device, none);
  t.equal(stage.stateOf('cole'), 'admitted');
  stage.arrive(therapist());
  stage.arrive(cotherapist('cole', { grants: { canEnd: true } }), device, none);
  t.equal(stage.stateOf('cole'), 'admitted', 'also with other rights, which is a new entry');
});

t.test('a host whose connection is lost still decides, until the lease is over', async (t) => {
  const { stage, host } = Stage.live([client()], { encryption: 'preferred' });
  stage.drop(host);
  stage.arrive(cotherapist(), null, none);
  t.equal(stage.stateOf('cole'), 'waiting');
  stage.pass(60_000);
  t.equal(stage.stateOf('cole'), 'admitted');
  t.equal(modeOf(stage), 'none');
});

t.test('a host who waits for want of keys comes in when the last other host has gone', async (t) => {
  const goes: Record<string, (stage: Stage, host: Device) => void> = {
    left: (stage, host) => stage.leave(host),
    removed: (stage) => stage.play({ type: 'remove', actor: api, seatId: 'p-weber', ban: false }),
    'put back': (stage) => stage.play({ type: 'putInWaitingRoom', actor: api, seatId: 'p-weber' }),
    'a client now': (stage, host) => stage.arrive(client('weber'), host),
  };
  for (const [how, go] of Object.entries(goes)) {
    const { stage, host, device } = withWaitingHost();
    if (how === 'removed' || how === 'put back') stage.drop(host);
    go(stage, host);
    t.match(device.known, { state: 'admitted', self: { encryption: 'none' } }, how);
    t.equal(stage.state.phase, 'live');
  }
});

t.test('that host still waits while another host is inside, was refused, or has to be admitted anyway', async (t) => {
  const { stage, host, device } = withWaitingHost();
  const third = stage.arrive(cotherapist('third'));
  stage.leave(host);
  t.equal(stage.stateOf('cole'), 'waiting', 'another host can decide');
  stage.leave(third);
  t.equal(stage.stateOf('cole'), 'admitted');
  stage.leave(device);

  const refused = withWaitingHost();
  refused.stage.play(admitting(refused.stage, 'cole', true));
  refused.stage.play({ type: 'putInWaitingRoom', actor: api, seatId: 'p-cole' });
  refused.stage.leave(refused.host);
  t.equal(refused.stage.stateOf('cole'), 'waiting', 'put back');

  const needsAdmit = withWaitingHost({}, cotherapist('cole', { waitingRoom: 'required' }));
  needsAdmit.stage.leave(needsAdmit.host);
  t.equal(needsAdmit.stage.stateOf('cole'), 'waiting', 'no bypass');

  const absent = withWaitingHost();
  absent.stage.drop(absent.device);
  absent.stage.leave(absent.host);
  t.equal(absent.stage.stateOf('cole'), 'waiting', 'not connected');
  absent.stage.arrive(cotherapist(), absent.device, none);
  t.equal(absent.stage.stateOf('cole'), 'admitted');

  const required = withWaitingHost({ encryption: 'required' });
  required.stage.leave(required.host);
  t.equal(required.stage.stateOf('cole'), 'waiting', 'where it is required');
});

t.test('that host comes in neither by the end of encryption nor by a pardon', async (t) => {
  const { stage, host } = withWaitingHost();
  const ben = stage.arrive(client('ben'), null, none);
  stage.play(admitting(stage, 'ben', true));
  t.equal(stage.stateOf('cole'), 'waiting', 'a host is there to admit them');
  stage.leave(ben);
  stage.play(admitting(stage, 'cole', true));
  stage.play({ type: 'putInWaitingRoom', actor: api, seatId: 'p-cole' });
  stage.leave(host);
  stage.play({ type: 'pardon', actor: api, seatId: 'p-cole' });
  t.equal(stage.stateOf('cole'), 'waiting', 'who is pardoned connects again');
  const off = Stage.live([], { encryption: 'off' });
  off.stage.arrive(cotherapist());
  off.stage.play({ type: 'putInWaitingRoom', actor: api, seatId: 'p-cole' });
  off.stage.play({ type: 'pardon', actor: api, seatId: 'p-cole' });
  off.stage.leave(off.host);
  t.equal(off.stage.stateOf('cole'), 'waiting', 'as where nothing is encrypted');
});

t.test('a host who was admitted once, and came back without keys, needs no second admission', async (t) => {
  const wolf = therapist('wolf', { waitingRoom: 'required' });
  for (const withKeysAgain of [true, false]) {
    const { stage, host } = Stage.live([client()], { encryption: 'preferred' });
    const first = stage.arrive(wolf);
    stage.admit(api, 'wolf');
    const second = stage.arrive(wolf, first, none);
    t.equal(stage.stateOf('wolf'), 'waiting');
    stage.leave(host);
    t.equal(stage.stateOf('wolf'), 'admitted', 'no other host is left');
    t.equal(modeOf(stage), 'none');
    if (!withKeysAgain) continue;
    stage.arrive(therapist(), null);
    stage.arrive(wolf, second);
    t.equal(stage.stateOf('wolf'), 'admitted');
    t.equal(modeOf(stage), 'e2e');
  }
  const { stage } = Stage.live([client()], { encryption: 'preferred' });
  const first = stage.arrive(wolf);
  stage.admit(api, 'wolf');
  const second = stage.arrive(wolf, first, none);
  stage.arrive(wolf, null, { e2ee: keysOf('a forwarded link') });
  t.equal(stage.stateOf('wolf'), 'waiting', 'another device was never admitted');
  stage.arrive(wolf, second, { e2ee: keysOf('wolf') });
  t.equal(stage.stateOf('wolf'), 'waiting');
});

t.test('a host without keys comes in when the owner does not require them any more', async (t) => {
  const stage = new Stage({ encryption: 'required' });
  stage.arrive(therapist(), null, none);
  t.equal(stage.stateOf('weber'), 'waiting');
  stage.set({ encryption: 'preferred' });
  t.equal(stage.stateOf('weber'), 'admitted');
});

t.test('in a room that is not live that is said first', async (t) => {
  const stage = new Stage({ encryption: 'preferred' });
  stage.arrive(client(), null, none);
  t.equal(stage.refusal(admitting(stage, 'anna', undefined, api)), 'room-not-live');
  t.equal(stage.refusal(admitting(stage, 'anna', true, api)), 'room-not-live');
  const { stage: held, host } = Stage.live([client('ben')], { encryption: 'preferred' });
  held.arrive(client(), null, none);
  held.arrive(cotherapist('cole', { waitingRoom: 'required' }), null, none);
  held.drop(host);
  held.pass(5_000);
  t.equal(held.state.phase, 'held');
  t.equal(held.refusal(admitting(held, 'anna', undefined, api)), 'room-not-live');
  t.equal(held.refusal(admitting(held, 'cole', undefined, api)), 'e2ee-would-end', 'hosts may be admitted');
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
