/** What is encrypted as a text, and the functions that do it: types alone, which the package's declarations need. */
import type { ReceivedSealedText, SealedText } from '../../../protocol/messages/messages.ts';

/**
 * What a text is, and for whom; authenticated. `chat:` is followed by `group`, `hosts`, or the id of the participant to
 * whom it is; `check-in-answer:` by the id of the check-in.
 */
export type TextKind =
  | `chat:${string}`
  | 'help'
  | 'help-answer'
  | 'preview'
  | 'groups'
  | 'check-in'
  | `check-in-answer:${string}`;

/** Null: it was received before, as another message. Unreadable: it isn't for this person, or was changed. */
export type OpenedText = { text: string; unreadable?: true } | null;

/** @param participantId of the only reader, with `help-answer` */
export type Seal = (
  kind: TextKind,
  text: string,
  participantId?: string,
) => Promise<{ text: string; sealed?: never } | { sealed: SealedText; text?: never }>;

/**
 * @param occasion names the message that the text came with, to find the same text with another one; default: a message
 *   that comes once
 * @param writerId who has written it, as the server says; default: nobody is named
 */
export type Open = (
  kind: TextKind,
  sealed: ReceivedSealedText,
  occasion?: string,
  writerId?: string,
) => Promise<OpenedText>;
