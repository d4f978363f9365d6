/**
 * Personal links, with the names of the people they are for: removed with the link, when the room ends, and when the member
 * leaves the series.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
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
import type { AuditTable } from './audit-table.ts';
import { inTransaction } from './transaction.ts';

export interface InvitationsTableOptions {
  audit: AuditTable;
  /** Called after rows were deleted, of which the write-ahead log has a copy. */
  onDeleted: () => void;
}

const isTarget = 'kind = :kind AND target = :target';
/** A room, or the series that it is of. */
const isOfRoom = `(kind = 'room' AND target = :room OR kind = 'series' AND EXISTS
  (SELECT 1 FROM series WHERE series.id = target AND instr(state, :in_state) > 0))`;

export class InvitationsTable implements InvitationStore {
  readonly #database: DatabaseSync;
  readonly #options: InvitationsTableOptions;
  readonly #statements: Record<
    | ('isOpen' | 'series' | 'replace' | 'insert' | 'find' | 'list' | 'delete' | 'ofIdentity' | 'ofRoom' | 'ofKey')
    | ('forget' | 'keepMembers'),
    StatementSync
  >;

  constructor(database: DatabaseSync, options: InvitationsTableOptions) {
    this.#database = database;
    this.#options = options;
    const prepare = (sql: string) => database.prepare(sql);
    const revoke = (condition: string) =>
      prepare(`DELETE FROM invitations WHERE created_at < :before AND ${condition} RETURNING id, kind, target`);
    this.#statements = {
      isOpen: prepare("SELECT 1 FROM rooms WHERE id = ? AND phase <> 'ended'"),
      series: prepare(`SELECT ${seriesColumns} FROM series WHERE id = ?`),
      replace: prepare(`DELETE FROM invitations WHERE ${isTarget} AND subject = :subject RETURNING id, kind, target`),
      insert: prepare(`INSERT INTO invitations (${invitationColumns}, code_hash)
        VALUES (:id, :kind, :target, :subject, :person, :key_id, :created_at, :code_hash)`),
      find: prepare(`SELECT ${invitationColumns} FROM invitations WHERE code_hash = ?`),
      list: prepare(`SELECT ${invitationColumns} FROM invitations WHERE ${isTarget} ORDER BY created_at, id`),
      delete: prepare(`DELETE FROM invitations WHERE ${isTarget} AND id = :id`),
      ofIdentity: revoke(`subject = :subject AND ${isOfRoom}`),
      ofRoom: revoke(isOfRoom),
      ofKey: revoke('key_id = :key_id'),
      forget: prepare("DELETE FROM invitations WHERE kind = 'room' AND target = ?"),
      keepMembers: prepare(`DELETE FROM invitations WHERE kind = 'series' AND target = ?
        AND subject NOT IN (SELECT value FROM json_each(?))`),
    };
  }

  async put(invitation: Invitation, codeHash: string, change: (replacedId: string | null) => Change): Promise<boolean> {
    const { subject, ...row } = writeInvitation(invitation);
    const replaced = inTransaction(this.#database, () => {
      if (!this.#isThere(invitation)) return null;
      const deleted = this.#statements.replace.all({ ...targetOf(invitation.target), subject }).map(readDeleted);
      this.#statements.insert.run({ ...row, subject, code_hash: codeHash });
      this.#options.audit.appendWithin([change(deleted[0]?.id ?? null)]);
      return deleted.length;
    });
    if (replaced) this.#options.onDeleted();
    return replaced !== null;
  }

  #isThere({ target, person }: Invitation): boolean {
    if (target.kind === 'room') return this.#statements.isOpen.get(target.roomId) !== undefined;
    const row = this.#statements.series.get(target.seriesId);
    return row !== undefined && linkableMembers(readSeries(row).state).includes(person.sub);
  }

  async find(codeHash: string): Promise<Invitation | null> {
    const row = this.#statements.find.get(codeHash);
    return row === undefined ? null : readInvitation(row);
  }

  async list(target: InvitationTarget): Promise<Invitation[]> {
    return this.#statements.list.all(targetOf(target)).map(readInvitation);
  }

  async delete(target: InvitationTarget, id: string, change: Change): Promise<boolean> {
    const isDeleted = inTransaction(this.#database, () => {
      if (this.#statements.delete.run({ ...targetOf(target), id }).changes === 0) return false;
      this.#options.audit.appendWithin([change]);
      return true;
    });
    if (isDeleted) this.#options.onDeleted();
    return isDeleted;
  }

  async deleteRevoked(
    target: RevocationTarget,
    before: number,
    change: (invitation: Pick<Invitation, 'id' | 'target'>) => Change,
  ): Promise<void> {
    const count = inTransaction(this.#database, () => {
      const deleted = this.#deleteOf(target, before).map(readDeleted);
      this.#options.audit.appendWithin(deleted.map(change));
      return deleted.length;
    });
    if (count > 0) this.#options.onDeleted();
  }

  #deleteOf(target: RevocationTarget, before: number): unknown[] {
    const { ofIdentity, ofRoom, ofKey } = this.#statements;
    switch (target.kind) {
      case 'token':
        return [];
      case 'identity':
        return ofIdentity.all({ ...inRoom(target.roomId), subject: target.identity, before });
      case 'room':
        return ofRoom.all({ ...inRoom(target.roomId), before });
      case 'key':
        return ofKey.all({ key_id: target.keyId, before });
    }
  }

  /** Inside the caller's transaction, for a room that has ended or is deleted. */
  forget(roomId: string): void {
    this.#statements.forget.run(roomId);
  }

  /** Inside the caller's transaction, which has changed the series: forgets those of members who have left. */
  forgetMembers({ id, state }: SeriesRecord): void {
    this.#statements.keepMembers.run(id, JSON.stringify(linkableMembers(state)));
  }
}

const inRoom = (roomId: string) => ({ room: roomId, in_state: roomInState(roomId) });
