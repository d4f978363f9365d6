/** Whether SDK and server fit each other (PROTOCOL.md, «Versions»). */
import { oldestServerRevision, protocolRevision } from '../../protocol/codes.ts';
import type { NotificationParams } from '../../protocol/messages/messages.ts';

/** @returns the code that says which side is too old; null: they fit */
export function tooOldSideOf(
  { revision = 0, oldestClientRevision = 0 }: NotificationParams<'hello'>,
  own = { revision: protocolRevision, oldestServerRevision },
): 'client-too-old' | 'server-too-old' | null {
  if (own.revision < oldestClientRevision) return 'client-too-old';
  return revision < own.oldestServerRevision ? 'server-too-old' : null;
}
