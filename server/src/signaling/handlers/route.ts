/** Helpers for handlers: check the schema first, then find the seat, then run one step of its room. */
import type { IceServer } from '@hearthroom/sdk/protocol';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { AppError } from '../../core/errors/errors.ts';
import type { Accepted, RoomEvent, SeatActor } from '../../rooms/machine/index.ts';
import type { Room } from '../../rooms/room.ts';

/** The sender of a request: a connection that has a seat in a room. */
export interface Caller {
  room: Room;
  connectionId: string;
  /** The ICE servers (TURN relays), with new credentials for each answer. */
  createIceServers: () => IceServer[];
}

export type Route = (caller: Caller, params: unknown) => Promise<unknown>;

export type Nothing = Record<string, never>;

/** Explaining an error in a large value would cost too much; its sender can compare it with the schema. */
const maxExplainedLength = 4_096;

/** @returns a check of wire data whose errors name the invalid fields, never their values */
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
  // The handler starts synchronously, so that its step is decided before the next message is read.
  return async (caller, params) => handle(caller, check(params));
}

/**
 * The actor of a connection. A waiting connection is rejected before anything else is checked. So the errors are the
 * same for a waiting seat and a second device.
 */
export const actorOf = ({ room, connectionId }: Caller): SeatActor => ({
  kind: 'seat',
  seatId: room.occupancy.admittedSeatOf(connectionId),
});

export async function apply(caller: Caller, event: (actor: SeatActor) => RoomEvent): Promise<Accepted> {
  return await caller.room.apply(event(actorOf(caller)));
}

/** A request that is one step of the room and has an empty result. */
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
