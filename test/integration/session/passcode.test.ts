import t from 'tap';
import { hashPasscode } from '../../../server/src/rooms/passcode-gate.ts';
import { startSession, therapist } from '../../support/server/clients/joined-session.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';

t.test('a room with a passcode opens for nobody without it, and tells them nothing else', async (t) => {
  const session = await startSession(t, {}, { passcodeHash: await hashPasscode('lighthouse') });
  const refusal = async (params: object, sub = 'anna', role: 'client' | 'therapist' = 'client') => {
    const client = await RawClient.open(session.server.url);
    const token = await session.server.tokenFor(session.room, { sub, role, name: sub });
    const answer = await client.request('authenticate', { token, ...params });
    return { answer, closed: await client.closed };
  };
  t.match(await refusal({}), {
    answer: { error: { code: 'passcode-required' } },
    closed: { code: 4406, reason: 'passcode-required' },
  });
  t.match(await refusal({ passcode: 'harbour' }), {
    answer: { error: { code: 'passcode-wrong' } },
    closed: { code: 4406, reason: 'passcode-wrong' },
  });
  t.match(await refusal({}, 'weber', 'therapist'), { answer: { error: { code: 'passcode-required' } } }, 'hosts too');
  t.same((await session.state()).seats, {}, 'nobody got a seat');

  const host = await session.enter('weber', therapist, { passcode: 'lighthouse' });
  t.match(host.arrival, { snapshot: { state: 'admitted' }, chat: [] });
  const ben = await session.enter('ben', {}, { passcode: 'lighthouse' });
  ben.client.socket.terminate();
  t.equal((await session.resume(ben)).id, ben.id, 'who proves to hold a seat is not asked again');

  for (let tries = 0; tries < 5; tries += 1) await refusal({ passcode: 'guess' }, 'eve');
  t.match(await refusal({ passcode: 'lighthouse' }, 'eve'), { answer: { error: { code: 'passcode-wrong' } } });
});
