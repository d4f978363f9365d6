/** Fields that several messages share. */
import { type TSchema, type TWithAction, Type } from 'typebox';

/** Unknown members of what a client sends are an error. */
export const closed = { additionalProperties: false } as const;
export const Empty = Type.Object({}, closed);

/** The same schema with a description of its meaning in this place. */
export const described = <T extends TSchema>(schema: T, description: string): TWithAction<T, { description: string }> =>
  Type.With(schema, { description });

/** The value, or null for what the description says. */
export const nullable = <T extends TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description });

/** An opaque id made by the server: participants, entries, tracks, consumers, transports. */
export const Id = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[\\w-]+$',
  description: 'Opaque id, made by the server',
});
export const Epoch = Type.Integer({
  minimum: 0,
  description: 'Number of one wait of a seat. An admission names it, so that nobody else is admitted in its place',
});
export const Text = Type.String({ minLength: 1, maxLength: 1_000, description: 'Plain text' });
export const EpochMs = Type.Integer({ minimum: 0, description: 'Whole milliseconds since 1970-01-01 UTC' });

export const method = <P extends TSchema, R extends TSchema>(params: P, result: R) => ({ params, result });
export const aboutParticipant = { participantId: described(Id, 'The participant concerned') };
export const reason = { reason: Type.Optional(described(Text, 'Shown to that person')) };
/** Identifies one wait of one person. */
export const EntryRef = Type.Object({ participantId: described(Id, 'Who waits'), epoch: Epoch }, closed);
