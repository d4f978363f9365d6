import {
  type DeviceInterruption,
  type DeviceRestoration,
  HearthroomError,
  type LocalParticipant,
  listDevices,
  onDevicesChanged,
} from '../../src/index.ts';
import { loadPreferences, savePreferences } from '../effects/preferences.ts';
import { isMirrored } from '../views/session/read-session.ts';
import type { DeviceActions, DeviceChoice, DevicesView, DeviceView, Source } from '../views/view-types.ts';

interface Status {
  /** Counts the person's actions: the outcome of an earlier one is ignored. */
  press: number;
  error: string | null;
}

/** The stable code of an error that a device or the session threw. */
export function codeOf(error: unknown): string {
  return error instanceof HearthroomError ? error.code : 'internal';
}

/** The person's camera and microphone as the interface handles them: on or off, which device, what failed. */
export class LocalMedia implements DeviceActions {
  readonly #participant: LocalParticipant;
  readonly #changed: () => void;
  readonly #status: Record<Source, Status> = {
    microphone: { press: 0, error: null },
    camera: { press: 0, error: null },
  };
  readonly #stopWatching: () => void;
  #choices: Record<Source | 'speaker', DeviceChoice[]> = { microphone: [], camera: [], speaker: [] };
  #chosen = { ...loadPreferences() };
  #isClosed = false;

  /** @param changed called after every change of what view() returns */
  constructor(participant: LocalParticipant, changed: () => void) {
    this.#participant = participant;
    this.#changed = changed;
    // Nothing is open yet that it could fail for.
    if (this.#chosen.music) participant.setAudioMode('music').catch(() => {});
    if (this.#chosen.blur) participant.setCameraBackground('blur').catch(() => {});
    this.#stopWatching = onDevicesChanged(() => this.#refresh());
    this.#refresh();
  }

  get speakerId(): string {
    return this.#chosen.speakerId ?? '';
  }

  view(allowed: Record<Source | 'blur', boolean>): DevicesView {
    const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;
    return {
      microphone: this.#viewOf('microphone', allowed.microphone),
      camera: this.#viewOf('camera', allowed.camera),
      speaker: canChooseSpeaker ? { chosenId: this.speakerId, choices: this.#choices.speaker } : null,
      mirrored: isMirrored(this.#participant),
      blur: { isOn: this.#participant.cameraBackground === 'blur', isAllowed: allowed.blur },
      music: this.#participant.audioMode === 'music',
    };
  }

  setEnabled(source: Source, enabled: boolean): void {
    this.#carryOut(source, () => this.#switch(source, enabled));
  }

  /** Removes an error that the person has read. */
  forgetError(source: Source): void {
    this.#status[source].error = null;
    this.#changed();
  }

  /** Changes to this device. If the device is off because of an error, switches it on. */
  choose(kind: Source | 'speaker', deviceId: string): void {
    this.#remember(kind, deviceId);
    this.#changed();
    if (kind === 'speaker') return;
    if (this.#isOpen(kind)) {
      this.#carryOut(kind, async () => {
        await this.#participant.switchDevice(kind, deviceId);
        return null;
      });
    } else if (this.#status[kind].error !== null) this.setEnabled(kind, true);
  }

  setBlurred(blurred: boolean): void {
    savePreferences({ ...loadPreferences(), blur: blurred });
    this.#carryOut('camera', async () => {
      await this.#participant.setCameraBackground(blurred ? 'blur' : 'none');
      return null;
    });
  }

  /** Remembered when it works: otherwise the microphone stays as it is. */
  setMusic(isOn: boolean): void {
    this.#carryOut('microphone', async () => {
      await this.#participant.setAudioMode(isOn ? 'music' : 'voice');
      savePreferences({ ...loadPreferences(), music: isOn });
      return null;
    });
  }

  /** For this session: the choice that is remembered stays. */
  showWithoutBlur(): void {
    this.#carryOut('camera', async () => {
      await this.#participant.setCameraBackground('none');
      return await this.#switch('camera', true);
    });
  }

  /** The device was on and delivers nothing any more. For `system-muted` the track itself shows it. */
  handleInterrupted(source: Source, reason: DeviceInterruption, deviceId: string): void {
    if (reason !== 'system-muted') {
      this.#status[source].error = reason;
      // A retry opens this camera and no other one.
      if (source === 'camera' && deviceId !== '') this.#chosen = { ...this.#chosen, cameraId: deviceId };
    }
    this.#refresh();
    this.#changed();
  }

  handleRestored(source: Source, how: DeviceRestoration): void {
    this.#status[source].error = how === 'other-device' ? 'replaced' : null;
    this.#refresh();
    this.#changed();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWatching();
  }

  /** @param act resolves with the code to be shown, or null */
  #carryOut(source: Source, act: () => Promise<string | null>): void {
    if (this.#isClosed) return;
    const status = this.#status[source];
    status.press += 1;
    status.error = null;
    const { press } = status;
    const settle = (error: string | null): void => {
      if (status.press !== press) return;
      status.error = error === 'superseded' ? null : error;
      // The browser gives the names of devices only once one may be used.
      this.#refresh();
      this.#changed();
    };
    act().then(settle, (error: unknown) => settle(codeOf(error)));
    this.#changed();
  }

  async #switch(source: Source, enabled: boolean): Promise<string | null> {
    const track = this.#participant.track(source);
    // An open device only needs to be unmuted.
    const deviceId = enabled && (!track || track.interrupted) ? this.#chosenId(source) : '';
    try {
      await this.#set(source, enabled, deviceId);
      return null;
    } catch (error) {
      const code = codeOf(error);
      if (source === 'microphone' && code === 'device-over-constrained' && this.#participant.audioMode === 'music') {
        // Chosen with another microphone: this one can be heard all the same.
        await this.#participant.setAudioMode('voice');
        return await this.#switch(source, enabled);
      }
      if (deviceId === '' || code !== 'device-not-found') throw error;
      // Another camera may show what the person wants to hide.
      if (source === 'camera') return 'chosen-device-missing';
      await this.#set(source, enabled, '');
      return 'replaced';
    }
  }

  #set(source: Source, enabled: boolean, deviceId: string): Promise<void> {
    const options = deviceId === '' ? {} : { deviceId };
    return source === 'camera'
      ? this.#participant.setCameraEnabled(enabled, options)
      : this.#participant.setMicrophoneEnabled(enabled, options);
  }

  #isOpen(source: Source): boolean {
    return this.#participant.isStarting(source) || this.#participant.track(source) !== null;
  }

  #refresh(): void {
    listDevices().then(
      (devices) => {
        if (this.#isClosed) return;
        const of = (kind: Source | 'speaker') => devices.filter((device) => device.kind === kind && device.id !== '');
        this.#choices = { microphone: of('microphone'), camera: of('camera'), speaker: of('speaker') };
        this.#changed();
      },
      () => {}, // Without media devices there are no choices; using a device then says why.
    );
  }

  #viewOf(source: Source, allowed: boolean): DeviceView {
    const track = this.#participant.track(source);
    const choices = this.#choices[source];
    const state = this.#stateOf(source);
    const inUse = track?.settings.deviceId;
    return {
      state,
      error: this.#status[source].error ?? (state === 'interrupted' ? 'system-muted' : null),
      // A device that the browser doesn't list (a canvas) was not chosen by the person.
      chosenId: inUse === undefined ? this.#chosenId(source) : choices.some(({ id }) => id === inUse) ? inUse : '',
      choices,
      track,
      allowed,
    };
  }

  #stateOf(source: Source): DeviceView['state'] {
    if (this.#participant.isEnabled(source)) return 'on';
    if (this.#participant.isStarting(source)) return 'starting';
    const track = this.#participant.track(source);
    return track?.interrupted && !track.muted ? 'interrupted' : 'off';
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
