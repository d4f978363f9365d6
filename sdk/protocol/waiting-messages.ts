/** The way in: who waits, who is let in, and what is to be settled before. */
import { Type } from 'typebox';
import { aboutParticipant, closed, Empty, EntryRef, Epoch, Id, method, reason, Text } from './fields.ts';
import { Agreement } from './room.ts';
import { WaitingEntry } from './views.ts';

export const waitingRequests = {
  admit: method(EntryRef, Empty),
  /** One step over the entries that the host saw; whoever dropped or came anew since is in `skipped`. */
  admitAll: method(
    Type.Object({ entries: Type.Array(EntryRef, { maxItems: 200 }) }, closed),
    Type.Object({
      admitted: Type.Array(Id),
      skipped: Type.Array(Id),
      /** The same as entries: of a person with two of them an id alone doesn't say which it was. */
      admittedEntries: Type.Array(EntryRef),
      skippedEntries: Type.Array(EntryRef),
    }),
  ),
  deny: method(
    Type.Object({ participantId: Id, epoch: Epoch, ban: Type.Optional(Type.Boolean()), ...reason }, closed),
    Empty,
  ),
  putInWaitingRoom: method(Type.Object({ ...aboutParticipant, ...reason }, closed), Empty),
  /** To one who waits, or without `participantId` to all who wait now. */
  messageWaiting: method(Type.Object({ participantId: Type.Optional(Id), text: Text }, closed), Empty),

  acceptAgreement: method(Type.Object({ version: Agreement.properties.version }, closed), Empty),
  withdrawAgreement: method(Empty, Empty),
  /** Identity check with one who waits, before admitting: the two see, hear and write to each other, alone. */
  openPreview: method(EntryRef, Empty),
  closePreview: method(Empty, Empty),
  /** One line in a preview, from either side to the other. */
  sendPreviewText: method(Type.Object({ text: Text }, closed), Empty),
  /** A host puts the question to all admitted clients. */
  askConsent: method(EntryRef, Empty),
  answerConsent: method(Type.Object({ ...aboutParticipant, consent: Type.Boolean() }, closed), Empty),
} as const;

export const waitingNotifications = {
  waitingAdded: Type.Object({ entry: WaitingEntry }),
  waitingUpdated: Type.Object({ entry: WaitingEntry }),
  waitingRemoved: Type.Object({ participantId: Id, epoch: Epoch }),
  /** In an identity check: what the other one wrote. */
  previewText: Type.Object({ text: Text }),
} as const;
