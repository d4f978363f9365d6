import type { RoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { type Claims, loadState, saveState } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../../support/machine/stage.ts';

t.test('a session is held when its host is away for longer than a blip', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  stage.drop(host);
  stage.pass(4_999);
  t.equal(stage.state.phase, 'live');
  const back = stage.arrive(therapist(), host);
  stage.pass(1_000);
  t.equal(stage.state.phase, 'live', 'a blip does nothing');
  stage.drop(back);
  stage.pass(5_000);
  t.equal(stage.state.phase, 'held');
  t.match(anna?.known?.room, { phase: 'held', heldUntil: stage.now + 120_000 });
  stage.arrive(therapist(), back);
  t.equal(stage.state.phase, 'live');
  t.match(anna?.known?.room, { phase: 'live', heldUntil: null });
});

t.test('while held nobody is admitted', async (t) => {
  const { stage, host } = Stage.live([], { waitingRoom: false });
  stage.drop(host);
  stage.pass(5_000);
  stage.arrive(client());
  t.equal(stage.stateOf('anna'), 'waiting');
  const entries = [stage.entry('anna')];
  t.equal(stage.refusal({ type: 'admit', actor: api, entries, all: false }), 'room-not-live');
});

t.test('after the grace every client waits again, when the policy says so', async (t) => {
  for (const absencePolicy of ['return-to-waiting', 'hand-over'] as const) {
    const { stage, host, devices } = Stage.live([client(), client('ben')], { absencePolicy, seatLeaseSeconds: 300 });
    const [anna, ben] = devices;
    t.ok(ben);
    if (!ben) continue;
    stage.drop(ben);
    stage.drop(host);
    stage.pass(125_000);
    t.equal(stage.state.phase, 'open');
    t.equal(anna?.known?.state, 'waiting');
    t.equal(stage.seat('anna').mustBeAdmitted, true);
    t.equal(stage.stateOf('ben'), 'waiting', 'also who was away');
    t.equal(stage.stateOf('weber'), 'suspended', 'the host keeps the seat');
    stage.arrive(therapist(), host);
    t.equal(stage.state.phase, 'live');
    t.equal(stage.stateOf('anna'), 'waiting');
  }
});

t.test('after the grace the session ends, when the policy says so', async (t) => {
  const { stage, host, devices } = Stage.live([client()], { absencePolicy: 'end' });
  stage.leave(host);
  stage.pass(125_000);
  t.equal(stage.state.phase, 'ended');
  t.equal(stage.state.endedBy, 'host-absent');
  t.equal(devices[0]?.closedWith, 'room-ended');
});

/** A therapist who disconnected, with a cotherapist present, after the grace period. */
function lent(clients: Claims[] = [], settings: Partial<RoomSettings> = {}) {
  const { stage, host, devices } = Stage.live(clients, {
    absencePolicy: 'hand-over',
    seatLeaseSeconds: 600,
    ...settings,
  });
  const cole = stage.arrive(cotherapist());
  stage.drop(host);
  stage.pass(125_000);
  return { stage, host, cole, devices };
}

t.test('under hand-over the lead is lent to a present host after the grace, with the right to end', async (t) => {
  const { stage, host } = Stage.live([], { absencePolicy: 'hand-over' });
  const cole = stage.arrive(cotherapist());
  stage.drop(host);
  stage.pass(124_999);
  t.equal(stage.state.phase, 'live');
  t.match(cole.known, { self: { grants: { canEnd: false } }, room: { leadIsLent: false } });
  t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
  stage.pass(1);
  t.match(cole.known, { self: { grants: { canEnd: true } }, room: { leadId: 'p-cole', leadIsLent: true } });
  stage.play({ type: 'end', actor: stage.by('cole') });
  t.equal(stage.state.endedBy, 'host');
});

t.test('under the other policies the session goes on under the cotherapist, who gets no power by that', async (t) => {
  for (const absencePolicy of ['end', 'return-to-waiting'] as const) {
    const { stage, cole, devices } = lent([client()], { absencePolicy });
    stage.pass(1_000_000);
    t.equal(stage.state.phase, 'live', absencePolicy);
    t.equal(devices[0]?.known?.state, 'admitted');
    t.match(cole.known, { self: { grants: { canEnd: false } }, room: { leadIsLent: false } });
    t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
  }
});

t.test('a therapist who is back leads at once, on whatever device, and what was lent is worth nothing', async (t) => {
  for (const isNewDevice of [false, true]) {
    const { stage, host, cole } = lent();
    const back = stage.arrive(therapist(), isNewDevice ? null : host);
    t.match(cole.known, { self: { grants: { canEnd: false } }, room: { leadId: 'p-weber', leadIsLent: false } });
    t.match(back.known?.room, { leadId: 'p-weber', leadIsLent: false });
    t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
    stage.pass(1_000_000);
    t.equal(stage.state.handedOverTo, null);
  }
});

t.test('a therapist who has to wait leads again when they are let in', async (t) => {
  const { stage } = lent([], { seatLeaseSeconds: 60 });
  stage.arrive(therapist('weber', { waitingRoom: 'required' }));
  t.equal(stage.stateOf('weber'), 'waiting');
  t.equal(stage.state.handedOverTo, 'p-cole');
  stage.admit(stage.by('cole'), 'weber');
  t.equal(stage.state.handedOverTo, null);
});

t.test('a lent lead cannot take out, ban or replace a host whose own token has canEnd', async (t) => {
  const { stage, host } = lent();
  const actor = stage.by('cole');
  const seatId = 'p-weber';
  t.equal(stage.refusal({ type: 'remove', actor, seatId, ban: true }), 'not-allowed', 'while away');
  t.equal(stage.refusal({ type: 'putInWaitingRoom', actor, seatId }), 'not-allowed');
  stage.arrive(client('weber'));
  const entries = [stage.secondEntry('weber')];
  t.equal(stage.refusal({ type: 'admit', actor, entries, all: false }), 'not-allowed');
  stage.play({ type: 'remove', actor: api, seatId, ban: false });
  stage.arrive(therapist());
  t.equal(stage.stateOf('weber'), 'waiting');
  t.equal(stage.refusal({ type: 'deny', actor, ...stage.entry('weber'), ban: true }), 'not-allowed', 'while waiting');
  stage.arrive(client('weber'));
  const second = [stage.secondEntry('weber')];
  t.equal(stage.refusal({ type: 'admit', actor, entries: second, all: false }), 'not-allowed');
  stage.arrive(cotherapist('dahl'));
  stage.play({ type: 'remove', actor, seatId: 'p-dahl', ban: false });
  t.equal(stage.stateOf('dahl'), 'removed', 'a host who may not end the session is taken out as by any lead');
  t.ok(host);
});

t.test('a lent lead cannot take out or ban its owner, also one whose token lacks canEnd', async (t) => {
  const stage = new Stage({ absencePolicy: 'hand-over', seatLeaseSeconds: 600 });
  const claims = therapist('weber', { grants: { canEnd: false } });
  const weber = stage.arrive(claims);
  stage.arrive(cotherapist());
  stage.drop(weber);
  stage.pass(125_000);
  t.equal(stage.state.handedOverTo, 'p-cole');
  const actor = stage.by('cole');
  t.equal(stage.refusal({ type: 'remove', actor, seatId: 'p-weber', ban: true }), 'not-allowed');
  t.equal(stage.refusal({ type: 'putInWaitingRoom', actor, seatId: 'p-weber' }), 'not-allowed');
  stage.play({ type: 'putInWaitingRoom', actor: api, seatId: 'p-weber' });
  stage.arrive(claims, weber);
  t.equal(stage.refusal({ type: 'deny', actor, ...stage.entry('weber'), ban: true }), 'not-allowed');
});

t.test('a therapist who was removed by the API gets the lead back when they are let in again', async (t) => {
  const { stage } = lent();
  stage.play({ type: 'remove', actor: api, seatId: 'p-weber', ban: true });
  t.equal(stage.state.handedOverTo, 'p-cole', 'it stays lent');
  stage.play({ type: 'pardon', actor: api, seatId: 'p-weber' });
  stage.arrive(therapist());
  t.equal(stage.state.handedOverTo, null);
});

t.test('the lead returns when the policy is changed, and is lent again by the changed one', async (t) => {
  const { stage, cole } = lent();
  stage.set({ absencePolicy: 'end' });
  t.match(cole.known, { self: { grants: { canEnd: false } }, room: { leadIsLent: false } });
  stage.pass(500_000);
  stage.set({ absencePolicy: 'hand-over' });
  stage.pass(124_999);
  t.equal(stage.state.handedOverTo, null);
  stage.pass(1);
  t.equal(stage.state.handedOverTo, 'p-cole');
});

t.test('a lent lead outlives a restart of the server, until the therapist is back', async (t) => {
  const { stage, host, cole } = lent();
  stage.restart();
  stage.arrive(cotherapist(), cole);
  t.equal(stage.state.handedOverTo, 'p-cole');
  stage.restart();
  stage.arrive(therapist(), host);
  t.equal(stage.state.handedOverTo, null);
});

t.test(
  'when its holder drops too, it goes on to the next host after the grace; when they leave, it is not kept',
  async (t) => {
    const { stage, cole } = lent();
    stage.arrive(cotherapist('dahl'));
    stage.drop(cole);
    stage.pass(124_999);
    t.equal(stage.state.handedOverTo, 'p-cole');
    stage.pass(1);
    t.equal(stage.state.handedOverTo, 'p-dahl');
    stage.play({ type: 'left', connectionId: stage.seat('dahl').connectionId ?? '' });
    t.equal(stage.state.handedOverTo, null);
  },
);

t.test('another therapist comes before a cotherapist, also when they come later', async (t) => {
  const { stage } = lent();
  stage.arrive(therapist('wolf'));
  t.equal(stage.state.handedOverTo, 'p-wolf');
  t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
  stage.arrive(therapist());
  t.equal(stage.state.handedOverTo, null);
  stage.play({ type: 'remove', actor: stage.by('wolf'), seatId: 'p-weber', ban: false });
  t.equal(stage.stateOf('weber'), 'removed', 'therapists among themselves are equals');
});

t.test('a lead who returns in time keeps the lead', async (t) => {
  const { stage, host } = Stage.live([], { absencePolicy: 'hand-over' });
  stage.arrive(cotherapist());
  stage.drop(host);
  stage.pass(50_000);
  stage.arrive(therapist(), host);
  stage.pass(500_000);
  t.equal(stage.state.handedOverTo, null);
});

t.test('what was lent is worth nothing in the hands of a client', async (t) => {
  const { stage, cole } = lent();
  stage.arrive(client('cole'), cole);
  stage.admit(api, 'cole');
  t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
});

t.test('a room stored by an earlier version, which moved the lead for good, gives it back', async (t) => {
  const { stage, cole } = lent();
  const moved = loadState(saveState({ ...stage.state, leadId: 'p-cole' }));
  t.match(moved, { leadId: 'p-weber', handedOverTo: 'p-cole' });
  const without = loadState(saveState({ ...stage.state, leadId: 'p-cole', seats: { 'p-cole': stage.seat('cole') } }));
  t.match(without, { leadId: null, handedOverTo: null });
  t.ok(cole);
});

t.test('a lead who is not inside is not named to anybody', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  stage.arrive(cotherapist());
  t.match(anna?.known?.room, { leadId: 'p-weber' });
  stage.leave(host);
  t.match(anna?.known?.room, { leadId: null });
});

t.test('a dropped seat is kept for its lease: reconnecting, then gone once', async (t) => {
  const { stage, host, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  host.heard.length = 0;
  stage.drop(anna);
  stage.pass(59_000);
  const back = stage.arrive(client(), anna);
  t.match(host.heard, [
    { method: 'participantUpdated', params: { participant: { connection: 'reconnecting' } } },
    { method: 'participantUpdated', params: { participant: { connection: 'connected' } } },
  ]);
  host.heard.length = 0;
  stage.drop(back);
  stage.pass(60_000);
  t.same(
    host.heard.map(({ method }) => method),
    ['participantUpdated', 'roomUpdated', 'participantLeft'],
  );
  t.match(host.known?.room, { departures: [{ how: 'connection-lost' }] }, 'hosts are told that they have gone');
  stage.arrive(client(), back);
  t.equal(stage.stateOf('anna'), 'waiting', 'coming back waits');
});

t.test('a room that is empty after a first admission ends', async (t) => {
  const unused = new Stage();
  unused.leave(unused.arrive(client()));
  unused.pass(10_000_000);
  t.equal(unused.state.phase, 'open', 'not before one');
  const { stage, host } = Stage.live();
  stage.leave(host);
  stage.pass(599_000);
  const anna = stage.arrive(client());
  stage.pass(700_000);
  t.not(stage.state.phase, 'ended', 'who waits is somebody');
  stage.leave(anna);
  stage.pass(600_000);
  t.equal(stage.state.endedBy, 'empty');
});
