/** Converts invitations to rows of a database and back. */
import { CreateInvitation } from '@hearthroom/sdk/protocol';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Invitation, InvitationTarget } from '../../auth/invitations/invitation-store.ts';

const InvitationRow = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('room'), Type.Literal('series')]),
  target: Type.String(),
  subject: Type.String(),
  person: Type.String(),
  key_id: Type.String(),
  created_at: Type.Number(),
});
type InvitationRow = Static<typeof InvitationRow>;

export const invitationColumns = 'id, kind, target, subject, person, key_id, created_at';

/** What the rows of deleted invitations are reduced to. */
const DeletedRow = Type.Pick(InvitationRow, ['id', 'kind', 'target']);

export const targetOf = (target: InvitationTarget) => ({
  kind: target.kind,
  target: target.kind === 'room' ? target.roomId : target.seriesId,
});

export const readTarget = ({ kind, target }: Static<typeof DeletedRow>): InvitationTarget =>
  kind === 'room' ? { kind, roomId: target } : { kind, seriesId: target };

export const readDeleted = (row: unknown): Pick<Invitation, 'id' | 'target'> => {
  const deleted = Value.Parse(DeletedRow, row);
  return { id: deleted.id, target: readTarget(deleted) };
};

/** In the state of a series: finds those with this room. */
export const roomInState = (roomId: string): string => `"roomId":${JSON.stringify(roomId)}`;

export const writeInvitation = ({ id, target, person, keyId, createdAt }: Invitation): InvitationRow => ({
  id,
  ...targetOf(target),
  subject: person.sub,
  // As JSON, which has U+0000 as an escape: PostgreSQL's texts can't contain it.
  person: JSON.stringify(person),
  key_id: keyId,
  created_at: createdAt,
});

const SeriesPerson = Type.Pick(CreateInvitation, ['sub']);

/** Throws for a row that another version wrote. The error names nobody: that of Value.Parse contains the value. */
export function readInvitation(row: unknown): Invitation {
  if (!Value.Check(InvitationRow, row)) throw new Error("a stored invitation can't be read");
  const { id, kind, person: text, key_id: keyId, created_at: createdAt } = row;
  const person = parseJson(text);
  if (!Value.Check(kind === 'room' ? CreateInvitation : SeriesPerson, person))
    throw new Error(`the stored invitation ${id} can't be read`);
  return { id, target: readTarget(row), person, keyId, createdAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
