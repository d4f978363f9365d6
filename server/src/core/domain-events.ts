/** What happens to rooms, people and keys and is kept: in the audit log, and told to webhooks. Names and shapes only. */

export type ChangeType =
  | `room.${'created' | 'opened' | 'live' | 'held' | 'scheduled' | 'ended' | 'deleted' | 'changed' | 'extended' | 'extension-undone'}`
  | `seat.${'waiting' | 'admitted' | 'resumed' | 'dropped' | 'left' | 'expired' | 'denied' | 'removed' | 'banned'}`
  | `seat.${'pardoned' | 'muted' | 'renamed' | 'repeated'}`
  | `device.${'waiting' | 'admitted' | 'gone'}`
  | 'host.absent'
  | `lead.${'passed' | 'returned'}`
  | 'message.sent'
  | `help.${'raised' | 'answered' | 'closed'}`
  | `agreement.${'accepted' | 'withdrawn'}`
  | `preview.${'announced' | 'declined' | 'opened' | 'closed'}`
  | `side-room.${'announced' | 'declined' | 'opened' | 'closed'}`
  | `circle.${'announced' | 'cancelled' | 'opened'}`
  | `consent.${'asked' | 'given' | 'refused'}`
  | `breakout.${'started' | 'ended'}`
  | 'authentication.refused'
  | `revocation.${'added' | 'removed'}`
  | 'keys.changed'
  | 'backup.started'
  | 'clock.stepped'
  | 'audit.pruned'
  | 'audit.key-made'
  | `${'seats' | 'attendance' | 'agreements' | 'media-story' | 'revocations' | 'audit'}.read`
  | 'token.minted'
  | 'access.unrecorded';

/**
 * Something that happened and is kept beyond the moment: in the audit log, and told to webhooks. Opaque ids, names of settings,
 * codes and numbers alone: never a name, a label or a text of somebody's.
 */
export interface Change {
  what: ChangeType;
  roomId: string | null;
  /** `api:<key id>`, `seat:<seat id>`, `command` (a program run beside the server), or null: the server's own rules and clocks. */
  by: string | null;
  /** Whom it is about. */
  seatId: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  at: number;
  detail?: Record<string, string | number | string[]>;
}

export const nameOfKey = (apiKeyId: string | undefined): string | null =>
  apiKeyId === undefined ? null : `api:${apiKeyId}`;
