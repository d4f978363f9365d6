/** Version of the wire protocol. */
export const protocolVersion = 1;
/** WebSocket subprotocol (RFC 6455, section 1.9) of this version. */
export const subprotocol = 'hearthroom.v1';

/**
 * Counts additions to the wire within this version. `hello` has it and the oldest one of a client that still fits; a
 * server that sends none is of revision 0.
 */
export const protocolRevision = 4;
/** The oldest revision of an SDK that this server works with. Raise it when a client cannot do without a change. */
export const oldestClientRevision = 0;
/** The oldest revision of a server that this SDK works with. */
export const oldestServerRevision = 0;

/**
 * The codes of all errors that a client or a caller of the REST API can get, each with a message for the developer.
 * Codes are stable: they are never renamed, only added. PROTOCOL.md lists the same codes (a test compares them).
 */
export const errorCodes = {
  // Protocol errors: the socket is closed.
  'bad-message': 'The message is not a valid request of this protocol (framing, JSON or envelope)',
  'unknown-method': 'This method does not exist',
  'authentication-required': 'The first message must be `authenticate`',
  'authentication-timeout': 'No `authenticate` arrived within 5 seconds',
  'message-too-big': 'A message is larger than 64 KiB',
  'too-many-messages': 'The rate limit for messages is exceeded',
  'too-many-connections': 'The rate limit for connections from this address is exceeded',
  'too-much-media': 'The seat keeps sending more media than allowed',
  'slow-reader': 'The client does not read messages fast enough',
  'origin-not-allowed': 'This web origin is not allowed to connect: add it to HEARTHROOM_ALLOWED_ORIGINS of the server',
  'client-too-old':
    'The SDK of this page is too old for the server: reload the page, load the SDK from /sdk/latest/ of the server, or update the package',
  'server-too-old':
    'The server is too old for the SDK of this page: update the server, or load the SDK from /sdk/latest/ of the server',
  // Authentication: one code for every problem with a token, so that trying tokens reveals nothing.
  'token-invalid': 'The token is not valid for this server and room',
  'token-expired': 'The token has expired; request a new one',
  'token-revoked': 'The token of this connection was revoked, or its API key was removed; request a new token',
  // User errors: answered, the connection stays.
  'invalid-params': 'The parameters do not match the schema',
  'not-allowed': 'This is not permitted (a seat needs the grant for it)',
  'not-admitted': 'The seat is not admitted to the session',
  'not-available': 'It is not possible to enter this room now',
  'room-not-live': 'This is only possible while the session is live',
  'room-full': 'The room does not have enough free places (maxParticipants)',
  'stale-entry': 'This entry no longer waits: the person left, lost the connection, connected again or was admitted',
  'too-late': 'This is no longer possible',
  'not-found': 'Nothing with this id exists here',
  'passcode-required': 'This room requires a passcode in addition to the token',
  'passcode-wrong': 'The passcode is wrong',
  'agreement-required': 'The agreement of the room has not been accepted',
  'consent-required': 'Not every admitted client has agreed to this observer',
  'e2ee-unsupported': 'This client cannot encrypt end to end, and the room requires it',
  'e2ee-would-end':
    'This person cannot encrypt: admitting them ends end-to-end encryption for everybody; admit with `unencrypted: true`',
  busy: 'Already in progress: a private conversation, a go-round, breakout groups or a check-in',
  'last-host': 'The only host who is present cannot be removed or put back',
  'already-authenticated': 'The connection is already authenticated',
  'already-published': 'A track of this source is already published',
  'limit-exceeded': 'A limit is reached: transports, tracks, or repeated questions to one person',
  'media-unsupported': 'The codecs or parameters are not supported',
  'media-unavailable': 'Media is being restarted; try again',
  capacity: 'The server has no capacity for more media',
  // A test of the line before a session.
  'preflight-off': 'This server offers no preflight (HEARTHROOM_PREFLIGHTS is 0)',
  'preflight-busy': 'Too many preflights at the same time, or in a short time; try again in a minute',
  'preflight-over': 'A preflight lasts a minute at most; begin another one',
  // End of a seat or room: announced with `closing`, then the socket is closed.
  replaced: 'A newer connection took over this seat',
  denied: 'A host did not admit this person',
  removed: 'A host removed this person',
  left: 'The person left on purpose',
  'room-ended': 'The session has ended',
  'connection-lost': 'Nothing was received on the connection for too long',
  'server-shutdown': 'The server is shutting down; connect again after retryAfterMs',
  'server-draining': 'The server accepts no new sessions now',
  // REST
  unauthorized: 'A bearer token signed with an API key is required',
  'key-file-invalid': 'The key file is invalid; the previous keys stay in use',
  'backup-unsupported': 'The data are in a PostgreSQL database: back it up with its own programs',
  'region-unknown': 'No node of this region is known: check `region`, and HEARTHROOM_REGION of the nodes',
  'time-zone-unknown': 'The time zone is none of the IANA time zone database',
  'rule-invalid': 'The recurrence rule (RFC 5545) is not valid for a series',
  'occurrence-taken': 'Another session of the series takes place at that time',
  conflict: 'The resource already exists with other content',
  'precondition-failed': 'The resource has changed since it was read (If-Match)',
  'precondition-required': 'This change requires If-Match',
  'rate-limited': 'Too many requests',
  internal: 'Internal error of the server; its log contains the correlation id',
  'storage-unavailable': 'The server cannot store this now; nothing was changed. Try again later',
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
  'client-too-old': 4415,
  'server-too-old': 4415,
  'connection-lost': 4408,
  'slow-reader': 4408,
  replaced: 4409,
  denied: 4410,
  removed: 4411,
  'room-ended': 4412,
  'preflight-over': 4412,
  'preflight-off': 4404,
  'preflight-busy': 4429,
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
