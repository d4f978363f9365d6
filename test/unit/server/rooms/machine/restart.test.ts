import t from 'tap';
import { loadState, saveState, scrubEnded } from '../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, keysOf, therapist } from '../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../support/machine/stage.ts';

t.test(
  'after a restart everybody inside is suspended, the session is held, and who waits keeps the place',
  async (t) => {
    const { stage, host, devices } = Stage.live([client()]);
    const [anna] = devices;
    t.ok(anna);
    if (!anna) return;
    const ben = stage.arrive(client('ben'));
    stage.arrive(client());
    const since = stage.seat('ben').waitingSince;
    stage.pass(30_000);
    stage.restart();
    t.equal(stage.state.phase, 'held');
    t.same(
      [stage.stateOf('weber'), stage.stateOf('anna'), stage.stateOf('ben')],
      ['suspended', 'suspended', 'waiting'],
    );
    t.match(stage.seat('anna').challenger, { connectionId: null }, 'second devices keep theirs too');

    stage.pass(50_000);
    stage.arrive(client(), anna);
    stage.arrive(client('ben'), ben);
    t.same([stage.stateOf('anna'), stage.stateOf('ben')], ['admitted', 'waiting']);
    t.equal(stage.seat('ben').waitingSince, since);
    stage.arrive(therapist(), host);
    t.equal(stage.state.phase, 'live');
  },
);

t.test('no waiting client enters by itself after a restart', async (t) => {
  const stage = new Stage({ waitingRoom: false });
  const bypassing = client('anna', { waitingRoom: 'bypass' });
  const anna = stage.arrive(bypassing);
  const weber = stage.arrive(therapist());
  stage.restart();
  stage.arrive(therapist(), weber);
  stage.arrive(bypassing, anna);
  t.equal(stage.stateOf('anna'), 'waiting');
});

t.test('leases and grace start afresh', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  stage.pass(59_000);
  stage.restart();
  t.equal(stage.state.timers['lease:p-anna']?.dueAt, stage.now + 60_000);
  t.equal(stage.state.timers.grace?.dueAt, stage.now + 120_000);
  stage.pass(60_000);
  t.equal(stage.stateOf('anna'), 'expired');
});

t.test('a restart counts as the blip: the grace runs at once', async (t) => {
  const { stage } = Stage.live([client()], { seatLeaseSeconds: 3_600, absencePolicy: 'end' });
  stage.restart();
  stage.pass(120_000);
  t.equal(stage.state.endedBy, 'host-absent');
});

t.test('public keys are those of the newest connection, and are kept while it is lost', async (t) => {
  const { stage, devices } = Stage.live([client()], { encryption: 'preferred' });
  const keys = () => stage.seat('anna').e2ee;
  t.same(keys(), keysOf('anna'));
  for (const device of devices) stage.drop(device);
  stage.restart();
  t.same(keys(), keysOf('anna'));
  stage.arrive(therapist());
  const again = stage.arrive(client(), devices[0], { e2ee: keysOf('another page') });
  t.same(keys(), keysOf('another page'));
  t.equal(stage.seat('anna').admissions, 1, 'who resumes does not enter again');
  const phone = stage.arrive(client(), null, { e2ee: keysOf('phone') });
  t.same(keys(), keysOf('another page'), 'a second device changes nothing');
  stage.play({ type: 'admit', actor: api, entries: [stage.secondEntry('anna')], all: false });
  t.same(keys(), keysOf('phone'));
  t.equal(again.closedWith, 'replaced');
  stage.leave(phone);
  t.equal(keys(), null);
  stage.arrive(client());
  stage.admit(api, 'anna');
  t.equal(stage.seat('anna').admissions, 2);
});

t.test('a stored room is the same room, and one of another version is refused', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.arrive(cotherapist());
  t.strictSame(loadState(saveState(stage.state)), stage.state);
  t.same(loadState(JSON.stringify({ ...stage.state, version: 1 })), stage.state, 'one of the version before is read');
  t.throws(() => loadState(JSON.stringify({ ...stage.state, version: 3 })), /version 3/);
});

t.test('a room that version 0.1 stored keeps its private pairs', async (t) => {
  const { stage } = Stage.live([client()]);
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.pass(5_000);
  const { privatePairs, ...rest } = stage.state;
  t.equal(privatePairs.length, 1);
  t.same(loadState(JSON.stringify({ ...rest, apart: privatePairs })), stage.state);
});

t.test('a room that was stored before there was encryption has none', async (t) => {
  const { stage } = Stage.live([client()]);
  const phone = stage.arrive(client());
  stage.arrive(client('ben'));
  const { settings, seats, ...rest } = stage.state;
  const { encryption: _none, ...formerSettings } = settings;
  const formerSeats = Object.entries(seats).map(([id, seat]) => {
    const { e2ee: _e, admissions: _a, challenger, ...former } = seat;
    const { e2ee: _c, ...device } = challenger ?? {};
    return [id, { ...former, challenger: challenger && device }];
  });
  const stored = { ...rest, settings: formerSettings, seats: Object.fromEntries(formerSeats) };
  const { state } = stage;
  stage.state = loadState(JSON.stringify(stored));
  t.same(stage.state, state);
  t.equal(stage.state.settings.encryption, 'off');
  t.same([stage.seat('anna').admissions, stage.seat('ben').admissions], [1, 0]);
  t.equal(stage.seat('anna').challenger?.connectionId, phone.connectionId);
});

t.test('of an ended room nothing stays that says who was there', async (t) => {
  const texts = { title: 'Canary title', waitingMessage: 'Canary message' };
  const { stage, devices } = Stage.live([client('canary sub', { name: 'Canary name', label: 'Canary label' })], texts);
  t.throws(() => scrubEnded(stage.state), 'while it runs it is not scrubbed');
  stage.play({ type: 'end', actor: stage.by('weber') });
  const scrubbed = scrubEnded(stage.state);
  // Attendance stores the ids of seats, which are random outside these tests.
  const text = saveState({ ...scrubbed, attendance: [] });
  t.notMatch(text, /canary/i);
  t.notMatch(text, /weber/);
  t.notOk(text.includes(String(devices[0]?.secret)), 'no secret');
  t.same([scrubbed.phase, scrubbed.endedBy], ['ended', 'host']);
  t.equal(scrubbed.settings.maxParticipants, 16);
  t.strictSame(scrubEnded(scrubbed), scrubbed, 'twice is once');
});
