import type { SpeakerLevel } from '../../rooms/ports.ts';

/** A seat's id as the rooms define it; opaque for the media layer. */
export type SeatId = SpeakerLevel['seatId'];
