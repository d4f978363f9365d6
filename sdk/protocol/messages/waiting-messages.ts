/** The messages of the waiting room: who waits, who is admitted, and what must be agreed first. */
import { Type } from 'typebox';
import { ReceivedSealedText, SealedShortText } from '../schemas/encryption-schemas.ts';
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
import { WaitingEntry } from '../schemas/person-schemas.ts';
import { Agreement } from '../schemas/room-schemas.ts';

const version = described(Agreement.properties.version, 'Version of the agreement that the person has read');

/** Older servers omit the code. */
const SkippedEntry = Type.Object({
  ...EntryRef.properties,
  code: Type.Optional(
    Type.Enum(
      ['stale-entry', 'not-found', 'agreement-required', 'consent-required', 'e2ee-unsupported', 'e2ee-would-end'],
      {
        description: 'Reason: the error code with which `admit` would have failed',
      },
    ),
  ),
});

export const waitingRequests = {
  admit: method(
    Type.Object(
      {
        ...EntryRef.properties,
        unencrypted: Type.Optional(
          Type.Boolean({
            description:
              'true: the host agrees that end-to-end encryption ends for everybody, because this person cannot encrypt. Default: false',
          }),
        ),
      },
      closed,
    ),
    Empty,
  ),
  /** Admits the entries that the host saw; entries whose person left or came again since are in `skipped`. */
  admitAll: method(
    Type.Object({ entries: Type.Array(EntryRef, { maxItems: 200, description: 'Entries that the host saw' }) }, closed),
    Type.Object({
      admitted: Type.Array(Id, { description: 'Ids of the people who were admitted' }),
      skipped: Type.Array(Id, { description: 'Ids of the people who were not admitted' }),
      admittedEntries: Type.Array(EntryRef, {
        description: 'Entries that were admitted; a person can have two entries',
      }),
      skippedEntries: Type.Array(SkippedEntry, { description: 'Entries that were not admitted, each with the reason' }),
    }),
  ),
  deny: method(
    Type.Object(
      {
        participantId: described(Id, 'Id of the person who waits'),
        epoch: Epoch,
        ban: Type.Optional(
          Type.Boolean({
            description: 'true: from now on this person (`sub`) cannot connect to this room. Default: false',
          }),
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
        participantId: Type.Optional(described(Id, 'Id of a person who waits. Default: everybody who waits now')),
        text: described(Text, 'Text of the message'),
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
        participantId: described(Id, 'Id of the host: `participantId` of the meeting'),
        accept: Type.Boolean({ description: 'true: it begins immediately; false: declined, which the host is told' }),
      },
      closed,
    ),
    Empty,
  ),
  /** One line in a preview, from either person to the other. */
  sendPreviewText: method(
    Type.Object(
      {
        text: Type.Optional(described(Text, 'Shown to the other person')),
        sealed: Type.Optional(described(SealedShortText, 'Instead of `text`: readable for its receivers only')),
      },
      closed,
    ),
    Empty,
  ),
  /** Asks all admitted clients; repeated, it asks those who refused. */
  askConsent: method(EntryRef, Empty),
  answerConsent: method(
    Type.Object(
      {
        participantId: described(Id, 'Id of the observer'),
        consent: Type.Boolean({
          description: 'true: agrees; false: refuses, and the observer is put back into the waiting room',
        }),
      },
      closed,
    ),
    Empty,
  ),
} as const;

export const waitingNotifications = {
  waitingAdded: Type.Object({ entry: WaitingEntry }),
  waitingUpdated: Type.Object({ entry: WaitingEntry }),
  waitingRemoved: Type.Object({ participantId: described(Id, 'Id of the person who waited'), epoch: Epoch }),
  /** In an identity check: what the other person wrote. */
  previewText: Type.Object({
    text: Type.String({ maxLength: 1_000, description: 'Text that the other person wrote; empty with `sealed`' }),
    sealed: Type.Optional(ReceivedSealedText),
  }),
} as const;
