import t from 'tap';
import { createIdentity, type PublicIdentity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { VerifiedIdentities } from '../../../../../sdk/src/e2ee/keys/verified-identities.ts';
import { SealedTexts } from '../../../../../sdk/src/e2ee/texts/sealed-texts.ts';
import type { TextKind } from '../../../../../sdk/src/e2ee/texts/text-kinds.ts';

const verified = new VerifiedIdentities('r1');

const unreadable = { text: '', unreadable: true };

class Writer {
  readonly id: string;
  readonly wire: PublicIdentity;
  readonly texts: SealedTexts;
  stay = 1;

  static async create(name: string, appSecret: Uint8Array<ArrayBuffer> | null = null): Promise<Writer> {
    return new Writer(`p-${name}`, await createIdentity('r1'), appSecret);
  }

  private constructor(
    id: string,
    identity: Awaited<ReturnType<typeof createIdentity>>,
    appSecret: Uint8Array<ArrayBuffer> | null,
  ) {
    this.id = id;
    this.wire = identity.wire;
    const verify = (wire: PublicIdentity) => verified.verify(wire);
    this.texts = new SealedTexts({ roomId: 'r1', participantId: id, identity, verify, appSecret });
  }

  get receiver() {
    return { participantId: this.id, stay: this.stay, identity: this.wire };
  }

  /** As the server passes it on: each gets their own box only. */
  async send(kind: TextKind, text: string, readers: readonly Writer[]) {
    const receivers = readers.map(({ receiver }) => receiver);
    const { cipher, items } = await this.texts.seal(kind, text, this.stay, receivers);
    return (reader: Writer) => {
      const item = items.find(({ to }) => to === reader.id);
      return { from: this.id, cipher, ...(item && { secret: { box: item.box, sig: item.sig } }) };
    };
  }

  read(kind: TextKind, sealed: Parameters<SealedTexts['open']>[1], from: readonly Writer[], occasion = 'chat 1') {
    const senders = from.map(({ wire }) => wire);
    return this.texts.open(kind, sealed, this.stay, senders, occasion);
  }
}

const [anna, ben, eve] = await Promise.all(['anna', 'ben', 'eve'].map((name) => Writer.create(name)));
if (!anna || !ben || !eve) throw new Error('three people');

t.test('a text is read by those for whom it is, and by its writer', async (t) => {
  const sent = await anna.send('chat:group', 'Guten Abend', [ben]);
  t.same(await ben.read('chat:group', sent(ben), [anna]), { text: 'Guten Abend' });
  t.same(await anna.read('chat:group', sent(anna), [anna]), { text: 'Guten Abend' });
  t.same(await eve.read('chat:group', sent(eve), [anna]), unreadable, 'nothing is for her');
  t.same(await eve.read('chat:group', sent(ben), [anna]), unreadable, 'the box of somebody else');
  t.notOk(JSON.stringify(sent(ben)).includes('Guten Abend'));
});

t.test('each text has a secret of its own', async (t) => {
  const [one, other] = [await anna.send('preview', 'Yes', [ben]), await anna.send('preview', 'Yes', [ben])];
  const swapped = { ...one(ben), secret: other(ben).secret ?? { box: '', sig: '' } };
  t.same(await ben.read('preview', swapped, [anna]), unreadable);
});

t.test('a text is what its writer has sent, from them and for this stay', async (t) => {
  const sent = await anna.send('chat:hosts', 'only for hosts', [ben]);
  for (const kind of ['chat:group', 'chat:p-ben', 'help', 'groups'] as const)
    t.same(await ben.read(kind, sent(ben), [anna]), unreadable, kind);
  t.same(await ben.read('chat:hosts', { ...sent(ben), from: 'p-eve' }, [anna]), unreadable, 'under another name');
  t.same(await ben.read('chat:hosts', sent(ben), [eve]), unreadable, 'not signed by that person');
  t.same(await ben.read('chat:hosts', sent(ben), []), unreadable, 'of somebody unknown');
  ben.stay = 2;
  t.same(await ben.read('chat:hosts', sent(ben), [anna]), unreadable, 'in another stay');
  ben.stay = 1;
  t.same(await ben.read('chat:hosts', sent(ben), [eve, anna]), { text: 'only for hosts' });
});

t.test('the same text in another message is a replay, and in the same message it is not', async (t) => {
  const sent = await anna.send('chat:group', 'Yes, I agree', [ben]);
  t.same(await ben.read('chat:group', sent(ben), [anna], 'chat 5'), { text: 'Yes, I agree' });
  t.same(await ben.read('chat:group', sent(ben), [anna], 'chat 5'), { text: 'Yes, I agree' }, 'after a resume');
  t.equal(await ben.read('chat:group', sent(ben), [anna], 'chat 9'), null);
  const box = sent(ben).secret?.box ?? '';
  const spaced = {
    ...sent(ben),
    secret: { box: `${box.slice(0, 8)} ${box.slice(8)}`, sig: sent(ben).secret?.sig ?? '' },
  };
  t.equal(await ben.read('chat:group', spaced, [anna], 'chat 9'), null, 'written in another way');
});

t.test('people with another secret of the application cannot read it', async (t) => {
  const secretOf = (byte: number) => new Uint8Array(16).fill(byte);
  const [carl, dora, emil] = await Promise.all([
    Writer.create('carl', secretOf(1)),
    Writer.create('dora', secretOf(1)),
    Writer.create('emil', secretOf(2)),
  ]);
  const sent = await carl.send('chat:group', 'Hello', [dora, emil, ben]);
  t.same(await dora.read('chat:group', sent(dora), [carl]), { text: 'Hello' });
  t.same(await emil.read('chat:group', sent(emil), [carl]), unreadable);
  t.same(await ben.read('chat:group', sent(ben), [carl]), unreadable, 'none at all');
});

t.test('nothing is sealed for an identity that is not valid', async (t) => {
  const { wire } = await createIdentity('another room');
  const { items } = await anna.texts.seal('help', 'Please', 1, [{ participantId: 'p-x', stay: 1, identity: wire }]);
  t.same(
    items.map(({ to }) => to),
    ['p-anna'],
  );
});
