/** The fields that many messages share. */
import { type TSchema, Type } from 'typebox';

/** Unknown members of what a client sends are an error. */
export const closed = { additionalProperties: false } as const;
export const Empty = Type.Object({}, closed);

/** An opaque id made by the server: participants, entries, tracks, consumers, transports. */
export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' });
/** The number of one wait of a seat: an admission binds to it, so that nobody else walks in under it. */
export const Epoch = Type.Integer({ minimum: 0 });
export const Text = Type.String({ minLength: 1, maxLength: 1_000 });
export const EpochMs = Type.Number({ description: 'Milliseconds since 1970-01-01 UTC' });

export const method = <P extends TSchema, R extends TSchema>(params: P, result: R) => ({ params, result });
export const aboutParticipant = { participantId: Id };
export const reason = { reason: Type.Optional(Text) };
/** One wait of one person. */
export const EntryRef = Type.Object({ participantId: Id, epoch: Epoch }, closed);
