/** Converts revocations to rows of a database and back. */
import { type Static, Type } from 'typebox';
import type { Revocation, RevocationTarget } from '../../auth/revocation/revocation-store.ts';
import { newId } from '../../core/secrets/random.ts';

export const RevocationRow = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['token', 'identity', 'room', 'key']),
  room_id: Type.String(),
  subject: Type.String(),
  issued_before: Type.Number(),
  created_at: Type.Number(),
  expires_at: Type.Number(),
});
export type RevocationRow = Static<typeof RevocationRow>;

export function targetColumns(target: RevocationTarget): {
  kind: RevocationRow['kind'];
  room_id: string;
  subject: string;
} {
  switch (target.kind) {
    case 'token':
      return { kind: target.kind, room_id: '', subject: target.jti };
    case 'identity':
      return { kind: target.kind, room_id: target.roomId, subject: target.identity };
    case 'room':
      return { kind: target.kind, room_id: target.roomId, subject: '' };
    case 'key':
      return { kind: target.kind, room_id: '', subject: target.keyId };
  }
}

function readTarget({ kind, room_id: roomId, subject }: RevocationRow): RevocationTarget {
  switch (kind) {
    case 'token':
      return { kind, jti: subject };
    case 'identity':
      return { kind, roomId, identity: subject };
    case 'room':
      return { kind, roomId };
    case 'key':
      return { kind, keyId: subject };
  }
}

export const readRevocation = (row: RevocationRow): Revocation => ({
  id: row.id,
  target: readTarget(row),
  issuedBefore: row.issued_before,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export const writeRevocation = ({ target, ...revocation }: Revocation): RevocationRow => ({
  ...targetColumns(target),
  id: revocation.id,
  issued_before: revocation.issuedBefore,
  created_at: revocation.createdAt,
  expires_at: revocation.expiresAt,
});

/**
 * For a room that has ended: one revocation of the room's tokens up to the latest of these times instead of those of
 * its identities. A deleted room may be created again with the same id while a token is valid.
 * @param rows the oldest first
 */
export function revocationOfRoom(roomId: string, rows: readonly RevocationRow[]): RevocationRow | null {
  const [oldest] = rows;
  if (!oldest) return null;
  // With a new id, so that deleting an identity's revocation does not delete the room's.
  const ofRoom = rows.find(({ kind }) => kind === 'room') ?? { ...oldest, id: newId('v') };
  return {
    ...ofRoom,
    ...targetColumns({ kind: 'room', roomId }),
    issued_before: Math.max(...rows.map((row) => row.issued_before)),
    expires_at: Math.max(...rows.map((row) => row.expires_at)),
  };
}
