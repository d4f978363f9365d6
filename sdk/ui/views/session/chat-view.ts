import type { ChatMessage, RemoteParticipant, Session } from '../../../src/index.ts';
import type { ChatLine, ChatRecipient, ChatView } from '../view-types.ts';

/** The view of the chat; null for people who may not write. */
export function chatViewOf(session: Session, unread: number, error: string | null): ChatView | null {
  const { localParticipant, room, participants, encryption } = session;
  const isEncrypting = encryption.setting !== 'off';
  if (!localParticipant.grants.chat) return null;
  const mayWriteToClients = localParticipant.isHost || room?.privateChat === true;
  return {
    lines: session.chat.messages.map((message) => ({
      ...lineOf(message, localParticipant.id, participants),
      unencrypted: isEncrypting && message.encryption === 'none',
    })),
    unread,
    recipients: recipientsOf([...participants.values()], mayWriteToClients, placeKeyOf(session)),
    apart: session.place.kind !== 'group' || (room?.breakout ?? null) !== null,
    history: room?.chatHistory ?? 'none',
    encryption: isEncrypting ? encryption.state : null,
    masked: false,
    hidden: 0,
    error,
  };
}

/** A key for «everybody»: it changes when this person is in another place, or when others are. */
function placeKeyOf({ place, room }: Session): string {
  if (place.kind === 'group') return room?.breakout ? 'main' : '';
  return place.kind === 'breakout' ? place.groupId : place.participantId;
}

/** Everybody, the hosts, and each person to whom this person may write privately. */
export function recipientsOf(
  participants: readonly Pick<RemoteParticipant, 'id' | 'name' | 'role'>[],
  mayWriteToClients: boolean,
  placeKey = '',
): ChatRecipient[] {
  const persons = participants
    .filter(({ role }) => isHostRole(role) || mayWriteToClients)
    .map(({ id, name, role }) => ({ to: 'participant', id, name, isHost: isHostRole(role) }) as const);
  return [{ to: 'group', id: placeKey, name: '' }, { to: 'hosts', id: '', name: '' }, ...persons];
}

function isHostRole(role: string): boolean {
  return role === 'therapist' || role === 'cotherapist';
}

function lineOf(
  message: ChatMessage,
  selfId: string,
  participants: Session['participants'],
): Omit<ChatLine, 'unencrypted'> {
  const { seq, from, to, participantId, text, at, unreadable = false } = message;
  const isOwn = from.participantId === selfId;
  const toName = isOwn && participantId !== undefined ? (participants.get(participantId)?.name ?? '') : '';
  return { id: seq, from: from.name, fromId: from.participantId, isOwn, to, toName, text, atMs: at, unreadable };
}
