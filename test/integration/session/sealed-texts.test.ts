/** Texts that are encrypted end to end: who gets what, and who can read it. */
import type { ChatMessage, HelpRequest, Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { EncryptingPerson } from '../../support/server/clients/encrypting.ts';
import { startSession, type TestSession, therapist } from '../../support/server/clients/joined-session.ts';

const encrypted = { encryption: 'required', meetingNoticeSeconds: 0 } as const;

async function group(session: TestSession): Promise<{ [name in 'weber' | 'anna' | 'ben']: EncryptingPerson }> {
  const weber = await EncryptingPerson.enter(session, 'weber', therapist);
  const anna = await EncryptingPerson.enterAdmitted(session, weber, 'anna');
  return { weber, anna, ben: await EncryptingPerson.enterAdmitted(session, weber, 'ben') };
}

const messagesOf = (person: EncryptingPerson): ChatMessage[] =>
  person.told('chatReceived').map(({ message }) => message as ChatMessage);
const helpIn = (snapshot: unknown): HelpRequest[] => (snapshot as Extract<Snapshot, { state: 'admitted' }>).room.help;
const noteOf = async (person: EncryptingPerson): Promise<HelpRequest | undefined> => {
  const { room } = await person.notification('roomUpdated', (params) => JSON.stringify(params).includes('sealed'));
  return (room as { help: HelpRequest[] }).help[0];
};

t.test('the group, the hosts and one person read what is for them, and the writer reads it too', async (t) => {
  const session = await startSession(t, encrypted);
  const { weber, anna, ben } = await group(session);
  const write = async (writer: EncryptingPerson, to: object, kind: string, text: string, readers: EncryptingPerson[]) =>
    writer.codeOf('sendChat', { ...to, sealed: await writer.seal(kind, text, readers) });
  // Boxes for people who are not to get the message are dropped.
  const everybody = [weber, ben];
  t.equal(await write(anna, { to: 'group' }, 'chat:group', 'to all', everybody), 'ok');
  t.equal(await write(anna, { to: 'hosts' }, 'chat:hosts', 'to hosts', everybody), 'ok');
  const toBen = { to: 'participant', participantId: ben.id };
  t.equal(await write(weber, toBen, `chat:${ben.id}`, 'to ben', [anna, ben]), 'ok');
  for (const person of [weber, anna, ben]) await person.settle();
  const read = async (person: EncryptingPerson) =>
    Promise.all(
      messagesOf(person).map(async ({ from, to, participantId, text, sealed }) => {
        t.equal(text, '');
        const sender = from.participantId === anna.id ? anna : weber;
        return await person.read(`chat:${participantId ?? to}`, sealed, sender);
      }),
    );
  t.same(await read(weber), ['to all', 'to hosts', 'to ben']);
  t.same(await read(anna), ['to all', 'to hosts']);
  t.same(await read(ben), ['to all', 'to ben']);
  const [first] = messagesOf(ben);
  t.equal(await ben.read('chat:hosts', first?.sealed, anna), null, 'not as another kind of text');
  for (const frame of [...anna.person.client.frames, ...ben.person.client.frames])
    t.ok((frame.match(/"box"/g) ?? []).length <= 1, 'no frame has a box of somebody else');
});

t.test('a message that was missed is read after the resume', async (t) => {
  const session = await startSession(t, encrypted);
  const { weber, anna, ben } = await group(session);
  anna.drop();
  await weber.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
  const sealed = await weber.seal('chat:group', 'while you were away', [anna, ben]);
  t.equal(await weber.codeOf('sendChat', { to: 'group', sealed }), 'ok');
  await anna.resume(session);
  const [missed] = anna.person.arrival.chat as ChatMessage[];
  t.equal(await anna.read('chat:group', missed?.sealed, weber), 'while you were away');
});

t.test('a note for help is read by hosts and the person who asks, also after a restart of the server', async (t) => {
  const session = await startSession(t, encrypted);
  const { weber, anna, ben } = await group(session);
  const sealed = await anna.seal('help', 'I feel sick', [weber, ben]);
  t.equal(await anna.codeOf('requestHelp', { sealed }), 'ok');
  for (const person of [weber, anna]) {
    const help = await noteOf(person);
    t.equal(help?.note, null);
    t.equal(await person.read('help', help?.sealed, anna), 'I feel sick');
  }
  await ben.settle();
  t.notOk(ben.person.client.frames.some((frame) => frame.includes(sealed.cipher)));
  const stored = (await session.state()).seats[anna.id]?.help;
  t.same(stored?.sealed?.items.map(({ to }) => to).sort(), [weber.id, anna.id].sort());

  await session.restart();
  await weber.resume(session);
  await anna.resume(session);
  for (const person of [weber, anna]) {
    const [help] = helpIn(person.person.arrival.snapshot);
    t.equal(await person.read('help', help?.sealed, anna), 'I feel sick');
  }
  t.equal(await anna.codeOf('requestHelp', {}), 'ok', 'without a note there is nothing to encrypt');
});

t.test('an answer, a preview text and a message to groups are read by their receivers alone', async (t) => {
  const session = await startSession(t, encrypted);
  const { weber, anna, ben } = await group(session);
  t.equal(await anna.codeOf('requestHelp', {}), 'ok');
  const answer = await weber.seal('help-answer', 'I am with you', [anna, ben]);
  t.equal(await weber.codeOf('answerHelp', { participantId: anna.id, sealed: answer }), 'ok');
  const told = await anna.notification('hostMessage');
  t.match(told, { kind: 'help', text: '' });
  t.equal(await anna.read('help-answer', told.sealed, weber), 'I am with you');

  const groups = [{ name: 'One', participantIds: [anna.id, ben.id] }];
  t.equal(await weber.codeOf('startBreakout', { groups }), 'ok');
  ben.drop();
  await weber.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
  const toGroups = await weber.seal('groups', 'Five minutes', [anna, ben]);
  t.equal(await weber.codeOf('messageGroups', { sealed: toGroups }), 'ok');
  const heard = await anna.notification('hostMessage', ({ kind }) => kind === 'breakout');
  t.equal(await anna.read('groups', heard.sealed, weber), 'Five minutes');
  await ben.resume(session);
  const [missed] = ben.person.arrival.missed as { params: Record<string, unknown> }[];
  t.equal(await ben.read('groups', missed?.params.sealed, weber), 'Five minutes', 'also when it was missed');

  const dora = await EncryptingPerson.enter(session, 'dora');
  t.equal(await weber.codeOf('openPreview', await session.entryOf(dora.person)), 'ok');
  await dora.notification('selfUpdated');
  t.equal(await weber.codeOf('sendPreviewText', { sealed: await weber.seal('preview', 'Who are you?', [dora]) }), 'ok');
  t.equal(await dora.read('preview', (await dora.notification('previewText')).sealed, weber), 'Who are you?');
  t.equal(await dora.codeOf('sendPreviewText', { sealed: await dora.seal('preview', 'Dora', [weber]) }), 'ok');
  t.equal(await weber.read('preview', (await weber.notification('previewText')).sealed, dora), 'Dora');
});

t.test('a text is plain or sealed as the room allows, never both and never neither', async (t) => {
  const session = await startSession(t, encrypted);
  const { weber, anna } = await group(session);
  const sealed = await anna.seal('chat:group', 'Hello', [weber]);
  const sends = (text: object): [EncryptingPerson, string, object][] => [
    [anna, 'sendChat', { to: 'group', ...text }],
    [weber, 'answerHelp', { participantId: anna.id, ...text }],
    [weber, 'messageGroups', text],
    [weber, 'sendPreviewText', text],
  ];
  for (const [person, method, params] of [...sends({}), ...sends({ text: 'Hello', sealed })])
    t.equal(await person.codeOf(method, params), 'invalid-params', method);
  t.equal(await anna.codeOf('requestHelp', { note: 'Hello', sealed }), 'invalid-params');
  t.equal(await anna.codeOf('requestHelp', {}), 'ok');
  t.equal(await weber.codeOf('startBreakout', { groups: [{ name: 'One', participantIds: [anna.id] }] }), 'ok');
  const dora = await EncryptingPerson.enter(session, 'dora');
  t.equal(await weber.codeOf('openPreview', await session.entryOf(dora.person)), 'ok');
  for (const [person, method, params] of sends({ text: 'Hello' }))
    t.equal(await person.codeOf(method, params), 'e2ee-unsupported', method);
  t.equal(await anna.codeOf('requestHelp', { note: 'Hello' }), 'e2ee-unsupported');
});

t.test('a room that does not encrypt takes no sealed texts and no keys', async (t) => {
  const session = await startSession(t, { encryption: 'off' });
  const { weber, anna } = await group(session);
  const sealed = await anna.seal('chat:group', 'Hello', [weber]);
  t.equal(await anna.codeOf('sendChat', { to: 'group', sealed }), 'invalid-params');
  t.equal(await anna.codeOf('requestHelp', { sealed }), 'invalid-params');
  t.equal(await anna.codeOf('sendChat', { to: 'group', text: 'Hello' }), 'ok');
  t.equal(await anna.codeOf('requestKeys', { participantId: weber.id }), 'invalid-params');
});
