/** The messages of group work: go-rounds and breakout groups. Their state is part of the room's view. */
import { Type } from 'typebox';
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
              'Who takes a turn, in this order. Left out: everybody admitted but observers, as they are listed',
          }),
        ),
        secondsPerPerson: Type.Optional(
          Type.Integer({ minimum: 10, maximum: 3_600, description: 'Seconds a turn lasts. Left out: no limit' }),
        ),
        muteOthers: Type.Optional(
          Type.Boolean({ description: 'Mute the microphones of the others when a turn begins. Default: false' }),
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
        participantId: Type.Optional(described(Id, 'Who gets a turn. Left out: oneself')),
        when: Type.Enum(['now', 'next', 'end', 'never'], {
          description:
            '`now`: before the one whose turn it is, for holders of `canModerate` alone; `next`: after them; `end`: as the last one; `never`: a missed turn is not wanted',
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
              participantIds: Type.Array(Id, { maxItems: 50, description: 'Who goes there' }),
            },
            closed,
          ),
          { minItems: 1, maxItems: 25, description: 'Participants who are in no group stay in the main group' },
        ),
        seconds: Type.Optional(
          Type.Integer({
            minimum: 30,
            maximum: 7_200,
            description: 'Seconds the groups last. Left out: until called back',
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
        participantId: Type.Optional(described(Id, 'Who is moved. Left out: the host themselves')),
        groupId: nullable(Id, 'Where to; null: back to the main group'),
      },
      closed,
    ),
    Empty,
  ),
  messageGroups: method(Type.Object({ text: described(Text, 'What everybody in a group is told') }, closed), Empty),
  /** Calls everybody back, after a countdown. */
  endBreakout: method(
    Type.Object(
      {
        countdownSeconds: Type.Optional(
          Type.Integer({ minimum: 0, maximum: 300, description: 'Seconds until then; 0: at once. Default: 30' }),
        ),
      },
      closed,
    ),
    Empty,
  ),
} as const;
