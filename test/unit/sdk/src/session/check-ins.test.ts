import type { CheckIn } from '@hearthroom/sdk';
import t from 'tap';
import { readAnswer, readQuestion, writeAnswer, writeQuestion } from '../../../../../sdk/src/core/check-in-texts.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { admittedSnapshot, arrival, waitingSnapshot } from '../scripted-server.ts';
import { setUp } from '../set-up-session.ts';

const question = { text: 'How are you?', scale: { min: 0, max: 10, minLabel: 'Bad' } };
const choices = { text: 'How are you?', choices: ['Well', 'So so'] };

t.test('a question is read as it was written, and nothing else is one', async (t) => {
  for (const one of [question, choices]) t.same(readQuestion(writeQuestion(one)), one);
  const wrong = [
    {},
    { text: 'So?' },
    { text: ' ', choices: ['a', 'b'] },
    { text: 'So?', choices: ['a'] },
    { text: 'So?', choices: ['a', 3] },
    { text: 'So?', scale: { min: 0, max: 11 } },
    { text: 'So?', scale: { min: 2, max: 5 } },
    { text: 'So?', scale: { min: 0, max: 5, minLabel: 3 } },
    { text: 'So?', scale: { min: 0, max: 5 }, choices: ['a', 'b'] },
    { text: 'x'.repeat(201), choices: ['a', 'b'] },
  ];
  for (const one of wrong) t.equal(readQuestion(JSON.stringify(one)), null, JSON.stringify(one));
  t.equal(readQuestion('no JSON'), null);
});

t.test('all answers have one length, and are answers to their question', async (t) => {
  t.equal(writeAnswer(10).length, writeAnswer(0).length);
  t.same(
    [0, 10, 11].map((value) => readAnswer(writeAnswer(value), question)),
    [0, 10, null],
  );
  t.same(
    [0, 1, 2].map((value) => readAnswer(writeAnswer(value), choices)),
    [0, 1, null],
  );
  t.equal(readAnswer('-001', question), null);
});

async function connected(t: Parameters<typeof setUp>[0], revision: number) {
  const { server, session } = await setUp(t, []);
  server.hello = { method: 'hello', params: { routerRtpCapabilities: {}, revision }, seq: 0 };
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await session.connect();
  const told: (CheckIn | null)[] = [];
  session.on('checkInChanged', (checkIn) => told.push(checkIn));
  const tell = (checkIn?: CheckIn) =>
    server.connection.notify({
      method: 'roomUpdated',
      params: { room: { ...admittedSnapshot.room, ...(checkIn && { checkIn }) } },
    });
  return { server, session, told, tell };
}

t.test('a check-in is told when it changes, and answered under its id; after it nothing is sent', async (t) => {
  const { server, session, told, tell } = await connected(t, 3);
  await t.rejects(session.answerCheckIn(3), { code: 'too-late' });
  tell({ id: 'q-1', question });
  tell({ id: 'q-1', question });
  await turnsUntil(() => told.length > 0, 'it begins');
  await session.answerCheckIn(7);
  t.same(server.connection.last('answerCheckIn'), { checkInId: 'q-1', value: 7 });
  await session.answerCheckIn(null);
  t.same(server.connection.last('answerCheckIn'), { checkInId: 'q-1', value: null });
  tell();
  await turnsUntil(() => session.checkIn === null, 'it ends');
  t.same(told, [{ id: 'q-1', question }, null]);
});

t.test('somebody who waits again has no check-in any more', async (t) => {
  const { server, session, tell } = await connected(t, 3);
  tell({ id: 'q-1', question });
  await turnsUntil(() => session.checkIn !== null, 'it begins');
  server.connection.notify({ method: 'snapshotReplaced', params: { snapshot: waitingSnapshot } });
  await turnsUntil(() => session.state === 'waiting', 'waits again');
  t.equal(session.checkIn, null);
});

t.test('a question that is none, and one to an older server, is not sent', async (t) => {
  const { session } = await connected(t, 3);
  await t.rejects(session.host.startCheckIn({ text: 'So?' }), { code: 'invalid-params' });
  const older = await connected(t, 2);
  await t.rejects(older.session.host.startCheckIn(choices), { code: 'server-too-old' });
});
