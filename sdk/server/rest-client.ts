/** The client of the REST API. */
import { randomUUID } from 'node:crypto';
import type { AuditKeyList, SignedAuditCheckpoint } from '../protocol/rest/audit-schemas.ts';
import type { CreatedSeriesInvitation, SeriesInvitation } from '../protocol/rest/link-schemas.ts';
import type {
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
import type {
  CreateSeries,
  ListOccurrences,
  Occurrence,
  PatchSeries,
  PutMember,
  Series,
  SeriesList,
} from '../protocol/rest/series-schemas.ts';
import type { CreateInvitation, MintToken } from '../protocol/schemas/token.ts';
import { readAuditLines } from './audit-lines.ts';
import { type ClientSettings, type RestClientOptions, readOptions } from './client-options.ts';
import { exchange, exchangeJson, type RequestParts, readHeaderValue, strange } from './exchange.ts';
import { iteratePages, type PageOptions } from './iterate-pages.ts';
import type { OperationName } from './operations.ts';
import { RestError } from './rest-error.ts';
import type { CallOptions } from './send.ts';

/** A room with the version of its settings. */
export type VersionedRoom = Room & {
  /** Entity tag of the settings (RFC 9110): `ifMatch` of updateRoom. */
  etag: string;
};

/** A series with its version. */
export type VersionedSeries = Series & {
  /** Entity tag of the series (RFC 9110): `ifMatch` of updateSeries. */
  etag: string;
};

/** What to select from a list. */
export interface ListOptions extends CallOptions {
  /** Entries on this page, 1 to 100; default 50. */
  limit?: number;
  /** The last page's `nextCursor`. */
  cursor?: string;
}

/** How often editRoom reads the room again when somebody else changed it meanwhile. */
const maxEdits = 5;
/** A copy of a large store takes minutes. */
const backupTimeoutMs = 600_000;

/**
 * A client of the whole REST API, for backends on Node 20 or newer. Every method is an operation of the OpenAPI
 * document (`/v1/openapi.json`) by the same name.
 *
 * Calls reject with RestError; options and ids of a wrong form with TypeError. An attempt that failed is repeated where
 * the server has certainly done nothing (not reached, 429, 503 with Retry-After), and after a lost connection, a timeout
 * or another 503 where a second time changes nothing more: reading, deleting, ending, revoking, creating rooms (with an
 * Idempotency-Key), tokens and personal links, and calls about series. Actions on seats, updateRoom, updateSeries,
 * reloadKeys, createBackup and drainServer are not repeated then, and createBackup is not repeated after any 503.
 */
export class RestClient {
  readonly #settings: ClientSettings;

  /** Throws TypeError with the name of the option and what is wrong with it. */
  constructor(options: RestClientOptions) {
    this.#settings = readOptions(options);
  }

  // ---------------------------------------------------------------- rooms

  /**
   * Creates a room. Settings that are not given have their defaults.
   * @param options.idempotencyKey your own name of this room, 1 to 255 ASCII characters: the same key returns the same
   *   room. Default: a new one for each call, so that repeated attempts create one room
   */
  async createRoom(
    settings: CreateRoom = {},
    options: CallOptions & { idempotencyKey?: string } = {},
  ): Promise<VersionedRoom> {
    const { idempotencyKey = randomUUID(), ...call } = options;
    const headers = { 'idempotency-key': readHeaderValue('idempotencyKey', idempotencyKey) };
    return this.#room('createRoom', { body: settings, headers }, call);
  }

  /** One page of the rooms, newest first, also those that have ended. */
  listRooms(options: ListOptions = {}): Promise<RoomList> {
    return this.#page('listRooms', options);
  }

  /** All rooms, newest first, read page by page. */
  iterateRooms(options: PageOptions = {}): AsyncIterableIterator<Room> {
    return iteratePages(options, async (page) => {
      const { rooms, nextCursor } = await this.listRooms(page);
      return { entries: rooms, nextCursor };
    });
  }

  /** Reads a room. */
  getRoom(roomId: string, options: CallOptions = {}): Promise<VersionedRoom> {
    return this.#room('getRoom', { params: { roomId } }, options);
  }

  /**
   * Changes settings of a room; those that are not given stay.
   * @param options.ifMatch `etag` of the room as you read it: rejects with `precondition-failed` when it was changed
   *   since. `*`: whatever it is now
   */
  async updateRoom(
    roomId: string,
    changes: PatchRoom,
    options: CallOptions & { ifMatch: string },
  ): Promise<VersionedRoom> {
    const { ifMatch, ...call } = options ?? {};
    if (typeof ifMatch !== 'string' || ifMatch === '') {
      throw new TypeError("ifMatch: is missing: give the room's etag, or '*' to overwrite whatever it is now");
    }
    const headers = { 'if-match': readHeaderValue('ifMatch', ifMatch) };
    return this.#room('updateRoom', { params: { roomId }, headers, body: changes }, call);
  }

  /**
   * Reads a room and changes it, again from the start when somebody else changed it meanwhile (up to 5 times).
   * @param edit returns the changes for the room as it is; null: none
   * @returns the room afterwards
   */
  async editRoom(
    roomId: string,
    edit: (room: VersionedRoom) => PatchRoom | null | Promise<PatchRoom | null>,
    options: CallOptions = {},
  ): Promise<VersionedRoom> {
    for (let attempt = 1; ; attempt += 1) {
      const room = await this.getRoom(roomId, options);
      const changes = await edit(room);
      if (changes === null) return room;
      try {
        return await this.updateRoom(roomId, changes, { ...options, ifMatch: room.etag });
      } catch (error) {
        const isChanged = error instanceof RestError && error.code === 'precondition-failed';
        if (!isChanged || attempt >= maxEdits) throw error;
      }
    }
  }

  /** Ends a session for everybody, for good. Ending a room that has ended changes nothing. */
  endRoom(roomId: string, options: CallOptions = {}): Promise<VersionedRoom> {
    return this.#room('endRoom', { params: { roomId } }, options);
  }

  /** Ends a room and deletes everything about it. */
  async deleteRoom(roomId: string, options: CallOptions = {}): Promise<void> {
    await exchange(this.#settings, 'deleteRoom', { params: { roomId } }, options, async () => undefined);
  }

  // ---------------------------------------------------------------- series

  /**
   * Creates a series of sessions, whose rooms the server makes in time.
   * @param options.idempotencyKey as of createRoom
   */
  async createSeries(
    series: CreateSeries,
    options: CallOptions & { idempotencyKey?: string } = {},
  ): Promise<VersionedSeries> {
    const { idempotencyKey = randomUUID(), ...call } = options;
    const headers = { 'idempotency-key': readHeaderValue('idempotencyKey', idempotencyKey) };
    return this.#series('createSeries', { body: series, headers }, call);
  }

  /** One page of the series, newest first. */
  listSeries(options: ListOptions = {}): Promise<SeriesList> {
    return this.#page('listSeries', options);
  }

  /** All series, newest first, read page by page. */
  iterateSeries(options: PageOptions = {}): AsyncIterableIterator<Series> {
    return iteratePages(options, async (page) => {
      const { series, nextCursor } = await this.listSeries(page);
      return { entries: series, nextCursor };
    });
  }

  /** Reads a series. */
  getSeries(seriesId: string, options: CallOptions = {}): Promise<VersionedSeries> {
    return this.#series('getSeries', { params: { seriesId } }, options);
  }

  /**
   * Changes a series; what is not given stays.
   * @param options.ifMatch `etag` of the series as you read it, or `*`, as of updateRoom
   */
  async updateSeries(
    seriesId: string,
    changes: PatchSeries,
    options: CallOptions & { ifMatch: string },
  ): Promise<VersionedSeries> {
    const { ifMatch, ...call } = options ?? {};
    if (typeof ifMatch !== 'string' || ifMatch === '') {
      throw new TypeError("ifMatch: is missing: give the etag of the series, or '*' to overwrite whatever it is now");
    }
    const headers = { 'if-match': readHeaderValue('ifMatch', ifMatch) };
    return this.#series('updateSeries', { params: { seriesId }, headers, body: changes }, call);
  }

  /** Deletes a series; its calendar files cancel. */
  async deleteSeries(seriesId: string, options: CallOptions = {}): Promise<void> {
    await exchange(this.#settings, 'deleteSeries', { params: { seriesId } }, options, async () => undefined);
  }

  /** Adds a member, or replaces what is known about them. @returns the series afterwards */
  putMember(seriesId: string, memberId: string, member: PutMember, options: CallOptions = {}): Promise<Series> {
    return this.#json('putMember', { params: { seriesId, memberId }, body: member }, options);
  }

  /** Removes a member from now on; their calendar file cancels. */
  async removeMember(seriesId: string, memberId: string, options: CallOptions = {}): Promise<void> {
    await exchange(this.#settings, 'removeMember', { params: { seriesId, memberId } }, options, async () => undefined);
  }

  /** The calendar file of a member, as text. */
  getCalendarFile(seriesId: string, memberId: string, options: CallOptions = {}): Promise<string> {
    return this.#calendar('getCalendarFile', { params: { seriesId, memberId } }, options);
  }

  /**
   * The calendar file of a member with their personal link, as text: people who can read that calendar can join with it.
   * @param link the whole link. Refused with `invalid-params` when it is not the valid one of this member
   */
  getCalendarFileWithLink(
    seriesId: string,
    memberId: string,
    link: string,
    options: CallOptions = {},
  ): Promise<string> {
    return this.#calendar('getCalendarFileWithLink', { params: { seriesId, memberId }, body: { link } }, options);
  }

  /**
   * Creates the personal link of a member to all sessions of a series; an earlier one is not valid any more. Needs
   * HEARTHROOM_PAGES=true on the server.
   * @returns with `path`, which follows the address at which people reach the server; it can't be read again
   */
  createSeriesInvitation(
    seriesId: string,
    memberId: string,
    options: CallOptions = {},
  ): Promise<CreatedSeriesInvitation> {
    return this.#json('createSeriesInvitation', { params: { seriesId }, body: { memberId } }, options);
  }

  /** The valid personal links of a series, oldest first, without their codes. */
  async listSeriesInvitations(seriesId: string, options: CallOptions = {}): Promise<SeriesInvitation[]> {
    return (await this.#json('listSeriesInvitations', { params: { seriesId } }, options)).invitations;
  }

  /** Revokes a personal link of a member: it gives no more tokens. A person who has joined with it stays. */
  async revokeSeriesInvitation(seriesId: string, invitationId: string, options: CallOptions = {}): Promise<void> {
    const params = { seriesId, invitationId };
    await exchange(this.#settings, 'revokeSeriesInvitation', { params }, options, async () => undefined);
  }

  /** Sessions of a series that end after `from` (default: now) and start before `to` (default: 90 days later). */
  async listOccurrences(seriesId: string, options: CallOptions & ListOccurrences = {}): Promise<Occurrence[]> {
    const { from, to, ...call } = options;
    return (await this.#json('listOccurrences', { params: { seriesId }, query: { from, to } }, call)).occurrences;
  }

  /** Lets an occurrence not take place. @returns the series afterwards */
  skipOccurrence(seriesId: string, occurrenceId: string, options: CallOptions = {}): Promise<Series> {
    return this.#json('skipOccurrence', { params: { seriesId, occurrenceId } }, options);
  }

  /**
   * Moves an occurrence, whose id stays.
   * @param start local time in the time zone of the series, such as `2026-10-20T19:00`
   */
  moveOccurrence(seriesId: string, occurrenceId: string, start: string, options: CallOptions = {}): Promise<Series> {
    return this.#json('moveOccurrence', { params: { seriesId, occurrenceId }, body: { start } }, options);
  }

  /** Lets an occurrence take place as the rule says. @returns the series afterwards */
  restoreOccurrence(seriesId: string, occurrenceId: string, options: CallOptions = {}): Promise<Series> {
    return this.#json('restoreOccurrence', { params: { seriesId, occurrenceId } }, options);
  }

  // ---------------------------------------------------------------- tokens and keys

  /**
   * Has the server make an access token with which one person joins. createAccessToken makes one without a request, and is
   * the only way with a private key, of which the server has the public half alone.
   */
  mintToken(roomId: string, person: MintToken, options: CallOptions = {}): Promise<MintedToken> {
    return this.#json('mintToken', { params: { roomId }, body: person }, options);
  }

  /**
   * Creates a personal link with which one person joins; an earlier one of the same `sub` is not valid any more. Needs
   * HEARTHROOM_PAGES=true on the server.
   * @returns with `path`, which follows the address at which people reach the server; it can't be read again
   */
  createInvitation(roomId: string, person: CreateInvitation, options: CallOptions = {}): Promise<CreatedInvitation> {
    return this.#json('createInvitation', { params: { roomId }, body: person }, options);
  }

  /** The valid personal links of a room, oldest first, without their codes. */
  async listInvitations(roomId: string, options: CallOptions = {}): Promise<Invitation[]> {
    return (await this.#json('listInvitations', { params: { roomId } }, options)).invitations;
  }

  /** Revokes a personal link: it gives no more tokens. A person who has joined with it stays. */
  async revokeInvitation(roomId: string, invitationId: string, options: CallOptions = {}): Promise<void> {
    const params = { roomId, invitationId };
    await exchange(this.#settings, 'revokeInvitation', { params }, options, async () => undefined);
  }

  /** Revokes tokens: `jti`; `roomId` and `identity`; `roomId` and `issuedBefore`; or `keyId` and `issuedBefore`. */
  revokeTokens(which: RevokeTokens, options: CallOptions = {}): Promise<Revocation> {
    return this.#json('revokeTokens', { body: which }, options);
  }

  /** One page of the revocations, newest first. */
  listRevocations(options: ListOptions = {}): Promise<RevocationList> {
    return this.#page('listRevocations', options);
  }

  /** All revocations, newest first, read page by page. */
  iterateRevocations(options: PageOptions = {}): AsyncIterableIterator<Revocation> {
    return iteratePages(options, async (page) => {
      const { revocations, nextCursor } = await this.listRevocations(page);
      return { entries: revocations, nextCursor };
    });
  }

  /** Deletes a revocation: its tokens are accepted again until they expire. */
  async removeRevocation(revocationId: string, options: CallOptions = {}): Promise<void> {
    await exchange(this.#settings, 'removeRevocation', { params: { revocationId } }, options, async () => undefined);
  }

  /** Ids and algorithms of the API keys that tokens may be signed with. */
  async listKeys(options: CallOptions = {}): Promise<ApiKeyList['keys']> {
    return (await this.#json('listKeys', {}, options)).keys;
  }

  /** Has the server read its key file again. */
  reloadKeys(options: CallOptions = {}): Promise<KeyReload> {
    return this.#json('reloadKeys', {}, options);
  }

  // ---------------------------------------------------------------- seats

  /** All seats of a room: waiting, admitted and gone. */
  async listSeats(roomId: string, options: CallOptions = {}): Promise<SeatView[]> {
    return (await this.#json('listSeats', { params: { roomId } }, options)).seats;
  }

  /**
   * Admits a waiting seat.
   * @param entry `epoch` of the seat as you saw it: rejects with `stale-entry` when the person left or came anew since
   * @returns the seat after the action
   */
  admitSeat(roomId: string, seatId: string, entry: AdmitSeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#json('admitSeat', { params: { roomId, seatId }, body: entry }, options);
  }

  /** Denies a waiting seat; with `ban`, for good. */
  denySeat(roomId: string, seatId: string, denial: DenySeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#json('denySeat', { params: { roomId, seatId }, body: denial }, options);
  }

  /** Takes back a ban, a denial or a removal. The person connects again, and waits or enters as a new one would. */
  pardonSeat(roomId: string, seatId: string, options: CallOptions = {}): Promise<SeatView> {
    return this.#json('pardonSeat', { params: { roomId, seatId } }, options);
  }

  /** Puts a seat back into the waiting room. */
  putBackSeat(roomId: string, seatId: string, details: PutBackSeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#json('putBackSeat', { params: { roomId, seatId }, body: details }, options);
  }

  /** Removes a seat from the session; with `ban`, for good. */
  removeSeat(roomId: string, seatId: string, removal: RemoveSeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#json('removeSeat', { params: { roomId, seatId }, body: removal }, options);
  }

  /** Mutes a track of a seat; only its owner can unmute it. */
  muteSeat(roomId: string, seatId: string, track: MuteSeat, options: CallOptions = {}): Promise<SeatView> {
    return this.#json('muteSeat', { params: { roomId, seatId }, body: track }, options);
  }

  // ---------------------------------------------------------------- reports

  /**
   * How long everybody was there, in the order of the first admission.
   * @param options.labels with labels, as long as the room has them: until its end
   */
  async listAttendance(roomId: string, options: CallOptions & { labels?: boolean } = {}): Promise<Attendance[]> {
    const { labels, ...call } = options;
    const query = { format: 'json', labels: labels ? 'true' : undefined };
    return (await this.#json('listAttendance', { params: { roomId }, query }, call)).attendance;
  }

  /** The same as comma-separated values (RFC 4180), with a header line. */
  async listAttendanceAsCsv(roomId: string, options: CallOptions & { labels?: boolean } = {}): Promise<string> {
    const { labels, ...call } = options;
    const query = { format: 'csv', labels: labels ? 'true' : undefined };
    const parts = { params: { roomId }, query, headers: { accept: 'text/csv' } };
    const text = await exchange(this.#settings, 'listAttendance', parts, call, async (response) => {
      if (!isOfType(response, 'text/csv')) throw strange(this.#settings, 'listAttendance', response);
      return response.text();
    });
    return text ?? '';
  }

  /** Receipts of the agreement: which seat accepted which version when. */
  async listAgreements(roomId: string, options: CallOptions = {}): Promise<AgreementReceipt[]> {
    return (await this.#json('listAgreements', { params: { roomId } }, options)).agreements;
  }

  /** What became of media from one time to another, and why one seat did not receive another one. */
  tellMediaStory(roomId: string, question: TellMediaStory, options: CallOptions = {}): Promise<MediaStory> {
    return this.#json('tellMediaStory', { params: { roomId }, query: question }, options);
  }

  /**
   * The audit log, line by line and unchanged, as `npm run audit:verify` reads it. Ends with an error if the export
   * breaks off. `timeoutMs` is the longest time without a further part of it. Read it without long pauses: the server
   * ends an export of which nothing is read for 30 s.
   * @param options.after `seq` of the last export's head; default: from the start
   */
  async *exportAudit(options: CallOptions & { after?: number } = {}): AsyncIterableIterator<string> {
    const { after, ...call } = options;
    const parts = {
      query: { after: after === undefined ? undefined : String(after) },
      headers: { accept: 'application/x-ndjson' },
    };
    const response = await exchange(this.#settings, 'exportAudit', parts, call, async (answer) => {
      if (!isOfType(answer, 'application/x-ndjson')) throw strange(this.#settings, 'exportAudit', answer);
      return answer;
    });
    if (response) yield* readAuditLines(response, this.#settings, call);
  }

  /** A signed checkpoint of the audit log as it is now. */
  getAuditCheckpoint(options: CallOptions = {}): Promise<SignedAuditCheckpoint> {
    return this.#json('getAuditCheckpoint', {}, options);
  }

  /** Public keys that checkpoints of the audit log are verified with. */
  async listAuditKeys(options: CallOptions = {}): Promise<AuditKeyList['keys']> {
    return (await this.#json('listAuditKeys', {}, options)).keys;
  }

  // ---------------------------------------------------------------- the server

  /** Writes a copy of the store into the server's HEARTHROOM_BACKUP_DIR; `timeoutMs` is 10 minutes by default. */
  createBackup(options: CallOptions = {}): Promise<BackupWritten> {
    return this.#json('createBackup', {}, { timeoutMs: backupTimeoutMs, ...options });
  }

  /** Drains the server: it takes no new rooms and people, and stops when sessions have ended. */
  drainServer(options: CallOptions = {}): Promise<DrainStarted> {
    return this.#json('drainServer', {}, options);
  }

  async #json<N extends OperationName>(name: N, parts: RequestParts, options: CallOptions) {
    const { answer } = await exchangeJson(this.#settings, name, parts, options);
    return answer;
  }

  async #room(
    name: 'createRoom' | 'getRoom' | 'updateRoom' | 'endRoom',
    parts: RequestParts,
    options: CallOptions,
  ): Promise<VersionedRoom> {
    const { answer, response } = await exchangeJson(this.#settings, name, parts, options);
    const etag = response.headers.get('etag');
    if (etag === null) throw strange(this.#settings, name, response);
    return { ...answer, etag };
  }

  async #series(
    name: 'createSeries' | 'getSeries' | 'updateSeries',
    parts: RequestParts,
    options: CallOptions,
  ): Promise<VersionedSeries> {
    const { answer, response } = await exchangeJson(this.#settings, name, parts, options);
    const etag = response.headers.get('etag');
    if (etag === null) throw strange(this.#settings, name, response);
    return { ...answer, etag };
  }

  async #calendar(
    name: 'getCalendarFile' | 'getCalendarFileWithLink',
    parts: RequestParts,
    options: CallOptions,
  ): Promise<string> {
    const request = { ...parts, headers: { accept: 'text/calendar' } };
    const text = await exchange(this.#settings, name, request, options, async (answer) => {
      if (!isOfType(answer, 'text/calendar')) throw strange(this.#settings, name, answer);
      return await answer.text();
    });
    return text ?? '';
  }

  #page<N extends 'listRooms' | 'listRevocations' | 'listSeries'>(name: N, { limit, cursor, ...options }: ListOptions) {
    const query = { limit: limit === undefined ? undefined : String(limit), cursor };
    return this.#json(name, { query }, options);
  }
}

const isOfType = ({ headers }: Response, type: string): boolean =>
  headers.get('content-type')?.startsWith(type) ?? false;
