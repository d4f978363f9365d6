/** What every handler is made of: a schema that is checked first, the seat that asks, one step of its room. */
import type { IceServer } from '@hearthroom/sdk/protocol';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { AppError } from '../../core/errors.ts';
import type { Accepted, RoomEvent, SeatActor } from '../../rooms/machine/index.ts';
import type { Room } from '../../rooms/room.ts';

/** Who asks: a connection that has been seated in a room. */
export interface Caller {
  room: Room;
  connectionId: string;
  /** Relays with credentials made for this very answer. */
  createIceServers: () => IceServer[];
}

export type Route = (caller: Caller, params: unknown) => Promise<unknown>;

export type Nothing = Record<string, never>;

/** Finding out what is wrong with a large value takes longer than the value is worth; whoever sends it wrong reads the schema. */
const maxExplainedLength = 4_096;

/** @returns a check of wire data that names the fields that don't fit, never their values */
export function createCheck<S extends TSchema>(schema: S): (value: unknown) => Static<S> {
  const validator = Compile(schema);
  const isValid = (value: unknown): value is Static<S> => validator.Check(value);
  return (value) => {
    if (isValid(value)) return value;
    if (JSON.stringify(value).length > maxExplainedLength) throw new AppError('invalid-params');
    const fields = validator.Errors(value).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
    throw new AppError('invalid-params', [...new Set(fields)].slice(0, 3).join('; '));
  };
}

export function route<P extends TSchema, R extends TSchema>(
  { params: schema }: { params: P; result: R },
  handle: (caller: Caller, params: Static<P>) => Static<R> | Promise<Static<R>>,
): Route {
  const check = createCheck(schema);
  // The handler starts in this very call: its step is decided before the next message is looked at.
  return async (caller, params) => handle(caller, check(params));
}

/**
 * The actor behind a connection. Who waits acts for nobody, and is told so before anything else is looked at: with a seat of its
 * own or as a second device, the answers are the same.
 */
export const actorOf = ({ room, connectionId }: Caller): SeatActor => ({
  kind: 'seat',
  seatId: room.admittedSeatOf(connectionId),
});

export async function apply(caller: Caller, event: (actor: SeatActor) => RoomEvent): Promise<Accepted> {
  return await caller.room.apply(event(actorOf(caller)));
}

/** A request that is one step of the room and has nothing to answer. */
export function command<P extends TSchema, R extends TSchema>(
  schemas: { params: P; result: R },
  toEvent: (actor: SeatActor, params: Static<P>) => RoomEvent,
): Route {
  const check = createCheck(schemas.params);
  return async (caller, params) => {
    const checked = check(params);
    await apply(caller, (actor) => toEvent(actor, checked));
    return {};
  };
}
