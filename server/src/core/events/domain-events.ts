/** Events about rooms, people and keys that are stored in the audit log and sent to webhooks. Names and types only. */

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
  | `encryption.${'ended' | 'restored'}`
  | 'authentication.refused'
  | `revocation.${'added' | 'removed'}`
  | `series.${'created' | 'changed' | 'deleted'}`
  | `invitation.${'created' | 'revoked' | 'used'}`
  | 'keys.changed'
  | 'backup.started'
  | 'store.moved'
  | 'clock.stepped'
  | 'audit.pruned'
  | 'audit.key-made'
  | `${'seats' | 'attendance' | 'agreements' | 'media-story' | 'invitations' | 'revocations' | 'series' | 'audit'}.read`
  | 'token.minted'
  | 'access.unrecorded';

/**
 * An event that is stored in the audit log and sent to webhooks. Only opaque ids, names of settings, codes and numbers:
 * no names, labels or texts of people.
 */
export interface Change {
  what: ChangeType;
  roomId: string | null;
  /**
   * `api:<key id>`, `seat:<seat id>`, `command` (a program run beside the server), or null: the server's own rules and
   * timers.
   */
  by: string | null;
  /** The seat it is about. */
  seatId: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  at: number;
  detail?: Record<string, string | number | string[]>;
}

export const nameOfKey = (apiKeyId: string | undefined): string | null =>
  apiKeyId === undefined ? null : `api:${apiKeyId}`;
