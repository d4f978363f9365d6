/** Opens transports in the same request that takes the seat. Joining continues whatever fails here. */
import { randomUUID } from 'node:crypto';
import type { Result, RtpCapabilities } from '@hearthroom/sdk/protocol';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { within } from '../core/time/within.ts';
import type { Room } from '../rooms/room.ts';

/** A worker answers within milliseconds. One that hangs must not delay joining for longer than this. */
const patienceMs = 500;

type Transports = NonNullable<Result<'authenticate'>['transports']>;

/** @returns null when it failed or took too long: the client then calls `openMedia`, whose error says why */
export async function openOnJoining(
  room: Room,
  connectionId: string,
  rtpCapabilities: RtpCapabilities,
  observer: ServerObserver,
): Promise<Transports | null> {
  const opening = open(room, connectionId, rtpCapabilities).catch((error: unknown) => {
    if (!(error instanceof AppError)) observer.emit('internalError', { correlationId: randomUUID(), error });
    return null;
  });
  return await within(patienceMs, opening, () => null);
}

async function open(room: Room, connectionId: string, rtpCapabilities: RtpCapabilities): Promise<Transports> {
  const media = await room.openMedia();
  return await media.openPeer(room.occupancy.mediaIdOf(connectionId), rtpCapabilities);
}
