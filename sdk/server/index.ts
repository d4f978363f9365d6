/**
 * @hearthroom/sdk/server: everything that a backend on Node 20 or newer needs: the client of the REST API, access
 *   tokens, and webhooks. Keep the API key there: with it one can join every room.
 */
export type { AuditKeyList, SignedAuditCheckpoint } from '../protocol/rest/audit-schemas.ts';
export type { CreatedSeriesInvitation, SeriesInvitation } from '../protocol/rest/link-schemas.ts';
export type {
  AdmitSeat,
  AgreementReceipt,
  ApiKeyList,
  Attendance,
  BackupWritten,
  CreatedInvitation,
  CreateRoom,
  DenySeat,
  DrainStarted,
  Invitation,
  KeyReload,
  MediaStory,
  MintedToken,
  MuteSeat,
  PatchRoom,
  PutBackSeat,
  RemoveSeat,
  Revocation,
  RevocationList,
  RevokeTokens,
  Room,
  RoomList,
  SeatView,
  TellMediaStory,
} from '../protocol/rest/rest-schemas.ts';
export type { CreateInvitation, MintToken } from '../protocol/schemas/token.ts';
export * from '../token/index.ts';
export * from '../webhooks/index.ts';
export type { RestClientOptions } from './client-options.ts';
export type { PageOptions } from './iterate-pages.ts';
export type { ListOptions } from './rest-calls.ts';
export { RestClient, type VersionedRoom } from './rest-client.ts';
export { RestError, type RestErrorCode, type RestErrorDetails, restErrorCodes } from './rest-error.ts';
export type { CallOptions } from './send.ts';
