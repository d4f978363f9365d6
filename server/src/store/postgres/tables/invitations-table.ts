/**
 * Personal links, with the names of the people they are for: removed with the link, when the room ends, and when the member
 * leaves the series. Any node makes them and looks them up.
 */
import type { Invitation, InvitationStore, InvitationTarget } from '../../../auth/invitations/invitation-store.ts';
import type { RevocationTarget } from '../../../auth/revocation/revocation-store.ts';
import type { Change } from '../../../core/events/domain-events.ts';
import type { SeriesRecord } from '../../../series/ports.ts';
import {
  invitationColumns,
  readDeleted,
  readInvitation,
  roomInState,
  targetOf,
  writeInvitation,
} from '../../shared/invitation-row.ts';
import { linkableMembers, readSeries, seriesColumns } from '../../shared/series-row.ts';
import type { Database, Query } from '../connection/database.ts';
import { escapeNul } from './revocations-table.ts';
import type { ServerChain } from './server-chain.ts';

/** Waits for a step of the room that is being stored: the step that ends it deletes what is inserted before. */
const lockOpenRoom = "SELECT 1 FROM rooms WHERE id = $1 AND phase <> 'ended' FOR SHARE";
const readSeriesOf = `SELECT ${seriesColumns} FROM series WHERE id = $1`;
/** In one order everywhere: the end of a room and a revocation may delete the same ones at the same time. */
const deleteWhere = (condition: string): string =>
  `WITH chosen AS (SELECT id FROM invitations WHERE ${condition} ORDER BY id FOR UPDATE)
  DELETE FROM invitations USING chosen WHERE invitations.id = chosen.id RETURNING invitations.id, kind, target`;
const replace = deleteWhere('kind = $1 AND target = $2 AND subject = $3');
const insert = `INSERT INTO invitations (${invitationColumns}, code_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
/** A node of the version before, which knows no invitations, leaves them in place when a room ends. */
const isThere = `CASE kind
  WHEN 'room' THEN EXISTS (SELECT FROM rooms WHERE rooms.id = target AND phase <> 'ended')
  ELSE EXISTS (SELECT FROM series WHERE series.id = target AND is_deleted = 0) END`;
const find = `SELECT ${invitationColumns} FROM invitations WHERE code_hash = $1 AND ${isThere}`;
const list = `SELECT ${invitationColumns} FROM invitations WHERE kind = $1 AND target = $2 AND ${isThere}
  ORDER BY created_at, id`;
const tidy = deleteWhere(`NOT ${isThere}`);
const forget = deleteWhere("kind = 'room' AND target = $1");
const keepMembers = deleteWhere("kind = 'series' AND target = $1 AND subject <> ALL ($2::text[])");
/** A room, or the series that it is of. */
const ofRoom = `(kind = 'room' AND target = $2 OR kind = 'series' AND EXISTS
  (SELECT FROM series WHERE series.id = target AND strpos(state, $3) > 0))`;

export class InvitationsTable implements InvitationStore {
  readonly #database: Database;
  readonly #chain: ServerChain;

  constructor({ database, chain }: { database: Database; chain: ServerChain }) {
    this.#database = database;
    this.#chain = chain;
  }

  /** The chain of the audit log lets one node after the other do this, so that a person has one link. */
  put(invitation: Invitation, codeHash: string, change: (replacedId: string | null) => Change): Promise<boolean> {
    const { id, kind, target, subject, person, key_id, created_at } = writeInvitation(invitation);
    const identity = escapeNul(subject);
    return this.#chain.transaction(async (query) => {
      if (!(await hasPlace(query, invitation))) return { result: false, changes: [] };
      const [replaced] = (await query(replace, [kind, target, identity])).rows.map(readDeleted);
      await query(insert, [id, kind, target, identity, person, key_id, created_at, codeHash]);
      return { result: true, changes: [change(replaced?.id ?? null)] };
    });
  }

  async find(codeHash: string): Promise<Invitation | null> {
    const [row] = await this.#database.read(find, [codeHash]);
    return row === undefined ? null : readInvitation(row);
  }

  async list(target: InvitationTarget): Promise<Invitation[]> {
    const { kind, target: id } = targetOf(target);
    return (await this.#database.read(list, [kind, id])).map(readInvitation);
  }

  delete(target: InvitationTarget, id: string, change: Change): Promise<boolean> {
    const { kind, target: targetId } = targetOf(target);
    return this.#chain.transaction(async (query) => {
      const sql = 'DELETE FROM invitations WHERE kind = $1 AND target = $2 AND id = $3';
      const { count } = await query(sql, [kind, targetId, id]);
      return { result: count > 0, changes: count > 0 ? [change] : [] };
    });
  }

  async deleteRevoked(
    target: RevocationTarget,
    before: number,
    change: (invitation: Pick<Invitation, 'id' | 'target'>) => Change,
  ): Promise<void> {
    const condition = conditionOf(target);
    if (!condition) return;
    const sql = deleteWhere(`created_at < $1 AND ${condition.sql}`);
    await this.#chain.transaction(async (query) => {
      const deleted = (await query(sql, [before, ...condition.values])).rows.map(readDeleted);
      return { result: undefined, changes: deleted.map(change) };
    });
  }

  /** Inside the caller's transaction, for a room that has ended or is deleted. */
  async forget(query: Query, roomId: string): Promise<void> {
    await query(forget, [roomId]);
  }

  /** Inside the caller's transaction, which has changed the series: forgets those of members who have left. */
  async forgetMembers(query: Query, { id, state }: SeriesRecord): Promise<void> {
    await query(keepMembers, [id, linkableMembers(state).map(escapeNul)]);
  }

  async tidy(): Promise<void> {
    await this.#database.write(tidy, []);
  }
}

function conditionOf(target: RevocationTarget): { sql: string; values: string[] } | null {
  switch (target.kind) {
    case 'token':
      return null;
    case 'identity':
      return { sql: `${ofRoom} AND subject = $4`, values: [...inRoom(target.roomId), escapeNul(target.identity)] };
    case 'room':
      return { sql: ofRoom, values: inRoom(target.roomId) };
    case 'key':
      return { sql: 'key_id = $2', values: [target.keyId] };
  }
}

const inRoom = (roomId: string): string[] => [roomId, roomInState(roomId)];

/** Series are written by holders of the chain only, as invitations are. */
async function hasPlace(query: Query, { target, person }: Invitation): Promise<boolean> {
  if (target.kind === 'room') return (await query(lockOpenRoom, [target.roomId])).count > 0;
  const [row] = (await query(readSeriesOf, [target.seriesId])).rows;
  return row !== undefined && linkableMembers(readSeries(row).state).includes(person.sub);
}
