/** The messages of group work: go-rounds and breakout groups. Their state is part of the room's view. */
import { Type } from 'typebox';
import { SealedShortText } from '../schemas/encryption-schemas.ts';
import { closed, described, Empty, Id, method, nullable, Text } from '../schemas/fields.ts';
import { shownText } from '../schemas/shown-text.ts';

export const groupWorkRequests = {
  startGoRound: method(
    Type.Object(
      {
        order: Type.Optional(
          Type.Array(Id, {
            minItems: 1,
            maxItems: 50,
            uniqueItems: true,
            description:
              'Ids of the people who take a turn, in this order. Default: all admitted people except observers, in the order of `participants`',
          }),
        ),
        secondsPerPerson: Type.Optional(
          Type.Integer({ minimum: 10, maximum: 3_600, description: 'Seconds for each turn. Default: no limit' }),
        ),
        muteOthers: Type.Optional(
          Type.Boolean({
            description:
              'Mute the microphones of the others when a turn begins, and what they share as sound unless they are hosts. Default: false',
          }),
        ),
      },
      closed,
    ),
    Empty,
  ),
  /** For the person whose turn it is, and for hosts. */
  nextTurn: method(Empty, Empty),
  pauseGoRound: method(Empty, Empty),
  resumeGoRound: method(Empty, Empty),
  stopGoRound: method(Empty, Empty),
  /** A person who missed their turn says whether they still want it; a host gives a turn to anybody. */
  giveTurn: method(
    Type.Object(
      {
        participantId: Type.Optional(described(Id, 'Id of the person who gets a turn. Default: the sender')),
        when: Type.Enum(['now', 'next', 'end', 'never'], {
          description:
            '`now`: before the person whose turn it is, only for holders of `canModerate`; `next`: after that person; `end`: last; `never`: gives up a missed turn',
        }),
      },
      closed,
    ),
    Empty,
  ),
  undoTurn: method(Empty, Empty),

  startBreakout: method(
    Type.Object(
      {
        groups: Type.Array(
          Type.Object(
            {
              name: shownText(40, { description: 'Shown to its members and to hosts' }),
              participantIds: Type.Array(Id, { maxItems: 50, description: 'Ids of its members' }),
            },
            closed,
          ),
          { minItems: 1, maxItems: 25, description: 'Participants who are in no group stay in the main group' },
        ),
        seconds: Type.Optional(
          Type.Integer({
            minimum: 30,
            maximum: 7_200,
            description: 'Seconds until the groups end. Default: until a host ends them',
          }),
        ),
      },
      closed,
    ),
    Empty,
  ),
  /** A host moves somebody, or visits a group. */
  moveToGroup: method(
    Type.Object(
      {
        participantId: Type.Optional(described(Id, 'Id of the person to move. Default: the sender')),
        groupId: nullable(Id, 'Id of the group; null: the main group'),
      },
      closed,
    ),
    Empty,
  ),
  messageGroups: method(
    Type.Object(
      {
        text: Type.Optional(described(Text, 'Message to everybody in a breakout group')),
        sealed: Type.Optional(described(SealedShortText, 'Instead of `text`: readable for its receivers only')),
      },
      closed,
    ),
    Empty,
  ),
  /** Calls everybody back, after a countdown. */
  endBreakout: method(
    Type.Object(
      {
        countdownSeconds: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 300,
            description: 'Seconds until the groups end; 0: immediately. Default: 30',
          }),
        ),
      },
      closed,
    ),
    Empty,
  ),
} as const;
