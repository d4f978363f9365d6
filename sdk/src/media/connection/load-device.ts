import { Device } from 'mediasoup-client';
import type { Environment } from '../../core/environment.ts';
import { HearthroomError } from '../../core/hearthroom-error.ts';
import { readRouterCapabilities } from '../wire/wire-media.ts';
import { createInjectedHandler } from './injected-handler.ts';

/**
 * Loads mediasoup-client's Device: what this browser (or the injected RTCPeerConnection) can do with this server.
 * Rejects with `media-unsupported`.
 */
export async function loadDevice(environment: Environment, routerRtpCapabilities: unknown): Promise<Device> {
  const { RTCPeerConnection, MediaStream } = environment;
  try {
    const device = await Device.factory(
      RTCPeerConnection && MediaStream
        ? { handlerFactory: createInjectedHandler({ RTCPeerConnection, MediaStream }) }
        : {},
    );
    await device.load({ routerRtpCapabilities: readRouterCapabilities(routerRtpCapabilities) });
    return device;
  } catch (cause) {
    throw new HearthroomError('media-unsupported', 'This browser has no WebRTC that fits the server', { cause });
  }
}
