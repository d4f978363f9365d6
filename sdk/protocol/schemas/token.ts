/** The claims of tokens (JWT, RFC 7519): of a person who joins a room, and of a backend that calls the REST API. */
import { type Static, Type } from 'typebox';
import { closed, described } from './fields.ts';
import { Grants, Role, WaitingRoomMode } from './room-schemas.ts';
import { shownText } from './shown-text.ts';

/** Id of a room, made by the server. */
export const RoomId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[\\w-]+$',
  description: 'Id of a room, made by the server',
});

/** The claims about the holder of an access token. */
const holder = {
  /** Your opaque id of the person; one seat for each `sub` and room. */
  sub: Type.String({ minLength: 1, maxLength: 128, description: 'Opaque identity; one seat per identity and room' }),
  /** The person's role; it decides the default grants, and whether the person waits. */
  role: Role,
  /** Display name, shown to the group; 1 to 80 characters. */
  name: shownText(80, { description: 'Shown to the group' }),
  /** Shown to hosts only; 1 to 120 characters. */
  label: Type.Optional(shownText(120, { description: 'Shown to hosts only' })),
  /** The grants that differ from the defaults of the role. */
  grants: Type.Optional(described(Type.Partial(Grants, closed), "What differs from the role's defaults")),
  /** Whether the person waits; default: as the role. */
  waitingRoom: Type.Optional(described(WaitingRoomMode, "Whether the holder waits. Default: the role's")),
};

/** Body of POST /v1/rooms/:roomId/tokens, and options of createAccessToken. */
export const MintToken = Type.Object(
  {
    ...holder,
    /** Seconds until the token expires, 10 to 86,400; default 3,600. */
    ttlSeconds: Type.Optional(
      Type.Integer({ minimum: 10, maximum: 86_400, default: 3_600, description: 'Seconds until the token expires' }),
    ),
  },
  closed,
);
export type MintToken = Static<typeof MintToken>;

const seconds = Type.Integer({ minimum: 0, maximum: 2 ** 40, description: 'Whole seconds since 1970-01-01 UTC' });
const registered = {
  iss: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the API key; the same as `kid` in the header' }),
  aud: Type.Literal('hearthroom', { description: 'The only audience; not a list' }),
  iat: described(seconds, 'When it was issued: whole seconds since 1970-01-01 UTC'),
  nbf: Type.Optional(described(seconds, 'Not good before: whole seconds since 1970-01-01 UTC')),
  exp: described(seconds, 'When it expires: whole seconds since 1970-01-01 UTC'),
};
const jti = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'Id of this token, unique: another one for each. It can be revoked by it',
});

/**
 * Claims of an access token. Unknown claims are refused: a misspelt claim would otherwise silently give the role's
 * default.
 */
export const AccessTokenClaims = Type.Object({ ...registered, jti, room: RoomId, ...holder }, closed);
export type AccessTokenClaims = Static<typeof AccessTokenClaims>;

/** Claims of an admin token. */
export const AdminTokenClaims = Type.Object({ ...registered, jti: Type.Optional(jti) }, closed);
export type AdminTokenClaims = Static<typeof AdminTokenClaims>;

/** Whether a role may have these grants. `canAdmit` makes a host; clients and observers can't be hosts. */
export function mayHoldGrants(role: Role, grants: Partial<Grants> | undefined): boolean {
  return !(grants?.canAdmit && (role === 'client' || role === 'observer'));
}
