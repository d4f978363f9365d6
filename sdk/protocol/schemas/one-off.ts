/** Notifications that are sent once and are in no snapshot. A seat that had no connection gets them when it is back. */
import { type Static, type TSchema, Type } from 'typebox';
import { ReceivedSealedText } from './encryption-schemas.ts';
import { described, Text } from './fields.ts';
import { Role, TrackSource } from './room-schemas.ts';

export const oneOffs = {
  messageToWaiting: Type.Object({
    text: described(Text, 'Message from a host or an administrator'),
    from: Type.Optional(described(Role, 'Role of the writer. Absent: written by an administrator')),
    alone: Type.Optional(
      Type.Literal(true, { description: 'true: sent only to you. Absent: sent to everybody who waits' }),
    ),
  }),
  askedToUnmute: Type.Object({ source: described(TrackSource, 'The track that a host asks you to unmute') }),
  /** A host's private text: an answer to a help request, or to all breakout groups. */
  hostMessage: Type.Object({
    kind: Type.Enum(['help', 'breakout'], {
      description: '`help`: an answer to your help request; `breakout`: to all breakout groups',
    }),
    text: Type.String({ maxLength: 1_000, description: 'Message from the host; empty with `sealed`' }),
    sealed: Type.Optional(ReceivedSealedText),
  }),
  /** A host closed this client's help request. */
  helpClosed: Type.Object({}),
  /** The session ends in this many minutes. */
  endWarning: Type.Object({ minutesLeft: Type.Integer({ minimum: 1, description: 'Minutes until the end' }) }),
} as const;

const named = <M extends keyof typeof oneOffs, P extends TSchema>(method: M, params: P) =>
  Type.Object({
    method: Type.Literal(method, { description: 'Name of the notification' }),
    params: described(params, 'Its parameters'),
  });

/** A notification that the client missed, without its original sequence number. */
export const MissedNotification = Type.Union([
  named('messageToWaiting', oneOffs.messageToWaiting),
  named('askedToUnmute', oneOffs.askedToUnmute),
  named('hostMessage', oneOffs.hostMessage),
  named('helpClosed', oneOffs.helpClosed),
  named('endWarning', oneOffs.endWarning),
]);
export type MissedNotification = Static<typeof MissedNotification>;
