/** LiveKit's access tokens: a JWT (RFC 7519) signed with the API secret, with the room in a "video" grant. */
import { createHmac } from 'node:crypto';

export interface ApiKey {
  id: string;
  secret: string;
}

const validSeconds = 3_600;

/** What its bearer may do, in LiveKit's own names. */
export interface VideoGrants {
  roomJoin?: boolean;
  room?: string;
  canPublish?: boolean;
  canSubscribe?: boolean;
  roomAdmin?: boolean;
  roomCreate?: boolean;
  roomList?: boolean;
}

/** @param now seconds since 1970 */
export function createLiveKitToken(key: ApiKey, room: string, identity: string, now = Date.now() / 1_000): string {
  return signGrants(key, { roomJoin: true, room, canPublish: true, canSubscribe: true }, identity, now);
}

/** For the room without media, which is how LiveKit makes people wait: `permitMedia` of the RoomService lets them in. */
export function createWaitingToken(key: ApiKey, room: string, identity: string): string {
  return signGrants(key, { roomJoin: true, room, canPublish: false, canSubscribe: false }, identity);
}

/** @param now seconds since 1970 */
export function signGrants(key: ApiKey, video: VideoGrants, identity: string, now = Date.now() / 1_000): string {
  const issuedAt = Math.floor(now);
  const claims = {
    iss: key.id,
    sub: identity,
    // The clock of a server on another machine may be a little behind.
    nbf: issuedAt - 10,
    exp: issuedAt + validSeconds,
    video,
  };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key.secret).update(signed).digest('base64url')}`;
}
