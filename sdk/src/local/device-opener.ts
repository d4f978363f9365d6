/**
 * Opens a device, with the effect that is applied to it, for the last call: what arrives for an earlier one is stopped,
 * and handed to nobody.
 */
import { HearthroomError, type HearthroomErrorCode } from '../core/hearthroom-error.ts';
import type { AudioMode, CameraEffect, OpenedTrack } from './opened-track.ts';

export interface DeviceSource {
  /** How sound is to be captured. */
  mode(): AudioMode;
  open(deviceId: string, mode: AudioMode): Promise<MediaStreamTrack>;
  /** Applies what the person has chosen; null: nothing is to be applied. Rejects with HearthroomError. */
  applyEffect(device: MediaStreamTrack): Promise<CameraEffect> | null;
}

export interface OpenerHandlers {
  /** The start is over; its promise settles with this one. */
  opened(opened: OpenedTrack, turnsOn: boolean): Promise<void>;
  /** The start is over; its promise is rejected next. */
  failed(): void;
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
export interface Start {
  deviceId: string;
  /** True: it is on once it is open. False: it replaces the device before, and is muted or not as that one was. */
  turnsOn: boolean;
  opening: Opening;
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export class DeviceOpener {
  readonly #source: DeviceSource;
  readonly #handlers: OpenerHandlers;
  readonly #openings = new Set<Opening>();
  #start: Start | null = null;

  constructor(source: DeviceSource, handlers: OpenerHandlers) {
    this.#source = source;
    this.#handlers = handlers;
  }

  /** Null: nothing is being opened. */
  get start(): Start | null {
    return this.#start;
  }

  begin(deviceId: string, turnsOn: boolean): Promise<void> {
    return this.#begin({ deviceId, turnsOn }, this.#open(deviceId));
  }

  /** For a device that is open already, and is on once its effect is there. */
  beginWith(device: MediaStreamTrack, effect: Promise<CameraEffect>): Promise<void> {
    return this.#begin({ deviceId: '', turnsOn: true }, this.#prepare(device, effect));
  }

  /** Opens the device of this start as sound is to be captured by now. */
  reopen(start: Start): void {
    start.opening = this.#open(start.deviceId);
  }

  /** Finishes the start with this device, at once or when the effect is there. Stops the device of an earlier start. */
  apply(start: Start, device: MediaStreamTrack): void {
    if (this.#start !== start) {
      device.stop();
      return;
    }
    const effect = this.#source.applyEffect(device);
    if (effect) start.opening = this.#prepare(device, effect);
    else this.#finish(start, { device, effect: null, mode: start.opening.mode });
  }

  /** Rejects the start, if there is one, with this code. */
  cancel(code: HearthroomErrorCode): void {
    const start = this.#start;
    this.#start = null;
    start?.opening.device?.stop();
    if (start) start.opening.device = null;
    start?.reject(new HearthroomError(code));
  }

  #begin(which: Pick<Start, 'deviceId' | 'turnsOn'>, opening: Opening): Promise<void> {
    let resolve = (): void => {};
    let reject = (_: unknown): void => {};
    const promise = new Promise<void>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    this.#start = { ...which, opening, promise, resolve, reject };
    return promise;
  }

  /** Reuses a call that still waits for the same device, so that the browser asks the person only once. */
  #open(deviceId: string): Opening {
    const mode = this.#source.mode();
    for (const opening of this.#openings) if (opening.deviceId === deviceId && opening.mode === mode) return opening;
    const opening = { deviceId, mode, device: null };
    this.#openings.add(opening);
    this.#source.open(deviceId, mode).then(
      (device) => this.#opened(opening, device),
      (error: unknown) => this.#fail(opening, error),
    );
    return opening;
  }

  #opened(opening: Opening, device: MediaStreamTrack): void {
    this.#openings.delete(opening);
    const start = this.#start;
    if (start?.opening === opening) this.apply(start, device);
    else device.stop();
  }

  #prepare(device: MediaStreamTrack, preparing: Promise<CameraEffect>): Opening {
    const opening: Opening = { deviceId: null, mode: null, device };
    preparing.then(
      (effect) => this.#prepared(opening, effect),
      (error: unknown) => {
        opening.device?.stop();
        this.#fail(opening, error);
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
      this.#fail(opening, new HearthroomError('device-not-found'));
    }
  }

  #finish(start: Start, opened: OpenedTrack): void {
    this.#start = null;
    this.#handlers.opened(opened, start.turnsOn).then(start.resolve, start.reject);
  }

  #fail(opening: Opening, error: unknown): void {
    this.#openings.delete(opening);
    const start = this.#start;
    if (start?.opening !== opening) return;
    this.#start = null;
    this.#handlers.failed();
    start.reject(error);
  }
}
