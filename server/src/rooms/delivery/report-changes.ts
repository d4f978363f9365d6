/** Tells monitoring what a step changed. */
import type { ServerObserver } from '../../core/events/observer.ts';
import type { RoomState } from '../machine/index.ts';

export function reportChanges(observer: ServerObserver, before: RoomState, after: RoomState): void {
  const { roomId } = after;
  if (before.phase !== after.phase) observer.emit('phaseChanged', { roomId, from: before.phase, to: after.phase });
  for (const seat of Object.values(after.seats)) {
    const previous = before.seats[seat.id];
    if (previous?.state === seat.state) continue;
    observer.emit('seatChanged', { roomId, seatId: seat.id, from: previous?.state ?? null, to: seat.state });
    if (seat.state === 'admitted' && previous?.state !== 'suspended') {
      observer.emit('admission', { roomId, seatId: seat.id, waitedMs: after.now - seat.waitingSince });
    }
  }
}
