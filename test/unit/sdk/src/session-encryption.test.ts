import { randomBytes } from 'node:crypto';
import type { ChatMessage, Session, SessionOptions } from '@hearthroom/sdk';
import type { AdmittedSnapshot, Participant, PublicIdentity, SealedText, Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { createIdentity, type Identity } from '../../../../sdk/src/e2ee/keys/identity.ts';
import { VerifiedIdentities } from '../../../../sdk/src/e2ee/keys/verified-identities.ts';
import { SealedTexts, type TextKind } from '../../../../sdk/src/e2ee/texts/sealed-texts.ts';
import type { EncryptionControl } from '../../../../sdk/src/encryption-control.ts';
import { readDocument } from '../../../support/docs/markdown.ts';
import { SenderInPage, WorkerInPage } from '../../../support/sdk/encryption-in-node.ts';
import { turnsUntil } from '../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, ben, waitingSnapshot, weber } from './scripted-server.ts';
import { setUp, tokenOf } from './set-up-session.ts';

const told = ['encryptionChanged', 'encryptionFailed', 'chatReceived', 'hostMessage', 'previewText'] as const;
const roomId = 'r1';

/** Somebody else in the room, with keys. */
class Other {
  readonly participant: Participant;
  readonly texts: SealedTexts;

  static async create(person: Participant, room = roomId): Promise<Other> {
    return new Other(person, await createIdentity(room));
  }

  private constructor(person: Participant, identity: Identity) {
    this.participant = { ...person, e2ee: identity.wire, stay: 1 };
    const identities = new VerifiedIdentities(roomId);
    const verify = (wire: PublicIdentity) => identities.verify(wire);
    this.texts = new SealedTexts({ roomId, participantId: person.id, identity, verify, appSecret: null });
  }

  /** What the server passes on to Anna. */
  async write(kind: TextKind, text: string, anna: PublicIdentity) {
    const reader = { participantId: 'p-anna', stay: 1, identity: anna };
    return passedTo('p-anna', this.participant.id, await this.texts.seal(kind, text, 1, [reader]));
  }

  read(kind: TextKind, sealed: SealedText, from: PublicIdentity) {
    const passed = passedTo(this.participant.id, 'p-anna', sealed);
    return this.texts.open(kind, passed, 1, [from], 'once');
  }
}

function passedTo(id: string, from: string, { cipher, items }: SealedText) {
  const item = items.find(({ to }) => to === id);
  return { from, cipher, ...(item && { secret: { box: item.box, sig: item.sig } }) };
}

const host = await Other.create(weber);
const client = await Other.create(ben);

type Encryption = NonNullable<AdmittedSnapshot['room']['encryption']>;

function inside(
  encryption: Encryption,
  people: readonly Participant[],
  more: Partial<Snapshot['self']> = {},
): Snapshot {
  return {
    ...admittedSnapshot,
    self: {
      ...admittedSnapshot.self,
      stay: 1,
      encryption: 'e2e',
      audience: people.filter(({ away }) => !away).map(({ id }) => id),
      ...more,
    },
    room: { ...admittedSnapshot.room, encryption },
    participants: [...people],
  };
}

async function connected(t: Parameters<typeof setUp>[0], snapshot: Snapshot, options: Partial<SessionOptions> = {}) {
  const all = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna'), ...options });
  const { server, session } = all;
  server.hello = { method: 'hello', params: { routerRtpCapabilities: { codecs: [] }, revision: 2 }, seq: 0 };
  server.answers.authenticate = () => arrival({ snapshot });
  server.answers.sendChat = () => ({ seq: 1 });
  await session.connect();
  const identity = () => (server.connection.last('authenticate') as { e2ee?: PublicIdentity }).e2ee;
  const anna = identity();
  const sent = (method: string) =>
    server.connection.requests.filter((request) => request.method === method).map(({ params }) => params);
  const see = (after: Snapshot) =>
    server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: after } });
  return { ...all, identity, anna: anna ?? host.participant.e2ee ?? never(), sent, see };
}

const controlOf = ({ encryption }: Session) => encryption as EncryptionControl;

function never(): never {
  throw new Error('no identity');
}

t.test('keys are sent with every connect, and stay the same', async (t) => {
  const { server, session, identity, anna } = await connected(t, inside('preferred', [host.participant]));
  t.match(anna, { v: 1 });
  t.equal(session.encryption.isSupported, true);
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 2 && session.state === 'joined', 'connected again');
  t.same(identity(), anna);
});

t.test(
  'no keys are sent to a server of an older revision, when it is off, or with a token that cannot be read',
  async (t) => {
    const { server, session } = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna') });
    await session.connect();
    t.notOk('e2ee' in Object(server.connection.last('authenticate')));
    const off = await connected(t, inside('preferred', []), { encryption: 'off' });
    t.equal(off.identity(), undefined);
    t.equal(off.session.encryption.isSupported, false);
    t.same(off.session.encryption.unencrypted, ['p-anna']);
    const unread = await connected(t, inside('preferred', []), { getToken: () => 'e30.e30.c2ln' });
    t.equal(unread.identity(), undefined);
  },
);

t.test('a client that never hears which revision the server has connects again for its keys once', async (t) => {
  const { server, session } = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna') });
  server.answers.authenticate = () => arrival({ snapshot: inside('preferred', []) });
  await session.connect();
  await turnsUntil(() => server.connections.length === 2, 'it connects again');
  await turnsUntil(() => session.state === 'joined', 'it is back');
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(session.state, 'joined');
  t.equal(server.connections.length, 2);
});

t.test('keys that come after the connect are sent with another one, where the room encrypts', async (t) => {
  const { setTimeout } = globalThis;
  t.teardown(() => {
    globalThis.setTimeout = setTimeout;
  });
  for (const [encryption, connects] of [
    ['required', 2],
    [undefined, 1],
  ] as const) {
    // Nobody waits for the keys.
    const impatient = (work: () => void, ms?: number) => setTimeout(work, ms === 4_000 ? 0 : ms);
    globalThis.setTimeout = impatient as typeof setTimeout;
    const secret = Promise.withResolvers<Uint8Array>();
    let asked = 0;
    const keyProvider = () => {
      asked += 1;
      return secret.promise;
    };
    const snapshot = { ...waitingSnapshot, room: { ...waitingSnapshot.room, ...(encryption && { encryption }) } };
    const { server, session, identity } = await connected(t, snapshot, { keyProvider });
    globalThis.setTimeout = setTimeout;
    t.equal(identity(), undefined);
    secret.resolve(new Uint8Array(randomBytes(32)));
    await turnsUntil(() => controlOf(session).part !== null, 'there are keys');
    await turnsUntil(() => server.connections.length === connects && session.state !== 'reconnecting', 'connected');
    t.equal(identity() !== undefined, connects === 2);
    t.equal(asked, 1);
  }
});

t.test('when it cannot begin, the person is told in rooms that encrypt, and sends no keys', async (t) => {
  const keyProvider = () => new Uint8Array(15);
  const written = t.capture(console, 'error').args;
  const { session, events, identity } = await connected(t, inside('preferred', [host.participant]), { keyProvider });
  t.equal(identity(), undefined);
  t.equal(session.encryption.isSupported, false);
  t.match(events, [
    ['encryptionChanged', 'none'],
    ['encryptionFailed', { code: 'encryption-failed' }, null],
  ]);
  t.match(session.encryption.failure, { code: 'encryption-failed', message: /^keyProvider has to give/ });
  const off = await connected(t, admittedSnapshot, { keyProvider });
  t.same(off.events, [], 'where nothing is encrypted, nothing is told');
  const required = await connected(t, inside('required', [host.participant]), { keyProvider });
  // Not that the browser can't.
  await t.rejects(required.session.chat.send('Hello', { to: 'group' }), { code: 'encryption-failed' });
  t.match(written(), [[/keyProvider has to give.*encryption-failed/], [/encryption-failed/]], 'the console too');
});

t.test('what is public follows the room', async (t) => {
  const { session, events, see } = await connected(t, inside('preferred', [host.participant]));
  const { encryption } = session;
  t.same([encryption.setting, encryption.state, encryption.unencrypted], ['preferred', 'e2e', []]);
  t.same(events, [['encryptionChanged', 'e2e']]);
  t.equal(session.participants.get('p-weber')?.encryption, 'e2e');
  see(inside('preferred', [host.participant, ben], { encryption: 'none' }));
  await turnsUntil(() => encryption.state === 'none', 'somebody cannot');
  t.same([encryption.unencrypted, session.participants.get('p-ben')?.encryption], [['p-ben'], 'none']);
  t.equal(await encryption.verificationCode(), null);
  t.same(events.at(-1), ['encryptionChanged', 'none']);
  see(inside('preferred', [host.participant, client.participant]));
  await turnsUntil(() => encryption.state === 'e2e', 'again');
  const code = await encryption.verificationCode();
  t.match(
    code,
    Array.from({ length: 6 }, () => /^\d{5}$/),
  );
  see(inside('preferred', [host.participant]));
  await turnsUntil(() => session.participants.size === 1, 'one has gone');
  t.notSame(await encryption.verificationCode(), code);
  await session.disconnect();
  t.same([encryption.setting, encryption.state, encryption.problems.size], ['off', 'none', 0]);
});

t.test('when a server says nothing of encryption any more, nothing goes in the clear', async (t) => {
  const { session, sent, see } = await connected(t, inside('preferred', [host.participant]));
  const { encryption } = session;
  see({ ...admittedSnapshot, participants: [weber] });
  await turnsUntil(() => session.participants.get('p-weber')?.encryption === 'none', 'it says no keys');
  t.same([encryption.setting, encryption.state], ['preferred', 'e2e']);
  await session.chat.send('Hello', { to: 'group' });
  t.match(sent('sendChat'), [{ text: undefined, sealed: { cipher: String } }]);
});

t.test('secrets go to those in the audience who are seen and have keys, and to nobody else', async (t) => {
  const away = { ...client.participant, id: 'p-away', away: true };
  const people = [host.participant, ben, away, { ...client.participant, id: 'p-other' }];
  const audience = ['p-weber', 'p-ben', 'p-away', 'p-unseen'];
  const { sent } = await connected(t, inside('preferred', people, { audience }));
  await turnsUntil(() => sent('sendKeys').length > 0, 'secrets are sent');
  t.match(sent('sendKeys'), [{ keyEpoch: 2, items: [{ to: 'p-weber', stay: 1 }] }]);
});

t.test('a secret that nobody has acknowledged is sent again after a reconnect; one that all have is not', async (t) => {
  const { server, session, sent } = await connected(t, inside('preferred', [host.participant]));
  await turnsUntil(() => sent('sendKeys').length > 0, 'secrets are sent');
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 2 && sent('sendKeys').length === 1, 'sent again');
  t.match(sent('sendKeys'), [{ keyEpoch: 2 }]);
  server.connection.notify({ method: 'keysAcknowledged', params: { participantId: 'p-weber', keyEpoch: 2 } });
  await session.raiseHand();
  server.connection.notify({ method: 'keysRequested', params: { participantId: 'p-weber' } });
  await turnsUntil(() => sent('sendKeys').length === 2, 'asked for');
  server.connection.drop();
  await turnsUntil(() => server.connections.length === 3 && session.state === 'joined', 'connected again');
  await session.raiseHand();
  t.same(sent('sendKeys'), []);
});

t.test('in a room that requires it nothing goes in the clear, whatever the server says', async (t) => {
  const people = [host.participant, ben];
  const { session, sent, see } = await connected(t, inside('required', people, { encryption: 'none' }));
  const worker = WorkerInPage.all.at(-1);
  t.same([session.encryption.state, session.encryption.interruption], ['e2e', 'refused']);
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'e2ee-unsupported' });
  await t.rejects(session.chat.send('Hello', { to: 'p-ben' }), { code: 'e2ee-unsupported' });
  see(inside('preferred', people, { encryption: 'none' }));
  await turnsUntil(() => session.room?.phase === 'live', 'the server changes its mind');
  await session.raiseHand();
  t.equal(session.encryption.setting, 'required');
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'e2ee-unsupported' });
  await t.rejects(session.requestHelp('x'.repeat(1_001)), { code: 'invalid-params' });
  await session.chat.send('A word?', { to: 'hosts' });
  t.match(sent('sendChat'), [{ to: 'hosts', sealed: { items: [{ to: 'p-weber' }, { to: 'p-anna' }] } }]);
  t.notOk(worker?.told.some((message) => message.type === 'mode' && message.mode === 'none'));
  const sender = new SenderInPage();
  controlOf(session).part?.cipher?.attachSender(sender as never, 'microphone', 'audio/opus');
  const frame = new Uint8Array(randomBytes(40));
  await turnsUntil(() => worker?.told.some(({ type }) => type === 'use') === true, 'there is a secret');
  t.not(Buffer.from((await sender.pass(frame)) ?? []).toString('hex'), Buffer.from(frame).toString('hex'));
});

t.test(
  'a worker that ends is replaced: it gets other secrets of this client, and the people are told until it runs',
  async (t) => {
    const { server, session, events, sent } = await connected(t, inside('required', [host.participant]));
    const { encryption } = session;
    const interruptions: unknown[] = [];
    session.on('encryptionChanged', () => interruptions.push(encryption.interruption));
    const usedBy = (worker: WorkerInPage | undefined) =>
      worker?.told.flatMap((message) => (message.type === 'use' ? [message.keyEpoch] : [])) ?? [];
    const first = WorkerInPage.all.at(-1);
    const cipher = controlOf(session).part?.cipher;
    await turnsUntil(() => sent('sendKeys').length > 0, 'there are keys');
    server.connection.notify({ method: 'keysAcknowledged', params: { participantId: 'p-weber', keyEpoch: 2 } });
    await turnsUntil(() => usedBy(first).includes(2), 'they are used');
    first?.onerror?.();
    t.equal(encryption.interruption, 'restarting');
    await turnsUntil(() => encryption.interruption === null, 'it runs again');
    const second = WorkerInPage.all.at(-1);
    t.not(second, first);
    t.not(controlOf(session).part?.cipher, cipher, 'media goes over other transports');
    t.equal(first?.onmessage, null, 'the first one is ended');
    t.match(second?.told, [{ type: 'received' }, { type: 'use' }]);
    const last = Math.max(...usedBy(first));
    t.ok(
      usedBy(second).every((keyEpoch) => keyEpoch > last),
      'no counter is used twice under one key',
    );
    t.match(sent('sendKeys'), [{}, { items: [{ to: 'p-weber' }] }], 'the others get it');
    t.same(interruptions, ['restarting', null]);
    t.same(
      events.filter(([event]) => event === 'encryptionFailed'),
      [],
    );
    await session.disconnect();
    t.equal(encryption.interruption, null);
  },
);

t.test('a page that requires encryption leaves a room without it at once, and gives back its seat', async (t) => {
  t.capture(console, 'error');
  for (const snapshot of [admittedSnapshot, waitingSnapshot, inside('off', [])]) {
    const { server, session } = await setUp(t, told, {
      getToken: () => tokenOf(roomId, 'anna'),
      encryption: 'required',
    });
    server.answers.authenticate = () => arrival({ snapshot });
    await t.rejects(session.connect(), { code: 'encryption-failed', message: /does not encrypt.*requires it/ });
    t.same([session.state, session.closeReason], ['closed', 'encryption-failed']);
    await turnsUntil(() => server.connection.requests.some(({ method }) => method === 'leave'), 'the seat is free');
    await t.rejects(session.chat.send('Hello', { to: 'group' }));
    t.equal(server.connections.length, 1, 'it does not come back');
  }
});

t.test('nor does it stay where the room stops to encrypt while the person waits', async (t) => {
  t.capture(console, 'error');
  const waits = (encryption: Encryption): Snapshot => ({
    ...waitingSnapshot,
    room: { ...waitingSnapshot.room, encryption },
  });
  const { session, see } = await connected(t, waits('preferred'), { encryption: 'required' });
  t.equal(session.encryption.setting, 'required');
  see(waits('off'));
  await turnsUntil(() => session.state === 'closed', 'it leaves');
  t.equal(session.closeReason, 'encryption-failed');
});

t.test('a page that requires encryption takes part encrypted only, where the room prefers it', async (t) => {
  const people = [host.participant, ben];
  const room = (encryption: 'e2e' | 'none') => inside('preferred', people, { encryption });
  const { session, sent, see } = await connected(t, room('none'), { encryption: 'required' });
  const { encryption } = session;
  const worker = WorkerInPage.all.at(-1);
  t.same([encryption.setting, encryption.state, encryption.interruption], ['required', 'e2e', 'refused']);
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'e2ee-unsupported' });
  await t.rejects(session.chat.send('Hello', { to: 'p-ben' }), { code: 'e2ee-unsupported' });
  await session.chat.send('A word?', { to: 'p-weber' });
  t.match(sent('sendChat'), [{ text: undefined, sealed: { items: [{ to: 'p-weber' }, {}] } }]);
  see(room('e2e'));
  await turnsUntil(() => encryption.interruption === null, 'the others encrypt again');
  t.notOk(worker?.told.some((message) => message.type === 'mode' && message.mode === 'none'));
});

t.test('a page that requires encryption and cannot encrypt sends nothing, also if it is let in', async (t) => {
  t.capture(console, 'error');
  const { session, sent } = await connected(t, inside('preferred', [ben], { encryption: 'none' }), {
    encryption: 'required',
    keyProvider: () => new Uint8Array(15),
  });
  t.equal(controlOf(session).mayShare, false);
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'encryption-failed' });
  await t.rejects(session.requestHelp('Please'), { code: 'encryption-failed' });
  t.same([sent('sendChat'), sent('requestHelp')], [[], []]);
});

t.test('a misspelt option is taken for the strongest one', async (t) => {
  t.capture(console, 'error');
  for (const encryption of ['Required', 'on', ''] as unknown as 'required'[]) {
    const { server, session } = await setUp(t, told, { getToken: () => tokenOf(roomId, 'anna'), encryption });
    server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
    await t.rejects(session.connect(), { code: 'encryption-failed' });
  }
});

t.test('who cannot encrypt sends nothing in a room that requires it', async (t) => {
  const { session, sent } = await connected(t, inside('required', [host.participant]), { encryption: 'off' });
  t.equal(controlOf(session).mayShare, false);
  for (const sending of [
    session.chat.send('Hello', { to: 'group' }),
    session.requestHelp('Please'),
    session.answerHelp('p-weber', 'Yes'),
    session.host.messageGroups('All back'),
    session.sendPreviewText('Hello'),
  ])
    await t.rejects(sending, { code: 'e2ee-unsupported' });
  t.same(sent('sendChat'), []);
  await session.requestHelp();
  t.same(sent('requestHelp'), [{}], 'a call without a note has no text');
});

t.test('with somebody who cannot encrypt, texts to all are readable, and those to others are not', async (t) => {
  const people = [host.participant, ben];
  const { session, sent, anna } = await connected(t, inside('preferred', people, { encryption: 'none' }));
  await session.chat.send('Hello', { to: 'group' });
  await session.chat.send('Hello Ben', { to: 'p-ben' });
  await session.chat.send('A word?', { to: 'p-weber' });
  t.match(sent('sendChat'), [{ text: 'Hello' }, { text: 'Hello Ben' }, { text: undefined }]);
  const [, , last] = sent('sendChat') as { sealed: SealedText }[];
  t.same(await host.read('chat:p-weber', last?.sealed ?? never(), anna), { text: 'A word?' });
  t.match(await host.read('chat:group', last?.sealed ?? never(), anna), { unreadable: true }, 'as another kind');
});

t.test('numbers of secrets count on when a page gets another seat, and its own again', async (t) => {
  const seatOf = (id: string) => inside('required', [host.participant], { id });
  const { sent, see } = await connected(t, seatOf('p-anna'));
  const newest = () => Math.max(0, ...(sent('sendKeys') as { keyEpoch: number }[]).map(({ keyEpoch }) => keyEpoch));
  for (const id of ['p-other', 'p-anna', 'p-other']) {
    const before = newest();
    see(seatOf(id));
    await turnsUntil(() => newest() > before, 'a secret with another number is sent from this seat');
  }
});

t.test('a text is shown once, also when a page gets another seat and its own again', async (t) => {
  const people = [host.participant, client.participant];
  const seatOf = (id: string) => inside('required', people, { id });
  const { server, session, anna, see } = await connected(t, seatOf('p-anna'));
  const sealed = await client.write('chat:group', 'once', anna);
  const from = { participantId: 'p-ben', name: 'Ben' };
  const receive = (seq: number, text: typeof sealed) =>
    server.connection.notify({
      method: 'chatReceived',
      params: { message: { seq, from, to: 'group', text: '', at: 1, sealed: text } },
    });
  receive(1, sealed);
  await turnsUntil(() => session.chat.messages.length === 1, 'it is decrypted');
  see(seatOf('p-other'));
  see(seatOf('p-anna'));
  receive(2, sealed);
  receive(3, await client.write('chat:group', 'next', anna));
  await turnsUntil(() => session.chat.messages.some(({ seq }) => seq === 3), 'the next one is decrypted');
  t.notOk(session.chat.messages.some(({ seq }) => seq === 2));
});

t.test('texts that are not encrypted are not shown in a room that requires encryption', async (t) => {
  const { server, session, events } = await connected(t, inside('required', [host.participant]));
  const from = { participantId: 'p-weber', name: 'Dr. Weber' };
  server.connection.notify({
    method: 'chatReceived',
    params: { message: { seq: 1, from, to: 'group', text: 'forged', at: 1 } },
  });
  server.connection.notify({ method: 'hostMessage', params: { kind: 'help', text: 'forged' } });
  server.connection.notify({ method: 'previewText', params: { text: 'forged' } });
  await turnsUntil(() => events.some(([event]) => event === 'previewText'), 'all have come');
  t.notMatch(JSON.stringify(events), /forged/);
  t.match(session.chat.messages, [{ seq: 1, text: '', unreadable: true }]);
});

t.test('a text whose encryption fails is not sent', async (t) => {
  const { session, sent } = await connected(t, inside('preferred', [host.participant]));
  const { encrypt } = crypto.subtle;
  t.teardown(() => Object.assign(crypto.subtle, { encrypt }));
  Object.assign(crypto.subtle, { encrypt: () => Promise.reject(new Error('refused')) });
  await t.rejects(session.chat.send('Hello', { to: 'group' }), { code: 'encryption-failed' });
  t.same(sent('sendChat'), []);
});

t.test('texts of others are shown in their order, once, and only as what they are', async (t) => {
  const { server, session, events, anna } = await connected(
    t,
    inside('preferred', [host.participant, client.participant]),
  );
  const message = (seq: number, sealed: ReturnType<typeof passedTo> | undefined, more: object = {}) =>
    server.connection.notify({
      method: 'chatReceived',
      params: {
        message: {
          seq,
          from: { participantId: 'p-ben', name: 'Ben' },
          to: 'group',
          text: sealed ? '' : 'in the clear',
          at: 1,
          ...(sealed && { sealed }),
          ...more,
        },
      },
    });
  const first = await client.write('chat:group', 'first', anna);
  message(1, first);
  message(2, undefined);
  message(3, await client.write('chat:group', 'second', anna));
  message(4, first);
  message(5, await client.write('chat:hosts', 'for hosts', anna));
  message(6, await host.write('chat:group', 'of Weber', anna), { from: { participantId: 'p-weber', name: 'Ben' } });
  message(7, await host.write('chat:group', 'as if of Ben', anna));
  const { secret: _, ...notForAnna } = await client.write('chat:group', 'for others', anna);
  message(8, notForAnna);
  message(9, undefined);
  await turnsUntil(() => session.chat.messages.length === 8, 'all but the replay');
  const shown = (one: ChatMessage) => [one.seq, one.text, one.encryption, one.unreadable === true];
  const expected = [
    [1, 'first', 'e2e', false],
    [2, 'in the clear', 'none', false],
    [3, 'second', 'e2e', false],
    [5, '', 'e2e', true],
    [6, 'of Weber', 'e2e', false],
    [7, '', 'e2e', true],
    [8, '', 'e2e', true],
    [9, 'in the clear', 'none', false],
  ];
  t.same(session.chat.messages.map(shown), expected);
  const chats = events.filter(([event]) => event === 'chatReceived').map(([, one]) => (one as ChatMessage).seq);
  t.same(
    chats.filter((seq) => seq !== 2 && seq !== 9),
    [1, 3, 5, 6, 7, 8],
    'decrypted in their order',
  );
});

t.test('what is being decrypted when the person is put back is not shown', async (t) => {
  const { server, session, anna, see } = await connected(t, inside('preferred', [client.participant]));
  const sealed = await client.write('chat:group', 'too late', anna);
  const from = { participantId: 'p-ben', name: 'Ben' };
  server.connection.notify({
    method: 'chatReceived',
    params: { message: { seq: 1, from, to: 'group', text: '', at: 1, sealed } },
  });
  see({ ...waitingSnapshot, room: { ...waitingSnapshot.room, encryption: 'preferred' } });
  await turnsUntil(() => session.state === 'waiting', 'put back');
  await controlOf(session).open('chat:group', sealed, 'chat 1');
  await session.raiseHand();
  t.same(session.chat.messages, []);
});

t.test('private texts of hosts are decrypted, and told once', async (t) => {
  const { server, events, anna } = await connected(t, inside('preferred', [host.participant]));
  const { connection } = server;
  const answer = await host.write('help-answer', 'In a minute.', anna);
  connection.notify({ method: 'hostMessage', params: { kind: 'help', text: '', sealed: answer } });
  connection.notify({ method: 'hostMessage', params: { kind: 'help', text: '', sealed: answer } });
  connection.notify({ method: 'hostMessage', params: { kind: 'breakout', text: '', sealed: answer } });
  const question = await host.write('preview', 'Which name?', anna);
  connection.notify({ method: 'previewText', params: { text: '', sealed: question } });
  const texts = () => events.filter(([event]) => event === 'hostMessage' || event === 'previewText');
  await turnsUntil(() => texts().length === 3, 'three');
  t.same(texts(), [
    ['hostMessage', 'help', 'In a minute.'],
    ['hostMessage', 'breakout', '', { unreadable: true }],
    ['previewText', 'Which name?'],
  ]);
});

t.test('notes of requests for help are decrypted a moment after the view', async (t) => {
  const { session, anna, see } = await connected(t, inside('preferred', [client.participant]));
  const withHelp = (help: object[]): Snapshot => {
    const snapshot = inside('preferred', [client.participant, host.participant]);
    return { ...snapshot, room: { ...snapshot.room, help } } as Snapshot;
  };
  const sealed = await client.write('help', 'I feel unwell', anna);
  see(withHelp([{ participantId: 'p-ben', since: 5, note: null, sealed }]));
  const notes = () => session.room?.help?.map(({ note, unreadable }) => [note, unreadable === true]);
  await turnsUntil(() => notes()?.[0]?.[0] === 'I feel unwell', 'decrypted');
  see(withHelp([{ participantId: 'p-ben', since: 9, note: null, sealed }]));
  await session.raiseHand();
  await turnsUntil(() => notes()?.[0]?.[1] === true, 'a note of an earlier request is not one of this request');
  see(withHelp([{ participantId: 'p-weber', since: 9, note: null, sealed }]));
  await turnsUntil(() => notes()?.[0]?.[1] === true, 'nor as one of somebody else');
});

t.test('an identity that is not valid gets nothing, and is told', async (t) => {
  const wrong = await Other.create(ben, 'another room');
  const { session, sent, events } = await connected(t, inside('preferred', [host.participant, wrong.participant]));
  await turnsUntil(() => session.encryption.problems.size > 0, 'it is checked');
  t.same([...session.encryption.problems], [['p-ben', 'identity-invalid']]);
  t.ok(events.filter(([event]) => event === 'encryptionChanged').length >= 2);
  await turnsUntil(() => sent('sendKeys').length > 0, 'secrets are sent');
  t.match(sent('sendKeys'), [{ items: [{ to: 'p-weber' }] }]);
  t.equal(await session.encryption.verificationCode(), null);
});

t.test('the examples of the documentation work', async (t) => {
  const readme = readDocument('sdk/README.md');
  const example = (name: string): string => {
    const code = new RegExp(`<!-- example: ${name} -->\\n\`\`\`ts\\n([^]*?)\`\`\``).exec(readme)?.[1];
    if (code === undefined) throw new Error(`no example ${name}`);
    return code;
  };
  const shown: string[] = [];
  const { session, see } = await connected(t, inside('preferred', [host.participant]));
  const nameOf = (id: string) => session.participants.get(id)?.name ?? '';
  new Function('session', 'show', 'nameOf', example('encryption'))(session, (text: string) => shown.push(text), nameOf);
  see(inside('preferred', [host.participant, client.participant]));
  await turnsUntil(() => shown.length === 1, 'encrypted');
  t.match(shown[0], /^Encrypted end to end: (\d{5} ?){6}$/);
  see(inside('preferred', [host.participant, ben], { encryption: 'none' }));
  await turnsUntil(() => shown.length === 2, 'not encrypted');
  t.equal(shown[1], 'Not encrypted, because of Ben');

  const asked: string[] = [];
  const fetched = (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(new Uint8Array(32)));
  };
  const made = new Function('Session', 'getToken', 'fetch', `${example('key-provider')}; return session.options;`);
  class Options {
    readonly options: SessionOptions;
    constructor(options: SessionOptions) {
      this.options = options;
    }
  }
  const { keyProvider } = made(Options, () => '', fetched) as SessionOptions;
  t.same(await keyProvider?.(), new Uint8Array(32));
  t.same(asked, ['/my-backend/group-secret']);
});
