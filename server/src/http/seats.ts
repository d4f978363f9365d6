/** Seats over REST: who is here and who waits, and what a host could do about them. */
import { AdmitSeat, DenySeat, MuteSeat, PutBackSeat, RemoveSeat, type SeatView } from '@hearthroom/sdk/protocol';
import { type Static, type TObject, Type } from 'typebox';
import { AppError } from '../errors.ts';
import type { RoomEvent, Seat } from '../rooms/machine/types.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import { noBodyIsEmpty } from './rooms.ts';
import { errors, RoomParams, SeatAnswer, SeatListAnswer, SeatParams } from './schemas.ts';
import type { Api } from './typebox-provider.ts';
import { seatView } from './views.ts';

const tags = ['seats'];
const actor = { kind: 'api' } as const;
const Nothing = Type.Object({}, { additionalProperties: false });

export function registerSeats(api: Api, registry: RoomRegistry): void {
  const schema = {
    tags,
    operationId: 'listSeats',
    summary: 'List all seats of a room, waiting, admitted and gone',
    params: RoomParams,
    response: { 200: SeatListAnswer, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/rooms/:roomId/seats', { schema }, async ({ params }) => ({
    seats: Object.values(registry.getRecord(params.roomId).state.seats).map(seatView),
  }));
  registerWaitingActions(api, registry);
  registerGroupActions(api, registry);
}

/** Every action is one step of the room, answered with the seat as it is after it. */
function act(
  registry: RoomRegistry,
  { params, adminKeyId }: { params: Static<typeof SeatParams>; adminKeyId: string },
  toEvent: (seat: Seat) => RoomEvent,
): SeatView {
  const { roomId, seatId } = params;
  registry.apply(roomId, toEvent(findSeat(registry, roomId, seatId)), { apiKeyId: adminKeyId });
  return seatView(findSeat(registry, roomId, seatId));
}

/** @param conflicts the codes with status 409 */
const action = <B extends TObject>(operationId: string, summary: string, body: B, conflicts: string) => ({
  schema: {
    tags,
    operationId,
    summary,
    params: SeatParams,
    body,
    response: { 200: SeatAnswer, ...errors({ 404: '`not-found`', 409: conflicts, 410: '`room-ended`' }) },
  },
  preValidation: noBodyIsEmpty,
});

const seatPath = '/rooms/:roomId/seats/:seatId';

/** About those who wait, or may not come in. */
function registerWaitingActions(api: Api, registry: RoomRegistry): void {
  const admit = action('admitSeat', 'Admit who waits', AdmitSeat, '`stale-entry`, `room-not-live`, `room-full`');
  api.post(`${seatPath}/admit`, admit, async (request) =>
    act(registry, request, (seat) => {
      const { epoch = presentEpoch(seat) } = request.body;
      return { type: 'admit', actor, entries: [{ seatId: seat.id, epoch }], all: false };
    }),
  );
  const deny = action('denySeat', 'Send away who waits', DenySeat, '`stale-entry`');
  api.post(`${seatPath}/deny`, deny, async (request) =>
    act(registry, request, (seat) => {
      const { epoch = presentEpoch(seat), ban = false, ...reason } = request.body;
      return { type: 'deny', actor, seatId: seat.id, epoch, ban, ...reason };
    }),
  );
  const pardon = action('pardonSeat', 'Take back a ban, a denial or a removal', Nothing, '(none)');
  api.post(`${seatPath}/pardon`, pardon, async (request) =>
    act(registry, request, ({ id }) => ({ type: 'pardon', actor, seatId: id })),
  );
}

/** About those in the group. */
function registerGroupActions(api: Api, registry: RoomRegistry): void {
  const putBack = action('putBackSeat', 'Put back into the waiting room', PutBackSeat, '`not-admitted`, `last-host`');
  api.post(`${seatPath}/put-back`, putBack, async (request) =>
    act(registry, request, ({ id }) => ({ type: 'putInWaitingRoom', actor, seatId: id, ...request.body })),
  );
  const remove = action('removeSeat', 'Remove from the session; with ban, for good', RemoveSeat, '`last-host`');
  api.post(`${seatPath}/remove`, remove, async (request) => {
    const { ban = false, ...reason } = request.body;
    return act(registry, request, ({ id }) => ({ type: 'remove', actor, seatId: id, ban, ...reason }));
  });
  const mute = action('muteSeat', 'Pause a track; nobody is unmuted but by themselves', MuteSeat, '`not-admitted`');
  api.post(`${seatPath}/mute`, mute, async (request) =>
    act(registry, request, ({ id }) => ({ type: 'mute', actor, seatId: id, source: request.body.source })),
  );
}

function findSeat(registry: RoomRegistry, roomId: string, seatId: string): Seat {
  const { seats } = registry.getRecord(roomId).state;
  const seat = Object.hasOwn(seats, seatId) ? seats[seatId] : undefined;
  if (!seat) throw new AppError('not-found');
  return seat;
}

/**
 * The entry meant by a call that names none: the seat's own wait, never its second device's. A retried admit must not hand
 * the seat of somebody vetted to whoever holds a forwarded link; a second device is named by its epoch.
 */
const presentEpoch = (seat: Seat): number => seat.epoch;
