/** What tokens say (JWT, RFC 7519): of a person who joins a room, and of a backend that calls the REST API. */
import { type Static, Type } from 'typebox';
import { Grants, Role, WaitingRoomMode } from './room.ts';
import { shownText } from './shown-text.ts';

const closed = { additionalProperties: false } as const;

/** Room ids are made by the server. */
export const RoomId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' });

/** What the issuer of an access token decides about its holder. */
const holder = {
  sub: Type.String({ minLength: 1, maxLength: 128, description: 'Opaque identity; one seat per identity and room' }),
  role: Role,
  name: shownText(80, { description: 'Shown to the group' }),
  label: Type.Optional(shownText(120, { description: 'Shown to hosts only' })),
  grants: Type.Optional(Type.Partial(Grants, closed)),
  waitingRoom: Type.Optional(WaitingRoomMode),
};

/** POST /v1/rooms/:roomId/tokens, and the options of createAccessToken. */
export const MintToken = Type.Object(
  { ...holder, ttlSeconds: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400, default: 3_600 })) },
  closed,
);
export type MintToken = Static<typeof MintToken>;

const seconds = Type.Integer({ minimum: 0, maximum: 2 ** 40, description: 'Seconds since 1970-01-01 UTC' });
const registered = {
  iss: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the API key' }),
  aud: Type.Literal('hearthroom'),
  iat: seconds,
  nbf: Type.Optional(seconds),
  exp: seconds,
};
const jti = Type.String({ minLength: 1, maxLength: 128 });

/** Claims of an access token. Closed: a misspelt claim would otherwise silently give the role's default. */
export const AccessTokenClaims = Type.Object({ ...registered, jti, room: RoomId, ...holder }, closed);
export type AccessTokenClaims = Static<typeof AccessTokenClaims>;

/** Claims of an admin token. */
export const AdminTokenClaims = Type.Object({ ...registered, jti: Type.Optional(jti) }, closed);
export type AdminTokenClaims = Static<typeof AdminTokenClaims>;

/** `canAdmit` makes a host; clients and observers can't be hosts, whatever their token says. */
export function mayHoldGrants(role: Role, grants: Partial<Grants> | undefined): boolean {
  return !(grants?.canAdmit && (role === 'client' || role === 'observer'));
}
