/** Requests about one's own media: transports, tracks, consumers. */
import { kindOfSource, requests } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import type { SeatId } from '../../rooms/machine/index.ts';
import type { RoomMedia } from '../../rooms/ports.ts';
import { type Caller, type Nothing, route } from './route.ts';

/** Runs a media request. The media id is looked up again after the room's media is open, since it may have changed. */
async function withMedia<T>(caller: Caller, use: (media: RoomMedia, seatId: SeatId) => T | Promise<T>): Promise<T> {
  caller.room.occupancy.mediaIdOf(caller.connectionId);
  const media = await caller.room.openMedia();
  return use(media, caller.room.occupancy.mediaIdOf(caller.connectionId));
}

/** The same for requests with an empty result. */
async function changeMedia(
  caller: Caller,
  use: (media: RoomMedia, seatId: SeatId) => void | Promise<void>,
): Promise<Nothing> {
  await withMedia(caller, use);
  return {};
}

export const mediaRoutes = {
  openMedia: route(requests.openMedia, (caller, { rtpCapabilities }) =>
    withMedia(caller, async (media, seatId) => ({
      ...(await media.openPeer(seatId, rtpCapabilities)),
      iceServers: caller.createIceServers(),
    })),
  ),
  connectTransport: route(requests.connectTransport, (caller, { transportId, dtlsParameters }) =>
    changeMedia(caller, (media, seatId) => media.connectTransport(seatId, transportId, dtlsParameters)),
  ),
  restartIce: route(requests.restartIce, (caller, { transportId }) =>
    withMedia(caller, async (media, seatId) => ({
      iceParameters: await media.restartIce(seatId, transportId),
      iceServers: caller.createIceServers(),
    })),
  ),
  acceptSources: route(requests.acceptSources, (caller, { sources }) =>
    changeMedia(caller, (media, seatId) => media.acceptSources(seatId, sources)),
  ),
  publishTrack: route(requests.publishTrack, (caller, { source, kind, rtpParameters, paused, replaces }) => {
    if (kind !== kindOfSource[source])
      throw new AppError('invalid-params', `/kind must be ${kindOfSource[source]} for ${source}`);
    caller.room.occupancy.publishingSeatOf(caller.connectionId);
    return withMedia(caller, (media, seatId) =>
      media.publishTrack(seatId, {
        ...{ source, kind, rtpParameters, paused: paused ?? false },
        ...(replaces !== undefined && { replaces }),
      }),
    );
  }),
  closeTrack: route(requests.closeTrack, (caller, { trackId }) =>
    changeMedia(caller, (media, seatId) => media.closeTrack(seatId, trackId)),
  ),
  pauseTrack: route(requests.pauseTrack, (caller, { trackId }) =>
    changeMedia(caller, (media, seatId) => media.pauseTrack(seatId, trackId)),
  ),
  resumeTrack: route(requests.resumeTrack, (caller, { trackId }) =>
    changeMedia(caller, (media, seatId) => media.resumeTrack(seatId, trackId)),
  ),
  pauseConsumers: route(requests.pauseConsumers, (caller, { consumerIds }) =>
    changeMedia(caller, (media, seatId) => media.pauseConsumers(seatId, consumerIds)),
  ),
  resumeConsumers: route(requests.resumeConsumers, (caller, { consumerIds }) =>
    changeMedia(caller, (media, seatId) => media.resumeConsumers(seatId, consumerIds)),
  ),
  showVideos: route(requests.showVideos, (caller, { videos }) =>
    changeMedia(caller, (media, seatId) => media.showVideos(seatId, videos)),
  ),
  setPreferredLayers: route(requests.setPreferredLayers, (caller, { consumerId, spatialLayer, temporalLayer }) =>
    changeMedia(caller, (media, seatId) => media.setPreferredLayers(seatId, consumerId, spatialLayer, temporalLayer)),
  ),
};
