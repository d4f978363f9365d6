/** The messages of the waiting room: who waits, who is admitted, and what must be agreed first. */
import { Type } from 'typebox';
import {
  aboutParticipant,
  closed,
  described,
  Empty,
  EntryRef,
  Epoch,
  Id,
  method,
  reason,
  Text,
} from '../schemas/fields.ts';
import { Agreement } from '../schemas/room-schemas.ts';
import { WaitingEntry } from '../schemas/view-schemas.ts';

const version = described(Agreement.properties.version, 'The version that was read');

/** Older servers omit the code. */
const SkippedEntry = Type.Object({
  ...EntryRef.properties,
  code: Type.Optional(
    Type.Enum(['stale-entry', 'not-found', 'agreement-required', 'consent-required'], {
      description: 'Why: the error code that `admit` would have been answered with',
    }),
  ),
});

export const waitingRequests = {
  admit: method(EntryRef, Empty),
  /** Admits the entries that the host saw; entries whose person left or came again since are in `skipped`. */
  admitAll: method(
    Type.Object(
      { entries: Type.Array(EntryRef, { maxItems: 200, description: 'The entries that the host saw' }) },
      closed,
    ),
    Type.Object({
      admitted: Type.Array(Id, { description: 'Who is inside now' }),
      skipped: Type.Array(Id, { description: 'Who dropped, came anew, or has still to agree' }),
      admittedEntries: Type.Array(EntryRef, { description: 'The same as entries: a person may have two of them' }),
      skippedEntries: Type.Array(SkippedEntry, { description: 'The same as entries, with the reason for each' }),
    }),
  ),
  deny: method(
    Type.Object(
      {
        participantId: described(Id, 'Who waits'),
        epoch: Epoch,
        ban: Type.Optional(
          Type.Boolean({ description: 'Refuse this identity for this room from now on. Default: false' }),
        ),
        ...reason,
      },
      closed,
    ),
    Empty,
  ),
  putInWaitingRoom: method(Type.Object({ ...aboutParticipant, ...reason }, closed), Empty),
  messageWaiting: method(
    Type.Object(
      {
        participantId: Type.Optional(described(Id, 'Who waits. Left out: all who wait now')),
        text: described(Text, 'Shown to them'),
      },
      closed,
    ),
    Empty,
  ),

  acceptAgreement: method(Type.Object({ version }, closed), Empty),
  withdrawAgreement: method(Empty, Empty),
  /** Starts an identity check with somebody who waits: the two see, hear and write to each other alone. */
  openPreview: method(EntryRef, Empty),
  closePreview: method(Empty, Empty),
  /** Accepts or declines a host's request to speak with this person alone. */
  answerMeeting: method(
    Type.Object(
      {
        participantId: described(Id, 'The host: `participantId` of the meeting'),
        accept: Type.Boolean({ description: 'true: it begins at once; false: not now, which the host is told' }),
      },
      closed,
    ),
    Empty,
  ),
  /** One line in a preview, from either person to the other. */
  sendPreviewText: method(Type.Object({ text: described(Text, 'Shown to the other one') }, closed), Empty),
  /** Asks all admitted clients; repeated, it asks those who refused. */
  askConsent: method(EntryRef, Empty),
  answerConsent: method(
    Type.Object(
      {
        participantId: described(Id, 'The observer whom the question is about'),
        consent: Type.Boolean({ description: 'false sends the observer back to wait' }),
      },
      closed,
    ),
    Empty,
  ),
} as const;

export const waitingNotifications = {
  waitingAdded: Type.Object({ entry: WaitingEntry }),
  waitingUpdated: Type.Object({ entry: WaitingEntry }),
  waitingRemoved: Type.Object({ participantId: described(Id, 'Who waited'), epoch: Epoch }),
  /** In an identity check: what the other person wrote. */
  previewText: Type.Object({ text: described(Text, 'What the other one wrote') }),
} as const;
