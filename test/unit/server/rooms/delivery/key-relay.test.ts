import type { Notification } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { KeyRelay } from '../../../../../server/src/rooms/delivery/key-relay.ts';
import type { Accepted, RoomEvent } from '../../../../../server/src/rooms/machine/index.ts';
import { client, cotherapist, keysOf, therapist } from '../../../../support/machine/player/people.ts';
import { boxFor } from '../../../../support/machine/player/sealed-texts.ts';
import { api, Stage } from '../../../../support/machine/stage.ts';

const audienceHash = Buffer.alloc(32).toString('base64');

/** A room with a relay that follows its steps as in the room's shell. */
class KeyStage extends Stage {
  told: { to: string; notification: Notification }[] = [];
  nowMs = 0;
  readonly relay = new KeyRelay({
    stateOf: () => this.state,
    notifySeat: (seatId, notification) => {
      if (this.state.seats[seatId]?.connectionId) this.told.push({ to: seatId.slice(2), notification });
    },
    now: () => this.nowMs,
  });

  override play(event: RoomEvent): Accepted {
    const before = this.state;
    const accepted = super.play(event);
    this.relay.follow(before, this.state);
    return accepted;
  }

  /** The present stay of each receiver, unless another one is given. */
  send(from: string, keyEpoch: number, to: string[], stay?: number): void {
    const items = to.map((name) => {
      const { id, admissions } = this.seat(name);
      return { to: id, stay: stay ?? admissions, ...boxFor(id, keyEpoch) };
    });
    this.relay.send(`p-${from}`, { keyEpoch, audienceHash, items });
  }

  /** What was told since the last call: `anna < weber 1` for the first secret of weber. */
  news(): string[] {
    return this.told.splice(0).map(({ to, notification: { method, params } }) => {
      switch (method) {
        case 'keysReceived': {
          const isOwn = params.key.box === boxFor(`p-${to}`, params.keyEpoch).box;
          return `${to} < ${params.participantId.slice(2)} ${params.keyEpoch}${isOwn ? '' : ' of another person'}`;
        }
        case 'keysAcknowledged':
          return `${params.participantId.slice(2)} has ${params.keyEpoch} of ${to}`;
        case 'keysRequested':
          return `${params.participantId.slice(2)} asks ${to}`;
        default:
          return method;
      }
    });
  }
}

function openStage(settings: Parameters<typeof Stage.live>[1] = {}) {
  const stage = new KeyStage({ encryption: 'preferred', waitingRoom: false, ...settings });
  const host = stage.arrive(therapist());
  const [anna, ben] = [stage.arrive(client('anna')), stage.arrive(client('ben'))];
  return { stage, host, anna, ben };
}

t.test('each member of the audience gets the own box, and nobody else gets any', async (t) => {
  const { stage } = openStage();
  stage.set({ waitingRoom: true });
  stage.arrive(client('dora'));
  stage.send('weber', 1, ['anna', 'ben', 'dora', 'weber']);
  t.same(stage.news(), ['anna < weber 1', 'ben < weber 1']);
  const [[item], stranger] = [[{ to: 'p-anna', stay: 1, ...boxFor('p-anna', 2) }], boxFor('p-nobody', 2)];
  const items = [item, ...['p-nobody', '__proto__', 'constructor'].map((to) => ({ to, stay: 1, ...stranger }))];
  stage.relay.send('p-weber', { keyEpoch: 2, audienceHash, items: items.filter((one) => one !== undefined) });
  t.same(stage.news(), ['anna < weber 2']);
});

t.test('a box for another stay is dropped', async (t) => {
  const { stage } = openStage();
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.admit(api, 'anna');
  stage.send('weber', 1, ['anna'], 1);
  t.same(stage.news(), []);
  stage.send('weber', 2, ['anna'], 2);
  t.same(stage.news(), ['anna < weber 2']);
});

t.test('who left the audience gets nothing: put back, removed, in another group, in a closed circle', async (t) => {
  const { stage } = openStage();
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-ben', ban: false });
  stage.send('weber', 1, ['anna', 'ben']);
  t.same(stage.news(), []);

  const { stage: groups } = openStage();
  const split = [{ id: 'g-1', name: 'One', seatIds: ['p-anna'] }];
  groups.play({ type: 'startBreakout', actor: groups.by('weber'), groups: split, seconds: null });
  groups.send('ben', 1, ['anna', 'weber']);
  t.same(groups.news(), ['weber < ben 1']);

  const { stage: circle } = openStage({ reveal: 'together' });
  circle.send('ben', 1, ['anna', 'weber']);
  t.same(circle.news(), ['weber < ben 1']);
});

t.test('the two people of a preview exchange boxes, and their place alone counts', async (t) => {
  const { stage } = openStage();
  stage.set({ waitingRoom: true });
  stage.arrive(client('dora'));
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('dora') });
  stage.send('weber', 1, ['anna', 'dora']);
  stage.send('dora', 1, ['anna', 'weber']);
  t.same(stage.news(), ['dora < weber 1', 'weber < dora 1']);
});

t.test('who comes back gets the newest box of each sender, also what came while the connection was lost', async (t) => {
  const { stage, anna } = openStage();
  stage.send('weber', 1, ['anna']);
  stage.send('ben', 1, ['anna']);
  stage.drop(anna);
  stage.news();
  stage.send('weber', 2, ['anna', 'ben']);
  t.same(stage.news(), ['ben < weber 2'], 'nothing is sent to a lost connection');
  const back = stage.arrive(client('anna'), anna);
  t.same(stage.news(), ['anna < weber 2', 'anna < ben 1']);
  stage.drop(back);
  stage.arrive(client('anna'), back);
  t.same(stage.news(), ['anna < weber 2', 'anna < ben 1'], 'once more');
});

t.test('a box is forgotten when its receiver leaves the audience, if only for a moment', async (t) => {
  const { stage, anna } = openStage();
  stage.send('weber', 1, ['anna']);
  stage.news();
  const groups = [{ id: 'g-1', name: 'One', seatIds: ['p-weber'] }];
  stage.play({ type: 'startBreakout', actor: stage.by('weber'), groups, seconds: null });
  stage.play({ type: 'endBreakout', actor: stage.by('weber'), countdownMs: 0 });
  stage.drop(anna);
  stage.arrive(client('anna'), anna);
  t.same(stage.news(), []);
});

t.test('a box is forgotten when its sender or its receiver has other keys', async (t) => {
  const { stage, host, anna } = openStage();
  stage.arrive(cotherapist());
  stage.send('weber', 1, ['anna']);
  stage.send('ben', 1, ['anna']);
  stage.news();
  stage.arrive(therapist(), host, { e2ee: keysOf('weber after a reload') });
  stage.news();
  const back = stage.arrive(client('anna'), anna);
  t.same(stage.news(), ['anna < ben 1']);
  stage.arrive(client('anna'), back, { e2ee: keysOf('anna after a reload') });
  t.same(stage.news(), []);
});

t.test('after a preview a box for it is not sent to the person who was admitted', async (t) => {
  const { stage } = openStage();
  stage.set({ waitingRoom: true });
  const dora = stage.arrive(client('dora'));
  stage.play({ type: 'openPreview', actor: stage.by('weber'), ...stage.entry('dora') });
  stage.send('weber', 1, ['dora']);
  stage.news();
  stage.admit(stage.by('weber'), 'dora');
  t.equal(stage.seat('dora').admissions, 1);
  stage.drop(dora);
  stage.arrive(client('dora'), dora);
  t.same(stage.news(), []);
});

t.test('nothing is kept when the room has ended', async (t) => {
  const { stage } = openStage();
  stage.send('weber', 1, ['anna']);
  stage.play({ type: 'end', actor: api });
  stage.news();
  stage.send('weber', 2, ['anna']);
  stage.relay.acknowledge('p-anna', { participantId: 'p-weber', keyEpoch: 1 });
  stage.relay.request('p-anna', { participantId: 'p-weber' });
  t.same(stage.news(), []);
});

t.test('a receipt and a question go to the sender, only within the audience', async (t) => {
  const { stage } = openStage();
  stage.set({ waitingRoom: true });
  stage.arrive(client('dora'));
  for (const participantId of ['p-weber', 'p-dora', 'p-nobody', '__proto__', 'p-anna']) {
    stage.relay.acknowledge('p-anna', { participantId, keyEpoch: 3 });
    stage.relay.request('p-anna', { participantId });
  }
  t.same(stage.news(), ['anna has 3 of weber', 'anna asks weber']);
});

t.test('questions of one person to another are limited: five at once, then one a second', async (t) => {
  const { stage } = openStage();
  const ask = (times: number, participantId = 'p-weber') => {
    for (let index = 0; index < times; index += 1) stage.relay.request('p-anna', { participantId });
    return stage.news().length;
  };
  t.equal(ask(10), 5);
  t.equal(ask(10, 'p-ben'), 5, 'each pair for itself');
  stage.nowMs += 1_000;
  t.equal(ask(10), 1);
  stage.nowMs += 60_000;
  t.equal(ask(10), 5);
});

t.test('a room that does not encrypt passes no keys on', async (t) => {
  const { stage } = openStage({ encryption: 'off' });
  t.throws(() => stage.send('weber', 1, ['anna']), { code: 'invalid-params' });
  const about = { participantId: 'p-weber', keyEpoch: 1 };
  t.throws(() => stage.relay.acknowledge('p-anna', about), { code: 'invalid-params' });
  t.throws(() => stage.relay.request('p-anna', about), { code: 'invalid-params' });
  t.same(stage.news(), []);
});

t.test('people without keys get no boxes, and none of theirs are passed on', async (t) => {
  const { stage } = openStage();
  stage.arrive(client('dora'), null, { e2ee: null });
  stage.play({ type: 'admit', actor: api, entries: [stage.entry('dora')], all: false, unencrypted: true });
  stage.send('weber', 1, ['dora', 'ben']);
  stage.send('dora', 1, ['weber']);
  t.same(stage.news(), ['ben < weber 1']);
});

t.test('of several boxes for one person in a message the last is passed on', async (t) => {
  const { stage } = openStage();
  stage.send('weber', 1, ['anna', 'anna', 'anna']);
  t.same(stage.news(), ['anna < weber 1']);
});
