/** The messages about chat, hands, reactions and display names. */
import { type Static, Type } from 'typebox';
import { ReceivedSealedText, SealedText } from '../schemas/encryption-schemas.ts';
import { closed, described, Empty, EpochMs, Id, method } from '../schemas/fields.ts';
import { Place } from '../schemas/person-schemas.ts';
import { Reaction } from '../schemas/room-schemas.ts';
import { shownText } from '../schemas/shown-text.ts';

const Audience = Type.Enum(['group', 'hosts', 'participant'], {
  description: '`group`: everybody in the same place; `hosts`: all hosts; `participant`: one person',
});

/** A chat message; relayed, never stored. */
export const ChatMessage = Type.Object(
  {
    /** Increases with every message of the room; gaps have no meaning. */
    seq: Type.Integer({ minimum: 1, description: 'Increases with every message of the room; gaps have no meaning' }),
    /** The writer's id, and their display name at that time. */
    from: Type.Object(
      {
        participantId: described(Id, 'Id of the writer'),
        name: Type.String({ description: 'Display name of the writer at that time' }),
      },
      { description: 'The writer' },
    ),
    /** Who gets it: everybody in the same place, all hosts, or one participant. */
    to: Audience,
    /** Id of the recipient; only with `to: 'participant'`. */
    participantId: Type.Optional(described(Id, 'Id of the recipient; only with `to: participant`')),
    /** Plain text. */
    text: Type.String({ description: 'Plain text; empty with `sealed`' }),
    /** Instead of a text: one that only its receivers can read. */
    sealed: Type.Optional(ReceivedSealedText),
    /** When the server received it, in milliseconds since 1970-01-01 UTC. */
    at: described(EpochMs, 'When the server received it: whole milliseconds since 1970-01-01 UTC'),
  },
  { description: 'A chat message' },
);
export type ChatMessage = Static<typeof ChatMessage>;

export const talkRequests = {
  sendChat: method(
    Type.Object(
      {
        to: Audience,
        participantId: Type.Optional(
          described(Id, 'Id of the recipient; required with `to: participant`, not allowed otherwise'),
        ),
        text: Type.Optional(Type.String({ minLength: 1, maxLength: 4_000, description: 'Plain text' })),
        sealed: Type.Optional(described(SealedText, 'Instead of `text`: readable for its receivers only')),
        seen: Type.Optional(
          Type.Object(
            {
              place: described(Place, 'The place of the sender, as last received in `self`'),
              breakout: Type.Boolean({ description: 'Whether there are breakout groups, as last received in `room`' }),
              circle: Type.Optional(
                Type.Enum(['open', 'closed'], { description: '`room.circle` as last received. Left out: not checked' }),
              ),
            },
            {
              ...closed,
              description: 'With `to: group`: refused with `too-late` if it is no longer true. Left out: not checked',
            },
          ),
        ),
      },
      closed,
    ),
    Type.Object({ seq: Type.Integer({ minimum: 1, description: 'Number of the message, as in `chatReceived`' }) }),
  ),
  raiseHand: method(Empty, Empty),
  /** The person's own hand, or somebody's for a host. */
  lowerHand: method(
    Type.Object(
      { participantId: Type.Optional(described(Id, 'Id of the person whose hand is lowered. Default: the sender')) },
      closed,
    ),
    Empty,
  ),
  react: method(Type.Object({ reaction: Reaction }, closed), Empty),
  rename: method(Type.Object({ name: shownText(80, { description: 'The new display name' }) }, closed), Empty),
} as const;

export const talkNotifications = {
  chatReceived: Type.Object({ message: ChatMessage }),
  reactionReceived: Type.Object({ participantId: described(Id, 'Id of the person who reacts'), reaction: Reaction }),
} as const;
