import t from 'tap';
import { loadState, mayForward, saveState } from '../../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, observer } from '../../../../../support/machine/player/people.ts';
import { api, type Device, Stage } from '../../../../../support/machine/stage.ts';

const notice = { meetingNoticeSeconds: 5 };
const hears = (stage: Stage, to: string, from: string) => mayForward(stage.state, `p-${from}`, `p-${to}`, 'microphone');
const together = (stage: Stage, a: string, b: string) => hears(stage, a, b) && hears(stage, b, a);
const meetingOf = (device: Device | undefined) => device?.known?.room.meeting;

/** «anna» waits, and the therapist wants to speak with her privately. */
function preview(settings = {}) {
  const { stage, host } = Stage.live([], { ...notice, ...settings });
  const anna = stage.arrive(client());
  const ask = () => stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('anna') });
  const answer = (accept: boolean) =>
    stage.play({ type: 'answerMeeting', connectionId: anna.connectionId, hostId: 'p-weber', accept });
  ask();
  return { stage, host, anna, ask, answer };
}

t.test(
  'a person who waits is told by whom they will be seen and heard, and when, before anything passes',
  async (t) => {
    const { stage, host, anna } = preview();
    const startsAt = stage.now + 5_000;
    const told = {
      kind: 'preview',
      participantId: 'p-weber',
      name: 'name of weber',
      byYou: false,
      startsAt,
      state: 'pending',
    };
    t.strictSame(meetingOf(anna), told);
    t.match(meetingOf(host), { participantId: 'p-anna', byYou: true, startsAt, state: 'pending' });
    stage.pass(4_999);
    t.notOk(together(stage, 'weber', 'anna'));
    t.strictSame(anna.known?.self.place, { kind: 'group' });
    stage.pass(1);
    t.ok(together(stage, 'weber', 'anna'));
    t.match(anna.known?.self.place, { kind: 'preview', name: 'name of weber' });
    t.equal(meetingOf(anna), undefined);
  },
);

t.test('other hosts see who has asked a person, until it begins or is declined; nobody else does', async (t) => {
  const { stage, anna, answer, ask } = preview();
  const cole = stage.arrive(cotherapist());
  stage.arrive(client('ben'));
  stage.admit(stage.by('weber'), 'ben');
  const entryOf = (device: Device) => (device.known?.state === 'admitted' ? device.known.waiting : [])?.[0];
  t.match(entryOf(cole), { id: 'p-anna', previewedBy: null, askedBy: 'p-weber' });
  answer(false);
  t.equal(entryOf(cole)?.askedBy, undefined);
  ask();
  answer(true);
  t.match(entryOf(cole), { previewedBy: 'p-weber', askedBy: undefined });
  stage.play({ type: 'closePreview', actor: stage.by('weber') });

  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-ben' });
  const personOf = (device: Device, id: string) =>
    device.known?.state === 'admitted' ? device.known.participants.find((one) => one.id === id) : undefined;
  t.equal(personOf(cole, 'p-ben')?.askedBy, 'p-weber');
  stage.admit(stage.by('weber'), 'anna');
  t.ok(personOf(anna, 'p-ben'));
  t.equal(personOf(anna, 'p-ben')?.askedBy, undefined, 'clients do not learn of it');
  stage.pass(5_000);
  t.match(personOf(cole, 'p-ben'), { away: true, askedBy: undefined });
});

t.test('a meeting begins at its time, however late the timer is', async (t) => {
  const { stage } = preview();
  stage.now += 6_000;
  stage.play({ type: 'updateSettings', actor: api, patch: {} });
  t.ok(together(stage, 'weber', 'anna'));
});

t.test('a yes begins it before its time', async (t) => {
  const { stage, answer } = preview();
  answer(true);
  t.ok(together(stage, 'weber', 'anna'));
});

t.test('"not now" that comes too late ends it, and is told to the host all the same', async (t) => {
  const { stage, host, answer } = preview();
  stage.pass(5_000);
  answer(false);
  t.notOk(together(stage, 'weber', 'anna'));
  t.match(meetingOf(host), { state: 'not-now' });
  t.equal(stage.seat('anna').meetingsDeclined, 1);
});

t.test('"not now" is told to the host, who may ask again, but not without end', async (t) => {
  const { stage, host, anna, ask, answer } = preview();
  for (let round = 1; round <= 3; round++) {
    answer(false);
    t.match(meetingOf(host), { name: 'anna', state: 'not-now' });
    t.equal(meetingOf(anna), undefined);
    stage.pass(10_000);
    t.notOk(together(stage, 'weber', 'anna'), 'nothing comes of it');
    if (round < 3) ask();
  }
  const again = { type: 'openPreview', actor: stage.by('weber'), ...stage.entry('anna') } as const;
  t.equal(stage.refusal(again), 'limit-exceeded');
  stage.play({ type: 'closePreview', actor: stage.by('weber') });
  t.equal(meetingOf(host), undefined, 'read, and closed');
  stage.admit(stage.by('weber'), 'anna');
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.match(meetingOf(anna), { kind: 'side-room' }, 'in the group she is asked anew');
});

t.test('a person who was asked often enough and then asks for help may be asked again', async (t) => {
  const { stage, devices } = Stage.live([client()], notice);
  const [anna] = devices;
  const ask = { type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' } as const;
  for (let round = 0; round < 3; round++) {
    stage.play(ask);
    stage.play({ type: 'answerMeeting', connectionId: String(anna?.connectionId), hostId: 'p-weber', accept: false });
  }
  t.equal(stage.refusal(ask), 'limit-exceeded');
  stage.play({ type: 'requestHelp', actor: stage.by('anna'), note: null });
  stage.play(ask);
  t.ok(stage.seat('anna').help, 'the request stands until they are together');
  stage.pass(5_000);
  t.equal(stage.seat('anna').help, null);
  t.ok(together(stage, 'weber', 'anna'));
});

t.test('where the room asks, only a yes begins it; no answer is told to the host after a minute', async (t) => {
  const { stage, host, anna, ask, answer } = preview({ meeting: 'asked' });
  t.match(meetingOf(anna), { startsAt: null, state: 'pending' });
  stage.pass(59_999);
  t.notOk(together(stage, 'weber', 'anna'));
  stage.pass(1);
  t.match(meetingOf(host), { state: 'no-answer' });
  t.equal(meetingOf(anna), undefined);
  ask();
  answer(true);
  t.ok(together(stage, 'weber', 'anna'));
});

t.test('only the person who is asked answers, and only the host who asks', async (t) => {
  const { stage, host, anna } = preview();
  const { connectionId } = stage.arrive(cotherapist());
  const by = (connection: string, hostId: string) =>
    stage.refusal({ type: 'answerMeeting', connectionId: connection, hostId, accept: true });
  t.equal(by(connectionId, 'p-weber'), 'not-found');
  t.equal(by(host.connectionId, 'p-weber'), 'not-found');
  t.equal(by(anna.connectionId, 'p-cole'), 'not-found');
  t.equal(stage.refusal({ type: 'openPreview', actor: stage.by('cole'), ...stage.entry('anna') }), 'busy');
});

const ends: [string, (stage: Stage, host: Device, anna: Device) => void][] = [
  ['the person drops', (stage, _host, anna) => stage.drop(anna)],
  ['the person leaves', (stage, _host, anna) => stage.leave(anna)],
  ['the person comes on another connection', (stage, _host, anna) => void stage.arrive(client(), anna)],
  ['another device takes the wait', (stage) => void stage.arrive(client())],
  ['the host drops', (stage, host) => stage.drop(host)],
  ['the host takes it back', (stage) => void stage.play({ type: 'closePreview', actor: stage.by('weber') })],
  ['the person is let in', (stage) => stage.admit(api, 'anna')],
  [
    'the person is sent away',
    (stage) => void stage.play({ type: 'deny', actor: api, ...stage.entry('anna'), ban: false }),
  ],
  ['the session ends', (stage) => void stage.play({ type: 'end', actor: api })],
  ['the server starts again', (stage) => stage.restart()],
];

t.test('nothing begins and nothing is left over', async (t) => {
  for (const [when, happens] of ends) {
    const { stage, host, anna } = preview();
    stage.arrive(cotherapist());
    happens(stage, host, anna);
    t.strictSame(stage.state.meetings, [], when);
    t.equal(stage.state.timers.meeting, undefined, when);
    stage.pass(10_000);
    t.strictSame(stage.state.privatePairs, [], when);
  }
});

t.test('a clock that is set changes nothing about how long it takes', async (t) => {
  const { stage } = preview();
  stage.stepClock(3_600_000);
  stage.pass(4_999);
  t.notOk(together(stage, 'weber', 'anna'));
  stage.pass(1);
  t.ok(together(stage, 'weber', 'anna'));
});

t.test(
  'a host who comes to a breakout group is announced to those in it, and stays where they are until then',
  async (t) => {
    const people = [client(), client('ben'), client('dora'), observer('olga')];
    const { stage, host, devices } = Stage.live(people, notice);
    const groups = [
      { id: 'g1', name: 'Group 1', seatIds: ['p-anna', 'p-ben'] },
      { id: 'g2', name: 'Group 2', seatIds: [] },
    ];
    stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
    const move = (seatId: string, groupId: string | null) =>
      stage.play({ type: 'moveToGroup', actor: stage.by('weber'), seatId, groupId });
    const arriving = (device: Device | undefined) =>
      device?.known?.state === 'admitted'
        ? device.known.room.breakout?.groups.flatMap((group) => group.arriving ?? [])
        : null;

    move('p-weber', 'g1');
    const at = stage.now + 5_000;
    t.strictSame(arriving(devices[0]), [{ participantId: 'p-weber', at }]);
    t.strictSame(arriving(host), [{ participantId: 'p-weber', at }]);
    t.strictSame(arriving(devices[2]), [], 'not told to others');
    t.notOk(hears(stage, 'weber', 'anna'));
    t.ok(together(stage, 'weber', 'dora'));
    stage.pass(5_000);
    t.ok(together(stage, 'weber', 'anna'));
    t.strictSame(arriving(devices[0]), []);

    move('p-olga', 'g1');
    t.notOk(hears(stage, 'olga', 'anna'), 'an observer too');
    move('p-olga', null);
    stage.pass(10_000);
    t.notOk(hears(stage, 'olga', 'anna'), 'called back before they came');
    move('p-weber', 'g2');
    t.notOk(hears(stage, 'weber', 'anna'), 'nobody is there to be told');
    move('p-weber', 'g1');
    stage.drop(host);
    stage.pass(4_000);
    stage.arrive({ ...stage.seat('weber').claims }, host);
    stage.pass(10_000);
    t.notOk(hears(stage, 'weber', 'anna'), 'who dropped on the way does not arrive');
  },
);

t.test('an opening circle is announced to everybody inside, with how many people there will be', async (t) => {
  const { stage, host, devices } = Stage.live([client(), client('ben'), observer('olga')], {
    ...notice,
    reveal: 'together',
  });
  const opening = (device: Device | undefined) =>
    device?.known?.state === 'admitted' ? device.known.room.circleOpening : null;
  stage.play({ type: 'openCircle', actor: stage.by('weber') });
  const told = { at: stage.now + 5_000, people: 3 };
  for (const device of devices) t.strictSame(opening(device), told);
  t.strictSame(opening(host), { ...told, mayCancel: true });
  stage.pass(4_999);
  t.notOk(together(stage, 'anna', 'ben'));
  stage.pass(1);
  t.ok(together(stage, 'anna', 'ben'));
  t.equal(opening(devices[0]), undefined);
});

t.test('an announced circle can be taken back by any host until it opens, and announced again', async (t) => {
  const settings = { ...notice, reveal: 'together' } as const;
  const { stage, devices } = Stage.live([client(), client('ben')], settings);
  stage.arrive(cotherapist());
  const open = { type: 'openCircle', actor: stage.by('weber') } as const;
  const cancel = { type: 'cancelCircle', actor: stage.by('cole') } as const;
  t.equal(stage.refusal(cancel), 'not-found', 'nothing is announced');
  stage.play(open);
  t.equal(stage.refusal({ ...cancel, actor: stage.by('anna') }), 'not-allowed');
  stage.pass(4_999);
  stage.play(cancel);
  for (const { known } of devices) t.equal(known?.state === 'admitted' && known.room.circleOpening, undefined);
  stage.pass(60_000);
  t.notOk(together(stage, 'anna', 'ben'));

  stage.play(open);
  stage.now += 5_000;
  t.equal(stage.refusal(cancel), 'too-late', 'also when the timer comes late');
  stage.pass(0);
  t.ok(together(stage, 'anna', 'ben'), 'the whole notice again, and then it opens');
  t.equal(stage.refusal(cancel), 'too-late');
});

t.test('what the owner of the room opens is not taken back by a host', async (t) => {
  const { stage, host } = Stage.live([client(), client('ben')], { ...notice, reveal: 'together' });
  stage.set({ reveal: 'immediately' });
  t.equal(host.known?.state === 'admitted' && host.known.room.circleOpening?.mayCancel, undefined);
  t.equal(stage.refusal({ type: 'cancelCircle', actor: stage.by('weber') }), 'not-found');
});

t.test(
  'a circle that would open without a host stays closed; opened by the owner of the room it is announced too',
  async (t) => {
    const { stage, host } = Stage.live([client(), client('ben')], { ...notice, reveal: 'together' });
    stage.play({ type: 'openCircle', actor: stage.by('weber') });
    stage.drop(host);
    stage.pass(10_000);
    t.equal(stage.state.circle, 'closed');
    stage.set({ reveal: 'immediately' });
    t.equal(stage.state.circle, 'closed');
    stage.pass(5_000);
    t.equal(stage.state.circle, 'open');
  },
);

t.test('a room stored by an earlier version goes on', async (t) => {
  const { stage } = Stage.live([client(), client('ben')]);
  const groups = [{ id: 'g1', name: 'Group 1', seatIds: ['p-anna'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  const stored = JSON.parse(saveState(stage.state));
  delete stored.meetings;
  delete stored.circleOpensAt;
  delete stored.breakout.arrivals;
  delete stored.settings.meeting;
  for (const seat of Object.values<Record<string, unknown>>(stored.seats)) delete seat.meetingsDeclined;
  stage.state = loadState(JSON.stringify(stored));
  t.match(stage.state, {
    meetings: [],
    circleOpensAt: null,
    breakout: { arrivals: [] },
    settings: { meeting: 'announced' },
  });
  stage.play({ type: 'openSideRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.ok(together(stage, 'weber', 'anna'));
});
