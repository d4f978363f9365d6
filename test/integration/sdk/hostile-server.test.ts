/** What an operator of the server who wants to listen can do, and how people are told: see docs/encryption.md. */
import { randomBytes } from 'node:crypto';
import t, { type Test } from 'tap';
import { FrameDecryptor } from '../../../sdk/src/e2ee/frames/frame-decryptor.ts';
import { trackName } from '../../../sdk/src/e2ee/frames/frame-format.ts';
import { SenderKeys } from '../../../sdk/src/e2ee/frames/sender-keys.ts';
import { createIdentity } from '../../../sdk/src/e2ee/keys/identity.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import {
  type HostileRelay,
  type RelayedFrame,
  type Rewrite,
  startHostileRelay,
} from '../../support/network/hostile-relay.ts';
import { allHear, EncryptingSession } from '../../support/sdk/encrypting-session.ts';
import { KeyThief } from '../../support/sdk/key-thief.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const server = await startTestServer();
t.teardown(() => server.close());

type Rewrites = { toServer?: Rewrite; toClient?: Rewrite };

/** Three people, each over a relay of the operator's. */
async function group(
  t: Test,
  encryption: 'required' | 'preferred',
  rewritesOf: (sub: string) => Rewrites = () => ({}),
  givenRoom?: string,
) {
  const room = givenRoom ?? (await server.createRoom({ encryption, privateChat: true }));
  const relays: HostileRelay[] = [];
  const people: EncryptingSession[] = [];
  for (const sub of ['weber', 'anna', 'ben']) {
    const relay = await startHostileRelay(t, server.url, rewritesOf(sub));
    const person = await EncryptingSession.enter(t, server, room, sub, { url: relay.url });
    if (people[0]) await people[0].admit([person]);
    relays.push(relay);
    people.push(person);
  }
  const [weber, anna, ben] = people as [EncryptingSession, EncryptingSession, EncryptingSession];
  const [, toAnna, toBen] = relays as [HostileRelay, HostileRelay, HostileRelay];
  await waitUntil(() => people.every(({ session }) => session.participants.size >= 2), 'all see all');
  return { room, people, weber, anna, ben, toAnna, toBen };
}

const codeOf = async ({ session }: EncryptingSession): Promise<string> =>
  (await session.encryption.verificationCode())?.join(' ') ?? 'none';

async function decrypts(secret: Uint8Array<ArrayBuffer>, keyEpoch: number, from: EncryptingSession): Promise<boolean> {
  const keys = new SenderKeys();
  await keys.add(keyEpoch, secret);
  const sent = await from.send(new Uint8Array(randomBytes(60)));
  return 'frame' in (await new FrameDecryptor(keys, trackName(from.id, 'microphone')).decrypt(sent));
}

/** The newest message of that name. */
const newest = (
  frames: readonly RelayedFrame[],
  method: string,
  fits: (params: RelayedFrame['params']) => boolean = () => true,
) => {
  const frame = frames.findLast((one) => one.method === method && fits(one.params));
  if (!frame) throw new Error(`no ${method}`);
  return structuredClone(frame);
};

const flipped = (base64: string): string => (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1);

t.test('without an attack all have the same numbers', async (t) => {
  const { people } = await group(t, 'required');
  await allHear(people);
  const codes = await Promise.all(people.map(codeOf));
  t.match(codes[0], /^(\d{5} ?){6}$/);
  t.same(new Set(codes).size, 1);
});

t.test('a server that replaces the keys of all hears and reads everything, and all numbers differ', async (t) => {
  const room = await server.createRoom({ encryption: 'required' });
  const thief = new KeyThief(room);
  const { people, anna } = await group(t, 'required', () => thief.rewrites(), room);
  await allHear(people);
  await anna.session.chat.send('I am afraid', { to: 'group' });
  await waitUntil(() => people.every(({ texts }) => texts.length === 1), 'the text');
  t.same(
    people.map(({ texts }) => texts),
    people.map(() => ['I am afraid (e2e)']),
  );
  t.ok(thief.texts.includes('I am afraid'));
  await waitUntil(async () => {
    const stolen = thief.secrets.get(anna.id);
    return !!stolen && (await decrypts(stolen.secret, stolen.keyEpoch, anna));
  }, 'the server hears Anna');
  const codes = await Promise.all(people.map(codeOf));
  t.notOk(codes.includes('none'));
  t.equal(new Set(codes).size, 3);
});

t.test(
  'a server that shows one person somebody who is not there: the list, the numbers and a problem tell',
  async (t) => {
    const room = await server.createRoom({ encryption: 'required' });
    const ghost = await createIdentity(room);
    const participant = {
      id: 'p-ghost',
      name: 'Gwen',
      role: 'client',
      connection: 'connected',
      away: false,
      stay: 1,
      e2ee: ghost.wire,
    };
    const addGhost: Rewrite = ({ result, params }) => {
      for (const snapshot of [result?.snapshot, params?.snapshot])
        if (snapshot?.state === 'admitted') snapshot.participants.push(participant);
      for (const self of [result?.snapshot?.self, params?.snapshot?.self, params?.self])
        if (self?.audience) self.audience.push('p-ghost');
    };
    const { weber, anna, ben, toAnna } = await group(
      t,
      'required',
      (sub) => (sub === 'anna' ? { toClient: addGhost } : {}),
      room,
    );
    await waitUntil(() => anna.session.participants.size === 3, 'Anna sees her');
    t.equal(anna.session.participants.get('p-ghost')?.name, 'Gwen');
    const isForGhost = ({ to }: { to: string }) => to === 'p-ghost';
    const stolen = async () => {
      const { params } = newest(toAnna.fromClient, 'sendKeys', ({ items }) => items.some(isForGhost));
      const secret = await KeyThief.openKeys(room, params, params.items.find(isForGhost), anna.id, toAnna, ghost);
      return secret !== null && (await decrypts(secret, params.keyEpoch, anna));
    };
    await waitUntil(stolen, 'she hears Anna');
    const [ofWeber, ofAnna, ofBen] = await Promise.all([weber, anna, ben].map(codeOf));
    t.match(ofAnna, /^\d/);
    t.equal(ofWeber, ofBen);
    t.not(ofAnna, ofWeber);
    const problem = (of: EncryptingSession, about: EncryptingSession) => of.session.encryption.problems.get(about.id);
    await waitUntil(() => [weber, ben].every((other) => problem(other, anna) === 'people-differ'), 'others are told');
    t.same([problem(anna, weber), problem(weber, ben)], ['people-differ', undefined]);
  },
);

for (const encryption of ['required', 'preferred'] as const)
  t.test(`a server that says "off" later in a room with "${encryption}" gets nothing in the clear`, async (t) => {
    const { people, anna, weber, toAnna } = await group(t, encryption);
    await allHear(people);
    const { room, self } = anna.session.room ? snapshotOf(toAnna) : { room: null, self: null };
    toAnna.inject({
      method: 'roomUpdated',
      seq: 900,
      params: { room: { ...room, title: 'Changed', encryption: 'off' } },
    });
    const { encryption: _e, audience: _a, ...rest } = self;
    toAnna.inject({ method: 'selfUpdated', seq: 901, params: { self: { ...rest, name: 'Changed' } } });
    await waitUntil(() => anna.session.localParticipant.name === 'Changed', 'the server lies');
    t.equal(anna.session.encryption.setting, encryption);
    t.equal(anna.state, 'e2e');
    const voice = new Uint8Array(randomBytes(60));
    t.notOk(Buffer.from(await anna.send(voice)).includes(Buffer.from(voice.subarray(1))));
    await anna.session.chat.send('For you', { to: weber.id });
    const { params } = newest(toAnna.fromClient, 'sendChat');
    t.equal(params.text, undefined);
    t.ok(params.sealed);
  });

t.test(
  'a server that says "off" from the start: only a page that requires encryption does not take part',
  async (t) => {
    const room = await server.createRoom({ encryption: 'required', waitingRoom: false });
    const lie: Rewrite = ({ result, params }) => {
      for (const told of [result?.snapshot?.room, params?.snapshot?.room, params?.room])
        if (told) delete told.encryption;
      for (const self of [result?.snapshot?.self, params?.snapshot?.self, params?.self]) {
        delete self?.encryption;
        delete self?.audience;
      }
    };
    t.capture(console, 'error');
    const relays = [0, 1].map(() => startHostileRelay(t, server.url, { toClient: lie }));
    const [toAnna, toWeber] = (await Promise.all(relays)) as [HostileRelay, HostileRelay];
    const enter = (sub: string, { url }: HostileRelay, encryption: 'auto' | 'required') =>
      EncryptingSession.enter(t, server, room, sub, { url, encryption });
    const anna = await enter('anna', toAnna, 'auto');
    t.equal(anna.session.encryption.setting, 'off', 'nothing tells her');
    await t.rejects(enter('weber', toWeber, 'required'), { code: 'encryption-failed' });
    const { fromClient } = toWeber;
    await waitUntil(() => fromClient.some(({ method }) => method === 'leave'), 'the seat is free');
    const others = fromClient.filter(({ method }) => method !== 'authenticate' && method !== 'leave');
    t.same(others, [], 'it has sent nothing else');
  },
);

t.test('a server that hides the keys of a reader gets no text in the clear', async (t) => {
  const hide: Rewrite = ({ result, params }) => {
    for (const snapshot of [result?.snapshot, params?.snapshot])
      for (const one of snapshot?.participants ?? []) if (one.role === 'therapist') delete one.e2ee;
  };
  const { weber, anna, toAnna } = await group(t, 'preferred', (sub) => (sub === 'anna' ? { toClient: hide } : {}));
  t.equal(anna.state, 'e2e');
  for (const to of ['group', 'hosts', weber.id])
    await t.rejects(anna.session.chat.send('Only for you', { to }), { code: 'e2ee-unsupported' });
  await t.rejects(anna.session.requestHelp('Please'), { code: 'e2ee-unsupported' });
  t.notMatch(JSON.stringify(toAnna.fromClient), /Only for you|Please/);
});

t.test(
  'a server that says "none" in a room with "preferred": it goes in the clear, and the mark says so',
  async (t) => {
    const { anna, toAnna } = await group(t, 'preferred');
    const told: string[] = [];
    anna.session.on('encryptionChanged', (state) => told.push(state));
    toAnna.inject({
      method: 'selfUpdated',
      seq: 900,
      params: { self: { ...snapshotOf(toAnna).self, encryption: 'none' } },
    });
    await waitUntil(() => told.includes('none'), 'Anna is told');
    t.equal(anna.state, 'none');
  },
);

t.test('texts that are repeated, moved, given to another sender or changed are not shown', async (t) => {
  const { anna, ben, toBen } = await group(t, 'required');
  await anna.session.chat.send('Yes', { to: 'group' });
  await waitUntil(() => ben.texts.length === 1, 'the text');
  const { params } = newest(toBen.fromServer, 'chatReceived');
  let { seq } = params.message;
  const show = async (change: (message: RelayedFrame['params']) => void) => {
    const message = structuredClone(params.message);
    message.seq = ++seq;
    change(message);
    toBen.inject({ method: 'chatReceived', seq, params: { message } });
  };
  const weberId = [...ben.session.participants.keys()].find((id) => id !== anna.id);
  // Repeated.
  await show(() => {});
  // As a text to hosts; of another sender, twice; changed.
  await show((message) => Object.assign(message, { to: 'hosts' }));
  await show((message) => Object.assign(message.from, { participantId: weberId }));
  await show((message) => {
    message.from.participantId = weberId;
    message.sealed.from = weberId;
  });
  await show((message) => Object.assign(message.sealed, { cipher: flipped(message.sealed.cipher) }));
  await show((message) => Object.assign(message.sealed.secret, { box: flipped(message.sealed.secret.box) }));
  await show((message) => Object.assign(message.sealed.secret, { sig: flipped(message.sealed.secret.sig) }));
  await waitUntil(() => ben.texts.length >= 7, 'all have been opened');
  t.same(ben.texts, ['Yes (e2e)', ...Array.from({ length: 6 }, () => 'unreadable')]);
});

t.test('boxes that are repeated, moved, given to another sender or changed are refused', async (t) => {
  const { people, anna, weber, ben, toAnna, toBen } = await group(t, 'required');
  await allHear(people);
  const received = (of: HostileRelay, from: EncryptingSession) =>
    newest(of.fromServer, 'keysReceived', ({ participantId }) => participantId === from.id);
  const good = received(toBen, anna);
  const added = () => ben.worker?.told.flatMap((message) => (message.type === 'add' ? message : [])) ?? [];
  const secrets = () =>
    new Set(added().map((one) => `${one.from} ${one.keyEpoch} ${Buffer.from(one.secret).toString('hex')}`));
  const [count, known] = [added().length, secrets()];
  const send = (change: (params: RelayedFrame['params']) => void) => {
    const frame = structuredClone(good);
    change(frame.params);
    toBen.inject(frame);
  };
  send((params) => Object.assign(params, { participantId: weber.id }));
  send((params) => Object.assign(params, { keyEpoch: params.keyEpoch + 1 }));
  send((params) => Object.assign(params, { audienceHash: flipped(params.audienceHash) }));
  send((params) => Object.assign(params.key, { box: flipped(params.key.box) }));
  send((params) => Object.assign(params.key, { sig: flipped(params.key.sig) }));
  send((params) => Object.assign(params.key, received(toAnna, weber).params.key));
  // The same box is the same secret: it is taken, and comes last.
  send(() => {});
  await waitUntil(() => added().length > count, 'the last one');
  await allHear(people);
  t.same(secrets(), known);
});

t.test('who has a wrong signature gets no secret', async (t) => {
  const spoil: Rewrite = ({ result, params }) => {
    for (const one of [
      ...(result?.snapshot?.participants ?? []),
      ...(params?.snapshot?.participants ?? []),
      params?.participant,
    ])
      if (one?.name === 'ben' && one.e2ee) one.e2ee.sig = flipped(one.e2ee.sig);
  };
  const { anna, weber, ben, toAnna } = await group(t, 'required', (sub) => (sub === 'anna' ? { toClient: spoil } : {}));
  await waitUntil(() => anna.session.encryption.problems.get(ben.id) === 'identity-invalid', 'Anna is told');
  await waitUntil(() => weber.hears(anna), 'the other hears her');
  t.equal(await ben.hears(anna), false);
  const receivers = toAnna.fromClient.flatMap(({ method, params }) => (method === 'sendKeys' ? params.items : []));
  t.same(new Set(receivers.map(({ to }: { to: string }) => to)), new Set([weber.id]));
  t.equal(await codeOf(anna), 'none');
});

/** What the server has said of room and person, by the newest message with each. */
function snapshotOf({ fromServer }: HostileRelay): RelayedFrame['params'] {
  const found = { room: {}, self: {} };
  for (const { params, result } of fromServer)
    for (const { room, self } of [result?.snapshot ?? {}, params?.snapshot ?? {}, params ?? {}])
      Object.assign(found, room?.phase && { room }, self?.grants && { self });
  return found;
}
