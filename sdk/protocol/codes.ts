/** Version of the wire protocol. */
export const protocolVersion = 1;
/** WebSocket subprotocol (RFC 6455, section 1.9) of this version. */
export const subprotocol = 'hearthroom.v1';

/**
 * The codes of all errors that a client or a caller of the REST API can get, each with a message for the developer.
 * Codes are stable: they are never renamed, only added. PROTOCOL.md lists the same codes (a test compares them).
 */
export const errorCodes = {
  // Protocol errors: the socket is closed.
  'bad-message': 'The message is not a request of this protocol (framing, JSON, shape of the envelope)',
  'unknown-method': 'There is no such method',
  'authentication-required': 'The first message must be `authenticate`',
  'authentication-timeout': 'No `authenticate` arrived within 5 seconds',
  'message-too-big': 'A message is larger than 64 KiB',
  'too-many-messages': 'More messages than the rate limit allows',
  'too-many-connections': 'More connections from this address than the rate limit allows',
  'too-much-media': 'The seat goes on sending more media than it may',
  'slow-reader': 'The client does not read what the server sends',
  'origin-not-allowed': 'This web origin may not connect',
  // Authentication: one code for every problem with a token, so that trying tokens reveals nothing.
  'token-invalid': 'The token is not valid for this server and room',
  'token-expired': 'The token has expired; ask for a fresh one',
  'token-revoked': 'The token of this connection is no longer good; come back with a fresh one',
  // User errors: answered, the connection stays.
  'invalid-params': 'The parameters do not fit the schema of this method',
  'not-allowed': 'The seat lacks the grant for this',
  'not-admitted': 'The seat is not admitted to the group',
  'not-available': 'The room cannot be entered now',
  'room-not-live': 'This is possible only while the session is live',
  'room-full': 'The room does not hold that many',
  'stale-entry': 'The waiting person is not the one you saw: they left, dropped or came anew',
  'too-late': 'This is not possible any more',
  'not-found': 'There is nothing with that id here',
  'passcode-required': 'This room asks for a passcode beside the token',
  'passcode-wrong': 'The passcode is not the right one',
  'agreement-required': 'The agreement of the room is not accepted',
  'consent-required': 'Not every admitted client has agreed to this observer',
  busy: 'Somebody of these is in a conversation of their own already',
  'last-host': 'The last present host cannot be removed',
  'already-authenticated': 'The connection is authenticated already',
  'already-published': 'A track of this source is published already',
  'limit-exceeded': 'More transports or tracks than the seat may have',
  'media-unsupported': 'The codecs or parameters are not supported',
  'media-unavailable': 'Media is being rebuilt; try again',
  capacity: 'The server has no room for more media',
  // End of a seat or room: announced with `closing`, then the socket is closed.
  replaced: 'A newer connection took over this seat',
  denied: 'A host did not admit this person',
  removed: 'A host removed this person',
  left: 'The person left on purpose',
  'room-ended': 'The session has ended',
  'connection-lost': 'The connection was silent for too long',
  'server-shutdown': 'The server is going down; come back after retryAfterMs',
  'server-draining': 'The server takes no new sessions now',
  // REST
  unauthorized: 'A bearer token signed with an API key is required',
  'key-file-invalid': 'The key file has something wrong in it; the keys there were stay',
  conflict: 'The resource exists already with other content',
  'precondition-failed': 'The resource has changed since (If-Match)',
  'precondition-required': 'If-Match is required for this edit',
  'rate-limited': 'Too many requests',
  internal: 'Something failed on the server; quote the correlation id',
  'storage-unavailable': 'The server cannot store this now; nothing was changed; try again later',
} as const;

/** Code of an error that the server sends. New ones may be added. */
export type ErrorCode = keyof typeof errorCodes;

/**
 * WebSocket close codes (RFC 6455, section 7.4.2, reserves 4000-4999 for applications). The reason phrase is the error
 * code.
 */
export const closeCodes = {
  left: 4000,
  'bad-message': 4400,
  'unknown-method': 4400,
  'authentication-required': 4401,
  'authentication-timeout': 4401,
  'token-invalid': 4403,
  'token-expired': 4403,
  'token-revoked': 4403,
  'passcode-required': 4406,
  'passcode-wrong': 4406,
  'not-available': 4404,
  'origin-not-allowed': 4405,
  'connection-lost': 4408,
  'slow-reader': 4408,
  replaced: 4409,
  denied: 4410,
  removed: 4411,
  'room-ended': 4412,
  'message-too-big': 4413,
  'too-many-messages': 4429,
  'too-many-connections': 4429,
  'too-much-media': 4429,
  internal: 4500,
  'server-shutdown': 4503,
  'server-draining': 4503,
  'storage-unavailable': 4503,
} as const satisfies Partial<Record<ErrorCode, number>>;

/** Why the server closed a connection. */
export type CloseReason = keyof typeof closeCodes;
