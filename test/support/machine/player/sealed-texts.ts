/** Texts that are encrypted end to end, as the machine gets them: nothing in them can be read. */
import type { SealedText } from '@hearthroom/sdk/protocol';
import { type RoomEvent, type RoomState, stayOf } from '../../../../server/src/rooms/machine/index.ts';

export type TextEvent = Extract<
  RoomEvent,
  {
    type:
      | 'sendChat'
      | 'sendPreviewText'
      | 'requestHelp'
      | 'answerHelp'
      | 'messageGroups'
      | 'startCheckIn'
      | 'answerCheckIn';
  }
>;

const types: ReadonlySet<RoomEvent['type']> = new Set<TextEvent['type']>([
  'sendChat',
  'sendPreviewText',
  'requestHelp',
  'answerHelp',
  'messageGroups',
  'startCheckIn',
  'answerCheckIn',
]);

export const isTextEvent = (event: RoomEvent): event is TextEvent => types.has(event.type);

/** A text for receivers, by seat and stay. Says in each box for whom it is. */
export function sealedText(receivers: readonly { id: string; stay: number }[]): SealedText {
  const items = receivers.map(({ id, stay }) => ({ to: id, stay, ...boxFor(id, stay) }));
  return { cipher: inBase64('nonce, text and tag', 30), items };
}

export function boxFor(id: string, stay: number): { box: string; sig: string } {
  return { box: inBase64(`box ${id} ${stay}`, 48), sig: inBase64(`signature ${id} ${stay}`, 64) };
}

const inBase64 = (text: string, length: number): string => Buffer.from(text.padEnd(length, '.')).toString('base64');

/**
 * A text as people write it in this room: mostly in a form that the room accepts, with boxes for anybody, of whom some
 * have come again since.
 */
export function inForm(event: RoomEvent, { settings, seats }: RoomState, pick: number): RoomEvent {
  if (!isTextEvent(event)) return event;
  const isSealed = { off: pick % 16 === 0, preferred: pick % 4 > 0, required: pick % 8 > 0 }[settings.encryption];
  if (!isSealed) return event;
  const receivers = Object.values(seats)
    .filter((_, index) => (pick + index) % 6 > 0)
    .map((seat, index) => ({ id: seat.id, stay: Math.max(0, stayOf(seat) - ((pick + index) % 2)) }));
  const sealed = sealedText(receivers);
  switch (event.type) {
    case 'requestHelp':
      return { ...event, note: null, sealed };
    case 'startCheckIn':
      return { ...event, question: null, sealed };
    case 'answerCheckIn':
      return { ...event, value: null, sealed };
    default:
      return { ...event, text: '', sealed };
  }
}
