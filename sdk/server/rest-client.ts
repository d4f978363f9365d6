/** The client of the REST API. */
import { randomUUID } from 'node:crypto';
import type { AuditKeyList, SignedAuditCheckpoint } from '../protocol/rest/audit-schemas.ts';
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
import type { CreateInvitation, MintToken } from '../protocol/schemas/token.ts';
import { readAuditLines } from './audit-lines.ts';
import type { RestClientOptions } from './client-options.ts';
import { readHeaderValue } from './exchange.ts';
import { iteratePages, type PageOptions } from './iterate-pages.ts';
import type { ListOptions, RestCalls } from './rest-calls.ts';
import { RestError } from './rest-error.ts';
import type { CallOptions } from './send.ts';
import { callsOf, SeriesClient } from './series-client.ts';

/** A room with the version of its settings. */
export type VersionedRoom = Room & {
  /** Entity tag of the settings (RFC 9110): `ifMatch` of updateRoom. */
  etag: string;
};

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
export class RestClient extends SeriesClient {
  readonly #calls: RestCalls;

  /** Throws TypeError with the name of the option and what is wrong with it. */
  constructor(options: RestClientOptions) {
    super(options);
    this.#calls = callsOf(this);
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
    return this.#calls.tagged('createRoom', { body: settings, headers }, call);
  }

  /** One page of the rooms, newest first, also those that have ended. */
  listRooms(options: ListOptions = {}): Promise<RoomList> {
    return this.#calls.page('listRooms', options);
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
    return this.#calls.tagged('getRoom', { params: { roomId } }, options);
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
    return this.#calls.tagged('updateRoom', { params: { roomId }, headers, body: changes }, call);
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
    return this.#calls.tagged('endRoom', { params: { roomId } }, options);
  }

  /** Ends a room and deletes everything about it. */
  async deleteRoom(roomId: string, options: CallOptions = {}): Promise<void> {
    await this.#calls.nothing('deleteRoom', { params: { roomId } }, options);
  }

  // ---------------------------------------------------------------- tokens and keys

  /**
   * Has the server make an access token with which one person joins. createAccessToken makes one without a request, and is
   * the only way with a private key, of which the server has the public half alone.
   */
  mintToken(roomId: string, person: MintToken, options: CallOptions = {}): Promise<MintedToken> {
    return this.#calls.json('mintToken', { params: { roomId }, body: person }, options);
  }

  /**
   * Creates a personal link with which one person joins; an earlier one of the same `sub` is not valid any more. Needs
   * HEARTHROOM_PAGES=true on the server.
   * @returns with `path`, which follows the address at which people reach the server; it can't be read again
   */
  createInvitation(roomId: string, person: CreateInvitation, options: CallOptions = {}): Promise<CreatedInvitation> {
    return this.#calls.json('createInvitation', { params: { roomId }, body: person }, options);
  }

  /** The valid personal links of a room, oldest first, without their codes. */
  async listInvitations(roomId: string, options: CallOptions = {}): Promise<Invitation[]> {
    return (await this.#calls.json('listInvitations', { params: { roomId } }, options)).invitations;
  }

  /** Revokes a personal link: it gives no more tokens. A person who has joined with it stays. */
  async revokeInvitation(roomId: string, invitationId: string, options: CallOptions = {}): Promise<void> {
    const params = { roomId, invitationId };
    await this.#calls.nothing('revokeInvitation', { params }, options);
  }

  /** Revokes tokens: `jti`; `roomId` and `identity`; `roomId` and `issuedBefore`; or `keyId` and `issuedBefore`. */
  revokeTokens(which: RevokeTokens, options: CallOptions = {}): Promise<Revocation> {
    return this.#calls.json('revokeTokens', { body: which }, options);
  }

  /** One page of the revocations, newest first. */
  listRevocations(options: ListOptions = {}): Promise<RevocationList> {
    return this.#calls.page('listRevocations', options);
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
    await this.#calls.nothing('removeRevocation', { params: { revocationId } }, options);
  }

  /** Ids and algorithms of the API keys that tokens may be signed with. */
  async listKeys(options: CallOptions = {}): Promise<ApiKeyList['keys']> {
    return (await this.#calls.json('listKeys', {}, options)).keys;
  }

  /** Has the server read its key file again. */
  reloadKeys(options: CallOptions = {}): Promise<KeyReload> {
    return this.#calls.json('reloadKeys', {}, options);
  }

  // ---------------------------------------------------------------- seats

  /** All seats of a room: waiting, admitted and gone. */
  async listSeats(roomId: string, options: CallOptions = {}): Promise<SeatView[]> {
    return (await this.#calls.json('listSeats', { params: { roomId } }, options)).seats;
  }

  /**
   * Admits a waiting seat.
   * @param entry `epoch` of the seat as you saw it: rejects with `stale-entry` when the person left or came anew since
   * @returns the seat after the action
   */
  admitSeat(roomId: string, seatId: string, entry: AdmitSeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#calls.json('admitSeat', { params: { roomId, seatId }, body: entry }, options);
  }

  /** Denies a waiting seat; with `ban`, for good. */
  denySeat(roomId: string, seatId: string, denial: DenySeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#calls.json('denySeat', { params: { roomId, seatId }, body: denial }, options);
  }

  /** Takes back a ban, a denial or a removal. The person connects again, and waits or enters as a new one would. */
  pardonSeat(roomId: string, seatId: string, options: CallOptions = {}): Promise<SeatView> {
    return this.#calls.json('pardonSeat', { params: { roomId, seatId } }, options);
  }

  /** Puts a seat back into the waiting room. */
  putBackSeat(roomId: string, seatId: string, details: PutBackSeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#calls.json('putBackSeat', { params: { roomId, seatId }, body: details }, options);
  }

  /** Removes a seat from the session; with `ban`, for good. */
  removeSeat(roomId: string, seatId: string, removal: RemoveSeat = {}, options: CallOptions = {}): Promise<SeatView> {
    return this.#calls.json('removeSeat', { params: { roomId, seatId }, body: removal }, options);
  }

  /** Mutes a track of a seat; only its owner can unmute it. */
  muteSeat(roomId: string, seatId: string, track: MuteSeat, options: CallOptions = {}): Promise<SeatView> {
    return this.#calls.json('muteSeat', { params: { roomId, seatId }, body: track }, options);
  }

  // ---------------------------------------------------------------- reports

  /**
   * How long everybody was there, in the order of the first admission.
   * @param options.labels with labels, as long as the room has them: until its end
   */
  async listAttendance(roomId: string, options: CallOptions & { labels?: boolean } = {}): Promise<Attendance[]> {
    const { labels, ...call } = options;
    const query = { format: 'json', labels: labels ? 'true' : undefined };
    return (await this.#calls.json('listAttendance', { params: { roomId }, query }, call)).attendance;
  }

  /** The same as comma-separated values (RFC 4180), with a header line. */
  async listAttendanceAsCsv(roomId: string, options: CallOptions & { labels?: boolean } = {}): Promise<string> {
    const { labels, ...call } = options;
    const query = { format: 'csv', labels: labels ? 'true' : undefined };
    return await this.#calls.text('listAttendance', { params: { roomId }, query }, call, 'text/csv');
  }

  /** Receipts of the agreement: which seat accepted which version when. */
  async listAgreements(roomId: string, options: CallOptions = {}): Promise<AgreementReceipt[]> {
    return (await this.#calls.json('listAgreements', { params: { roomId } }, options)).agreements;
  }

  /** What became of media from one time to another, and why one seat did not receive another one. */
  tellMediaStory(roomId: string, question: TellMediaStory, options: CallOptions = {}): Promise<MediaStory> {
    return this.#calls.json('tellMediaStory', { params: { roomId }, query: question }, options);
  }

  /**
   * The audit log, line by line and unchanged, as `npm run audit:verify` reads it. Ends with an error if the export
   * breaks off. `timeoutMs` is the longest time without a further part of it. Read it without long pauses: the server
   * ends an export of which nothing is read for 30 s.
   * @param options.after `seq` of the last export's head; default: from the start
   */
  async *exportAudit(options: CallOptions & { after?: number } = {}): AsyncIterableIterator<string> {
    const { after, ...call } = options;
    const query = { after: after === undefined ? undefined : String(after) };
    const response = await this.#calls.response('exportAudit', { query }, call, 'application/x-ndjson');
    if (response) yield* readAuditLines(response, this.#calls.settings, call);
  }

  /** A signed checkpoint of the audit log as it is now. */
  getAuditCheckpoint(options: CallOptions = {}): Promise<SignedAuditCheckpoint> {
    return this.#calls.json('getAuditCheckpoint', {}, options);
  }

  /** Public keys that checkpoints of the audit log are verified with. */
  async listAuditKeys(options: CallOptions = {}): Promise<AuditKeyList['keys']> {
    return (await this.#calls.json('listAuditKeys', {}, options)).keys;
  }

  // ---------------------------------------------------------------- the server

  /** Writes a copy of the store into the server's HEARTHROOM_BACKUP_DIR; `timeoutMs` is 10 minutes by default. */
  createBackup(options: CallOptions = {}): Promise<BackupWritten> {
    return this.#calls.json('createBackup', {}, { timeoutMs: backupTimeoutMs, ...options });
  }

  /** Drains the server: it takes no new rooms and people, and stops when sessions have ended. */
  drainServer(options: CallOptions = {}): Promise<DrainStarted> {
    return this.#calls.json('drainServer', {}, options);
  }
}
