/** What steps of rooms leave behind, for tests of the store. */
import type { Change } from '../../../../server/src/core/events/domain-events.ts';
import type { ReceiptNote } from '../../../../server/src/rooms/ports.ts';

export const changeAt = (at: number, what: Change['what'] = 'seat.admitted', roomId = 'r-1'): Change => ({
  what,
  roomId,
  by: 'seat:p-1',
  seatId: 'p-1',
  at,
});

export const receipt = (type: ReceiptNote['type'], at: number): ReceiptNote => ({
  ...{ type, roomId: 'r-1', seatId: 'p-1', version: '1', textSha256: 'ab', at },
});
