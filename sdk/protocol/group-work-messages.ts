/** Ways for a group to work: a round of turns, and breakout groups. Both are told as part of the room's view. */
import { Type } from 'typebox';
import { closed, Empty, Id, method, Text } from './fields.ts';
import { shownText } from './shown-text.ts';

export const groupWorkRequests = {
  startGoRound: method(
    Type.Object(
      {
        /** Left out: everybody admitted but observers, in the order of their seats. */
        order: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 50, uniqueItems: true })),
        secondsPerPerson: Type.Optional(Type.Integer({ minimum: 10, maximum: 3_600 })),
        muteOthers: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    Empty,
  ),
  /** Whose turn it is passes; a host moves on. */
  nextTurn: method(Empty, Empty),
  pauseGoRound: method(Empty, Empty),
  resumeGoRound: method(Empty, Empty),
  stopGoRound: method(Empty, Empty),

  startBreakout: method(
    Type.Object(
      {
        groups: Type.Array(
          Type.Object({ name: shownText(40), participantIds: Type.Array(Id, { maxItems: 50 }) }, closed),
          { minItems: 1, maxItems: 25 },
        ),
        seconds: Type.Optional(Type.Integer({ minimum: 30, maximum: 7_200 })),
      },
      closed,
    ),
    Empty,
  ),
  /** A host moves somebody, or goes to visit; null is back to the main group. */
  moveToGroup: method(
    Type.Object({ participantId: Type.Optional(Id), groupId: Type.Union([Id, Type.Null()]) }, closed),
    Empty,
  ),
  messageGroups: method(Type.Object({ text: Text }, closed), Empty),
  /** Everybody is called back, after a countdown (default 30 s; 0 at once). */
  endBreakout: method(
    Type.Object({ countdownSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 300 })) }, closed),
    Empty,
  ),
} as const;
