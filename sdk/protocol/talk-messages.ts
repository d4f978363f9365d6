/** What people say without their voices: chat, hands, reactions, and the names under which they do. */
import { type Static, Type } from 'typebox';
import { closed, Empty, EpochMs, Id, method } from './fields.ts';
import { Reaction } from './room.ts';
import { shownText } from './shown-text.ts';

/** Relayed, never stored. `seq` grows with every message of the room, and tells nothing of those that one may not read. */
export const ChatMessage = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  from: Type.Object({ participantId: Id, name: Type.String() }),
  to: Type.Enum(['group', 'hosts', 'participant']),
  /** For `participant`: to whom. */
  participantId: Type.Optional(Id),
  text: Type.String(),
  at: EpochMs,
});
export type ChatMessage = Static<typeof ChatMessage>;

export const talkRequests = {
  sendChat: method(
    Type.Object(
      {
        to: Type.Enum(['group', 'hosts', 'participant']),
        participantId: Type.Optional(Id),
        text: Type.String({ minLength: 1, maxLength: 4_000 }),
      },
      closed,
    ),
    Type.Object({ seq: Type.Integer() }),
  ),
  raiseHand: method(Empty, Empty),
  /** One's own, or a host somebody's. */
  lowerHand: method(Type.Object({ participantId: Type.Optional(Id) }, closed), Empty),
  react: method(Type.Object({ reaction: Reaction }, closed), Empty),
  rename: method(Type.Object({ name: shownText(80) }, closed), Empty),
} as const;

export const talkNotifications = {
  chatReceived: Type.Object({ message: ChatMessage }),
  reactionReceived: Type.Object({ participantId: Id, reaction: Reaction }),
} as const;
