/**
 * Bodies of the REST API under /v1. Fastify validates with these schemas and generates the OpenAPI document from them.
 */
import { type Static, Type } from 'typebox';
import { closed, described } from '../schemas/fields.ts';
import { Phase, Role, RoomSettings, SeatState, TrackSource } from '../schemas/room-schemas.ts';

const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });
const Reason = Type.Optional(
  Type.String({ minLength: 1, maxLength: 1_000, description: 'Shown to the person it is about' }),
);
const Ban = Type.Optional(Type.Boolean({ description: 'Refuse this identity for this room from now on' }));

/** Body of every error. */
export const ErrorReply = Type.Object(
  {
    code: Type.String({ description: 'Stable; what a program decides by' }),
    message: Type.String({ description: 'For the developer' }),
    correlationId: Type.String({ description: "Finds the incident in the server's log" }),
  },
  { $id: 'Error', description: 'Every error of the API' },
);

// ---------------------------------------------------------------- rooms

/** Required in addition to the token; never sent back. */
const passcode = {
  passcode: Type.Optional(
    Type.Union([Type.String({ minLength: 4, maxLength: 64 }), Type.Null()], {
      description: 'Asked of everybody who connects, beside the token; null: none. Write-only: it is kept as a hash',
    }),
  ),
};
const changeable = { ...Type.Partial(RoomSettings).properties, ...passcode };

/** POST /v1/rooms. Settings that are not given have their defaults. */
export const CreateRoom = Type.Object(changeable, closed);
export type CreateRoom = Static<typeof CreateRoom>;

/** PATCH /v1/rooms/:roomId (with If-Match). Settings that are not given stay. */
export const PatchRoom = Type.Object(changeable, { ...closed, minProperties: 1 });
export type PatchRoom = Static<typeof PatchRoom>;

/** A room, as the API returns it. */
export const Room = Type.Object(
  {
    id: Type.String({ description: 'Made by the server' }),
    settings: described(RoomSettings, 'Every setting, also those that nobody gave'),
    hasPasscode: Type.Boolean({ description: 'Whether a passcode is asked for beside the token' }),
    phase: Phase,
    createdAt: described(Instant, 'When it was created: ISO 8601, UTC'),
    updatedAt: Type.String({ format: 'date-time', description: 'Last change of the settings: ISO 8601, UTC' }),
    seats: Type.Object(
      {
        admitted: Type.Integer({ minimum: 0, description: 'Inside and connected' }),
        suspended: Type.Integer({
          minimum: 0,
          description: 'Inside, with a lost connection: kept for `seatLeaseSeconds`. Counts for `maxParticipants`',
        }),
        waiting: Type.Integer({ minimum: 0, description: 'To be admitted, without second devices' }),
      },
      { description: 'How many seats there are now, by state' },
    ),
  },
  { $id: 'Room', description: 'A room. Its ETag is the version of the settings' },
);
export type Room = Static<typeof Room>;

/** GET /v1/rooms. Query parameters are text and are not converted. */
export const ListRooms = Type.Object(
  {
    limit: Type.Optional(Type.String({ pattern: '^([1-9]\\d?|100)$', description: '1 to 100; default 50' })),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: "The last page's nextCursor" })),
  },
  closed,
);
export type ListRooms = Static<typeof ListRooms>;

/** Answer to GET /v1/rooms. */
export const RoomList = Type.Object({
  rooms: Type.Array(Room, { description: 'Newest first' }),
  nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Pass as ?cursor= for the next page' }),
});
export type RoomList = Static<typeof RoomList>;

/** Answer to POST /v1/rooms/:roomId/tokens. */
export const MintedToken = Type.Object({
  token: Type.String({ description: 'An access token (JWT)' }),
  expiresAt: described(Instant, 'When it expires: ISO 8601, UTC'),
});
export type MintedToken = Static<typeof MintedToken>;

// ---------------------------------------------------------------- revocations and keys

/** POST /v1/revocations: `jti`; `roomId` and `identity`; `roomId` and `issuedBefore`; or `keyId` and `issuedBefore`. */
export const RevokeTokens = Type.Object(
  {
    jti: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'One token' })),
    roomId: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Tokens for this room' })),
    identity: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'The `sub` of tokens for this room, issued until now' }),
    ),
    keyId: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Id of an API key' })),
    issuedBefore: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'RFC 3339, in UTC or with an offset. Compared with `iat`, which has whole seconds, on the issuer’s clock; not in the future',
      }),
    ),
  },
  closed,
);
export type RevokeTokens = Static<typeof RevokeTokens>;

/** A revocation, as the API returns it. */
export const Revocation = Type.Object(
  {
    id: Type.String({ description: 'Names it in DELETE /v1/revocations/{revocationId}' }),
    jti: Type.Optional(Type.String({ description: 'One token' })),
    roomId: Type.Optional(Type.String({ description: 'Tokens for this room' })),
    identity: Type.Optional(Type.String({ description: 'Tokens with this `sub`' })),
    keyId: Type.Optional(Type.String({ description: 'Tokens signed with this API key' })),
    issuedBefore: Type.Optional(Type.String({ format: 'date-time', description: 'Tokens issued before are refused' })),
    createdAt: described(Instant, 'ISO 8601, UTC'),
    expiresAt: Type.String({
      format: 'date-time',
      description: 'By then all of its tokens have expired; it is forgotten',
    }),
  },
  { $id: 'Revocation', description: 'Tokens that were taken back' },
);
export type Revocation = Static<typeof Revocation>;

/** GET /v1/revocations. As for rooms. */
export const ListRevocations = ListRooms;
/** Answer to GET /v1/revocations. */
export const RevocationList = Type.Object({
  revocations: Type.Array(Revocation, { description: 'Newest first' }),
  nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Pass as ?cursor= for the next page' }),
});
export type RevocationList = Static<typeof RevocationList>;

const KeyIds = Type.Array(Type.String());
/** Answer to GET /v1/keys. */
export const ApiKeyList = Type.Object({
  keys: Type.Array(
    Type.Object({
      id: Type.String({ description: '`kid` and `iss` of its tokens' }),
      algorithm: Type.Enum(['HS256', 'EdDSA', 'ES256'], { description: '`alg` of its tokens' }),
    }),
    { description: 'Keys that are good now' },
  ),
});
export type ApiKeyList = Static<typeof ApiKeyList>;

/** Answer to POST /v1/keys/reload. */
export const KeyReload = Type.Object({
  ...ApiKeyList.properties,
  added: described(KeyIds, 'Ids of keys that are new'),
  removed: described(KeyIds, 'Ids of keys that are gone'),
  changed: Type.Array(Type.String(), { description: 'There is another key under the same id' }),
  connectionsClosed: Type.Integer({
    minimum: 0,
    description: 'They came in with a key that is gone',
  }),
});
export type KeyReload = Static<typeof KeyReload>;

// ---------------------------------------------------------------- seats

/**
 * A seat, as the API returns it. Names and labels are included because the owner of the API put them into the token.
 */
export const SeatView = Type.Object(
  {
    id: Type.String({ description: 'What the protocol calls the id of a participant' }),
    sub: Type.String({ description: 'The identity in the token' }),
    name: Type.String({ description: 'Display name' }),
    label: Type.Union([Type.String(), Type.Null()], { description: 'Shown to hosts only; null: none' }),
    role: Role,
    state: SeatState,
    connected: Type.Boolean({ description: 'There is a connection now' }),
    epoch: Type.Integer({ minimum: 0, description: 'Number of the newest entry: what `admit` and `deny` may name' }),
    mustBeAdmitted: Type.Boolean({ description: 'Waits for an admit, whatever role and switches say' }),
    banned: Type.Boolean({ description: 'This identity is refused' }),
    secondDeviceWaits: Type.Boolean({ description: 'Somebody with the same identity waits on another device' }),
    secondDeviceEpoch: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'Number of the entry of the second device; null: none waits',
    }),
  },
  { $id: 'Seat', description: 'The place of one identity in one room' },
);
export type SeatView = Static<typeof SeatView>;
/** The seats of a room. */
export const SeatList = Type.Object({ seats: Type.Array(SeatView, { description: 'Waiting, inside and gone' }) });

const Epoch = Type.Optional(
  Type.Integer({
    minimum: 0,
    description: 'The entry you saw; another one is `stale-entry`. Default: the present one',
  }),
);

/** Admits a waiting seat. */
export const AdmitSeat = Type.Object({ epoch: Epoch }, closed);
export type AdmitSeat = Static<typeof AdmitSeat>;
/** Sends a waiting seat away. */
export const DenySeat = Type.Object({ epoch: Epoch, reason: Reason, ban: Ban }, closed);
export type DenySeat = Static<typeof DenySeat>;
/** Makes a seat wait again. */
export const PutBackSeat = Type.Object({ reason: Reason }, closed);
export type PutBackSeat = Static<typeof PutBackSeat>;
/** Removes a seat from the session. */
export const RemoveSeat = Type.Object({ reason: Reason, ban: Ban }, closed);
export type RemoveSeat = Static<typeof RemoveSeat>;
/** Mutes a track of a seat. */
export const MuteSeat = Type.Object({ source: described(TrackSource, 'Which track is paused') }, closed);
export type MuteSeat = Static<typeof MuteSeat>;

// ---------------------------------------------------------------- what happened

/** GET /v1/rooms/:roomId/attendance, as JSON, or as CSV with the same columns. */
export const ListAttendance = Type.Object(
  {
    format: Type.Optional(Type.Enum(['json', 'csv'], { description: 'Default: what Accept asks for, else json' })),
    labels: Type.Optional(
      Type.Enum(['true', 'false'], { description: 'true: with labels, as long as the room has them: until its end' }),
    ),
  },
  closed,
);
export type ListAttendance = Static<typeof ListAttendance>;

/** Attendance of one seat. */
export const Attendance = Type.Object({
  seatId: Type.String({ description: 'Id of the seat' }),
  role: Role,
  label: Type.Union([Type.String(), Type.Null()], { description: 'null: none, not asked for, or erased' }),
  firstAdmittedAt: described(Instant, 'ISO 8601, UTC'),
  lastLeftAt: Type.Union([Instant, Type.Null()], { description: 'ISO 8601, UTC; null: still there' }),
  secondsPresent: Type.Integer({
    minimum: 0,
    description: 'Whole seconds admitted and connected; absences are taken off',
  }),
});
export type Attendance = Static<typeof Attendance>;
/** Answer to GET /v1/rooms/:roomId/attendance. */
export const AttendanceList = Type.Object({
  attendance: Type.Array(Attendance, { description: 'In the order of the first admission' }),
});

/** GET /v1/rooms/:roomId/agreements: a receipt for each acceptance. */
export const AgreementReceipt = Type.Object({
  seatId: Type.String({ description: 'Who accepted' }),
  version: Type.String({ description: 'What was accepted' }),
  textSha256: Type.String({ description: 'SHA-256 of the text in UTF-8, hex' }),
  acceptedAt: described(Instant, 'ISO 8601, UTC'),
  withdrawnAt: Type.Union([Instant, Type.Null()], { description: 'ISO 8601, UTC; null: it stands' }),
});
export type AgreementReceipt = Static<typeof AgreementReceipt>;
/** Answer to GET /v1/rooms/:roomId/agreements. */
export const AgreementReceiptList = Type.Object({
  agreements: Type.Array(AgreementReceipt, { description: 'Oldest first' }),
});

/** Answer to POST /v1/drain. */
export const DrainStarted = Type.Object({
  endsBy: Type.String({ format: 'date-time', description: 'The server is gone by then, ISO 8601, UTC' }),
  connected: Type.Integer({ minimum: 0, description: 'People in sessions now; at 0 the server ends at once' }),
});
export type DrainStarted = Static<typeof DrainStarted>;

/** Answer to POST /v1/backup. */
export const BackupWritten = Type.Object({
  file: Type.String({ description: 'Its name in HEARTHROOM_BACKUP_DIR' }),
  bytes: Type.Integer(),
  createdAt: Type.String({ format: 'date-time', description: 'The store is copied as it was then, ISO 8601, UTC' }),
  removed: Type.Array(Type.String(), { description: 'Older copies that were removed' }),
});
export type BackupWritten = Static<typeof BackupWritten>;

/** Query of GET /v1/rooms/:roomId/media-story. */
export const TellMediaStory = Type.Object(
  {
    from: Type.String({ format: 'date-time', description: 'Begin of the stretch of time, ISO 8601 with an offset' }),
    to: Type.String({ format: 'date-time', description: 'Its end, at most 24 hours later' }),
    listener: Type.Optional(Type.String({ description: 'Id of the seat that should have received' })),
    speaker: Type.Optional(Type.String({ description: 'Id of the seat that should have been received' })),
    source: Type.Optional(described(TrackSource, 'Which track the question is about; default: microphone')),
    at: Type.Optional(
      Type.String({ format: 'date-time', description: 'The moment that the question is about; default: all of it' }),
    ),
  },
  closed,
);
export type TellMediaStory = Static<typeof TellMediaStory>;

/** Answer to GET /v1/rooms/:roomId/media-story. */
export const MediaStory = Type.Object({
  names: Type.Array(
    Type.Object({
      seatId: Type.String(),
      name: Type.String({ description: 'What the sentences call this seat' }),
      part: Type.Enum(['listener', 'speaker']),
    }),
  ),
  lines: Type.Array(
    Type.Object({
      at: described(Instant, 'ISO 8601, UTC'),
      text: Type.String({ description: 'A sentence in English' }),
    }),
    { description: 'What happened, in its order; times go back where the clock was set back' },
  ),
  answers: Type.Array(
    Type.Object({
      from: described(Instant, 'ISO 8601, UTC'),
      to: described(Instant, 'ISO 8601, UTC'),
      cause: Type.Union([Type.String(), Type.Null()], {
        description:
          'Stable code of the first thing in the way; `records-missing`, `not-recorded`: not known; null: the server sent it, and nothing was in the way',
      }),
      text: Type.String({ description: 'A sentence in English' }),
    }),
    { description: 'Why the listener did not receive the speaker; empty when not both are named' },
  ),
  missing: Type.Array(Type.String(), { description: 'What of the records is missing, in sentences' }),
});
export type MediaStory = Static<typeof MediaStory>;

/** Query of GET /v1/audit. */
export const ExportAudit = Type.Object(
  { after: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: 'Only entries after this `seq`' })) },
  closed,
);
export type ExportAudit = Static<typeof ExportAudit>;
