import t from 'tap';
import { pageOf, roomOf } from '../../../../sdk/ui/view-of.ts';

t.test('each state has its page', async (t) => {
  t.equal(pageOf('idle', 'closed'), 'lobby');
  t.equal(pageOf('waiting', 'lobby'), 'waiting');
  t.equal(pageOf('joined', 'waiting'), 'call');
  t.equal(pageOf('waiting', 'call'), 'waiting', 'put back');
  t.equal(pageOf('closed', 'call'), 'closed');
});

t.test('a lost connection changes no page', async (t) => {
  for (const page of ['lobby', 'waiting', 'call'] as const) t.equal(pageOf('reconnecting', page), page);
  t.equal(pageOf('connecting', 'lobby'), 'lobby');
});

t.test('a room is held only while its phase says so', async (t) => {
  const room = {
    title: 'Tuesday',
    phase: 'held',
    locked: true,
    heldUntil: 5,
    absencePolicy: 'end',
    closesAt: null,
  } as const;
  t.same(roomOf(room).held, { untilMs: 5, policy: 'end' });
  t.equal(roomOf({ ...room, phase: 'live' }).held, null);
});

t.test('what a waiting person is not told is shown as nothing', async (t) => {
  t.same(roomOf({ title: 'Tuesday' }), { title: 'Tuesday', locked: false, closesAtMs: null, held: null });
  t.equal(roomOf(null).title, '');
});
