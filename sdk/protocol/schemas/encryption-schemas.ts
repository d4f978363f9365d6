/** What people pass to each other through the server for end-to-end encryption. The server can't read any of it. */
import { type Static, Type } from 'typebox';
import { closed, described, Id } from './fields.ts';

/** Base64 (RFC 4648, section 4) of exactly this many characters. */
const base64 = (characters: number, description: string) =>
  Type.String({
    minLength: characters,
    maxLength: characters,
    pattern: '^[A-Za-z0-9+/]+={0,2}$',
    description: `${description}, in Base64`,
  });

const signature = (description: string) => base64(88, `${description}: ECDSA with P-256 and SHA-256, 64 bytes`);

/** The public keys of one page of one person. */
export const PublicIdentity = Type.Object(
  {
    /** Version of the encryption. */
    v: Type.Literal(1, { type: 'integer', description: 'Version of the encryption' }),
    /** Verifies signatures: ECDSA, a P-256 point of 65 bytes in Base64. */
    sign: base64(88, 'Key that verifies signatures (ECDSA): a P-256 point, 65 bytes'),
    /** Agrees on keys: ECDH, a P-256 point of 65 bytes in Base64. */
    dh: base64(88, 'Key for key agreement (ECDH): a P-256 point, 65 bytes'),
    /** Signature of `dh` for this room, by `sign`. */
    sig: signature('Signature of `dh` and the id of the room, by `sign`'),
  },
  { ...closed, description: 'The public keys of one page of one person' },
);
export type PublicIdentity = Static<typeof PublicIdentity>;

/** Counts the admissions of one seat. A box for one stay can't be opened in another one. */
export const Stay = Type.Integer({
  minimum: 0,
  description: 'How often this person has entered the group; 0 before the first time',
});

const KeyBoxFields = {
  box: base64(64, 'A secret of 32 bytes, encrypted for one receiver: 48 bytes'),
  sig: signature('Signature of the box and what it is for, by its sender'),
};

/** A secret for one receiver. */
export const KeyBox = Type.Object(KeyBoxFields, { ...closed, description: 'A secret, encrypted for one receiver' });

/** A secret for one receiver, with the address. */
export const AddressedBox = Type.Object(
  { to: described(Id, 'Id of the receiver'), stay: described(Stay, '`stay` of the receiver'), ...KeyBoxFields },
  { ...closed, description: 'A secret, encrypted for one receiver' },
);

export const AudienceHash = base64(44, 'SHA-256 over the ids and public keys of the people to whom a secret is sent');
export const KeyEpoch = Type.Integer({ minimum: 1, description: "Number of a sender's secret; counts up from 1" });

/** With everybody inside, of whom hosts are not counted in `maxParticipants`. */
const maxReceivers = 100;

/** Boxes for several people. */
export const boxesFor = (description: string, minItems = 0) =>
  Type.Array(AddressedBox, { minItems, maxItems: maxReceivers, description });

/** Nonce (12 bytes), the text (UTF-8, at most 4 bytes for each character) and tag (16 bytes), in Base64. */
const cipherLength = (characters: number): number => 4 * Math.ceil((12 + 4 * characters + 16) / 3);

const longestText = 4_000;
const longestShortText = 1_000;

const cipher = (characters: number) =>
  Type.String({
    minLength: cipherLength(0),
    maxLength: cipherLength(characters),
    pattern: '^[A-Za-z0-9+/]+={0,2}$',
    description: 'Nonce of 12 bytes and the text encrypted by AES-128-GCM, in Base64',
  });

const sealedText = (characters: number) =>
  Type.Object(
    {
      cipher: cipher(characters),
      items: boxesFor('The secret of this text for each person who may read it, also for its sender', 1),
    },
    { ...closed, description: `A text of at most ${characters} characters that only its receivers can read` },
  );

/** A text that its receivers alone can read: encrypted with a secret of its own, which is sent to each of them. */
export const SealedText = sealedText(longestText);
export type SealedText = Static<typeof SealedText>;

/** The same where texts are short: notes, and messages of hosts. */
export const SealedShortText = sealedText(longestShortText);

/** A sealed text as one receiver gets it. */
export const ReceivedSealedText = Type.Object(
  {
    /** Id of the sender. */
    from: described(Id, 'Id of the sender'),
    cipher: cipher(longestText),
    /** The secret of this text; absent: it was not sent to this person, who can't read it. */
    secret: Type.Optional(KeyBox),
  },
  { description: 'A text that only its receivers can read, as one of them gets it' },
);
export type ReceivedSealedText = Static<typeof ReceivedSealedText>;
