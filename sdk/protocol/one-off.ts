/** What is told once and stands in no snapshot: a seat that was out of reach is told it when it comes back. */
import { type Static, type TSchema, Type } from 'typebox';
import { TrackSource } from './room.ts';

const Text = Type.String({ minLength: 1, maxLength: 1_000 });

export const oneOffs = {
  messageToWaiting: Type.Object({ text: Text }),
  askedToUnmute: Type.Object({ source: TrackSource }),
  /** A host's private words, after a help signal or to all breakout groups. */
  hostMessage: Type.Object({ kind: Type.Enum(['help', 'breakout']), text: Text }),
  /** The session ends in so many minutes. */
  endWarning: Type.Object({ minutesLeft: Type.Integer() }),
} as const;

const named = <M extends keyof typeof oneOffs, P extends TSchema>(method: M, params: P) =>
  Type.Object({ method: Type.Literal(method), params });

/** A notification that its reader missed, without the number it had. */
export const MissedNotification = Type.Union([
  named('messageToWaiting', oneOffs.messageToWaiting),
  named('askedToUnmute', oneOffs.askedToUnmute),
  named('hostMessage', oneOffs.hostMessage),
  named('endWarning', oneOffs.endWarning),
]);
export type MissedNotification = Static<typeof MissedNotification>;
