import type { ConnectionQuality, Self } from '../../protocol/messages/messages.ts';
import { noGrants } from '../../protocol/no-grants.ts';
import type { Grants, Role, TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { Playback } from '../core/attachable.ts';
import type { Environment } from '../core/environment.ts';
import { HearthroomError, type HearthroomErrorCode, toHearthroomError } from '../core/hearthroom-error.ts';
import { type DeviceInterruption, type DeviceRestoration, findLossReason } from './device-loss.ts';
import type { DeviceOptions, ScreenOptions } from './device-options.ts';
import { openDevice, openScreen } from './devices.ts';
import { LocalDevice } from './local-device.ts';
import { LocalTrack } from './local-track.ts';
import type { AudioMode, CameraBackground, CameraEffect } from './opened-track.ts';

export interface LocalParticipantHooks {
  /** Rejects with `background-unsupported` or `background-failed`. */
  blur(camera: MediaStreamTrack): Promise<CameraEffect>;
  /** Whether the server takes the sound of a screen. */
  takesScreenAudio(): boolean;
  /** Something about this device changed. */
  changed(source: TrackSource): void;
  /** Updates what is published to match the device. Rejects with HearthroomError. */
  publish(source: TrackSource): Promise<void>;
  /** A microphone or camera that is on stopped delivering sound or pictures. */
  interrupted(source: 'microphone' | 'camera', reason: DeviceInterruption, deviceId: string): void;
  /** A microphone or camera that was interrupted works again, without an action of the person. */
  restored(source: 'microphone' | 'camera', how: DeviceRestoration): void;
}

const grantOf = {
  microphone: 'publishMicrophone',
  camera: 'publishCamera',
  screen: 'publishScreen',
  'screen-audio': 'publishScreen',
} as const;

/** Errors that are not the device's fault and that the next reconnect or admission resolves: the device stays on. */
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
 * This person: name, role and grants, and their devices. Devices may be switched on before the session is joined; they
 * are published once it is, and again after every reconnect.
 */
export class LocalParticipant {
  readonly #environment: Environment;
  readonly #playback: Playback;
  readonly #hooks: LocalParticipantHooks;
  readonly #devices: Readonly<Record<TrackSource, LocalDevice>>;
  /** By the screen that it belongs to. */
  readonly #sounds = new Map<MediaStreamTrack, MediaStreamTrack>();
  #self: Self | null = null;
  #audioMode: AudioMode = 'voice';
  #background: CameraBackground = 'none';
  /** The setting of the room. */
  #isBlurAllowed = true;
  #connectionQuality: ConnectionQuality = 'good';

  /** Created by the Session. */
  constructor(environment: Environment, playback: Playback, hooks: LocalParticipantHooks) {
    this.#environment = environment;
    this.#playback = playback;
    this.#hooks = hooks;
    this.#devices = {
      microphone: this.#createDevice('microphone'),
      camera: this.#createDevice('camera'),
      screen: this.#createDevice('screen'),
      'screen-audio': this.#createDevice('screen-audio'),
    };
  }

  /** Id of this participant; '' before the first connect and once the session is closed, as is `name`. Then no grant is set. */
  get id(): string {
    return this.#self?.id ?? '';
  }

  /** Display name. */
  get name(): string {
    return this.#self?.name ?? '';
  }

  /** The role of the token; `client` before the first connect and once the session is closed. */
  get role(): Role {
    return this.#self?.role ?? 'client';
  }

  /** What this person may do now. */
  get grants(): Grants {
    return this.#self?.grants ?? noGrants;
  }

  /**
   * How well this client's media gets through, in both directions (event connectionQualityChanged).
   * `Session.mediaDegradation` has more.
   */
  get connectionQuality(): ConnectionQuality {
    return this.#connectionQuality;
  }

  /** Whether this person may see who waits, and admit them. */
  get isHost(): boolean {
    return this.grants.canAdmit;
  }

  /**
   * Switches the microphone on, or mutes it; a muted microphone stays open so that it can resume without delay.
   * Resolves when it is on, and published if the session is joined. Rejects with `not-allowed`, `not-connected` after
   * the session, a device error (see openDevice) or the server's code; the microphone is then off. The last call takes
   * effect, also while a device is still being opened: an earlier call rejects with `superseded` unless both ask for
   * the same.
   * @param options which device to switch on
   */
  setMicrophoneEnabled(enabled: boolean, options: DeviceOptions = {}): Promise<void> {
    return this.#setEnabled('microphone', enabled, options);
  }

  /**
   * Switches the camera on, or off: then the device is stopped and its light goes out. Rejects as setMicrophoneEnabled.
   * @param options which device to switch on
   */
  setCameraEnabled(enabled: boolean, options: DeviceOptions = {}): Promise<void> {
    return this.#setEnabled('camera', enabled, options);
  }

  /**
   * Asks the person to choose a screen, window or tab and shares it, or stops sharing. Sharing also ends when they end
   * it in the browser's own bar. The sound of a tab is shared with it, as the source `screen-audio`, where the browser
   * gives it. Rejects as setMicrophoneEnabled.
   * @param options a track that is already open, and its sound
   */
  async setScreenShareEnabled(enabled: boolean, { track, sound }: ScreenOptions = {}): Promise<void> {
    if (track && sound) this.#sounds.set(track, sound);
    try {
      await this.#setEnabled('screen', enabled, track ? { track } : {});
      // A host who muted the screen has muted its sound too.
      const muted = this.track('screen-audio');
      if (enabled && muted?.muted) this.#turnSoundOn(muted.mediaStreamTrack);
    } finally {
      this.#followScreen();
    }
  }

  /** How the microphone is captured and sent; see setAudioMode. */
  get audioMode(): AudioMode {
    return this.#audioMode;
  }

  /**
   * Chooses how the microphone is captured and sent, at any time. `music` is for instruments and singing: in stereo,
   * without echo cancellation, noise suppression and automatic gain, so people need headphones. A microphone that is
   * open is opened again, and replaces the track without being muted for the others; muted it stays muted. A track of
   * the application's own (`DeviceOptions.track`) is sent as it is. Rejects with a device error (see openDevice;
   * `device-over-constrained` where the browser can't capture sound as it is): then the mode and the microphone stay as
   * they were, but one that was still being opened is off. Also rejects as setMicrophoneEnabled.
   */
  async setAudioMode(mode: AudioMode): Promise<void> {
    const before = this.#audioMode;
    this.#audioMode = mode;
    try {
      await this.#devices.microphone.changeMode();
    } catch (error) {
      // A change of device that came meanwhile is opened in this mode: the choice stays.
      const isSuperseded = toHearthroomError(error).code === 'superseded';
      if (!isSuperseded && this.#audioMode === mode) this.#audioMode = this.track('microphone')?.opened.mode ?? before;
      throw error;
    }
  }

  /**
   * Changes to another device. A muted microphone stays muted. A device that is off stays off and is not opened: pass
   * the id when switching it on (`DeviceOptions.deviceId`). Rejects as setMicrophoneEnabled.
   */
  switchDevice(source: 'microphone' | 'camera', deviceId: string): Promise<void> {
    return this.#devices[source].switchTo(deviceId);
  }

  /** What was chosen with setCameraBackground. */
  get cameraBackground(): CameraBackground {
    return this.#background;
  }

  /**
   * Chooses what is behind this person in the picture of their camera, at any time. From then on no picture without the
   * blur is shown or sent: a camera that is on is off for the others until its first blurred picture is there, and is
   * stopped when the blur fails (`deviceInterrupted`, with a reason that begins with `background-`). Rejects as
   * setCameraEnabled, and so does that, also with `background-unsupported`, `background-failed` or `background-off`
   * (`RoomView.backgroundBlur`); the camera is then off, and the choice stays until the next call.
   * @param background `blur` loads its code and files (4 MB) at the first camera that it is applied to
   */
  async setCameraBackground(background: CameraBackground): Promise<void> {
    if (background === this.#background) return;
    this.#background = background;
    await this.#devices.camera.changeEffect();
  }

  /** Whether a device is being opened (the browser may be asking the person) that will be on once it is open. */
  isStarting(source: TrackSource): boolean {
    return this.#devices[source].isStarting;
  }

  /**
   * Whether the device is on, and neither muted nor interrupted: the others hear or see it while the session is joined.
   */
  isEnabled(source: TrackSource): boolean {
    const track = this.track(source);
    return track !== null && !track.muted && !track.interrupted;
  }

  /** The track of the open device, for a preview; null when it is not open. */
  track(source: TrackSource): LocalTrack | null {
    return this.#devices[source].track;
  }

  /** What is to be published of this source now; null for nothing. Called by the Session. */
  wanted(source: TrackSource): { mediaStreamTrack: MediaStreamTrack; paused: boolean; music: boolean } | null {
    const track = this.track(source);
    if (!track || !this.#isAllowed(source)) return null;
    const isSound = source === 'screen-audio';
    if (isSound && !this.#hooks.takesScreenAudio()) return null;
    const music = isSound || (source === 'microphone' && (track.opened.mode ?? this.#audioMode) === 'music');
    return { mediaStreamTrack: track.mediaStreamTrack, paused: track.muted || track.interrupted, music };
  }

  /** The microphone that is on; null: nothing is sent of it. Called by the Session. */
  get sentMicrophone(): MediaStreamTrack | null {
    return this.isEnabled('microphone') ? (this.track('microphone')?.mediaStreamTrack ?? null) : null;
  }

  /** Takes over what the server says about this seat; null once the session is closed. Called by the Session. */
  handleSelf(self: Self | null): void {
    this.#self = self;
    for (const device of Object.values(this.#devices)) device.handleGrants();
  }

  /**
   * Takes over the setting of the room. A blurred camera is stopped where blur is off: only its person decides to show
   * what is behind them. Called by the Session.
   */
  handleBackgroundBlur(setting: 'allowed' | 'off' = 'allowed'): void {
    this.#isBlurAllowed = setting !== 'off';
    if (this.#isBlurAllowed || this.#background === 'none') return;
    const deviceId = this.track('camera')?.settings.deviceId ?? '';
    if (this.#devices.camera.stop('background-off')) this.#hooks.interrupted('camera', 'background-off', deviceId);
  }

  /** Takes over what the server measured. Called by the Session. */
  handleConnectionQuality(quality: ConnectionQuality): void {
    this.#connectionQuality = quality;
  }

  /**
   * A host muted it; only the owner can unmute it. Called by the Session.
   * @returns false if the owner had muted it before
   */
  handleMutedByHost(source: TrackSource): boolean {
    return this.#devices[source].handleMutedByHost();
  }

  /** Stops all devices. Called by the Session. Idempotent. */
  close(): void {
    for (const device of Object.values(this.#devices)) device.close();
  }

  #isAllowed(source: TrackSource): boolean {
    // Not known before the first connect; the server decides then.
    return this.#self === null || this.#self.grants[grantOf[source]];
  }

  #setEnabled(source: TrackSource, enabled: boolean, options: DeviceOptions): Promise<void> {
    return enabled ? this.#devices[source].turnOn(options) : this.#devices[source].turnOff();
  }

  /** Publishes now if possible; errors that the next reconnect or admission resolves are ignored. */
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
      mode: () => (source === 'microphone' ? this.#audioMode : 'voice'),
      open: (deviceId, mode) =>
        source === 'microphone' || source === 'camera'
          ? openDevice(source, deviceId, this.#environment.mediaDevices, mode)
          : this.#openScreen(),
      applyEffect: (device) => (source === 'camera' ? this.#applyBackground(device) : null),
      createTrack: (opened) => new LocalTrack(source, opened, this.#playback),
      findLossReason: (ended) => findLossReason(ended, this.#environment),
      changed: () => {
        this.#hooks.changed(source);
        if (source === 'screen') this.#followScreen();
      },
      publish: () => this.#publish(source),
      interrupted: (...args) => {
        if (source === 'microphone' || source === 'camera') this.#hooks.interrupted(source, ...args);
      },
      restored: (how) => {
        if (source === 'microphone' || source === 'camera') this.#hooks.restored(source, how);
      },
    });
  }

  #applyBackground(camera: MediaStreamTrack): Promise<CameraEffect> | null {
    if (this.#background === 'none') return null;
    return this.#isBlurAllowed ? this.#hooks.blur(camera) : Promise.reject(new HearthroomError('background-off'));
  }

  #openScreen(): Promise<MediaStreamTrack> {
    const keep = (screen: MediaStreamTrack, sound: MediaStreamTrack) => void this.#sounds.set(screen, sound);
    const opening = openScreen(this.#environment.mediaDevices, this.#hooks.takesScreenAudio() ? keep : undefined);
    // One turn later: a screen that is no longer needed after a later call is stopped by then.
    opening
      .then(() => Promise.resolve())
      .then(
        () => this.#followScreen(),
        () => {}, // The caller is told.
      );
    return opening;
  }

  /** The sound of a screen is on while the screen is, and stopped with it. */
  #followScreen(): void {
    const screen = this.track('screen')?.opened.device;
    const sound = screen && this.#sounds.get(screen);
    const { 'screen-audio': device } = this.#devices;
    if (sound?.readyState === 'live') {
      if (device.track?.opened.device !== sound) this.#turnSoundOn(sound);
    } else if (device.track) device.stop('superseded');
    for (const [shown, own] of this.#sounds) {
      if (shown === screen || shown.readyState === 'live') continue;
      own.stop();
      this.#sounds.delete(shown);
    }
  }

  #turnSoundOn(track: MediaStreamTrack): void {
    this.#devices['screen-audio'].turnOn({ track }).catch(() => {
      // The screen is shared without it: it is off, and localTrackUpdated has told so.
    });
  }
}
