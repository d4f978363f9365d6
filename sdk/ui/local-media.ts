import { HearthroomError, type LocalParticipant, listDevices, onDevicesChanged } from '../src/index.ts';
import { loadPreferences, savePreferences } from './preferences.ts';
import type { DeviceActions, DeviceChoice, DevicesView, DeviceView, Source } from './view.ts';
import { isMirrored } from './view-of.ts';

interface Status {
  busy: boolean;
  error: string | null;
}

/** Codes after which a remembered device is given up for the system's own. */
const goneCodes = new Set(['device-not-found', 'device-over-constrained']);

/** The stable code of whatever a device or the session threw. */
export function codeOf(error: unknown): string {
  return error instanceof HearthroomError ? error.code : 'internal';
}

/** One's own camera and microphone as the interface handles them: on and off, which device, what went wrong. */
export class LocalMedia implements DeviceActions {
  readonly #participant: LocalParticipant;
  readonly #changed: () => void;
  readonly #status: Record<Source, Status> = {
    microphone: { busy: false, error: null },
    camera: { busy: false, error: null },
  };
  readonly #stopWatching: () => void;
  #choices: Record<Source | 'speaker', DeviceChoice[]> = { microphone: [], camera: [], speaker: [] };
  #chosen = { ...loadPreferences() };
  #isClosed = false;

  /** @param changed called after every change of what view() gives */
  constructor(participant: LocalParticipant, changed: () => void) {
    this.#participant = participant;
    this.#changed = changed;
    this.#stopWatching = onDevicesChanged(() => this.#refresh());
    this.#refresh();
  }

  get speakerId(): string {
    return this.#chosen.speakerId ?? '';
  }

  view(allowed: Record<Source, boolean>): DevicesView {
    const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;
    return {
      microphone: this.#viewOf('microphone', allowed.microphone),
      camera: this.#viewOf('camera', allowed.camera),
      speaker: canChooseSpeaker ? { chosenId: this.speakerId, choices: this.#choices.speaker } : null,
      mirrored: isMirrored(this.#participant),
    };
  }

  setEnabled(source: Source, enabled: boolean): void {
    const status = this.#status[source];
    // Turning off waits its turn in the session; turning on twice would ask twice.
    if ((status.busy && enabled) || this.#isClosed) return;
    status.busy = true;
    status.error = null;
    this.#changed();
    this.#switch(source, enabled).then(
      () => this.#settled(source, null),
      (error: unknown) => this.#settled(source, codeOf(error)),
    );
  }

  /** The person has read what went wrong. */
  forgetError(source: Source): void {
    this.#status[source].error = null;
    this.#changed();
  }

  choose(kind: Source | 'speaker', deviceId: string): void {
    this.#remember(kind, deviceId);
    this.#changed();
    if (kind === 'speaker' || !this.#participant.isEnabled(kind)) return;
    this.#participant.switchDevice(kind, deviceId).then(
      () => this.#settled(kind, null),
      (error: unknown) => this.#settled(kind, codeOf(error)),
    );
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
  }

  async #switch(source: Source, enabled: boolean): Promise<void> {
    const deviceId = enabled ? this.#chosenId(source) : '';
    try {
      await this.#set(source, enabled, deviceId);
    } catch (error) {
      if (deviceId === '' || !goneCodes.has(codeOf(error))) throw error;
      await this.#set(source, enabled, '');
    }
  }

  #set(source: Source, enabled: boolean, deviceId: string): Promise<void> {
    const options = deviceId === '' ? {} : { deviceId };
    return source === 'camera'
      ? this.#participant.setCameraEnabled(enabled, options)
      : this.#participant.setMicrophoneEnabled(enabled, options);
  }

  #settled(source: Source, error: string | null): void {
    this.#status[source] = { busy: false, error };
    // Names of devices are told by the browser only once one may be used.
    this.#refresh();
    this.#changed();
  }

  #refresh(): void {
    listDevices().then(
      (devices) => {
        if (this.#isClosed) return;
        const of = (kind: Source | 'speaker') => devices.filter((device) => device.kind === kind && device.id !== '');
        this.#choices = { microphone: of('microphone'), camera: of('camera'), speaker: of('speaker') };
        this.#changed();
      },
      () => {}, // Without media devices there is nothing to choose from; using one then says why.
    );
  }

  #viewOf(source: Source, allowed: boolean): DeviceView {
    const { busy, error } = this.#status[source];
    const isOn = this.#participant.isEnabled(source);
    const track = this.#participant.track(source);
    const inUse = track?.mediaStreamTrack.getSettings().deviceId;
    return {
      state: busy && !isOn ? 'starting' : isOn ? 'on' : 'off',
      error,
      chosenId: inUse ?? this.#chosenId(source),
      choices: this.#choices[source],
      track,
      allowed,
    };
  }

  #chosenId(source: Source): string {
    return (source === 'camera' ? this.#chosen.cameraId : this.#chosen.microphoneId) ?? '';
  }

  #remember(kind: Source | 'speaker', deviceId: string): void {
    const key = kind === 'camera' ? 'cameraId' : kind === 'microphone' ? 'microphoneId' : 'speakerId';
    this.#chosen = { ...this.#chosen, [key]: deviceId };
    savePreferences({ ...loadPreferences(), [key]: deviceId });
  }
}
