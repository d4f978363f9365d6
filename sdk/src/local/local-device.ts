import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { HearthroomError, type HearthroomErrorCode, toHearthroomError } from '../core/hearthroom-error.ts';
import type { DeviceInterruption, DeviceLoss, DeviceRestoration } from './device-loss.ts';
import type { LocalTrack } from './local-track.ts';
import { type AudioMode, type CameraEffect, isShared, type OpenedTrack } from './opened-track.ts';

/** Which device to switch on. */
export interface DeviceOptions {
  /** An id of listDevices; default (also with ''): the system's choice. */
  deviceId?: string;
  /**
   * A track that is already open, for example from a preview. From then on it belongs to the session, which stops it.
   */
  track?: MediaStreamTrack;
}

/** What to share instead of asking the person. */
export interface ScreenOptions {
  /** A track that is already open. From then on it belongs to the session, which stops it. */
  track?: MediaStreamTrack;
  /** The sound of `track`, if it has one: it is shared, and stopped, with it. */
  sound?: MediaStreamTrack;
}

export interface LocalDeviceHooks {
  isAllowed(): boolean;
  /** How sound is to be captured. */
  mode(): AudioMode;
  open(deviceId: string, mode: AudioMode): Promise<MediaStreamTrack>;
  /** Applies what the person has chosen; null: nothing is to be applied. Rejects with HearthroomError. */
  applyEffect(device: MediaStreamTrack): Promise<CameraEffect> | null;
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

/** One call to the browser, which may be waiting for the person's answer, or an effect that is being prepared. */
interface Opening {
  /** Null: a track that was open already. */
  deviceId: string | null;
  mode: AudioMode | null;
  /** Open, and shown to nobody before its effect is applied; null: not open yet, or it has another use by now. */
  device: MediaStreamTrack | null;
}

/** A device that is being opened. */
interface Start {
  deviceId: string;
  /** True: it is on once it is open. False: it replaces the device before, and is muted or not as that one was. */
  turnsOn: boolean;
  opening: Opening;
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The state of this person's microphone, camera, screen or sound of a screen. The last call takes effect, also while
 * the browser is still opening a device: what was opened for an earlier call is stopped when it arrives, and never
 * published.
 */
export class LocalDevice {
  readonly #source: TrackSource;
  readonly #hooks: LocalDeviceHooks;
  readonly #openings = new Set<Opening>();
  #track: LocalTrack | null = null;
  #start: Start | null = null;
  /** Incremented by everything that invalidates earlier calls; they reject with the code in #overtakenBy. */
  #epoch = 0;
  #overtakenBy: HearthroomErrorCode = 'superseded';
  /** Number of the newest publish, whose outcome decides. */
  #publishes = 0;
  /** The last track whose loss was reported. */
  #toldLost: MediaStreamTrack | null = null;
  #isClosed = false;

  constructor(source: TrackSource, hooks: LocalDeviceHooks) {
    this.#source = source;
    this.#hooks = hooks;
  }

  get track(): LocalTrack | null {
    return this.#track;
  }

  /** A device is being opened that will be on once it is open. */
  get isStarting(): boolean {
    return this.#start !== null && (this.#start.turnsOn || !this.#track?.muted);
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
    this.#cancelStart('superseded');
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
    this.#cancelStart('superseded');
    return this.#publishOrDrop();
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
      if (track) this.#publishInBackground();
      // A device that is not open yet gets the effect when it is.
      if (device && this.#start === start) this.#apply(start, device);
      else device?.stop();
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
    this.#publishInBackground();
    await restarted;
  }

  /**
   * Sound is to be captured otherwise: opens the microphone again in place of the open one, which stays if that fails.
   * One that the application has opened is published again.
   */
  async changeMode(): Promise<void> {
    const start = this.#start;
    if (start) {
      start.opening = this.#open(start.deviceId);
      return await start.promise;
    }
    const mode = this.#track?.opened.mode;
    if (mode === null) await this.#publishOrDrop();
    else if (mode !== undefined && mode !== this.#hooks.mode()) await this.#begin(this.#openId(), false);
  }

  /** Stops a device that may not be shown as it is chosen to be. @returns whether it was on or starting */
  stop(code: HearthroomErrorCode): boolean {
    if (!this.#track && !this.#start) return false;
    this.#cancelStart(code);
    this.#overtake(code);
    if (this.#track) this.#drop(code);
    else this.#hooks.changed();
    this.#publishInBackground();
    return true;
  }

  /** Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelStart('not-connected');
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
    this.#cancelStart('superseded');
    const isOpen =
      this.#track?.opened.device === mediaStreamTrack || this.#track?.mediaStreamTrack === mediaStreamTrack;
    if (isOpen) return this.#unmute();
    await this.#switchOnWith(mediaStreamTrack);
  }

  async #switchOnWith(device: MediaStreamTrack): Promise<void> {
    const effect = this.#hooks.applyEffect(device);
    if (effect) return this.#waitFor({ deviceId: '', turnsOn: true }, () => this.#prepare(device, effect));
    this.#overtake('superseded');
    this.#adopt({ device, effect: null, mode: null }, true);
    await this.#publishOn();
  }

  async #unmute(): Promise<void> {
    if (this.#track?.muted) {
      this.#overtake('superseded');
      this.#track.setMuted(false);
    }
    this.#hooks.changed();
    await this.#publishOn();
  }

  /**
   * Invalidates earlier calls. A change of microphone that doesn't unmute continues; a change of camera is cancelled.
   */
  #overtake(code: HearthroomErrorCode): void {
    this.#epoch += 1;
    this.#overtakenBy = code;
    if (this.#start?.turnsOn || this.#source !== 'microphone') this.#cancelStart(code);
  }

  #cancelStart(code: HearthroomErrorCode): void {
    const start = this.#start;
    this.#start = null;
    start?.opening.device?.stop();
    if (start) start.opening.device = null;
    start?.reject(new HearthroomError(code));
  }

  #begin(deviceId: string, turnsOn: boolean): Promise<void> {
    return this.#waitFor({ deviceId, turnsOn }, () => this.#open(deviceId));
  }

  #waitFor(which: Pick<Start, 'deviceId' | 'turnsOn'>, open: () => Opening): Promise<void> {
    this.#cancelStart('superseded');
    if (which.turnsOn) this.#overtake('superseded');
    let resolve = (): void => {};
    let reject = (_: unknown): void => {};
    const promise = new Promise<void>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    this.#start = { ...which, opening: open(), promise, resolve, reject };
    this.#hooks.changed();
    return promise;
  }

  /** Reuses a call that still waits for the same device, so that the browser asks the person only once. */
  #open(deviceId: string): Opening {
    const mode = this.#hooks.mode();
    for (const opening of this.#openings) if (opening.deviceId === deviceId && opening.mode === mode) return opening;
    const opening = { deviceId, mode, device: null };
    this.#openings.add(opening);
    this.#hooks.open(deviceId, mode).then(
      (device) => this.#opened(opening, device),
      (error: unknown) => this.#openingFailed(opening, error),
    );
    return opening;
  }

  #opened(opening: Opening, device: MediaStreamTrack): void {
    this.#openings.delete(opening);
    const start = this.#start;
    if (start?.opening === opening) this.#apply(start, device);
    else device.stop();
  }

  /** Finishes the start with this device, at once or when the effect is there. */
  #apply(start: Start, device: MediaStreamTrack): void {
    const effect = this.#hooks.applyEffect(device);
    if (effect) start.opening = this.#prepare(device, effect);
    else this.#finish(start, { device, effect: null, mode: start.opening.mode });
  }

  #prepare(device: MediaStreamTrack, preparing: Promise<CameraEffect>): Opening {
    const opening: Opening = { deviceId: null, mode: null, device };
    preparing.then(
      (effect) => this.#prepared(opening, effect),
      (error: unknown) => {
        opening.device?.stop();
        this.#openingFailed(opening, error);
      },
    );
    return opening;
  }

  #prepared(opening: Opening, effect: CameraEffect): void {
    const { device } = opening;
    const start = this.#start;
    opening.device = null;
    if (device?.readyState === 'live' && start?.opening === opening)
      this.#finish(start, { device, effect, mode: null });
    else {
      effect.close();
      device?.stop();
      this.#openingFailed(opening, new HearthroomError('device-not-found'));
    }
  }

  #finish(start: Start, opened: OpenedTrack): void {
    this.#start = null;
    this.#adopt(opened, start.turnsOn);
    (start.turnsOn ? this.#publishOn() : this.#publishOrDrop()).then(start.resolve, start.reject);
  }

  #openingFailed(opening: Opening, error: unknown): void {
    this.#openings.delete(opening);
    const start = this.#start;
    if (start?.opening !== opening) return;
    this.#start = null;
    if (this.#isLost()) this.#turnOffLost();
    else this.#hooks.changed();
    start.reject(error);
  }

  #adopt(opened: OpenedTrack, isOn: boolean): void {
    if (this.#track) this.#track.replace(opened);
    else this.#track = this.#hooks.createTrack(opened);
    if (isOn) this.#track.setMuted(false);
    this.#watch(opened);
    this.#hooks.changed();
    if (!isShared(this.#source) && opened.device.muted) this.#tellInterrupted('system-muted', this.#openId());
  }

  async #publishOn(): Promise<void> {
    const epoch = this.#epoch;
    await this.#publishOrDrop();
    if (epoch !== this.#epoch) throw new HearthroomError(this.#overtakenBy);
  }

  /** Switches the device off when publishing fails: people must not believe that others hear or see them. */
  async #publishOrDrop(): Promise<void> {
    const epoch = this.#epoch;
    this.#publishes += 1;
    const publish = this.#publishes;
    try {
      await this.#hooks.publish();
    } catch (error) {
      const failure =
        epoch === this.#epoch ? error : new HearthroomError(this.#overtakenBy, undefined, { cause: error });
      // Otherwise the outcome of the later publish decides.
      if (failure === error || publish === this.#publishes) this.#dropUnpublished(toHearthroomError(error).code);
      throw failure;
    }
  }

  #dropUnpublished(code: HearthroomErrorCode): void {
    if (!this.#track || this.#track.muted) return;
    this.#epoch += 1;
    this.#overtakenBy = code;
    this.#drop(code);
    // The server may still have the track of the previous device.
    this.#publishInBackground();
  }

  #publishInBackground(): void {
    this.#hooks.publish().catch(() => {
      // The next reconnect publishes what failed now.
    });
  }

  #watch(opened: OpenedTrack): void {
    const { device, effect } = opened;
    const whileOpen = (handle: () => void) => (): void => {
      if (this.#track?.opened === opened) handle();
    };
    device.addEventListener(
      'ended',
      whileOpen(() => this.#handleEnded(device)),
      { once: true },
    );
    void effect?.failed.then((reason) => whileOpen(() => this.#handleEffectFailed(reason))());
    // A minimised window mutes its track too; its last picture stays.
    if (isShared(this.#source)) return;
    device.addEventListener(
      'mute',
      whileOpen(() => this.#handleSystemMute(true)),
    );
    device.addEventListener(
      'unmute',
      whileOpen(() => this.#handleSystemMute(false)),
    );
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
    this.#publishInBackground();
    if (isMuted) this.#tellInterrupted('system-muted', this.#openId());
    else if (!this.#track?.muted) this.#hooks.restored('same-device');
  }

  /** Not reported while muted: nothing was being sent. */
  #tellInterrupted(reason: DeviceInterruption, deviceId: string): void {
    if (!this.#track?.muted) this.#hooks.interrupted(reason, deviceId);
  }

  /** Unplugged, taken away by the system, or (a screen) ended in the browser's own bar. */
  #handleEnded(ended: MediaStreamTrack): void {
    if (this.#start) {
      // Another device is being opened: phones end the first camera when a second one opens.
      this.#hooks.changed();
      this.#publishInBackground();
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
    this.#publishInBackground();
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
    this.#publishInBackground();
  }

  #drop(code: HearthroomErrorCode = 'superseded'): void {
    // A replacement without `turnsOn` must not be on when this device is off.
    if (this.#start && !this.#start.turnsOn) this.#cancelStart(code);
    const track = this.#track;
    if (!track) return;
    this.#track = null;
    track.opened.effect?.close();
    track.opened.device.stop();
    track.detach();
    this.#hooks.changed();
  }
}
