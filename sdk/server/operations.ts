/**
 * Every operation of the REST API under the name that it has in the OpenAPI document, with the schemas that the server
 * validates with. The types of RestClient come from here; a test compares the table with the document.
 */
import type { TSchema } from 'typebox';
import { AuditKeyList, SignedAuditCheckpoint } from '../protocol/rest/audit-schemas.ts';
import {
  CalendarWithLink,
  CreatedSeriesInvitation,
  CreateSeriesInvitation,
  SeriesInvitationList,
} from '../protocol/rest/link-schemas.ts';
import {
  AdmitSeat,
  AgreementReceiptList,
  ApiKeyList,
  AttendanceList,
  BackupWritten,
  CreatedInvitation,
  CreateRoom,
  DenySeat,
  DrainStarted,
  ExportAudit,
  InvitationList,
  KeyReload,
  ListAttendance,
  ListRevocations,
  ListRooms,
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
  SeatList,
  SeatView,
  TellMediaStory,
} from '../protocol/rest/rest-schemas.ts';
import {
  CreateSeries,
  ListOccurrences,
  MoveOccurrence,
  OccurrenceList,
  PatchSeries,
  PutMember,
  Series,
  SeriesList,
} from '../protocol/rest/series-schemas.ts';
import { CreateInvitation, MintToken } from '../protocol/schemas/token.ts';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** The JSON of a success; missing: there is none, or it is not JSON. */
  readonly answer?: TSchema;
  /** May be repeated although the first attempt may have been carried out. */
  readonly isRepeatable: boolean;
  /** After 503 something may be done, also where the answer says when to try again. */
  readonly isUnknownAfter503?: true;
}

/** What people in a room notice is never repeated: between the attempts somebody may have decided otherwise. */
const seatAction = <B extends TSchema>(name: string, body: B) =>
  ({
    method: 'POST',
    path: `/v1/rooms/{roomId}/seats/{seatId}/${name}`,
    body,
    answer: SeatView,
    isRepeatable: false,
  }) as const;

const read = { method: 'GET', isRepeatable: true } as const;
const repeatablePost = { method: 'POST', isRepeatable: true } as const;
const occurrencePath = '/v1/series/{seriesId}/occurrences/{occurrenceId}' as const;

export const operations = {
  /** Repeatable by its Idempotency-Key, which the client always sends. */
  createRoom: { ...repeatablePost, path: '/v1/rooms', body: CreateRoom, answer: Room },
  listRooms: { ...read, path: '/v1/rooms', query: ListRooms, answer: RoomList },
  getRoom: { ...read, path: '/v1/rooms/{roomId}', answer: Room },
  updateRoom: { method: 'PATCH', path: '/v1/rooms/{roomId}', body: PatchRoom, answer: Room, isRepeatable: false },
  endRoom: { ...repeatablePost, path: '/v1/rooms/{roomId}/end', answer: Room },
  deleteRoom: { method: 'DELETE', path: '/v1/rooms/{roomId}', isRepeatable: true },

  /** Repeatable by its Idempotency-Key, which the client always sends. */
  createSeries: { ...repeatablePost, path: '/v1/series', body: CreateSeries, answer: Series },
  listSeries: { ...read, path: '/v1/series', query: ListRooms, answer: SeriesList },
  getSeries: { ...read, path: '/v1/series/{seriesId}', answer: Series },
  updateSeries: {
    ...{ method: 'PATCH', path: '/v1/series/{seriesId}', body: PatchSeries, answer: Series, isRepeatable: false },
  },
  deleteSeries: { method: 'DELETE', path: '/v1/series/{seriesId}', isRepeatable: true },
  putMember: {
    ...{ method: 'PUT', path: '/v1/series/{seriesId}/members/{memberId}', body: PutMember, answer: Series },
    isRepeatable: true,
  },
  removeMember: { method: 'DELETE', path: '/v1/series/{seriesId}/members/{memberId}', isRepeatable: true },
  getCalendarFile: { ...read, path: '/v1/series/{seriesId}/members/{memberId}/calendar.ics' },
  getCalendarFileWithLink: {
    ...{ ...repeatablePost, path: '/v1/series/{seriesId}/members/{memberId}/calendar.ics', body: CalendarWithLink },
  },
  /** A link that nobody received is replaced by the second one. */
  createSeriesInvitation: {
    ...{ ...repeatablePost, path: '/v1/series/{seriesId}/invitations' },
    ...{ body: CreateSeriesInvitation, answer: CreatedSeriesInvitation },
  },
  listSeriesInvitations: { ...read, path: '/v1/series/{seriesId}/invitations', answer: SeriesInvitationList },
  revokeSeriesInvitation: {
    method: 'DELETE',
    path: '/v1/series/{seriesId}/invitations/{invitationId}',
    isRepeatable: true,
  },
  listOccurrences: {
    ...{ ...read, path: '/v1/series/{seriesId}/occurrences', query: ListOccurrences, answer: OccurrenceList },
  },
  skipOccurrence: { ...repeatablePost, path: `${occurrencePath}/skip`, answer: Series },
  moveOccurrence: { ...repeatablePost, path: `${occurrencePath}/move`, body: MoveOccurrence, answer: Series },
  restoreOccurrence: { ...repeatablePost, path: `${occurrencePath}/restore`, answer: Series },

  /** A token that nobody received admits nobody. */
  mintToken: { ...repeatablePost, path: '/v1/rooms/{roomId}/tokens', body: MintToken, answer: MintedToken },
  /** A link that nobody received is replaced by the second one. */
  createInvitation: {
    ...repeatablePost,
    path: '/v1/rooms/{roomId}/invitations',
    body: CreateInvitation,
    answer: CreatedInvitation,
  },
  listInvitations: { ...read, path: '/v1/rooms/{roomId}/invitations', answer: InvitationList },
  revokeInvitation: {
    method: 'DELETE',
    path: '/v1/rooms/{roomId}/invitations/{invitationId}',
    isRepeatable: true,
  },
  revokeTokens: { ...repeatablePost, path: '/v1/revocations', body: RevokeTokens, answer: Revocation },
  listRevocations: { ...read, path: '/v1/revocations', query: ListRevocations, answer: RevocationList },
  removeRevocation: { method: 'DELETE', path: '/v1/revocations/{revocationId}', isRepeatable: true },
  listKeys: { ...read, path: '/v1/keys', answer: ApiKeyList },
  /** Not repeated: the second answer would list no changes. */
  reloadKeys: { method: 'POST', path: '/v1/keys/reload', answer: KeyReload, isRepeatable: false },

  listSeats: { ...read, path: '/v1/rooms/{roomId}/seats', answer: SeatList },
  admitSeat: seatAction('admit', AdmitSeat),
  denySeat: seatAction('deny', DenySeat),
  pardonSeat: {
    method: 'POST',
    path: '/v1/rooms/{roomId}/seats/{seatId}/pardon',
    answer: SeatView,
    isRepeatable: false,
  },
  putBackSeat: seatAction('put-back', PutBackSeat),
  removeSeat: seatAction('remove', RemoveSeat),
  muteSeat: seatAction('mute', MuteSeat),

  listAttendance: { ...read, path: '/v1/rooms/{roomId}/attendance', query: ListAttendance, answer: AttendanceList },
  listAgreements: { ...read, path: '/v1/rooms/{roomId}/agreements', answer: AgreementReceiptList },
  tellMediaStory: { ...read, path: '/v1/rooms/{roomId}/media-story', query: TellMediaStory, answer: MediaStory },
  exportAudit: { ...read, path: '/v1/audit', query: ExportAudit },
  getAuditCheckpoint: { ...read, path: '/v1/audit/checkpoint', answer: SignedAuditCheckpoint },
  listAuditKeys: { ...read, path: '/v1/audit/keys', answer: AuditKeyList },

  /** The copy may have been written, or half of it, when storing fails. */
  createBackup: {
    ...{ method: 'POST', path: '/v1/backup', answer: BackupWritten },
    ...{ isRepeatable: false, isUnknownAfter503: true },
  },
  /** Not repeated: the second request may reach the process that replaces the drained one. */
  drainServer: { method: 'POST', path: '/v1/drain', answer: DrainStarted, isRepeatable: false },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
