/** The calls about series of sessions. */
import { randomUUID } from 'node:crypto';
import type { CreatedSeriesInvitation, SeriesInvitation } from '../protocol/rest/link-schemas.ts';
import type {
  CreateSeries,
  ListOccurrences,
  Occurrence,
  PatchSeries,
  PutMember,
  Series,
  SeriesList,
} from '../protocol/rest/series-schemas.ts';
import type { RestClientOptions } from './client-options.ts';
import { readHeaderValue } from './exchange.ts';
import { iteratePages, type PageOptions } from './iterate-pages.ts';
import { type ListOptions, RestCalls } from './rest-calls.ts';
import type { CallOptions } from './send.ts';

/** A series with its version. */
export type VersionedSeries = Series & {
  /** Entity tag of the series (RFC 9110): `ifMatch` of updateSeries. */
  etag: string;
};

let readCalls: (client: SeriesClient) => RestCalls;

/** What RestClient has about series: their members, links, calendar files and occurrences. */
export class SeriesClient {
  readonly #calls: RestCalls;

  static {
    readCalls = (client) => client.#calls;
  }

  /** As of RestClient. */
  constructor(options: RestClientOptions) {
    this.#calls = new RestCalls(options);
  }

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
    return this.#calls.tagged('createSeries', { body: series, headers }, call);
  }

  /** One page of the series, newest first. */
  listSeries(options: ListOptions = {}): Promise<SeriesList> {
    return this.#calls.page('listSeries', options);
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
    return this.#calls.tagged('getSeries', { params: { seriesId } }, options);
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
    return this.#calls.tagged('updateSeries', { params: { seriesId }, headers, body: changes }, call);
  }

  /** Deletes a series; its calendar files cancel. */
  async deleteSeries(seriesId: string, options: CallOptions = {}): Promise<void> {
    await this.#calls.nothing('deleteSeries', { params: { seriesId } }, options);
  }

  /** Adds a member, or replaces what is known about them. @returns the series afterwards */
  putMember(seriesId: string, memberId: string, member: PutMember, options: CallOptions = {}): Promise<Series> {
    return this.#calls.json('putMember', { params: { seriesId, memberId }, body: member }, options);
  }

  /** Removes a member from now on; their calendar file cancels. */
  async removeMember(seriesId: string, memberId: string, options: CallOptions = {}): Promise<void> {
    await this.#calls.nothing('removeMember', { params: { seriesId, memberId } }, options);
  }

  /** The calendar file of a member, as text. */
  getCalendarFile(seriesId: string, memberId: string, options: CallOptions = {}): Promise<string> {
    return this.#calls.text('getCalendarFile', { params: { seriesId, memberId } }, options, 'text/calendar');
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
    return this.#calls.text(
      'getCalendarFileWithLink',
      { params: { seriesId, memberId }, body: { link } },
      options,
      'text/calendar',
    );
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
    return this.#calls.json('createSeriesInvitation', { params: { seriesId }, body: { memberId } }, options);
  }

  /** The valid personal links of a series, oldest first, without their codes. */
  async listSeriesInvitations(seriesId: string, options: CallOptions = {}): Promise<SeriesInvitation[]> {
    return (await this.#calls.json('listSeriesInvitations', { params: { seriesId } }, options)).invitations;
  }

  /** Revokes a personal link of a member: it gives no more tokens. A person who has joined with it stays. */
  async revokeSeriesInvitation(seriesId: string, invitationId: string, options: CallOptions = {}): Promise<void> {
    const params = { seriesId, invitationId };
    await this.#calls.nothing('revokeSeriesInvitation', { params }, options);
  }

  /** Sessions of a series that end after `from` (default: now) and start before `to` (default: 90 days later). */
  async listOccurrences(seriesId: string, options: CallOptions & ListOccurrences = {}): Promise<Occurrence[]> {
    const { from, to, ...call } = options;
    return (await this.#calls.json('listOccurrences', { params: { seriesId }, query: { from, to } }, call)).occurrences;
  }

  /** Lets an occurrence not take place. @returns the series afterwards */
  skipOccurrence(seriesId: string, occurrenceId: string, options: CallOptions = {}): Promise<Series> {
    return this.#calls.json('skipOccurrence', { params: { seriesId, occurrenceId } }, options);
  }

  /**
   * Moves an occurrence, whose id stays.
   * @param start local time in the time zone of the series, such as `2026-10-20T19:00`
   */
  moveOccurrence(seriesId: string, occurrenceId: string, start: string, options: CallOptions = {}): Promise<Series> {
    return this.#calls.json('moveOccurrence', { params: { seriesId, occurrenceId }, body: { start } }, options);
  }

  /** Lets an occurrence take place as the rule says. @returns the series afterwards */
  restoreOccurrence(seriesId: string, occurrenceId: string, options: CallOptions = {}): Promise<Series> {
    return this.#calls.json('restoreOccurrence', { params: { seriesId, occurrenceId } }, options);
  }
}

/** For RestClient, which carries out its operations with the same settings. Not a member, since members are public. */
export const callsOf = (client: SeriesClient): RestCalls => readCalls(client);
