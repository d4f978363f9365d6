import type { ConnectionQuality, Self } from '../../protocol/messages/messages.ts';
import { noGrants } from '../../protocol/no-grants.ts';
import type { Grants, Role, TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { Playback } from '../core/attachable.ts';
import type { Environment } from '../core/environment.ts';
import { type HearthroomErrorCode, toHearthroomError } from '../core/hearthroom-error.ts';
import { type DeviceInterruption, type DeviceRestoration, findLossReason } from './device-loss.ts';
import { openDevice, openScreen } from './devices.ts';
import { type DeviceOptions, LocalDevice } from './local-device.ts';
import { LocalTrack } from './local-track.ts';

export interface LocalParticipantHooks {
  /** Something about this device changed. */
  changed(source: TrackSource): void;
  /** Brings what is published in step with the device. Rejects with HearthroomError. */
  publish(source: TrackSource): Promise<void>;
  /** A microphone or camera that is on stopped giving sound or picture. */
  interrupted(source: 'microphone' | 'camera', reason: DeviceInterruption, deviceId: string): void;
  /** A microphone or camera that was interrupted is back without the person's doing. */
  restored(source: 'microphone' | 'camera', how: DeviceRestoration): void;
}

const grantOf = { microphone: 'publishMicrophone', camera: 'publishCamera', screen: 'publishScreen' } as const;

/** Not the device's fault, and mended by what comes next (reconnect, admission): the device stays on. */
const passing: ReadonlySet<HearthroomErrorCode> = new Set<HearthroomErrorCode>([
  'connection-lost',
  'not-connected',
  'request-timeout',
  'not-admitted',
  'media-unavailable',
  'already-published',
  'not-found',
]);

/**
 * Oneself: name and rights, and one's own devices. Devices may be switched on before the session is joined; they are
 * published once it is, and again after every reconnect.
 */
export class LocalParticipant {
  readonly #environment: Environment;
  readonly #playback: Playback;
  readonly #hooks: LocalParticipantHooks;
  readonly #devices: Readonly<Record<TrackSource, LocalDevice>>;
  #self: Self | null = null;
  #connectionQuality: ConnectionQuality = 'good';

  /** Made by the Session. */
  constructor(environment: Environment, playback: Playback, hooks: LocalParticipantHooks) {
    this.#environment = environment;
    this.#playback = playback;
    this.#hooks = hooks;
    this.#devices = {
      microphone: this.#createDevice('microphone'),
      camera: this.#createDevice('camera'),
      screen: this.#createDevice('screen'),
    };
  }

  /** Empty before the first connect, as are name and grants. */
  get id(): string {
    return this.#self?.id ?? '';
  }

  get name(): string {
    return this.#self?.name ?? '';
  }

  get role(): Role {
    return this.#self?.role ?? 'client';
  }

  get grants(): Grants {
    return this.#self?.grants ?? noGrants;
  }

  /** How well one's own media gets through, in both directions (event connectionQualityChanged). */
  get connectionQuality(): ConnectionQuality {
    return this.#connectionQuality;
  }

  /** May see who waits, and admit. */
  get isHost(): boolean {
    return this.grants.canAdmit;
  }

  /**
   * Switches the microphone on, or mutes it; muted, the device stays open so that it is back at once.
   * Rejects with `not-allowed`, a device error (see openDevice) or the server's code; then it is off. The last call wins, also while
   * a device is still being opened: the one before rejects with `superseded` unless both ask for the same.
   */
  setMicrophoneEnabled(enabled: boolean, options: DeviceOptions = {}): Promise<void> {
    return this.#setEnabled('microphone', enabled, options);
  }

  /** Switches the camera on, or off: then the device is stopped and its light goes out. Rejections as above. */
  setCameraEnabled(enabled: boolean, options: DeviceOptions = {}): Promise<void> {
    return this.#setEnabled('camera', enabled, options);
  }

  /** Asks the person for a screen or window and shares it; ends also when they end it in the browser's own bar. */
  setScreenShareEnabled(enabled: boolean, options: Pick<DeviceOptions, 'track'> = {}): Promise<void> {
    return this.#setEnabled('screen', enabled, options);
  }

  /** Goes on with another device; what is off stays off, and takes the device when it is switched on with its id. */
  switchDevice(source: 'microphone' | 'camera', deviceId: string): Promise<void> {
    return this.#devices[source].switchTo(deviceId);
  }

  /** A device is being opened (the browser may be asking the person) that will be heard or seen once it is open. */
  isStarting(source: TrackSource): boolean {
    return this.#devices[source].isStarting;
  }

  /** On, and neither muted nor interrupted: others hear or see it when the session is joined. */
  isEnabled(source: TrackSource): boolean {
    const track = this.track(source);
    return track !== null && !track.muted && !track.interrupted;
  }

  /** The open device, to show it; null when there is none. */
  track(source: TrackSource): LocalTrack | null {
    return this.#devices[source].track;
  }

  /** What is to be published of this source now; null for nothing. Called by the Session. */
  wanted(source: TrackSource): { mediaStreamTrack: MediaStreamTrack; paused: boolean } | null {
    const track = this.track(source);
    if (!track || !this.#isAllowed(source)) return null;
    return { mediaStreamTrack: track.mediaStreamTrack, paused: track.muted || track.interrupted };
  }

  /** The server's word; called by the Session. */
  handleSelf(self: Self): void {
    this.#self = self;
    for (const device of Object.values(this.#devices)) device.handleGrants();
  }

  /** The server's word; called by the Session. */
  handleConnectionQuality(quality: ConnectionQuality): void {
    this.#connectionQuality = quality;
  }

  /** A host muted it: nobody but its owner unmutes it. Called by the Session. @returns false if its owner had muted it before */
  handleMutedByHost(source: TrackSource): boolean {
    return this.#devices[source].handleMutedByHost();
  }

  /** Stops all devices. Called by the Session. Idempotent. */
  close(): void {
    for (const device of Object.values(this.#devices)) device.close();
  }

  #isAllowed(source: TrackSource): boolean {
    // Before the first connect nobody knows; the server decides then.
    return this.#self === null || this.#self.grants[grantOf[source]];
  }

  #setEnabled(source: TrackSource, enabled: boolean, options: DeviceOptions): Promise<void> {
    return enabled ? this.#devices[source].turnOn(options) : this.#devices[source].turnOff();
  }

  /** Publishes now if that is possible; what passes by itself is left to the next reconnect or admission. */
  async #publish(source: TrackSource): Promise<void> {
    try {
      await this.#hooks.publish(source);
    } catch (error) {
      const failure = toHearthroomError(error);
      if (!passing.has(failure.code)) throw failure;
    }
  }

  #createDevice(source: TrackSource): LocalDevice {
    return new LocalDevice(source, {
      isAllowed: () => this.#isAllowed(source),
      open: (deviceId) => this.#openDevice(source, deviceId),
      createTrack: (mediaStreamTrack) => new LocalTrack(source, mediaStreamTrack, this.#playback),
      findLossReason: (ended) => findLossReason(ended, this.#environment),
      changed: () => this.#hooks.changed(source),
      publish: () => this.#publish(source),
      interrupted: (...args) => source !== 'screen' && this.#hooks.interrupted(source, ...args),
      restored: (how) => source !== 'screen' && this.#hooks.restored(source, how),
    });
  }

  #openDevice(source: TrackSource, deviceId: string): Promise<MediaStreamTrack> {
    const { mediaDevices } = this.#environment;
    return source === 'screen' ? openScreen(mediaDevices) : openDevice(source, deviceId, mediaDevices);
  }
}
