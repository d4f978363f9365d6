/** The method table: what each request of a seated connection does. Parameters are checked against their schema before. */
import { type Method, requests, type TrackSource } from '@hearthroom/sdk/protocol';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { AppError } from '../errors.ts';
import type { Accepted, Actor, RoomEvent, SeatId } from '../rooms/machine/index.ts';
import type { RoomMedia } from '../rooms/ports.ts';
import type { Room } from '../rooms/room.ts';

/** Who asks: a connection that has been seated in a room. */
export interface Caller {
  room: Room;
  connectionId: string;
}

type Route = (caller: Caller, params: unknown) => Promise<unknown>;

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

function route<P extends TSchema, R extends TSchema>(
  { params: schema }: { params: P; result: R },
  handle: (caller: Caller, params: Static<P>) => Static<R> | Promise<Static<R>>,
): Route {
  const check = createCheck(schema);
  // The handler starts in this very call: what it decides is decided before the next message is looked at.
  return async (caller, params) => handle(caller, check(params));
}

/** The actor behind a connection; a second device that waits acts for nobody. */
const actorOf = ({ room, connectionId }: Caller): Actor => ({ kind: 'seat', seatId: room.seatHeldBy(connectionId) });

function apply(caller: Caller, event: (actor: Actor) => RoomEvent): Accepted {
  return caller.room.apply(event(actorOf(caller)));
}

/** Runs a media request of a connection; whose media it is is looked up when the room's media is there. */
async function withMedia<T>(caller: Caller, use: (media: RoomMedia, seatId: SeatId) => T | Promise<T>): Promise<T> {
  caller.room.mediaIdOf(caller.connectionId);
  const media = await caller.room.openMedia();
  return use(media, caller.room.mediaIdOf(caller.connectionId));
}

const expectedKind = (source: TrackSource): 'audio' | 'video' => (source === 'microphone' ? 'audio' : 'video');

const routes: Record<Exclude<Method, 'authenticate'>, Route> = {
  ping: route(requests.ping, () => ({})),
  leave: route(requests.leave, ({ room, connectionId }) => {
    room.apply({ type: 'left', connectionId });
    return {};
  }),

  openMedia: route(requests.openMedia, (caller, { rtpCapabilities }) =>
    withMedia(caller, (media, seatId) => media.openPeer(seatId, rtpCapabilities)),
  ),
  connectTransport: route(requests.connectTransport, (caller, { transportId, dtlsParameters }) =>
    withMedia(caller, async (media, seatId) => {
      await media.connectTransport(seatId, transportId, dtlsParameters);
      return {};
    }),
  ),
  restartIce: route(requests.restartIce, (caller, { transportId }) =>
    withMedia(caller, async (media, seatId) => ({ iceParameters: await media.restartIce(seatId, transportId) })),
  ),
  publishTrack: route(requests.publishTrack, (caller, { source, kind, rtpParameters, paused }) => {
    if (kind !== expectedKind(source)) throw new AppError('invalid-params', `/kind a ${source} has no ${kind}`);
    caller.room.admittedSeatOf(caller.connectionId);
    return withMedia(caller, (media, seatId) =>
      media.publishTrack(seatId, { source, kind, rtpParameters, paused: paused ?? false }),
    );
  }),
  closeTrack: route(requests.closeTrack, (caller, { trackId }) =>
    withMedia(caller, (media, seatId) => {
      media.closeTrack(seatId, trackId);
      return {};
    }),
  ),
  pauseTrack: route(requests.pauseTrack, (caller, { trackId }) =>
    withMedia(caller, async (media, seatId) => {
      await media.pauseTrack(seatId, trackId);
      return {};
    }),
  ),
  resumeTrack: route(requests.resumeTrack, (caller, { trackId }) =>
    withMedia(caller, async (media, seatId) => {
      await media.resumeTrack(seatId, trackId);
      return {};
    }),
  ),
  resumeConsumers: route(requests.resumeConsumers, (caller, { consumerIds }) =>
    withMedia(caller, async (media, seatId) => {
      await media.resumeConsumers(seatId, consumerIds);
      return {};
    }),
  ),
  setPreferredLayers: route(requests.setPreferredLayers, (caller, { consumerId, spatialLayer, temporalLayer }) =>
    withMedia(caller, async (media, seatId) => {
      await media.setPreferredLayers(seatId, consumerId, spatialLayer, temporalLayer);
      return {};
    }),
  ),

  admit: route(requests.admit, (caller, { participantId, epoch }) => {
    apply(caller, (actor) => ({ type: 'admit', actor, entries: [{ seatId: participantId, epoch }], all: false }));
    return {};
  }),
  admitAll: route(requests.admitAll, (caller, { entries }) => {
    const refs = entries.map(({ participantId, epoch }) => ({ seatId: participantId, epoch }));
    const { admitted = [], skipped = [] } = apply(caller, (actor) => ({
      type: 'admit',
      actor,
      entries: refs,
      all: true,
    }));
    return { admitted, skipped };
  }),
  deny: route(requests.deny, (caller, { participantId, epoch, ban = false, ...reason }) => {
    apply(caller, (actor) => ({ type: 'deny', actor, seatId: participantId, epoch, ban, ...reason }));
    return {};
  }),
  putInWaitingRoom: route(requests.putInWaitingRoom, (caller, { participantId, ...reason }) => {
    apply(caller, (actor) => ({ type: 'putInWaitingRoom', actor, seatId: participantId, ...reason }));
    return {};
  }),
  remove: route(requests.remove, (caller, { participantId, ban = false, ...reason }) => {
    apply(caller, (actor) => ({ type: 'remove', actor, seatId: participantId, ban, ...reason }));
    return {};
  }),
  mute: route(requests.mute, (caller, { participantId, source }) => {
    apply(caller, (actor) => ({ type: 'mute', actor, seatId: participantId, source }));
    return {};
  }),
  askToUnmute: route(requests.askToUnmute, (caller, { participantId, source }) => {
    apply(caller, (actor) => ({ type: 'askToUnmute', actor, seatId: participantId, source }));
    return {};
  }),
  lock: route(requests.lock, (caller) => setLocked(caller, true)),
  unlock: route(requests.unlock, (caller) => setLocked(caller, false)),
  messageWaiting: route(requests.messageWaiting, (caller, { participantId = null, text }) => {
    apply(caller, (actor) => ({ type: 'messageWaiting', actor, seatId: participantId, text }));
    return {};
  }),
  endRoom: route(requests.endRoom, (caller) => {
    apply(caller, (actor) => ({ type: 'end', actor }));
    return {};
  }),
};

function setLocked(caller: Caller, locked: boolean): Record<string, never> {
  apply(caller, (actor) => ({ type: 'updateSettings', actor, patch: { locked } }));
  return {};
}

/** Answers a request by name. Rejects with the code of what is wrong: `unknown-method`, `invalid-params`, a rule's. */
export function dispatch(caller: Caller, method: string, params: unknown): Promise<unknown> {
  if (!isRoute(method)) throw new AppError('unknown-method');
  return routes[method](caller, params);
}

const isRoute = (method: string): method is keyof typeof routes => Object.hasOwn(routes, method);
