/** The messages of a check-in. Its question and answers are part of the room's view. */
import { Type } from 'typebox';
import { CheckInQuestion } from '../schemas/check-in-schemas.ts';
import { SealedShortText, SealedText } from '../schemas/encryption-schemas.ts';
import { closed, described, Empty, Id, method, nullable } from '../schemas/fields.ts';

const checkInId = described(Id, 'Id of the check-in, as in `room.checkIn`');

export const checkInRequests = {
  startCheckIn: method(
    Type.Object(
      {
        question: Type.Optional(CheckInQuestion),
        sealed: Type.Optional(described(SealedText, 'Instead of `question`: readable for its receivers only')),
      },
      closed,
    ),
    Empty,
  ),
  /** Encrypts the question for people who could not read it yet. */
  shareCheckIn: method(
    Type.Object({ checkInId, sealed: described(SealedText, 'Replaces the encrypted question') }, closed),
    Empty,
  ),
  /** A client's answer. A later one replaces it. */
  answerCheckIn: method(
    Type.Object(
      {
        checkInId,
        value: Type.Optional(
          nullable(
            Type.Integer({ minimum: 0, maximum: 10 }),
            'A number of the scale, or the index of a choice; null: takes the answer back',
          ),
        ),
        sealed: Type.Optional(described(SealedShortText, 'Instead of `value`: readable for its receivers only')),
      },
      closed,
    ),
    Empty,
  ),
  endCheckIn: method(Type.Object({ checkInId }, closed), Empty),
} as const;
