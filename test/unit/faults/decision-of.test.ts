/** The checker knows which requests are decisions that have to be stored. */
import t from 'tap';
import { decisionOnWire, decisionOverRest } from '../../support/faults/checker/recording/decision-of.ts';

t.test('requests of hosts', async (t) => {
  t.same(decisionOnWire('admit', { participantId: 'a', epoch: 1 }, {}), { type: 'admit', seats: ['a'] });
  t.same(decisionOnWire('admitAll', {}, { admitted: ['a', 'b'] }), { type: 'admit', seats: ['a', 'b'] });
  t.same(decisionOnWire('putInWaitingRoom', { participantId: 'a' }, {}), { type: 'put-back', seats: ['a'] });
  t.same(decisionOnWire('remove', { participantId: 'a', ban: true }, {}), { type: 'remove', seats: ['a'], ban: true });
  t.same(decisionOnWire('deny', { participantId: 'a' }, {}), { type: 'deny', seats: ['a'], ban: false });
  t.same(decisionOnWire('endRoom', {}, {}), { type: 'end' });
  t.equal(decisionOnWire('ping', {}, {}), null);
});

t.test('calls of the REST API, with their room', async (t) => {
  const seat = '/v1/rooms/r/seats/a';
  const decided = (room: string, decision: object) => ({ room, decision });
  t.same(decisionOverRest('POST', '/v1/rooms', {}, { id: 'r' }), decided('r', { type: 'create' }));
  t.same(decisionOverRest('PATCH', '/v1/rooms/r', { title: 'T' }, {}), decided('r', { type: 'title', title: 'T' }));
  t.same(decisionOverRest('POST', '/v1/rooms/r/end', {}, {}), decided('r', { type: 'end' }));
  t.same(decisionOverRest('POST', `${seat}/admit`, {}, {}), decided('r', { type: 'admit', seats: ['a'] }));
  t.same(decisionOverRest('POST', `${seat}/put-back`, {}, {}), decided('r', { type: 'put-back', seats: ['a'] }));
  const removal = { type: 'remove', seats: ['a'], ban: true };
  t.same(decisionOverRest('POST', `${seat}/remove`, { ban: true }, {}), decided('r', removal));
  const revoked = { roomId: 'r', identity: 'anna' };
  t.same(decisionOverRest('POST', '/v1/revocations', revoked, {}), decided('r', { type: 'revoke', identity: 'anna' }));
  t.same(decisionOverRest('POST', '/v1/revocations', { keyId: 'k' }, {}), { room: null, decision: null });
  t.same(decisionOverRest('GET', '/v1/rooms/r', {}, {}), { room: 'r', decision: null });
});
