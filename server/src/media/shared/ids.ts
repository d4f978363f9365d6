import type { SpeakerLevel } from '../../rooms/ports.ts';

/** A seat as the rooms name it; to the media layer it is an opaque text. */
export type SeatId = SpeakerLevel['seatId'];
