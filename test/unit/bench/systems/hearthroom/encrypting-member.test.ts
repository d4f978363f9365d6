import type { AdmittedSnapshot, NotificationParams, Params } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { EncryptingMember } from '../../../../../bench/systems/hearthroom/encrypting-member.ts';
import { FrameDecryptor } from '../../../../../sdk/src/e2ee/frames/frame-decryptor.ts';
import { trackName } from '../../../../../sdk/src/e2ee/frames/frame-format.ts';
import { SenderKeys } from '../../../../../sdk/src/e2ee/frames/sender-keys.ts';
import { audienceHash } from '../../../../../sdk/src/e2ee/keys/audience-hash.ts';
import { createIdentity, type Identity, verifyIdentity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { openSecret } from '../../../../../sdk/src/e2ee/keys/key-box.ts';

const room = 'a-room';

/** Takes the requests of a member, and notifies it. */
class RecordedClient {
  readonly sent: { method: string; params: unknown }[] = [];
  readonly #listeners = new Map<string, (params: unknown) => void>();
  readonly #waiting: (() => void)[] = [];

  on = (method: string, listener: (params: never) => void) => {
    this.#listeners.set(method, listener as (params: unknown) => void);
  };

  request = async (method: string, params: unknown) => {
    this.sent.push({ method, params });
    for (const resolve of this.#waiting.splice(0)) resolve();
    return {};
  };

  notify(method: string, params: unknown): Promise<void> {
    const requested = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#listeners.get(method)?.(params);
    return requested;
  }
}

type Client = Parameters<typeof EncryptingMember.create>[0];

async function setUp() {
  const client = new RecordedClient();
  const member = await EncryptingMember.create(client as unknown as Client, room);
  const anna = await createIdentity(room);
  // Only these members of a snapshot are read.
  const snapshot = { self: { id: 'synthetic', stay: 1 }, participants: [{ id: 'anna', stay: 2, e2ee: anna.wire }] };
  await member.enter(snapshot as unknown as AdmittedSnapshot);
  return { client, member, anna };
}

/** @returns the secret in the last boxes that were sent */
async function open(
  { client, member }: { client: RecordedClient; member: EncryptingMember },
  to: string,
  by: Identity,
) {
  const last = client.sent.at(-1);
  if (!last) throw new Error('Nothing was sent');
  const { keyEpoch, audienceHash: hash, items } = last.params as Params<'sendKeys'>;
  const box = items.find((item) => item.to === to);
  const sender = await verifyIdentity(room, member.credentials.e2ee ?? by.wire);
  if (!box || !sender) throw new Error(`Nothing was sent to ${to}`);
  const use = { purpose: 'keys', keyEpoch, audienceHash: hash } as const;
  const secret = await openSecret(box, by, sender, { roomId: room, from: 'synthetic', to, stay: box.stay, use });
  if (!secret) throw new Error('The box could not be opened');
  return { secret, hash };
}

t.test('everybody in the room can decrypt each frame, once', async (t) => {
  const { client, member, anna } = await setUp();
  const { secret } = await open({ client, member }, 'anna', anna);
  for (const [kind, source] of [
    ['video', 'camera'],
    ['audio', 'microphone'],
  ] as const) {
    const content = Uint8Array.from({ length: 300 }, (_, index) => index % 251);
    const frames = await member.encrypt(kind, content, 3);
    const keys = new SenderKeys();
    await keys.add(1, secret);
    const decryptor = new FrameDecryptor(keys, trackName('synthetic', source));
    for (const frame of frames) {
      const found = await decryptor.decrypt(Uint8Array.from(frame));
      t.same('frame' in found && found.frame, content, kind);
    }
    t.notOk('frame' in (await decryptor.decrypt(Uint8Array.from(frames[0] ?? []))), 'not a second time');
  }
});

t.test('after somebody has come, all get the same secret for all who are there then', async (t) => {
  const { client, member, anna } = await setUp();
  const { secret, hash } = await open({ client, member }, 'anna', anna);
  const ben = await createIdentity(room);
  const participant = { id: 'ben', stay: 1, e2ee: ben.wire };
  await client.notify('participantJoined', { participant } as unknown as NotificationParams<'participantJoined'>);
  const later = await open({ client, member }, 'ben', ben);
  t.same(later.secret, secret);
  t.not(later.hash, hash);
  t.same((await open({ client, member }, 'anna', anna)).secret, secret);
  const { e2ee } = member.credentials;
  if (!e2ee) throw new Error('No identity');
  const people = { synthetic: e2ee, anna: anna.wire, ben: ben.wire };
  const members = Object.entries(people).map(([participantId, identity]) => ({ participantId, identity }));
  t.equal(later.hash, await audienceHash(room, members));
});

t.test('the secrets of others are acknowledged, so that nobody waits', async (t) => {
  const { client } = await setUp();
  await client.notify('keysReceived', { participantId: 'anna', keyEpoch: 4 });
  t.same(client.sent.at(-1), { method: 'acknowledgeKeys', params: { participantId: 'anna', keyEpoch: 4 } });
});

t.test('a room in which somebody does not encrypt is not measured as one that does', async (t) => {
  const { member } = await setUp();
  const snapshot = { self: { id: 'synthetic' }, participants: [{ id: 'ben' }] };
  await t.rejects(member.enter(snapshot as unknown as AdmittedSnapshot), { message: /does not encrypt/ });
});
