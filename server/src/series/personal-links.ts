/**
 * What personal links give to the pages behind them: an access token for a room, or the sessions of a member of a series and
 * then a token for one of them.
 */
import type { SeriesPlan } from '@hearthroom/sdk/protocol';
import type { AccessLog } from '../audit/access-log.ts';
import { type Invitation, type Invitations, isOfKind, linkInvalid } from '../auth/invitations/invitations.ts';
import { AppError } from '../core/errors/errors.ts';
import { attemptAsyncWrite } from '../core/errors/store-write.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { Clock } from '../core/time/clock.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import type { SeriesRecord, SeriesStore } from './ports.ts';
import { noteLineTest } from './rules/change-series.ts';
import { formatLocal, localOf } from './rules/local-time.ts';
import { isHost, type MemberSession, memberSessions, type RoomLife, roomsToEnter } from './rules/member-sessions.ts';
import type { Member, Person, SeriesState } from './rules/state.ts';

export interface PersonalLinksOptions {
  invitations: Pick<Invitations, 'find' | 'mint'>;
  series: Pick<SeriesStore, 'get' | 'save'>;
  registry: Pick<RoomRegistry, 'getRecord'>;
  access: Pick<AccessLog, 'noteUse'>;
  observer: ServerObserver;
  clock: Pick<Clock, 'now'>;
}

/** What a page asks for. Without both: a token of a link to a room, the plan of a link to a series. */
export interface Wanted {
  /** The id of the occurrence whose room it enters. */
  session?: string;
  /** For the check of devices and line alone. */
  check?: boolean;
}

export interface GivenToken {
  token: string;
  /** Milliseconds since 1970-01-01 UTC. */
  expiresAt: number;
  /** For a check that hosts are told of when it is done: the page has to say so. */
  isReported?: true;
}

/** The page of a member. */
export interface MemberPlan extends Omit<SeriesPlan, 'sessions'> {
  sessions: MemberSession[];
}

/** A page that reports the same check again changes nothing. */
const sameTestMs = 60_000;
/** A change that another one has come before is tried again so often. */
const maxAttempts = 5;

interface Found {
  record: SeriesRecord;
  memberId: string;
  member: Member;
}

export class PersonalLinks {
  readonly #options: PersonalLinksOptions;

  constructor(options: PersonalLinksOptions) {
    this.#options = options;
  }

  /**
   * Recorded in the audit log before it resolves. Rejects with the same `not-found` for every code that is not valid, with
   * `not-available` for a session that can't be entered now, and with `storage-unavailable`.
   */
  async open(code: string, { session, check = false }: Wanted = {}): Promise<GivenToken | MemberPlan> {
    const { invitations, access, clock } = this.#options;
    const invitation = await invitations.find(code);
    if (isOfKind(invitation, 'room'))
      return await invitations.mint(invitation, invitation.target.roomId, invitation.person);
    const found = await this.#find(invitation);
    const { record, member } = found;
    if (check && member.person) {
      const roomId = nearestRoom(record, clock.now()) ?? record.id;
      return { ...(await this.#mint(invitation, roomId, member.person)), isReported: true };
    }
    const plan = await this.#plan(found);
    if (session === undefined) {
      await access.noteUse({ roomId: null, invitation: invitation.id });
      return plan;
    }
    const roomId = plan.sessions.find(({ id }) => id === session)?.roomId;
    if (roomId == null || member.person === null) throw new AppError('not-available');
    return await this.#mint(invitation, roomId, member.person);
  }

  #mint(invitation: Invitation, roomId: string, { name, role, label }: Person): Promise<GivenToken> {
    const { sub } = invitation.person;
    const person = { sub, name, role, ...(label !== undefined && { label }) };
    return this.#options.invitations.mint(invitation, roomId, person);
  }

  /** The person with this link has finished a check. Rejects as `open` does. */
  async noteTested(code: string): Promise<void> {
    const { invitations, clock } = this.#options;
    const invitation = await invitations.find(code);
    if (!isOfKind(invitation, 'series')) return;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const { record, memberId, member } = await this.#find(invitation);
      const now = clock.now();
      if (member.lineTestedAt !== undefined && Math.abs(now - member.lineTestedAt) < sameTestMs) return;
      const state = noteLineTest(record.state, memberId, now);
      if (state === record.state || (await this.#save(record, state))) return;
    }
    throw new AppError('storage-unavailable');
  }

  /** No edit by a caller: its ETag and its calendar files stay. */
  #save(record: SeriesRecord, state: SeriesState): Promise<boolean> {
    const next = { ...record, revision: record.revision + 1, state };
    return this.#attempt(() => this.#options.series.save(next, record.revision, { changes: [], events: [] }));
  }

  /**
   * That this is the valid link of this member. Rejects with `invalid-params`: somebody else's link in a calendar file would
   * let one person in as another.
   * @returns when it was created, milliseconds since 1970-01-01 UTC
   */
  async requireOf(link: string, seriesId: string, memberId: string): Promise<number> {
    const code = /^https?:\/\/[^?#]*\/j\/([\w-]+)$/.exec(link)?.[1];
    const invitation = code === undefined ? null : await this.#findOrNull(code);
    const isTheirs =
      invitation !== null &&
      isOfKind(invitation, 'series') &&
      invitation.target.seriesId === seriesId &&
      invitation.person.sub === memberId;
    if (!isTheirs) throw new AppError('invalid-params', 'body.link: is not the valid personal link of this member');
    return invitation.createdAt;
  }

  async #findOrNull(code: string): Promise<Invitation | null> {
    try {
      return await this.#options.invitations.find(code);
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') return null;
      throw error;
    }
  }

  async #find({ target, person: { sub: memberId } }: Invitation): Promise<Found> {
    const record =
      target.kind === 'series' ? await this.#attempt(() => this.#options.series.get(target.seriesId)) : null;
    const members = record?.state.members ?? {};
    const member = Object.hasOwn(members, memberId) ? members[memberId] : undefined;
    if (!record || !member || member.isRemoved || record.state.deletedAt !== null) throw linkInvalid();
    return { record, memberId, member };
  }

  async #plan({ record: { state }, memberId, member }: Found): Promise<MemberPlan> {
    const now = this.#options.clock.now();
    const rooms = roomsToEnter(state, member, now).map(([, { roomId }]) => roomId);
    const lives = new Map(
      await Promise.all(rooms.map(async (roomId): Promise<[string, RoomLife]> => [roomId, await this.#lifeOf(roomId)])),
    );
    const sessions = memberSessions(state, member, { now, lives });
    const host = isHost(member);
    return { now, timeZone: state.timeZone, isHost: host, sessions, members: host ? testsOf(state, memberId) : [] };
  }

  async #lifeOf(roomId: string): Promise<RoomLife> {
    try {
      const { phase } = (await this.#options.registry.getRecord(roomId)).state;
      if (phase === 'ended') return 'over';
      return phase === 'live' || phase === 'held' ? 'running' : 'quiet';
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') return 'over';
      throw error;
    }
  }

  #attempt<T>(work: () => Promise<T>): Promise<T> {
    return attemptAsyncWrite(this.#options.observer, '', work);
  }
}

const testsOf = ({ members, timeZone }: SeriesState, ownId: string): MemberPlan['members'] =>
  Object.entries(members).flatMap(([id, { person, lineTestedAt }]) =>
    person === null || id === ownId
      ? []
      : [
          {
            name: person.name,
            testedOn: lineTestedAt === undefined ? null : formatLocal(localOf(lineTestedAt, timeZone)).slice(0, 10),
          },
        ],
  );

/** Media of a check goes to the server that runs the next room, if there is one already. */
const nearestRoom = ({ state }: SeriesRecord, now: number): string | undefined =>
  Object.values(state.rooms)
    .filter(({ isEnded, endsAt }) => !isEnded && endsAt > now)
    .sort((one, other) => one.startsAt - other.startsAt)[0]?.roomId;
