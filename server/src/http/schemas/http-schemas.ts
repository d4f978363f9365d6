/** Schemas named in the OpenAPI document, and answers composed of them. */
import {
  ApiKeyList,
  CreatedInvitation,
  CreatedSeriesInvitation,
  ErrorReply,
  Invitation,
  type InvitationList,
  KeyReload,
  MemberId,
  OccurrenceId,
  Revocation,
  Room,
  type RoomList,
  SeatView,
  Series,
  SeriesInvitation,
  type SeriesInvitationList,
  type SeriesList,
} from '@hearthroom/sdk/protocol';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';

const named = { Room, Seat: SeatView, Revocation, Invitation, Series, SeriesInvitation, Error: ErrorReply };

export function addNamedSchemas(scope: FastifyInstance): void {
  for (const [$id, schema] of Object.entries(named)) scope.addSchema({ ...schema, $id });
}

const ref = <T>(name: keyof typeof named) => Type.Unsafe<T>({ $ref: `${name}#` });

export const RoomAnswer = ref<Room>('Room');
export const SeatAnswer = ref<SeatView>('Seat');
export const RoomListAnswer = Type.Object({
  rooms: Type.Array(RoomAnswer, { description: 'Newest first' }),
  nextCursor: Type.Union([Type.String(), Type.Null()], {
    description: 'Pass as ?cursor= for the next page; null: this is the last page',
  }),
});
export const RevocationAnswer = ref<Revocation>('Revocation');
export const RevocationListAnswer = Type.Object({
  revocations: Type.Array(RevocationAnswer, { description: 'Newest first' }),
  nextCursor: Type.Union([Type.String(), Type.Null()], {
    description: 'Pass as ?cursor= for the next page; null: this is the last page',
  }),
});
export const SeriesAnswer = ref<Series>('Series');
export const SeriesListAnswer = Type.Object({
  series: Type.Array(SeriesAnswer, { description: 'Newest first' }),
  nextCursor: Type.Union([Type.String(), Type.Null()], {
    description: 'Pass as ?cursor= for the next page; null: this is the last page',
  }),
});
export const InvitationListAnswer = Type.Object({
  invitations: Type.Array(ref<Invitation>('Invitation'), { description: 'Those that are valid, oldest first' }),
});
export const CreatedInvitationAnswer = CreatedInvitation;
export const SeriesInvitationListAnswer = Type.Object({
  invitations: Type.Array(ref<SeriesInvitation>('SeriesInvitation'), {
    description: 'Those that are valid, oldest first',
  }),
});
export const CreatedSeriesInvitationAnswer = CreatedSeriesInvitation;
export const ApiKeyListAnswer = ApiKeyList;
export const KeyReloadAnswer = KeyReload;
export const SeatListAnswer = Type.Object({
  seats: Type.Array(SeatAnswer, { description: 'All seats: waiting, in the session, and those who left' }),
});

const answered = (code: string) => ({ ...ref<Static<typeof ErrorReply>>('Error'), description: code });

/** The errors, by status, of a request without a body; the ones below apply to every request. */
export const errors = <S extends string>(descriptions: Record<S, string>) => {
  const all = {
    400: '`invalid-params`',
    401: '`unauthorized`',
    429: '`rate-limited`',
    500: '`internal`',
    503: '`storage-unavailable`',
    ...descriptions,
  };
  return Object.fromEntries(Object.entries(all).map(([status, text]) => [status, answered(text)]));
};

/** The errors of a request that has or may have a body. */
export const bodyErrors = <S extends string>(descriptions: Record<S, string>) =>
  errors({
    413: '`message-too-big`: the body is larger than 64 KiB',
    415: '`invalid-params`: the Content-Type is not `application/json` (also checked without a body)',
    ...descriptions,
  });

const roomId = Type.String({ description: 'Id of the room' });
export const RoomParams = Type.Object({ roomId });
export const SeatParams = Type.Object({
  roomId,
  seatId: Type.String({ description: 'Id of the seat; the protocol calls it the id of a participant' }),
});

const seriesId = Type.String({ description: 'Id of the series' });
export const SeriesParams = Type.Object({ seriesId });
export const MemberParams = Type.Object({ seriesId, memberId: MemberId });
export const OccurrenceParams = Type.Object({ seriesId, occurrenceId: OccurrenceId });

/** Checks at compile time that the served list matches the protocol's type. */
export type ServedRoomList = Static<typeof RoomListAnswer> extends RoomList ? true : never;
export type ServedSeriesList = Static<typeof SeriesListAnswer> extends SeriesList ? true : never;
const invitationId = Type.String({ description: 'Id of the invitation' });
export const InvitationParams = Type.Object({ roomId, invitationId });
export const SeriesInvitationParams = Type.Object({ seriesId, invitationId });

export type ServedInvitationList = Static<typeof InvitationListAnswer> extends InvitationList ? true : never;
export type ServedSeriesInvitationList =
  Static<typeof SeriesInvitationListAnswer> extends SeriesInvitationList ? true : never;
