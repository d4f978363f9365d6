import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { HearthroomError, type HearthroomErrorCode } from '../core/hearthroom-error.ts';
import type { DeviceInterruption, DeviceLoss, DeviceRestoration } from './device-loss.ts';
import { DeviceOpener, type DeviceSource, type Start } from './device-opener.ts';
import type { DeviceOptions } from './device-options.ts';
import { DevicePublisher } from './device-publisher.ts';
import type { LocalTrack } from './local-track.ts';
import { isShared, type OpenedTrack } from './opened-track.ts';
import { watchDevice } from './watch-device.ts';

export interface LocalDeviceHooks extends DeviceSource {
  isAllowed(): boolean;
  createTrack(opened: OpenedTrack): LocalTrack;
  findLossReason(ended: MediaStreamTrack): Promise<DeviceLoss>;
  changed(): void;
  /**
   * Updates what is published to match the device. Rejects with HearthroomError for errors that a reconnect or
   * admission does not resolve.
   */
  publish(): Promise<void>;
  interrupted(reason: DeviceInterruption, deviceId: string): void;
  restored(how: DeviceRestoration): void;
}

/**
 * The state of this person's microphone, camera, screen or sound of a screen. The last call takes effect, also while
 * the browser is still opening a device: what was opened for an earlier call is stopped when it arrives, and never
 * published.
 */
export class LocalDevice {
  readonly #source: TrackSource;
  readonly #hooks: LocalDeviceHooks;
  readonly #opener: DeviceOpener;
  readonly #publisher: DevicePublisher;
  #track: LocalTrack | null = null;
  /** The last track whose loss was reported. */
  #toldLost: MediaStreamTrack | null = null;
  #isClosed = false;

  constructor(source: TrackSource, hooks: LocalDeviceHooks) {
    this.#source = source;
    this.#hooks = hooks;
    this.#opener = new DeviceOpener(hooks, {
      opened: (opened, turnsOn) => this.#handleOpened(opened, turnsOn),
      failed: () => this.#handleFailed(),
    });
    this.#publisher = new DevicePublisher({
      publish: () => hooks.publish(),
      drop: (code) => this.#dropUnpublished(code),
    });
  }

  get track(): LocalTrack | null {
    return this.#track;
  }

  /** A device is being opened that will be on once it is open. */
  get isStarting(): boolean {
    return this.#start !== null && (this.#start.turnsOn || !this.#track?.muted);
  }

  get #start(): Start | null {
    return this.#opener.start;
  }

  turnOn({ deviceId = '', track }: DeviceOptions): Promise<void> {
    const refusal = this.#refusal();
    if (refusal) {
      track?.stop();
      return Promise.reject(refusal);
    }
    if (track) return this.#turnOnWith(track);
    if (this.#start && (deviceId === '' || deviceId === this.#start.deviceId)) {
      this.#start.turnsOn = true;
      this.#hooks.changed();
      return this.#start.promise;
    }
    if (!this.#isSatisfied(deviceId)) return this.#begin(deviceId || this.#openId(), true);
    this.#opener.cancel('superseded');
    return this.#unmute();
  }

  /** Mutes a microphone, which stays open so that it can resume without delay; stops a camera or screen. */
  async turnOff(): Promise<void> {
    const wasStarting = this.#start !== null;
    this.#overtake('superseded');
    const track = this.#track;
    if (!track) {
      if (wasStarting) this.#hooks.changed();
      return;
    }
    if (this.#source === 'microphone' && !this.#isLost()) {
      track.setMuted(true);
      this.#hooks.changed();
    } else this.#drop();
    await this.#hooks.publish();
  }

  /** Changes to another device; a device that is off stays off. */
  switchTo(deviceId: string): Promise<void> {
    if (this.#isClosed) return Promise.reject(new HearthroomError('not-connected'));
    const start = this.#start;
    if (start?.deviceId === deviceId) return start.promise;
    if (start?.turnsOn) return this.#begin(deviceId, true);
    if (!this.#track) return Promise.resolve();
    if (!this.#isSatisfied(deviceId)) return this.#begin(deviceId, false);
    this.#opener.cancel('superseded');
    return this.#publisher.publishOrDrop();
  }

  /**
   * Handles a host's mute like a later call: a device that is starting stays off, and one that the system muted stays
   * muted.
   * @returns whether this changed what the person had chosen
   */
  handleMutedByHost(): boolean {
    const isOff = !this.#track || this.#track.muted;
    if (isOff && !this.#start?.turnsOn) return false;
    this.#overtake('superseded');
    this.#track?.setMuted(true);
    if (this.#isLost()) this.#drop();
    else this.#hooks.changed();
    return true;
  }

  /** Stops a device that may not be published: its light would suggest that others see it. */
  handleGrants(): void {
    if (!this.#hooks.isAllowed()) this.stop('not-allowed');
  }

  /**
   * What is to be applied has changed. Nothing is shown of the open device until it is; what is muted or interrupted is
   * stopped.
   */
  async changeEffect(): Promise<void> {
    const start = this.#start;
    const track = this.#track;
    if (start) {
      const { device } = start.opening;
      start.turnsOn ||= track?.muted === false;
      start.opening.device = null;
      this.#drop();
      if (track) this.#publisher.publishInBackground();
      // A device that is not open yet gets the effect when it is.
      if (device) this.#opener.apply(start, device);
      return await start.promise;
    }
    if (!track) return;
    if (track.muted || track.interrupted) {
      this.#drop();
      return await this.#hooks.publish();
    }
    const { device, effect } = track.opened;
    this.#track = null;
    effect?.close();
    track.detach();
    const restarted = this.#switchOnWith(device);
    this.#publisher.publishInBackground();
    await restarted;
  }

  /**
   * Sound is to be captured otherwise: opens the microphone again in place of the open one, which stays if that fails.
   * One that the application has opened is published again.
   */
  async changeMode(): Promise<void> {
    const start = this.#start;
    if (start) {
      this.#opener.reopen(start);
      return await start.promise;
    }
    const mode = this.#track?.opened.mode;
    if (mode === null) await this.#publisher.publishOrDrop();
    else if (mode !== undefined && mode !== this.#hooks.mode()) await this.#begin(this.#openId(), false);
  }

  /** Stops a device that may not be shown as it is chosen to be. @returns whether it was on or starting */
  stop(code: HearthroomErrorCode): boolean {
    if (!this.#track && !this.#start) return false;
    this.#opener.cancel(code);
    this.#overtake(code);
    if (this.#track) this.#drop(code);
    else this.#hooks.changed();
    this.#publisher.publishInBackground();
    return true;
  }

  /** Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#opener.cancel('not-connected');
    this.#overtake('not-connected');
    this.#drop();
  }

  #refusal(): HearthroomError | null {
    if (this.#isClosed) return new HearthroomError('not-connected', 'The session is closed');
    return this.#hooks.isAllowed() ? null : new HearthroomError('not-allowed');
  }

  #isSatisfied(deviceId: string): boolean {
    const track = this.#track;
    if (!track || track.interrupted) return false;
    return deviceId === '' || deviceId === this.#openId();
  }

  #openId(): string {
    return this.#track?.settings.deviceId ?? '';
  }

  /** The open device has ended, and no other is being opened to replace it. */
  #isLost(): boolean {
    return this.#start === null && this.#track?.opened.device.readyState === 'ended';
  }

  async #turnOnWith(mediaStreamTrack: MediaStreamTrack): Promise<void> {
    this.#opener.cancel('superseded');
    const isOpen =
      this.#track?.opened.device === mediaStreamTrack || this.#track?.mediaStreamTrack === mediaStreamTrack;
    if (isOpen) return this.#unmute();
    await this.#switchOnWith(mediaStreamTrack);
  }

  async #switchOnWith(device: MediaStreamTrack): Promise<void> {
    const effect = this.#hooks.applyEffect(device);
    if (effect) return this.#replaceStart(true, () => this.#opener.beginWith(device, effect));
    this.#overtake('superseded');
    this.#adopt({ device, effect: null, mode: null }, true);
    await this.#publisher.publishOn();
  }

  async #unmute(): Promise<void> {
    if (this.#track?.muted) {
      this.#overtake('superseded');
      this.#track.setMuted(false);
    }
    this.#hooks.changed();
    await this.#publisher.publishOn();
  }

  /**
   * Invalidates earlier calls. A change of microphone that doesn't unmute continues; a change of camera is cancelled.
   */
  #overtake(code: HearthroomErrorCode): void {
    this.#publisher.overtake(code);
    if (this.#start?.turnsOn || this.#source !== 'microphone') this.#opener.cancel(code);
  }

  #begin(deviceId: string, turnsOn: boolean): Promise<void> {
    return this.#replaceStart(turnsOn, () => this.#opener.begin(deviceId, turnsOn));
  }

  #replaceStart(turnsOn: boolean, begin: () => Promise<void>): Promise<void> {
    this.#opener.cancel('superseded');
    if (turnsOn) this.#overtake('superseded');
    const started = begin();
    this.#hooks.changed();
    return started;
  }

  #handleOpened(opened: OpenedTrack, turnsOn: boolean): Promise<void> {
    this.#adopt(opened, turnsOn);
    return turnsOn ? this.#publisher.publishOn() : this.#publisher.publishOrDrop();
  }

  #handleFailed(): void {
    if (this.#isLost()) this.#turnOffLost();
    else this.#hooks.changed();
  }

  #adopt(opened: OpenedTrack, isOn: boolean): void {
    if (this.#track) this.#track.replace(opened);
    else this.#track = this.#hooks.createTrack(opened);
    if (isOn) this.#track.setMuted(false);
    watchDevice(this.#source, opened, {
      isOpen: (one) => this.#track?.opened === one,
      ended: (device) => this.#handleEnded(device),
      effectFailed: (reason) => this.#handleEffectFailed(reason),
      systemMuted: (isMuted) => this.#handleSystemMute(isMuted),
    });
    this.#hooks.changed();
    if (!isShared(this.#source) && opened.device.muted) this.#tellInterrupted('system-muted', this.#openId());
  }

  #dropUnpublished(code: HearthroomErrorCode): void {
    if (!this.#track || this.#track.muted) return;
    this.#publisher.overtake(code);
    this.#drop(code);
    // The server may still have the track of the previous device.
    this.#publisher.publishInBackground();
  }

  /** The camera is stopped: without the effect it would show what the person wants to hide. */
  #handleEffectFailed(reason: 'background-failed' | 'background-slow'): void {
    const isMuted = this.#track?.muted;
    const deviceId = this.#openId();
    this.stop('background-failed');
    if (!isMuted) this.#hooks.interrupted(reason, deviceId);
  }

  /** Published as a pause: the others see that nothing arrives, and the owner is told why. */
  #handleSystemMute(isMuted: boolean): void {
    this.#hooks.changed();
    this.#publisher.publishInBackground();
    if (isMuted) this.#tellInterrupted('system-muted', this.#openId());
    else if (!this.#track?.muted) this.#hooks.restored('same-device');
  }

  /** Not reported while muted: nothing was being sent. */
  #tellInterrupted(reason: DeviceInterruption, deviceId: string): void {
    if (!this.#track?.muted) this.#hooks.interrupted(reason, deviceId);
  }

  #handleEnded(ended: MediaStreamTrack): void {
    if (this.#start) {
      // Another device is being opened: phones end the first camera when a second one opens.
      this.#hooks.changed();
      this.#publisher.publishInBackground();
    } else if (this.#source === 'microphone') this.#replaceLost(ended);
    else this.#turnOffLost();
  }

  /** Does not open another camera: it may show what the person wants to hide. */
  #turnOffLost(): void {
    const track = this.#track;
    if (!track) return;
    const ended = track.opened.device;
    const deviceId = this.#openId();
    const isTold = track.muted || this.#toldLost === ended;
    this.#dropLost();
    if (isShared(this.#source) || isTold) return;
    this.#hooks.findLossReason(ended).then(
      (reason) => {
        if (!this.#isClosed && !this.#track && !this.#start) this.#hooks.interrupted(reason, deviceId);
      },
      () => {}, // It never rejects.
    );
  }

  /** Paused for the others until another microphone is open. */
  #replaceLost(ended: MediaStreamTrack): void {
    const deviceId = this.#openId();
    this.#hooks.changed();
    this.#publisher.publishInBackground();
    const isStillLost = () => this.#isLost() && this.#track?.opened.device === ended;
    this.#hooks.findLossReason(ended).then(
      (reason) => {
        if (!isStillLost()) return;
        if (!this.#track?.muted) this.#toldLost = ended;
        this.#tellInterrupted(reason, deviceId);
        // A listener may have turned it off or on again.
        if (!isStillLost()) return;
        if (reason === 'permission-revoked') this.#dropLost();
        else this.#fallBack(ended);
      },
      () => {}, // It never rejects.
    );
  }

  #fallBack(ended: MediaStreamTrack): void {
    this.#begin('', false).then(
      () => {
        if (this.#toldLost === ended || !this.#track?.muted) this.#hooks.restored('other-device');
      },
      () => {}, // Off now, or replaced by a later call; the owner was told.
    );
  }

  #dropLost(): void {
    this.#overtake('device-not-found');
    this.#drop();
    this.#publisher.publishInBackground();
  }

  #drop(code: HearthroomErrorCode = 'superseded'): void {
    // A replacement without `turnsOn` must not be on when this device is off.
    if (this.#start && !this.#start.turnsOn) this.#opener.cancel(code);
    const track = this.#track;
    if (!track) return;
    this.#track = null;
    track.opened.effect?.close();
    track.opened.device.stop();
    track.detach();
    this.#hooks.changed();
  }
}
