/** Interface for storing invitations: personal links, each with a code that is exchanged for access tokens. */
import type { CreateInvitation } from '@hearthroom/sdk/protocol';
import type { Change } from '../../core/events/domain-events.ts';
import type { RevocationTarget } from '../revocation/revocation-store.ts';

/** What a link leads to, by its kind. */
interface Targets {
  room: { kind: 'room'; roomId: string };
  series: { kind: 'series'; seriesId: string };
}
/** What is stored of the person: of a member of a series no name, since the series has it. */
interface People {
  /** What is in their access tokens. */
  room: CreateInvitation;
  series: Pick<CreateInvitation, 'sub'>;
}
export type InvitationKind = keyof Targets;
export type InvitationTarget<K extends InvitationKind = InvitationKind> = Targets[K];

export interface Invitation<K extends InvitationKind = InvitationKind> {
  id: string;
  target: Targets[K];
  person: People[K];
  /** The API key that signs their access tokens. */
  keyId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  createdAt: number;
}

export const isOfKind = <K extends InvitationKind>(invitation: Invitation, kind: K): invitation is Invitation<K> =>
  invitation.target.kind === kind;

/**
 * Valid invitations only. One that was revoked or replaced is gone, and so are all of a room that has ended or was
 * deleted, of a series that was deleted, and of a member who was removed, in the same transaction: nobody can tell them
 * from a code that never was. Writes are durable when their promises resolve, together with their entry in the audit
 * log.
 */
export interface InvitationStore {
  /**
   * Replaces the invitation of the same target and identity.
   * @param change the entry; told the id of the replaced invitation, null: there was none
   * @returns false: the target does not exist any more or has ended, or has no such member, and nothing is stored
   */
  put(invitation: Invitation, codeHash: string, change: (replacedId: string | null) => Change): Promise<boolean>;
  find(codeHash: string): Promise<Invitation | null>;
  /** The oldest first. */
  list(target: InvitationTarget): Promise<Invitation[]>;
  /** @returns whether there was such an invitation */
  delete(target: InvitationTarget, id: string, change: Change): Promise<boolean>;
  /**
   * Deletes the invitations that a revocation of tokens applies to as well: those of its identity, room or key that were
   * created before a time; none for a single token. Those of a series are revoked with each of its rooms.
   */
  deleteRevoked(
    target: RevocationTarget,
    createdBefore: number,
    change: (invitation: Pick<Invitation, 'id' | 'target'>) => Change,
  ): Promise<void>;
}
