/** Who reads a text that is being written. It never changes without an action of the writer. Pure. */

import type { Texts } from '../../../texts/texts.ts';
import type { ChatRecipient, ChatView } from '../../../views/view-types.ts';
import type { Question } from '../../shared/dialogs/confirm-dialog.ts';

export const keyOf = ({ to, id }: ChatRecipient): string => `${to} ${id}`;

/**
 * @param chosen null: nothing was chosen, and nothing is written
 * @returns to whom a text would be sent now; undefined: the chosen recipients are not available, and others must be
 *   chosen
 */
export function recipientOf(
  { recipients }: Pick<ChatView, 'recipients'>,
  chosen: ChatRecipient | null,
  hasText: boolean,
): ChatRecipient | undefined {
  if (!chosen) return recipients[0];
  const found = recipients.find((one) => keyOf(one) === keyOf(chosen));
  // After a change of place «everybody» means other people; without a text nothing was meant for the earlier ones.
  return found ?? (chosen.to === 'group' && !hasText ? recipients[0] : undefined);
}

/** Whether people would read the text for whom it was not written. */
export function isReadByOthers(before: ChatRecipient, after: ChatRecipient): boolean {
  if (before.to === 'group' || keyOf(before) === keyOf(after)) return false;
  return !(before.to === 'hosts' && after.isHost === true);
}

export function readersOf({ chat }: Texts, { to, name }: ChatRecipient, apart: boolean): string {
  if (to === 'participant') return name;
  if (to === 'hosts') return chat.readers.hosts;
  return apart ? chat.readers.here : chat.readers.group;
}

/** The sentence above the field. */
export function audienceSentence(texts: Texts, { chosen, recipient, apart, hasText }: AudienceMoment): string {
  const { chat } = texts;
  if (recipient) {
    const readers = readersOf(texts, recipient, apart);
    return recipient.to === 'group' ? chat.isRead(readers) : chat.isReadOnly(readers);
  }
  const why = chosen?.to === 'participant' ? chat.unreachable(chosen.name) : chat.otherPlace;
  return `${why} ${hasText ? chat.chooseForText : chat.choose}`;
}

export interface AudienceMoment {
  chosen: ChatRecipient | null;
  recipient: ChatRecipient | undefined;
  apart: boolean;
  hasText: boolean;
}

/** Asked once, when a text that was meant for few people would be sent to others. */
export function readersQuestion(texts: Texts, before: ChatRecipient, after: ChatRecipient, apart: boolean): Question {
  const { chat } = texts;
  return {
    title: chat.widen(readersOf(texts, before, apart)),
    body: chat.widenBody(readersOf(texts, after, apart)),
    confirm: chat.widenConfirm,
    cancel: chat.widenCancel,
    kind: 'calm',
  };
}
