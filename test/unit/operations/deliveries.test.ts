import t from 'tap';
import { countDeliveries } from '../../support/operations/deliveries.ts';

const roomId = 'r-1';
const event = (sequence: number, room = roomId) => ({
  id: `${room} ${sequence}`,
  type: 'room.live' as const,
  roomId: room,
  seatId: null,
  sequence,
  at: '2026-01-01T00:00:00.000Z',
});

t.test('deliveries of a room that all came once and in order have no fault', async (t) => {
  const received = [event(1), event(1, 'r-2'), event(2), event(3)];
  t.same(countDeliveries(received, roomId), { events: 3, lost: 0, disordered: 0, repeated: 0 });
});

t.test('an event that never came is lost, also the first', async (t) => {
  t.match(countDeliveries([event(2), event(4)], roomId), { events: 2, lost: 2 });
});

t.test('an event that came after a later one is out of order', async (t) => {
  t.match(countDeliveries([event(1), event(3), event(2), event(4)], roomId), { lost: 0, disordered: 1 });
});

t.test('an event that comes again is repeated, and neither lost nor out of order', async (t) => {
  t.same(countDeliveries([event(1), event(2), event(1)], roomId), {
    events: 2,
    lost: 0,
    disordered: 0,
    repeated: 1,
  });
});
