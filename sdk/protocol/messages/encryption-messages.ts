/** The messages that pass secrets of end-to-end encryption from one person to another. The server can't open them. */
import { Type } from 'typebox';
import { AudienceHash, boxesFor, KeyBox, KeyEpoch } from '../schemas/encryption-schemas.ts';
import { closed, described, Empty, Id, method } from '../schemas/fields.ts';

export const encryptionRequests = {
  /** Sends a new secret to the audience. Boxes for anybody else are not passed on. */
  sendKeys: method(
    Type.Object(
      {
        keyEpoch: KeyEpoch,
        audienceHash: AudienceHash,
        items: boxesFor('The secret for each receiver'),
      },
      closed,
    ),
    Empty,
  ),
  /** Tells a sender that this client has their secret. */
  acknowledgeKeys: method(
    Type.Object({ participantId: described(Id, 'Id of the sender'), keyEpoch: KeyEpoch }, closed),
    Empty,
  ),
  /** Asks a sender for their newest secret. */
  requestKeys: method(Type.Object({ participantId: described(Id, 'Id of the sender') }, closed), Empty),
} as const;

export const encryptionNotifications = {
  /** A secret of somebody in whose audience this client is. */
  keysReceived: Type.Object({
    participantId: described(Id, 'Id of the sender'),
    keyEpoch: KeyEpoch,
    audienceHash: AudienceHash,
    key: KeyBox,
  }),
  /** Somebody has this client's secret. */
  keysAcknowledged: Type.Object({ participantId: described(Id, 'Id of the receiver'), keyEpoch: KeyEpoch }),
  /** Somebody lacks this client's newest secret. */
  keysRequested: Type.Object({ participantId: described(Id, 'Id of the receiver') }),
} as const;
