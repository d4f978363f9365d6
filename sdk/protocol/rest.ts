/** Bodies of the REST API under /v1. Fastify validates with these schemas and generates the OpenAPI document from them. */
import { type Static, Type } from 'typebox';
import { Grants, Phase, Role, RoomSettings, SeatState, TrackSource, WaitingRoomMode } from './room.ts';

const closed = { additionalProperties: false } as const;
const Instant = Type.String({ description: 'ISO 8601, UTC' });

export const ErrorReply = Type.Object(
  { code: Type.String(), message: Type.String(), correlationId: Type.String() },
  { $id: 'Error', description: 'Every error of the API' },
);

/** POST /v1/rooms. Whatever is not given has its default. A client-chosen `id` makes creation idempotent. */
export const CreateRoom = Type.Partial(RoomSettings, closed);
export type CreateRoom = Static<typeof CreateRoom>;

/** PATCH /v1/rooms/:roomId (with If-Match). */
export const PatchRoom = Type.Partial(RoomSettings, { ...closed, minProperties: 1 });
export type PatchRoom = Static<typeof PatchRoom>;

export const Room = Type.Object({
  id: Type.String(),
  settings: RoomSettings,
  phase: Phase,
  createdAt: Instant,
  updatedAt: Instant,
  seats: Type.Object({ admitted: Type.Integer(), suspended: Type.Integer(), waiting: Type.Integer() }),
});
export type Room = Static<typeof Room>;

export const RoomList = Type.Object({
  rooms: Type.Array(Room),
  nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Pass as ?cursor= for the next page' }),
});

/** A seat as the API sees it. Labels and names are there because the API's owner issued them in the token. */
export const SeatView = Type.Object({
  id: Type.String(),
  sub: Type.String({ description: 'The identity in the token' }),
  name: Type.String(),
  label: Type.Union([Type.String(), Type.Null()]),
  role: Role,
  state: SeatState,
  connected: Type.Boolean(),
  epoch: Type.Integer(),
  mustBeAdmitted: Type.Boolean(),
  banned: Type.Boolean(),
  secondDeviceWaits: Type.Boolean(),
  secondDeviceEpoch: Type.Union([Type.Integer(), Type.Null()]),
});
export type SeatView = Static<typeof SeatView>;
export const SeatList = Type.Object({ seats: Type.Array(SeatView) });

/** POST /v1/rooms/:roomId/tokens */
export const MintToken = Type.Object(
  {
    sub: Type.String({ minLength: 1, maxLength: 128, description: 'Opaque identity; one seat per identity and room' }),
    role: Role,
    name: Type.String({ minLength: 1, maxLength: 80, description: 'Shown to the group' }),
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Shown to hosts only' })),
    grants: Type.Optional(Type.Partial(Grants, closed)),
    waitingRoom: Type.Optional(WaitingRoomMode),
    ttlSeconds: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400, default: 3_600 })),
  },
  closed,
);
export type MintToken = Static<typeof MintToken>;
export const MintedToken = Type.Object({ token: Type.String(), expiresAt: Instant });

export const AdmitSeat = Type.Object({ epoch: Type.Optional(Type.Integer({ minimum: 0 })) }, closed);
export const ReasonBody = Type.Object(
  { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })) },
  closed,
);
export const ReasonAndBan = Type.Object(
  { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })), ban: Type.Optional(Type.Boolean()) },
  closed,
);
export const MuteSeat = Type.Object({ source: TrackSource }, closed);
