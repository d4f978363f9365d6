/** Sessions that encrypt end to end, over a real server: texts, and the secrets of media. */
import { randomBytes } from 'node:crypto';
import type { SessionOptions } from '@hearthroom/sdk';
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { waitUntil } from '../../support/media/wait-until.ts';
import { allHear, EncryptingSession as Person } from '../../support/sdk/encrypting-session.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const server = await startTestServer();
t.teardown(() => server.close());

async function group(t: Test, settings: Partial<RoomSettings>, options: Partial<SessionOptions> = {}) {
  const room = await server.createRoom(settings);
  const weber = await Person.enter(t, server, room, 'weber', options);
  const anna = await Person.enter(t, server, room, 'anna', options);
  const ben = await Person.enter(t, server, room, 'ben', options);
  await weber.admit([anna, ben]);
  const people = [weber, anna, ben];
  await waitUntil(() => people.every(({ session }) => session.participants.size === 2), 'all see all');
  return { room, weber, anna, ben, people };
}

t.test('a group in a room that requires it: texts and secrets reach those for whom they are', async (t) => {
  const { weber, anna, ben, people } = await group(t, { encryption: 'required', privateChat: true });
  await allHear(people);
  t.same(
    people.map(({ state }) => state),
    ['e2e', 'e2e', 'e2e'],
  );
  const codes = await Promise.all(people.map(({ session }) => session.encryption.verificationCode()));
  t.match(
    codes[0],
    Array.from({ length: 6 }, () => /^\d{5}$/),
  );
  t.same(codes, [codes[0], codes[0], codes[0]]);

  await anna.session.chat.send('Hello', { to: 'group' });
  await anna.session.chat.send('A word?', { to: 'hosts' });
  await anna.session.chat.send('Hello Ben', { to: ben.id });
  const all = ['Hello (e2e)', 'A word? (e2e)', 'Hello Ben (e2e)'];
  await waitUntil(() => anna.texts.length === 3 && ben.texts.length === 2 && weber.texts.length === 2, 'all texts');
  t.same([anna.texts, ben.texts, weber.texts], [all, [all[0], all[2]], [all[0], all[1]]]);

  await ben.session.requestHelp('I feel unwell');
  const noteOf = ({ session }: Person) => session.room?.help?.[0]?.note;
  await waitUntil(() => noteOf(weber) === 'I feel unwell' && noteOf(ben) === 'I feel unwell', 'the note');
  await weber.session.answerHelp(ben.id, 'In a minute.');
  await weber.session.startBreakout({ groups: [{ name: 'Window', participantIds: [anna.id, ben.id] }] });
  await weber.session.host.messageGroups('Two more minutes');
  await waitUntil(() => ben.told.length === 2 && anna.told.length === 1, 'texts of the host');
  t.same([ben.told, anna.told], [['help: In a minute.', 'breakout: Two more minutes'], ['breakout: Two more minutes']]);
  await waitUntil(() => anna.hears(ben), 'in the breakout group');
  await waitUntil(async () => !(await weber.hears(ben)), 'and nobody outside');
});

t.test('who is put back hears nothing of what comes after, and a new therapist nothing of before', async (t) => {
  const { room, weber, anna, ben, people } = await group(t, { encryption: 'required' });
  await allHear(people);
  const before = await ben.send(new Uint8Array(randomBytes(60)));
  await weber.session.putInWaitingRoom(anna.id);
  await waitUntil(() => anna.session.state === 'waiting' && weber.session.participants.size === 1, 'put back');
  await waitUntil(() => weber.hears(ben), 'the others hear each other');
  t.equal(await anna.receive(ben, await ben.send(new Uint8Array(randomBytes(60)))), null);
  const cole = await Person.enter(t, server, room, 'cole');
  if (cole.session.state === 'waiting') await weber.admit([cole]);
  await allHear([weber, ben, cole]);
  t.equal(await cole.receive(ben, before), null);
  await weber.admit([anna]);
  await allHear([weber, anna, ben, cole]);
});

t.test('after a lost connection, what was written meanwhile is read and heard', async (t) => {
  const { weber, anna, ben, people } = await group(t, { encryption: 'required' });
  await allHear(people);
  ben.session.simulate('signal-loss', { durationMs: 1_500 });
  await waitUntil(() => ben.session.state === 'reconnecting', 'the connection is lost');
  await anna.session.chat.send('Where is Ben?', { to: 'group' });
  await waitUntil(() => anna.texts.length === 1, 'written');
  await weber.session.putInWaitingRoom(anna.id);
  await weber.admit([anna]);
  await waitUntil(() => ben.session.state === 'joined', 'connected again');
  await waitUntil(() => ben.texts.length === 1, 'the missed text');
  t.same(ben.texts, ['Where is Ben? (e2e)']);
  await allHear(people);
});

t.test('in an identity check the two exchange secrets and texts', async (t) => {
  const room = await server.createRoom({ encryption: 'required', meetingNoticeSeconds: 0 });
  const weber = await Person.enter(t, server, room, 'weber');
  const anna = await Person.enter(t, server, room, 'anna');
  await waitUntil(() => weber.session.waitingParticipants.length === 1, 'waiting');
  const [entry] = weber.session.waitingParticipants;
  if (!entry) throw new Error('nobody waits');
  await weber.session.openPreview(entry);
  const both = [weber, anna];
  await waitUntil(() => both.every(({ session }) => session.previewedParticipant !== null), 'the preview is open');
  t.same(
    both.map(({ session }) => session.previewedParticipant?.encryption),
    ['e2e', 'e2e'],
  );
  await allHear(both);
  await weber.session.sendPreviewText('Which name?');
  await anna.session.sendPreviewText('Berger');
  await waitUntil(() => weber.told.length === 1 && anna.told.length === 1, 'both texts');
  t.same([weber.told, anna.told], [['preview: Berger'], ['preview: Which name?']]);
  await weber.admit([anna]);
  await allHear(both);
});

t.test('a host may let in somebody who cannot encrypt: then it ends for all, until they go', async (t) => {
  const { room, weber, anna, ben, people } = await group(t, { encryption: 'preferred' });
  const dora = await Person.enter(t, server, room, 'dora', { encryption: 'off' });
  await waitUntil(() => weber.session.waitingParticipants.length === 1, 'waiting');
  const [entry] = weber.session.waitingParticipants;
  if (!entry) throw new Error('nobody waits');
  t.equal(entry.e2ee, undefined);
  await t.rejects(weber.session.admit(entry), { code: 'e2ee-would-end' });
  await weber.admit([dora], { unencrypted: true });
  await waitUntil(() => people.every(({ state }) => state === 'none'), 'it ends');
  for (const { session } of [...people, dora]) t.same(session.encryption.unencrypted, [dora.id]);
  t.equal(weber.session.participants.get(dora.id)?.encryption, 'none');
  const voice = new Uint8Array(randomBytes(60));
  t.same(await anna.send(voice), voice, 'media goes as it is');
  await anna.session.chat.send('Hello', { to: 'group' });
  await anna.session.chat.send('A word?', { to: weber.id });
  await waitUntil(() => dora.texts.length === 1 && weber.texts.length === 2, 'both texts');
  t.same([dora.texts, weber.texts, ben.texts], [['Hello (none)'], ['Hello (none)', 'A word? (e2e)'], ['Hello (none)']]);
  await dora.session.disconnect();
  await waitUntil(() => people.every(({ state }) => state === 'e2e'), 'it is back');
  await allHear(people);
  await ben.session.chat.send('Again', { to: 'group' });
  await waitUntil(() => anna.texts.length === 3, 'the last text');
  t.same(anna.texts.at(-1), 'Again (e2e)');
});

t.test('people with different secrets of the application read and hear nothing of each other', async (t) => {
  const secretOf = (byte: number) => new Uint8Array(32).fill(byte);
  const { room, weber, anna } = await group(t, { encryption: 'required' }, { keyProvider: () => secretOf(1) });
  await waitUntil(() => weber.hears(anna), 'the same secret');
  const eve = await Person.enter(t, server, room, 'eve', { keyProvider: async () => secretOf(2) });
  await weber.admit([eve]);
  await anna.session.chat.send('Hello', { to: 'group' });
  await waitUntil(() => eve.texts.length === 1 && weber.texts.length === 1, 'the text');
  t.same([eve.texts, weber.texts], [['unreadable'], ['Hello (e2e)']]);
  await waitUntil(
    () => eve.worker?.told.some((message) => message.type === 'add' && message.from === anna.id) === true,
    'her secret arrives',
  );
  t.equal(await eve.hears(anna), false);
});

t.test(
  'a check-in is read by those who are asked, also by a person who comes later; answers by hosts alone',
  async (t) => {
    const { room, weber, anna, ben } = await group(t, { encryption: 'required' });
    const question = { text: 'How are you?', scale: { min: 1, max: 5 } };
    await weber.session.host.startCheckIn(question);
    const asked = ({ session }: Person) => session.checkIn?.question?.text === question.text;
    await waitUntil(() => [weber, anna, ben].every(asked), 'all read the question');
    await anna.session.answerCheckIn(2);
    const answers = ({ session }: Person) => session.checkIn?.answers?.map(({ value }) => value);
    await waitUntil(() => answers(weber)?.[0] === 2 && anna.session.checkIn?.answer?.value === 2, 'the answer');
    await anna.session.answerCheckIn(5);
    await waitUntil(() => answers(weber)?.[0] === 5, 'another answer');
    t.equal(ben.session.checkIn?.answers, undefined);
    const clara = await Person.enter(t, server, room, 'clara');
    await weber.admit([clara]);
    await waitUntil(() => asked(clara), 'the host has encrypted it for her too');
    await clara.session.answerCheckIn(1);
    await waitUntil(() => answers(weber)?.includes(1) === true, 'her answer');
    const cole = await Person.enter(t, server, room, 'cole');
    if (cole.session.state === 'waiting') await weber.admit([cole]);
    await waitUntil(
      () => asked(cole) && cole.session.checkIn?.answers?.every(({ unreadable }) => unreadable) === true,
      'came later',
    );
    await weber.session.host.endCheckIn();
    await waitUntil(() => [weber, anna, clara, cole].every(({ session }) => session.checkIn === null), 'it is over');
    await t.rejects(anna.session.answerCheckIn(1), { code: 'too-late' });
  },
);
