/** Seats over REST: who is inside or waits, and the actions of a host. */
import { AdmitSeat, DenySeat, MuteSeat, PutBackSeat, RemoveSeat, type SeatView } from '@hearthroom/sdk/protocol';
import { type Static, type TObject, Type } from 'typebox';
import type { AccessLog } from '../../audit/access-log.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { RoomEvent } from '../../rooms/machine/model/events.ts';
import type { RoomState, Seat } from '../../rooms/machine/model/types.ts';
import type { RoomRegistry } from '../../rooms/registry.ts';
import { bodyErrors, errors, RoomParams, SeatAnswer, SeatListAnswer, SeatParams } from '../schemas/http-schemas.ts';
import { noBodyIsEmpty } from '../schemas/no-body.ts';
import type { Api } from '../schemas/typebox-provider.ts';
import { seatView } from './room-views.ts';

const tags = ['seats'];
const actor = { kind: 'api' } as const;
const Nothing = Type.Object({}, { additionalProperties: false });

export function registerSeats(api: Api, registry: RoomRegistry, access: AccessLog): void {
  const schema = {
    tags,
    operationId: 'listSeats',
    summary: 'List all seats of a room: waiting, admitted, and those who left',
    params: RoomParams,
    response: { 200: SeatListAnswer, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/rooms/:roomId/seats', { schema }, async ({ params: { roomId }, adminKeyId }) => {
    const { seats } = (await registry.getRecord(roomId)).state;
    await access.noteRead({ what: 'seats.read', roomId, apiKeyId: adminKeyId });
    return { seats: Object.values(seats).map(seatView) };
  });
  const act = createActing(registry, access);
  registerWaitingActions(api, act);
  registerGroupActions(api, act);
}

type Act = (
  request: { params: Static<typeof SeatParams>; adminKeyId: string },
  toEvent: (seat: Seat) => RoomEvent,
) => Promise<SeatView>;

/** Every action is one step of the room; the answer is the seat after it. */
const createActing =
  (registry: RoomRegistry, access: AccessLog): Act =>
  async ({ params: { roomId, seatId }, adminKeyId: apiKeyId }, toEvent) => {
    // Throws `room-ended`, since an ended room has no seats.
    const { state } = await registry.getRoom(roomId);
    const event = toEvent(findSeat(state, seatId));
    const applied = await registry.apply(roomId, event, { apiKeyId });
    // An action that changed nothing has no audit entry of its own, but it showed the seat, so it is recorded as a
    // read.
    if (!applied.isRecorded) await access.noteRead({ what: 'seats.read', roomId, apiKeyId });
    return seatView(findSeat(applied.state, seatId));
  };

interface ActionText {
  operationId: string;
  summary: string;
  description?: string;
}

/** @param refusals errors by status, in addition to those of every request about a seat */
const action = <B extends TObject>(text: ActionText, body: B, refusals: Record<number, string>) => ({
  schema: {
    tags,
    ...text,
    params: SeatParams,
    body,
    response: {
      200: { ...SeatAnswer, description: 'The seat after the action' },
      ...bodyErrors({ 404: '`not-found`', 410: '`room-ended`', ...refusals }),
    },
  },
  preValidation: noBodyIsEmpty,
});

const seatPath = '/rooms/:roomId/seats/:seatId';

/** Actions for people who wait or are banned. */
function registerWaitingActions(api: Api, act: Act): void {
  const admit = action(
    {
      operationId: 'admitSeat',
      summary: 'Admit a waiting seat',
      description:
        'Refused with `stale-entry` if the seat is not waiting, its connection is lost, or it has another entry number; `agreement-required` if a client or observer has not accepted the agreement of the room; `consent-required` if a client has not agreed to the observer; `room-not-live` if `phase` is not `live` (hosts can also be admitted to an open or held room); `e2ee-unsupported` if this person cannot encrypt and the room requires it; `e2ee-would-end` if this person cannot encrypt, so that end-to-end encryption would end for everybody, and the body does not have `unencrypted: true`; `room-full` at `maxParticipants` (does not apply to hosts); `last-host` if the entry would take over the seat of the only host present.',
    },
    AdmitSeat,
    {
      409: '`stale-entry`, `agreement-required`, `consent-required`, `room-not-live`, `e2ee-unsupported`, `e2ee-would-end`, `room-full`, `last-host`',
    },
  );
  api.post(`${seatPath}/admit`, admit, async (request) =>
    act(request, (seat) => {
      const { epoch = presentEpoch(seat), unencrypted = false } = request.body;
      return { type: 'admit', actor, entries: [{ seatId: seat.id, epoch }], all: false, unencrypted };
    }),
  );
  const deny = action(
    {
      operationId: 'denySeat',
      summary: 'Deny a waiting seat',
      description:
        'A second device can be denied but not banned (`not-allowed`): the ban would also apply to the admitted device.',
    },
    DenySeat,
    { 403: '`not-allowed`', 409: '`stale-entry`' },
  );
  api.post(`${seatPath}/deny`, deny, async (request) =>
    act(request, (seat) => {
      const { epoch = presentEpoch(seat), ban = false, ...reason } = request.body;
      return { type: 'deny', actor, seatId: seat.id, epoch, ban, ...reason };
    }),
  );
  const pardon = action(
    {
      operationId: 'pardonSeat',
      summary: 'Undo a ban, a denial or a removal',
      description: 'The person is not admitted by this: they connect again, and then wait or enter like a new person.',
    },
    Nothing,
    {},
  );
  api.post(`${seatPath}/pardon`, pardon, async (request) =>
    act(request, ({ id }) => ({ type: 'pardon', actor, seatId: id })),
  );
}

/** Actions for people in the group. */
function registerGroupActions(api: Api, act: Act): void {
  const putBack = action({ operationId: 'putBackSeat', summary: 'Put back into the waiting room' }, PutBackSeat, {
    409: '`not-admitted`, `last-host`',
  });
  api.post(`${seatPath}/put-back`, putBack, async (request) =>
    act(request, ({ id }) => ({ type: 'putInWaitingRoom', actor, seatId: id, ...request.body })),
  );
  const remove = action(
    { operationId: 'removeSeat', summary: 'Remove from the session; permanently with `ban`' },
    RemoveSeat,
    { 409: '`last-host`' },
  );
  api.post(`${seatPath}/remove`, remove, async (request) => {
    const { ban = false, ...reason } = request.body;
    return act(request, ({ id }) => ({ type: 'remove', actor, seatId: id, ban, ...reason }));
  });
  const mute = action({ operationId: 'muteSeat', summary: 'Mute a track; only its owner can unmute it' }, MuteSeat, {
    409: '`not-admitted`',
  });
  api.post(`${seatPath}/mute`, mute, async (request) =>
    act(request, ({ id }) => ({ type: 'mute', actor, seatId: id, source: request.body.source })),
  );
}

function findSeat({ seats }: RoomState, seatId: string): Seat {
  const seat = Object.hasOwn(seats, seatId) ? seats[seatId] : undefined;
  if (!seat) throw new AppError('not-found');
  return seat;
}

/**
 * The entry for a request without `epoch`: the seat's own wait, never that of its second device. Otherwise a repeated
 * admit could give the seat to somebody with a forwarded link. A second device must be named by its epoch.
 */
const presentEpoch = (seat: Seat): number => seat.epoch;
