/** What a seat sees of group work and of time: the circle, go-rounds, breakout groups, undoing a step or an extension. */
import { type Static, Type } from 'typebox';
import { described, EpochMs, Id, nullable } from './fields.ts';

/** The circle is about to open. Until then clients see and hear only the hosts. */
export const CircleOpening = Type.Object(
  {
    /** When it opens, in milliseconds since 1970-01-01 UTC. */
    at: described(EpochMs, 'When the circle opens: whole milliseconds since 1970-01-01 UTC'),
    /** How many people see and hear each other then. */
    people: Type.Integer({ minimum: 1, description: 'Number of people who will see and hear each other' }),
    /** True for hosts if `cancelCircle` can cancel it; absent otherwise. */
    mayCancel: Type.Optional(
      Type.Literal(true, {
        description: 'true, for hosts only: `cancelCircle` can cancel it. Absent: it cannot be cancelled',
      }),
    ),
  },
  { description: 'The circle is about to open' },
);
export type CircleOpening = Static<typeof CircleOpening>;

/** The round of turns: the order, the current turn and its time. */
export const GoRound = Type.Object(
  {
    /** Ids of the people in the round, in order, without those who left. */
    order: Type.Array(Id, { description: 'Ids of the people in the round, in order, without people who left' }),
    /** Whose turn it is: an index into `order`. */
    turn: Type.Integer({ minimum: 0, description: 'Index in `order` of the person whose turn it is' }),
    /** Seconds for each turn; null: no limit. */
    secondsPerPerson: nullable(Type.Integer({ minimum: 10 }), 'Seconds for each turn; null: no limit'),
    /** When this turn ends, in milliseconds since 1970-01-01 UTC; null: no limit, or paused. */
    turnEndsAt: nullable(
      EpochMs,
      'When this turn ends: whole milliseconds since 1970-01-01 UTC; null: no limit, or paused',
    ),
    /** Milliseconds left of the turn while it is paused; null otherwise. */
    remainingMs: nullable(
      Type.Integer({ minimum: 0 }),
      'Milliseconds left of the turn while it is paused; null otherwise',
    ),
    /** `paused`: by a host, or by a restart of the server. */
    state: Type.Enum(['running', 'paused'], { description: '`paused`: by a host, or by a restart of the server' }),
    /** Whether the other microphones are muted when a turn begins, and the sound that others than hosts share. */
    muteOthers: Type.Boolean({
      description:
        'true: the microphones of the others are muted when a turn begins, and what they share as sound unless they are hosts',
    }),
    /**
     * Why the time of the turn is paused; absent while it runs. `held`: no host is present; `connection-lost`: of the
     * person whose turn it is; `apart`: that person is in a preview or side room.
     */
    pausedBecause: Type.Optional(
      Type.Enum(['by-host', 'held', 'connection-lost', 'apart'], {
        description:
          'Why the time of the turn is paused. `by-host`: `state` is `paused`; `held`: no host is present; `connection-lost`: the person whose turn it is has lost the connection; `apart`: that person is in a preview or side room. Absent: it is running',
      }),
    ),
    /**
     * With `connection-lost`: when the turn passes to the next person, in milliseconds since 1970-01-01 UTC. Absent if
     * there is none.
     */
    passesAt: Type.Optional(
      described(
        EpochMs,
        'With `connection-lost`: when the turn passes to the next person, in whole milliseconds since 1970-01-01 UTC. Absent: no next person is present',
      ),
    ),
    /**
     * Ids of people who lost a turn with their connection (`giveTurn`): for holders of `canModerate` all of them, for
     * others only themselves. Absent: none.
     */
    missed: Type.Optional(
      Type.Array(Id, {
        description:
          'Ids of people whose turn passed while they had no connection (see `giveTurn`): for holders of `canModerate` all who are present, for others only their own id. Absent: none',
      }),
    ),
  },
  { description: 'A go-round: the order, the current turn and its time' },
);
export type GoRound = Static<typeof GoRound>;

/** The last step of a go-round, which can be undone. */
export const TurnUndo = Type.Object(
  {
    /** Id of the person whose turn it was, and will be again. */
    participantId: described(Id, 'Id of the person who gets the turn back'),
    /** Until when it can be undone, in milliseconds since 1970-01-01 UTC. */
    until: described(EpochMs, 'When undoing is no longer possible: whole milliseconds since 1970-01-01 UTC'),
  },
  { description: 'The last step of a go-round, which `undoTurn` can undo' },
);
export type TurnUndo = Static<typeof TurnUndo>;

/** The last extension of the session, which can be undone. */
export const ExtensionUndo = Type.Object(
  {
    /** The previous end, in milliseconds since 1970-01-01 UTC; null: none was set. */
    endsAt: nullable(EpochMs, 'The previous end: whole milliseconds since 1970-01-01 UTC; null: none was set'),
    /** After undoing, the session continues for at least this many minutes. */
    noticeMinutes: Type.Integer({
      description: 'After undoing, the session continues for at least this many minutes, even if `endsAt` is earlier',
    }),
    /** Until when it can be undone, in milliseconds since 1970-01-01 UTC. */
    until: described(EpochMs, 'When undoing is no longer possible: whole milliseconds since 1970-01-01 UTC'),
  },
  { description: 'The last extension, which `undoExtension` can undo' },
);
export type ExtensionUndo = Static<typeof ExtensionUndo>;

/** One breakout group. Its members are listed for its members and for hosts. */
export const BreakoutGroup = Type.Object(
  {
    /** Id of the group. */
    id: Id,
    /** Name that the host gave it. */
    name: Type.String({ description: 'Name given by the host' }),
    /** Ids of its members. */
    participantIds: Type.Array(Id, { description: 'Ids of its members' }),
    /**
     * Hosts and observers who are about to come to this group, and when (milliseconds since 1970-01-01 UTC). They
     * neither see nor hear it before. Absent: none.
     */
    arriving: Type.Optional(
      Type.Array(
        Type.Object({
          participantId: described(Id, 'Id of a host or observer'),
          at: described(EpochMs, 'When they join: whole milliseconds since 1970-01-01 UTC'),
        }),
        {
          description:
            'Hosts and observers who are about to join this group. They do not see or hear it before. Absent: none',
        },
      ),
    ),
  },
  { description: 'A breakout group' },
);
export type BreakoutGroup = Static<typeof BreakoutGroup>;

/** The breakout groups, as this seat may see them. */
export const Breakout = Type.Object(
  {
    /** For hosts all groups; for others only their own, or none. */
    groups: Type.Array(BreakoutGroup, {
      description: 'For hosts all groups; for others only their own group, or none',
    }),
    /** When the groups end by themselves, in milliseconds since 1970-01-01 UTC; null: when a host ends them. */
    endsAt: nullable(
      EpochMs,
      'When the groups end automatically: whole milliseconds since 1970-01-01 UTC; null: when a host ends them',
    ),
    /**
     * Set while everybody is being called back: when the groups end, in milliseconds since 1970-01-01 UTC; null: not
     * yet.
     */
    closingAt: nullable(
      EpochMs,
      'Set while everybody is being called back: when the groups end, in whole milliseconds since 1970-01-01 UTC; null: not being called back',
    ),
  },
  { description: 'Breakout groups, as this seat may see them' },
);
export type Breakout = Static<typeof Breakout>;
