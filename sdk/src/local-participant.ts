import type { ConnectionQuality, Self } from '../protocol/messages.ts';
import type { Grants, Role, TrackSource } from '../protocol/room.ts';
import type { Playback } from './attachable.ts';
import { openDevice, openScreen } from './devices.ts';
import type { Environment } from './environment.ts';
import { HearthroomError, type HearthroomErrorCode, toHearthroomError } from './errors.ts';
import { LocalTrack } from './local-track.ts';
import { SerialQueue } from './serial-queue.ts';

export interface DeviceOptions {
  /** Of listDevices; without it (or with '') the system's choice. */
  deviceId?: string;
  /** One that is open already, for example from a preview. It belongs to the session from here on, which stops it. */
  track?: MediaStreamTrack;
}

export interface LocalParticipantHooks {
  /** Something about this device changed. */
  changed(source: TrackSource): void;
  /** Brings what is published in step with the device. Rejects with HearthroomError. */
  publish(source: TrackSource): Promise<void>;
}

const noGrants: Grants = {
  publishMicrophone: false,
  publishCamera: false,
  publishScreen: false,
  subscribe: false,
  canAdmit: false,
  canModerate: false,
  canEnd: false,
  canSeeLabels: false,
  chat: false,
  canRename: false,
};

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
  readonly #tracks = new Map<TrackSource, LocalTrack>();
  readonly #queues = { microphone: new SerialQueue(), camera: new SerialQueue(), screen: new SerialQueue() };
  #self: Self | null = null;
  #connectionQuality: ConnectionQuality = 'good';
  #state: 'open' | 'closed' = 'open';

  /** Made by the Session. */
  constructor(environment: Environment, playback: Playback, hooks: LocalParticipantHooks) {
    this.#environment = environment;
    this.#playback = playback;
    this.#hooks = hooks;
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
   * Rejects with `not-allowed`, a device error (see openDevice) or the server's code; then it is off.
   */
  setMicrophoneEnabled(enabled: boolean, options: DeviceOptions = {}): Promise<void> {
    return this.#run('microphone', () => (enabled ? this.#turnOn('microphone', options) : this.#mute('microphone')));
  }

  /** Switches the camera on, or off: then the device is stopped and its light goes out. Rejections as above. */
  setCameraEnabled(enabled: boolean, options: DeviceOptions = {}): Promise<void> {
    return this.#run('camera', () => (enabled ? this.#turnOn('camera', options) : this.#turnOff('camera')));
  }

  /** Asks the person for a screen or window and shares it; ends also when they end it in the browser's own bar. */
  setScreenShareEnabled(enabled: boolean, options: Pick<DeviceOptions, 'track'> = {}): Promise<void> {
    return this.#run('screen', () => (enabled ? this.#turnOn('screen', options) : this.#turnOff('screen')));
  }

  /** Goes on with another device; what is off stays off, and takes the device when it is switched on with its id. */
  switchDevice(source: 'microphone' | 'camera', deviceId: string): Promise<void> {
    return this.#run(source, async () => {
      const track = this.#tracks.get(source);
      if (!track) return;
      await this.#useDevice(source, track, { deviceId });
      await this.#publish(source);
    });
  }

  /** On, and not muted: others hear or see it when the session is joined. */
  isEnabled(source: TrackSource): boolean {
    const track = this.#tracks.get(source);
    return track !== undefined && !track.muted;
  }

  /** The open device, to show it; null when there is none. */
  track(source: TrackSource): LocalTrack | null {
    return this.#tracks.get(source) ?? null;
  }

  /** What is to be published of this source now; null for nothing. Called by the Session. */
  wanted(source: TrackSource): { mediaStreamTrack: MediaStreamTrack; paused: boolean } | null {
    const track = this.#tracks.get(source);
    if (!track || !this.#isAllowed(source)) return null;
    return { mediaStreamTrack: track.mediaStreamTrack, paused: track.muted };
  }

  /** The server's word; called by the Session. */
  handleSelf(self: Self): void {
    this.#self = self;
    for (const source of this.#tracks.keys()) {
      if (this.#isAllowed(source)) continue;
      this.#run(source, () => this.#dropForbidden(source)).catch(() => {
        // What could not be told to the server now is told with the next reconnect.
      });
    }
  }

  /** The server's word; called by the Session. */
  handleConnectionQuality(quality: ConnectionQuality): void {
    this.#connectionQuality = quality;
  }

  /** A host muted it: nobody but its owner unmutes it. Called by the Session. */
  handleMutedByHost(source: TrackSource): void {
    const track = this.#tracks.get(source);
    if (!track) return;
    track.setMuted(true);
    this.#hooks.changed(source);
  }

  /** Stops all devices. Called by the Session. Idempotent. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    for (const source of [...this.#tracks.keys()]) this.#drop(source);
  }

  #isAllowed(source: TrackSource): boolean {
    // Before the first connect nobody knows; the server decides then.
    return this.#self === null || this.#self.grants[grantOf[source]];
  }

  #run(source: TrackSource, work: () => Promise<void>): Promise<void> {
    return this.#queues[source].run(work);
  }

  async #turnOn(source: TrackSource, options: DeviceOptions): Promise<void> {
    if (!this.#isAllowed(source)) throw new HearthroomError('not-allowed');
    await this.#useDevice(source, this.#tracks.get(source) ?? null, options);
    if (!this.#isAllowed(source)) {
      this.#drop(source);
      throw new HearthroomError('not-allowed');
    }
    this.#tracks.get(source)?.setMuted(false);
    this.#hooks.changed(source);
    try {
      await this.#publish(source);
    } catch (error) {
      // On here and unheard by the others would be worse than off.
      this.#drop(source);
      throw error;
    }
  }

  async #mute(source: TrackSource): Promise<void> {
    const track = this.#tracks.get(source);
    if (!track) return;
    track.setMuted(true);
    this.#hooks.changed(source);
    await this.#publish(source);
  }

  async #turnOff(source: TrackSource): Promise<void> {
    if (!this.#tracks.has(source)) return;
    this.#drop(source);
    await this.#publish(source);
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

  async #useDevice(source: TrackSource, track: LocalTrack | null, options: DeviceOptions): Promise<void> {
    if (track && isSatisfied(track.mediaStreamTrack, options)) return;
    const mediaStreamTrack = options.track ?? (await this.#openDevice(source, options.deviceId));
    if (this.#state === 'closed') {
      mediaStreamTrack.stop();
      throw new HearthroomError('not-connected', 'The session was closed meanwhile');
    }
    if (track) track.replace(mediaStreamTrack);
    else this.#tracks.set(source, new LocalTrack(source, mediaStreamTrack, this.#playback));
    this.#watch(source, mediaStreamTrack);
    if (track) this.#hooks.changed(source);
  }

  #openDevice(source: TrackSource, deviceId: string | undefined): Promise<MediaStreamTrack> {
    const { mediaDevices } = this.#environment;
    return source === 'screen' ? openScreen(mediaDevices) : openDevice(source, deviceId, mediaDevices);
  }

  /** Unplugged, taken away by the system, or (a screen) ended in the browser's own bar. */
  #watch(source: TrackSource, mediaStreamTrack: MediaStreamTrack): void {
    const handleEnded = () => {
      this.#run(source, () => this.#replaceEnded(source, mediaStreamTrack)).catch(() => {
        // What could not be told to the server now is told with the next reconnect.
      });
    };
    mediaStreamTrack.addEventListener('ended', handleEnded, { once: true });
  }

  async #replaceEnded(source: TrackSource, ended: MediaStreamTrack): Promise<void> {
    const track = this.#tracks.get(source);
    if (track?.mediaStreamTrack !== ended) return;
    const fallback = source === 'screen' ? null : await this.#openDevice(source, undefined).catch(() => null);
    if (fallback) await this.#useDevice(source, track, { track: fallback });
    else this.#drop(source);
    await this.#publish(source);
  }

  /** A device that is on although nobody may see it looks as if somebody did. */
  async #dropForbidden(source: TrackSource): Promise<void> {
    if (this.#isAllowed(source)) return;
    this.#drop(source);
    await this.#publish(source);
  }

  #drop(source: TrackSource): void {
    const track = this.#tracks.get(source);
    if (!track) return;
    this.#tracks.delete(source);
    track.mediaStreamTrack.stop();
    track.detach();
    this.#hooks.changed(source);
  }
}

function isSatisfied(current: MediaStreamTrack, { track, deviceId }: DeviceOptions): boolean {
  if (track) return track === current;
  if (current.readyState === 'ended') return false;
  return !deviceId || current.getSettings().deviceId === deviceId;
}
