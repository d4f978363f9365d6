import t from 'tap';
import { startRest, testKey } from '../../../../support/server/rest/rest-server.ts';

t.test('no name, label, title, text or token gets into the log, whatever is called and however it fails', async (t) => {
  const { call, createRoom, join, logged, observer } = await startRest(t);
  const canaries = [
    'Canary-title',
    'Canary-message',
    'Canary-name',
    'Canary-label',
    'Canary-sub',
    'Canary-reason',
    'Canary-key',
  ];
  const [title, waitingMessage, name, label, sub, reason, idempotencyKey = ''] = canaries;
  const settings = { title, waitingMessage };
  await call('POST', '/v1/rooms', { body: settings, headers: { 'idempotency-key': idempotencyKey } });
  const id = await createRoom(settings);
  const minted = await call('POST', `/v1/rooms/${id}/tokens`, { body: { sub, name, label, role: 'client' } });
  await join(id, { sub: 'Canary-host', name: 'Canary-host', label: 'Canary-host', role: 'therapist' });
  const { seatId } = await join(id, { sub, name, label, role: 'client' });
  const seat = `/v1/rooms/${id}/seats/${seatId}`;
  await call('POST', `${seat}/admit`);
  await call('POST', `${seat}/put-back`, { body: { reason } });
  await call('POST', `${seat}/deny`, { body: { reason, ban: true } });
  await call('PATCH', `/v1/rooms/${id}`, { body: settings, headers: { 'if-match': '"1"' } });
  await call('GET', '/v1/rooms');
  await call('GET', `/v1/rooms/${id}/seats`);
  const wrong: unknown[] = [
    '{"title":"Canary-json',
    { titel: 'Canary-field' },
    { title: ['Canary-type'] },
    { 'Canary-name': 1 },
  ];
  for (const body of wrong) await call('POST', '/v1/rooms', { body });
  await call('GET', '/v1/rooms/Canary-id?Canary-query=1');
  await call('GET', '/v1/rooms', { token: 'Canary-token' });
  await call('POST', `/v1/rooms/${id}/end`);
  await call('DELETE', `/v1/rooms/${id}`);
  observer.emit('internalError', { correlationId: 'c-1', error: new Error('something broke') });
  const log = logged.join('');
  t.match(log, /room created/, 'something was logged');
  t.match(log, /seat changed/);
  t.match(log, /something broke/);
  t.notMatch(log, /canary/i);
  t.notMatch(log, String(minted.body.token));
  t.notMatch(log, testKey.secret);
  t.notMatch(log, '127.0.0.1');
});
