import {
  type ChatMessage,
  defaultRoomSettings,
  type RoomSettings,
  roleDefaults,
  type SealedText,
} from '@hearthroom/sdk/protocol';
import t from 'tap';
import { ChatRelay } from '../../../../../server/src/rooms/delivery/chat-relay.ts';
import {
  createRoomState,
  type Effect,
  type RoomEvent,
  type RoomState,
  transition,
} from '../../../../../server/src/rooms/machine/index.ts';
import { boxFor, sealedText } from '../../../../support/machine/player/sealed-texts.ts';

/** A room of the machine with a relay, connected as in the room's shell. */
class Stage {
  state: RoomState;
  readonly told: string[] = [];
  readonly messages = new Map<string, ChatMessage[]>();
  readonly relay = new ChatRelay((seatId, { method, params }) => {
    if (method !== 'chatReceived') return;
    this.told.push(`${seatId}: ${params.message.text}`);
    this.messages.set(seatId, [...(this.messages.get(seatId) ?? []), params.message]);
  });
  now = 1_790_000_000_000;

  constructor(settings: Partial<RoomSettings>) {
    this.state = createRoomState({ roomId: 'r', settings: { ...defaultRoomSettings, ...settings }, now: this.now });
  }

  apply(event: RoomEvent): Effect[] {
    const before = this.state;
    const result = transition(before, event, this.now);
    if ('rejected' in result) throw new Error(result.rejected);
    this.state = result.state;
    this.relay.follow(before, result.state, result.effects, null);
    return result.effects;
  }

  connect(sub: string, role: 'therapist' | 'client'): void {
    const claims = { sub, name: sub, label: null, role, ...roleDefaults[role] };
    const rest = { resumeHash: `hash of ${sub}`, presentedResumeHash: `hash of ${sub}`, e2ee: null };
    this.apply({ type: 'connected', connectionId: `c-${sub}`, claims, newSeatId: sub, passcode: 'right', ...rest });
  }

  say(sub: string, text: string): void {
    this.now += 1_000;
    this.apply({ type: 'sendChat', actor: { kind: 'seat', seatId: sub }, to: { kind: 'group' }, text });
  }

  seal(sub: string, sealed: SealedText): void {
    this.now += 1_000;
    this.apply({ type: 'sendChat', actor: { kind: 'seat', seatId: sub }, to: { kind: 'group' }, text: '', sealed });
  }

  missedBy(sub: string, lastSeq = 0): ChatMessage[] {
    const seat = this.state.seats[sub];
    return seat ? this.relay.chatFor(this.state, seat, lastSeq) : [];
  }

  chatFor(sub: string, lastSeq = 0): string[] {
    return this.missedBy(sub, lastSeq).map(({ text }) => text);
  }
}

function openStage(settings: Partial<RoomSettings> = {}): Stage {
  const stage = new Stage({ waitingRoom: false, ...settings });
  stage.connect('weber', 'therapist');
  stage.connect('anna', 'client');
  return stage;
}

t.test('what was sent just before a drop was noticed counts as missed too, and what is older does not', async (t) => {
  const stage = openStage();
  stage.say('weber', 'long ago');
  stage.now += 60_000;
  stage.say('weber', 'into the dead line');
  stage.apply({ type: 'disconnected', connectionId: 'c-anna' });
  stage.now += 30_000;
  stage.say('weber', 'while away');
  stage.connect('anna', 'client');
  t.same(stage.chatFor('anna'), ['into the dead line', 'while away']);
});

t.test('numbers grow and tell nothing of messages that one may not read', async (t) => {
  const stage = openStage();
  const seqs: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    stage.apply({ type: 'sendChat', actor: { kind: 'seat', seatId: 'weber' }, to: { kind: 'hosts' }, text: 'x' });
    seqs.push(stage.relay.lastSeq);
  }
  t.ok(
    seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? 0)),
    'also within one millisecond',
  );
  stage.now += 5_000;
  stage.say('weber', 'y');
  t.ok(stage.relay.lastSeq - (seqs[2] ?? 0) > 1_000, 'by the time that passed, not by what was written');
});

t.test('at most two hundred messages are kept for who is away', async (t) => {
  const stage = openStage({ seatLeaseSeconds: 3_600 });
  stage.apply({ type: 'disconnected', connectionId: 'c-anna' });
  for (let index = 1; index <= 205; index += 1) stage.say('weber', `${index}`);
  stage.connect('anna', 'client');
  const missed = stage.chatFor('anna');
  t.equal(missed.length, 200);
  t.equal(missed.at(-1), '205');
});

t.test('what was missed is forgotten with the lease, also for who is let in again at once', async (t) => {
  const stage = openStage();
  stage.apply({ type: 'disconnected', connectionId: 'c-anna' });
  stage.say('weber', 'while away');
  stage.now += 60_000;
  const { epoch = 0 } = stage.state.timers['lease:anna'] ?? {};
  stage.apply({ type: 'timerFired', name: 'lease:anna', epoch });
  stage.connect('anna', 'client');
  t.equal(stage.state.seats.anna?.state, 'admitted');
  t.same(stage.chatFor('anna'), []);
});

t.test('a kept chat shows newcomers nobody’s words whom the closed circle hid', async (t) => {
  const stage = openStage({ encryption: 'off', chatHistory: 'session', reveal: 'together' });
  stage.say('anna', 'from anna');
  stage.say('weber', 'from weber');
  stage.told.length = 0;
  stage.connect('ben', 'client');
  t.same(stage.told, ['ben: from weber']);
  stage.apply({ type: 'openCircle', actor: { kind: 'seat', seatId: 'weber' } });
  stage.told.length = 0;
  stage.connect('cleo', 'client');
  t.same(stage.told, ['cleo: from weber'], 'also afterwards: the others did not get it either');
});

t.test('a kept chat is gone when the room does not keep it any more, and when it ends', async (t) => {
  const stage = openStage({ encryption: 'off', chatHistory: 'session' });
  stage.say('weber', 'once');
  t.same(stage.chatFor('anna'), ['once']);
  stage.apply({ type: 'updateSettings', actor: { kind: 'api' }, patch: { chatHistory: 'none' } });
  stage.apply({ type: 'updateSettings', actor: { kind: 'api' }, patch: { chatHistory: 'session' } });
  t.same(stage.chatFor('anna'), []);
});

t.test('each reader gets a sealed message with their own box alone, also one that they missed', async (t) => {
  const stage = openStage({ encryption: 'preferred' });
  stage.apply({ type: 'disconnected', connectionId: 'c-anna' });
  const sealed = sealedText([
    { id: 'weber', stay: 1 },
    { id: 'anna', stay: 1 },
    { id: 'stranger', stay: 1 },
  ]);
  stage.seal('weber', sealed);
  stage.connect('anna', 'client');
  const { cipher } = sealed;
  t.match(stage.messages.get('weber'), [{ text: '', sealed: { from: 'weber', cipher, secret: boxFor('weber', 1) } }]);
  t.match(stage.missedBy('anna'), [{ text: '', sealed: { from: 'weber', cipher, secret: boxFor('anna', 1) } }]);
  for (const message of [...(stage.messages.get('weber') ?? []), ...stage.missedBy('anna')])
    t.same(Object.keys(message.sealed ?? {}).sort(), ['cipher', 'from', 'secret'], 'and with nothing else');
});

t.test('a box for another stay is not passed on, the message is', async (t) => {
  const stage = openStage({ encryption: 'preferred' });
  stage.seal('weber', sealedText([{ id: 'anna', stay: 2 }]));
  t.same(
    stage.messages.get('anna')?.map(({ sealed }) => Object.keys(sealed ?? {}).sort()),
    [['cipher', 'from']],
  );
});

t.test('what is kept of long messages for somebody who is away fits one answer', async (t) => {
  const stage = openStage({ encryption: 'preferred', seatLeaseSeconds: 3_600 });
  stage.apply({ type: 'disconnected', connectionId: 'c-anna' });
  const long = { ...sealedText([{ id: 'anna', stay: 1 }]), cipher: 'A'.repeat(21_372) };
  for (let index = 0; index < 60; index += 1) stage.seal('weber', long);
  stage.connect('anna', 'client');
  const missed = stage.missedBy('anna');
  t.ok(missed.length > 20);
  t.ok(JSON.stringify(missed).length < 600_000, 'less than a client may leave unread');
  t.equal(missed.at(-1)?.seq, stage.relay.lastSeq, 'the newest ones');
});
