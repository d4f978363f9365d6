import type { CheckIn, Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { startSession, therapist } from '../../support/server/clients/joined-session.ts';

const question = { text: 'How is your sleep?', scale: { min: 0, max: 10 } };
const includes = (text: string) => (params: Record<string, unknown>) => JSON.stringify(params).includes(text);
const checkInOf = ({ room }: Record<string, unknown>) => (room as { checkIn?: CheckIn }).checkIn;

t.test('answers go to the hosts alone, and a restart of the server ends it', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  const ben = await session.enterAdmitted(host, 'ben');
  t.equal(await host.client.codeOf('startCheckIn', { question }), 'ok');
  for (const { client } of [anna, ben])
    t.same(checkInOf(await client.notification('roomUpdated', includes('sleep')))?.question, question);
  const id = checkInOf(await host.client.notification('roomUpdated', includes('sleep')))?.id ?? '';

  t.equal(await anna.client.codeOf('answerCheckIn', { checkInId: id, value: 4 }), 'ok');
  t.equal(await anna.client.codeOf('answerCheckIn', { checkInId: id, value: 7 }), 'ok');
  const seen = checkInOf(await host.client.notification('roomUpdated', includes('"value":7')));
  t.same(seen?.answers, [{ participantId: anna.id, value: 7 }]);
  t.equal(await ben.client.codeOf('answerCheckIn', { checkInId: id, value: 11 }), 'invalid-params');
  t.equal(await ben.client.codeOf('answerCheckIn', { checkInId: 'q-old', value: 1 }), 'too-late');
  t.notMatch(ben.client.frames.join(), /"value"|"answers"/, 'nobody else is told of an answer');

  await session.restart();
  const back = await session.resume(host);
  const { room } = back.arrival.snapshot as Extract<Snapshot, { state: 'admitted' }>;
  t.equal(room.checkIn, undefined);
  t.equal(await back.client.codeOf('endCheckIn', { checkInId: id }), 'too-late');
});
