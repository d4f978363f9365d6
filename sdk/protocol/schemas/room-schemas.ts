/** Terms of a room that both sides of the wire protocol and the REST API share. */

import { type Static, Type } from 'typebox';
import { noGrants } from '../no-grants.ts';
import { shownText } from './shown-text.ts';

const closed = { additionalProperties: false } as const;

/** A person's role. It decides the default grants, and whether the person waits. */
export const Role = Type.Enum(['therapist', 'cotherapist', 'client', 'observer'], {
  description: 'Determines the default grants, and whether the person waits',
});
export type Role = Static<typeof Role>;

/**
 * Phase of a room: `scheduled` (before `opensAt`), `open` (no host is there yet), `live` (the session), `held` (no host
 * is present), `ended` (permanently).
 */
export const Phase = Type.Enum(['scheduled', 'open', 'live', 'held', 'ended'], {
  description:
    '`scheduled`: before `opensAt`; `open`: no host has joined yet; `live`: the session is running; `held`: no host is present; `ended`: permanently over',
});
export type Phase = Static<typeof Phase>;

/** State of a seat. */
export const SeatState = Type.Enum(['waiting', 'admitted', 'suspended', 'denied', 'removed', 'left', 'expired'], {
  description:
    '`waiting`: waits to be admitted; `admitted`: in the session and connected; `suspended`: the connection is lost; the seat is kept for `seatLeaseSeconds` and still counts as in the session; `denied`, `removed`: by a host or the API; `left`: the person left, or the room ended; `expired`: the person did not reconnect within `seatLeaseSeconds`',
});
export type SeatState = Static<typeof SeatState>;

/** What a track comes from; at most one track of each source per participant. */
export const TrackSource = Type.Enum(['microphone', 'camera', 'screen', 'screen-audio'], {
  description: 'Source of a track; `screen-audio`: the sound of a shared screen',
});
export type TrackSource = Static<typeof TrackSource>;

/** Kind of media: `audio` for a microphone and the sound of a screen, `video` for a camera and a screen. */
export const MediaKind = Type.Enum(['audio', 'video'], {
  description: '`audio` for a microphone and the sound of a screen, `video` for a camera and a screen',
});
export type MediaKind = Static<typeof MediaKind>;

/** What a person may do. */
export const Grants = Type.Object(
  {
    /** May publish a microphone. */
    publishMicrophone: Type.Boolean({ description: 'Publish a microphone' }),
    /** May publish a camera. */
    publishCamera: Type.Boolean({ description: 'Publish a camera' }),
    /** May share a screen. */
    publishScreen: Type.Boolean({ description: 'Share the screen' }),
    /** May see and hear the others. */
    subscribe: Type.Boolean({ description: 'See and hear the others' }),
    /** Makes a host: may see who waits, admit, deny, put back into the waiting room, and write to people who wait. */
    canAdmit: Type.Boolean({
      description:
        'Makes a host: see, admit and deny people who wait, write to them, and put people back into the waiting room',
    }),
    /** May mute others, ask them to unmute, remove them, lock the room, and lead group work. */
    canModerate: Type.Boolean({
      description: 'Mute others, ask them to unmute, remove them, lock the room, and lead group work',
    }),
    /** May end the session, and remove or put back other hosts. */
    canEnd: Type.Boolean({ description: 'End the session, and remove or put back other hosts' }),
    /**
     * May postpone the end of the session; default: as `canEnd`. Hosts also get it while no therapist is there
     * (`absenceExtendSeconds`).
     */
    canExtend: Type.Optional(
      Type.Boolean({
        description:
          'Postpone the end of the session. Default: as `canEnd`. Hosts also get it while no therapist is present (`absenceExtendSeconds`)',
      }),
    ),
    /** May see the labels of seats. */
    canSeeLabels: Type.Boolean({ description: 'See the labels of seats' }),
    /** May write in the chat. */
    chat: Type.Boolean({ description: 'Write in the chat' }),
    /** May change their own display name. */
    canRename: Type.Boolean({ description: 'Change their own display name' }),
  },
  closed,
);
export type Grants = Static<typeof Grants>;

const nothing: Required<Grants> = noGrants;

/** Whether a person waits. `bypass`: admitted on connecting; a client only while the session is live. */
export const WaitingRoomMode = Type.Enum(['required', 'bypass'], {
  description:
    '`required`: must be admitted by a host; `bypass`: admitted on connecting (a client only while the session is live)',
});
export type WaitingRoomMode = Static<typeof WaitingRoomMode>;

/** The grants of each role, unless its token says otherwise. */
export const roleDefaults: Record<Role, { grants: Required<Grants>; waitingRoom: WaitingRoomMode }> = {
  therapist: { waitingRoom: 'bypass', grants: hostGrants(true) },
  cotherapist: { waitingRoom: 'bypass', grants: hostGrants(false) },
  client: {
    waitingRoom: 'required',
    grants: { ...nothing, publishMicrophone: true, publishCamera: true, subscribe: true, chat: true },
  },
  observer: { waitingRoom: 'required', grants: { ...nothing, subscribe: true } },
};

/** The role's default grants with the given differences. `canExtend` follows `canEnd` unless it is given. */
export function grantsOf(role: Role, differing: Partial<Grants> = {}): Required<Grants> {
  const grants = { ...roleDefaults[role].grants, ...differing };
  return { ...grants, canExtend: differing.canExtend ?? grants.canEnd };
}

function hostGrants(canEnd: boolean): Required<Grants> {
  return {
    publishMicrophone: true,
    publishCamera: true,
    publishScreen: true,
    subscribe: true,
    canAdmit: true,
    canModerate: true,
    canEnd,
    canExtend: canEnd,
    canSeeLabels: true,
    chat: true,
    canRename: true,
  };
}

/** RFC 3339, in UTC or with an offset; seconds may be omitted. The server returns it in UTC, with milliseconds. */
const Instant = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)$',
});
const seconds = (defaultS: number, minimumS: number, maximumS: number, description: string) =>
  Type.Integer({ default: defaultS, minimum: minimumS, maximum: maximumS, description });

/**
 * The rules of a group, which must be accepted before a client can be admitted. A new version must be accepted again.
 */
export const Agreement = Type.Object(
  {
    /** 1 to 40 characters; another version must be accepted again. */
    version: Type.String({
      minLength: 1,
      maxLength: 40,
      pattern: '^[\\w.-]+$',
      description: 'Version of the text; a new version must be accepted again',
    }),
    /** Plain text; blank lines separate paragraphs. */
    text: Type.String({ minLength: 1, maxLength: 20_000, description: 'Plain text; blank lines separate paragraphs' }),
  },
  closed,
);
export type Agreement = Static<typeof Agreement>;

/** A reaction, shown to the group for a moment. */
export const Reaction = Type.Enum(['heart', 'thumbs-up', 'clap', 'hug', 'tears'], {
  description: 'Shown to the group for a few seconds',
});
export type Reaction = Static<typeof Reaction>;

/**
 * End-to-end encryption of media and texts. `preferred`: ends for everybody while somebody is inside whose client can't
 * encrypt, whom a host has let in knowing this. `required`: such people can't be admitted. `off`: none.
 */
export const RoomEncryption = Type.Enum(['required', 'preferred', 'off'], {
  default: 'preferred',
  description:
    'End-to-end encryption of media and texts. `preferred`: it ends for everybody while a person is admitted whose client cannot encrypt, which a host must agree to. `required`: such a person cannot be admitted. Excludes `chatHistory: session`',
});
export type RoomEncryption = Static<typeof RoomEncryption>;

/** Whether people may blur what is behind them. `off`: a camera shows the surroundings, or nothing. */
export const BackgroundBlur = Type.Enum(['allowed', 'off'], {
  default: 'allowed',
  description:
    'Whether people may blur what is behind them. `off`: the SDK switches a blurred camera off and tells its person; the server cannot see what a picture shows',
});
export type BackgroundBlur = Static<typeof BackgroundBlur>;

/** The settings of a room, at creation and by PATCH. Durations are whole seconds. */
export const RoomSettings = Type.Object(
  {
    title: shownText(120, { default: 'Group session', description: 'Title, shown to everybody who connects' }),
    maxParticipants: Type.Integer({
      default: 16,
      minimum: 2,
      maximum: 50,
      description:
        'Maximum number of admitted and suspended seats, including hosts. Hosts are admitted even if the room is full',
    }),
    maxWaiting: Type.Integer({
      default: 50,
      minimum: 1,
      maximum: 200,
      description: 'Maximum number of entries that wait at the same time. Does not apply to hosts',
    }),
    waitingRoom: Type.Boolean({
      default: true,
      description: 'false: clients are admitted on connecting while the room is live',
    }),
    locked: Type.Boolean({
      default: false,
      description: 'true: nobody new can join, except hosts who bypass the waiting room',
    }),
    opensAt: Type.Union([Instant, Type.Null()], {
      default: null,
      description:
        'When the room opens: RFC 3339 (`…Z` or `…+01:00`), returned in UTC. Before that only hosts can enter (`earlyEntrySeconds`). null: open immediately',
    }),
    closesAt: Type.Union([Instant, Type.Null()], {
      default: null,
      description: 'When the room ends: RFC 3339 (`…Z` or `…+01:00`), returned in UTC. null: no fixed end',
    }),
    earlyEntrySeconds: seconds(900, 0, 86_400, 'A host can enter this many seconds before opensAt'),
    emptyTimeoutSeconds: seconds(
      600,
      10,
      86_400,
      'Seconds after which an empty room ends, if anybody was ever admitted',
    ),
    seatLeaseSeconds: seconds(60, 5, 3_600, 'Seconds for which a seat is kept after its connection is lost'),
    absencePolicy: Type.Enum(['end', 'return-to-waiting', 'hand-over'], {
      default: 'return-to-waiting',
      description:
        'What happens if no host is present for `absenceGraceSeconds`. `end`: the session ends; `return-to-waiting` and `hand-over`: all clients are put back into the waiting room. ' +
        'With `hand-over`, another host who is present leads the session while the therapist is away',
    }),
    absenceGraceSeconds: seconds(120, 5, 3_600, 'Seconds for which the session is held when no host is present'),
    absenceExtendSeconds: Type.Union([Type.Integer({ minimum: 5, maximum: 3_600 }), Type.Null()], {
      default: 180,
      description:
        'After this many seconds without a therapist, every host who is present can extend the session until a therapist is back; in the last minute of the session, after 5 seconds. null: never',
    }),
    whileHeld: Type.Enum(['pause', 'continue'], {
      default: 'pause',
      description: "Clients' media while no host is present. `pause`: their tracks are not forwarded",
    }),
    waitingMessage: Type.String({ default: '', maxLength: 1_000, description: 'Shown to everybody who waits' }),
    reveal: Type.Enum(['immediately', 'together'], {
      default: 'immediately',
      description: '`together`: clients see and hear only the hosts until a host opens the circle',
    }),
    observerConsent: Type.Enum(['none', 'all'], {
      default: 'none',
      description:
        '`all`: an observer can be admitted only after every admitted client has agreed, and is put back into the waiting room if one refuses. Nothing is forwarded between an observer and a client who has not agreed',
    }),
    meeting: Type.Enum(['announced', 'asked'], {
      default: 'announced',
      description:
        'Before a host sees and hears one person alone (identity check, side room). `announced`: the person is told `meetingNoticeSeconds` before and can decline; `asked`: the person must accept',
    }),
    meetingNoticeSeconds: seconds(
      5,
      0,
      60,
      'Seconds of notice before people are seen and heard by a host alone, by a host or observer who joins their breakout group, or by everybody when the circle opens; 0: no notice',
    ),
    agreement: Type.Union([Agreement, Type.Null()], {
      default: null,
      description: 'Rules of the group that a client must accept before being admitted; null: none',
    }),
    recording: Type.Literal('never', { default: 'never', description: 'The only value: the server cannot record' }),
    privateChat: Type.Boolean({ default: false, description: 'Clients can write private messages to each other' }),
    chatHistory: Type.Enum(['none', 'session'], {
      default: 'none',
      description: '`session`: kept in memory until the session ends, and sent to people who join later; never stored',
    }),
    encryption: RoomEncryption,
    backgroundBlur: BackgroundBlur,
    lengthMinutes: Type.Union([Type.Integer({ minimum: 5, maximum: 720 }), Type.Null()], {
      default: null,
      description:
        'Length of the session in minutes, from when it first became live. It ends at closesAt if that is earlier. null: no limit',
    }),
    endWarningsMinutes: Type.Array(Type.Integer({ minimum: 1, maximum: 120 }), {
      default: [10, 5, 1],
      maxItems: 6,
      uniqueItems: true,
      description: 'Minutes before the end at which hosts are warned',
    }),
    warnEverybody: Type.Boolean({ default: false, description: 'true: clients are also warned before the end' }),
  },
  closed,
);
export type RoomSettings = Static<typeof RoomSettings>;

/** The default settings of a room. */
export const defaultRoomSettings: RoomSettings = {
  title: 'Group session',
  maxParticipants: 16,
  maxWaiting: 50,
  waitingRoom: true,
  locked: false,
  opensAt: null,
  closesAt: null,
  earlyEntrySeconds: 900,
  emptyTimeoutSeconds: 600,
  seatLeaseSeconds: 60,
  absencePolicy: 'return-to-waiting',
  absenceGraceSeconds: 120,
  absenceExtendSeconds: 180,
  whileHeld: 'pause',
  waitingMessage: '',
  reveal: 'immediately',
  observerConsent: 'none',
  meeting: 'announced',
  meetingNoticeSeconds: 5,
  agreement: null,
  recording: 'never',
  privateChat: false,
  chatHistory: 'none',
  encryption: 'preferred',
  backgroundBlur: 'allowed',
  lengthMinutes: null,
  endWarningsMinutes: [10, 5, 1],
  warnEverybody: false,
};
