/** Browser devices that answer when the test says so. */
import type { Environment } from '@hearthroom/sdk';
import { LocalParticipant, type LocalParticipantHooks } from '../../../../../sdk/src/local/local-participant.ts';
import type { CameraEffect } from '../../../../../sdk/src/local/opened-track.ts';

export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly deviceId: string;
  enabled = true;
  muted = false;
  contentHint = '';
  readyState: 'live' | 'ended' = 'live';

  constructor(kind: 'audio' | 'video', deviceId: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** Ends the track as a browser does, with an event. */
  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }

  setSystemMuted(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

/** One call of getUserMedia that waits for its answer. */
export interface Question {
  deviceId: string;
  grant(): FakeTrack;
  /** @param constraint the one that cannot be met, of an OverconstrainedError */
  refuse(name: string, constraint?: string): void;
}

export class LateDevices {
  /** Ids of connected devices, the system's choice first; each is a camera and a microphone. */
  connected = ['one', 'two'];
  permission: PermissionState = 'granted';
  readonly opened: FakeTrack[] = [];
  readonly questions: Question[] = [];
  /** What was asked for, of every question. */
  readonly constraints: MediaStreamConstraints[] = [];
  /** Whether the browser gives the sound of a screen, if it is asked for it. */
  givesSound = false;
  asked = 0;

  get environment(): Environment {
    const mediaDevices: unknown = {
      getUserMedia: (constraints: MediaStreamConstraints) => this.#ask(constraints),
      getDisplayMedia: ({ audio }: MediaStreamConstraints = {}) => this.#ask({ video: true }, audio),
      enumerateDevices: async () =>
        this.connected.flatMap((deviceId) => [
          { kind: 'audioinput', deviceId, label: deviceId },
          { kind: 'videoinput', deviceId, label: deviceId },
        ]),
    };
    const permissions: unknown = { query: async () => ({ state: this.permission }) };
    const parts: unknown = { mediaDevices, permissions };
    return parts as Environment;
  }

  get live(): FakeTrack[] {
    return this.opened.filter(({ readyState }) => readyState === 'live');
  }

  #ask(asked: MediaStreamConstraints, sound: MediaStreamConstraints['audio'] = false): Promise<MediaStream> {
    const { audio, video } = asked;
    this.asked += 1;
    this.constraints.push({ ...asked, ...(sound && { audio: sound }) });
    const constraints = audio || video;
    const wanted = typeof constraints === 'object' ? constraints.deviceId : undefined;
    const deviceId = typeof wanted === 'object' && 'exact' in wanted ? String(wanted.exact) : '';
    return new Promise((resolve, reject) => {
      const answered = (): void => void this.questions.splice(this.questions.indexOf(question), 1);
      const question: Question = {
        deviceId,
        grant: () => {
          answered();
          const track = new FakeTrack(audio ? 'audio' : 'video', deviceId || (this.connected[0] ?? ''));
          this.opened.push(track);
          const withSound = sound && this.givesSound ? [new FakeTrack('audio', 'tab')] : [];
          this.opened.push(...withSound);
          const stream: unknown = { getTracks: () => [...withSound, track] };
          resolve(stream as MediaStream);
          return track;
        },
        refuse: (name, constraint = 'deviceId') => {
          answered();
          reject(Object.assign(new DOMException('', name), { constraint }));
        },
      };
      this.questions.push(question);
    });
  }
}

/** A blur that is being prepared or runs. */
export interface LateBlur {
  readonly camera: MediaStreamTrack;
  /** What is shown; null: not ready. */
  readonly track: FakeTrack | null;
  finish(): FakeTrack;
  refuse(error: Error): void;
  fail(reason: 'background-failed' | 'background-slow'): void;
}

/** Blurs that are ready when the test says so. */
export class LateBlurs {
  readonly all: LateBlur[] = [];

  get live(): FakeTrack[] {
    return this.all.flatMap(({ track }) => (track?.readyState === 'live' ? [track] : []));
  }

  ask(camera: MediaStreamTrack): Promise<CameraEffect> {
    return new Promise((resolve, reject) => {
      let track: FakeTrack | null = null;
      let isRefused = false;
      let fail: LateBlur['fail'] = () => {};
      const failed: CameraEffect['failed'] = new Promise((onFailed) => {
        fail = (reason) => {
          track?.stop();
          onFailed(reason);
        };
      });
      const blur: LateBlur = {
        camera,
        get track() {
          return track;
        },
        finish: () => {
          const shown = new FakeTrack('video', 'blurred');
          track = shown;
          if (isRefused) shown.stop();
          const given: unknown = shown;
          resolve({ track: given as MediaStreamTrack, failed, close: () => shown.stop() });
          return shown;
        },
        refuse: (error) => {
          isRefused = true;
          reject(error);
        },
        fail: (reason) => fail(reason),
      };
      this.all.push(blur);
    });
  }
}

export function createParticipant(hooks: Partial<LocalParticipantHooks> = {}) {
  const devices = new LateDevices();
  const told: unknown[][] = [];
  const blurs = new LateBlurs();
  const participant = new LocalParticipant(
    devices.environment,
    { MediaStream: null, handleBlocked: () => {} },
    {
      blur: (camera) => blurs.ask(camera),
      takesScreenAudio: () => true,
      changed: () => {},
      publish: async () => {},
      interrupted: (...args) => told.push(['interrupted', ...args]),
      restored: (...args) => told.push(['restored', ...args]),
      ...hooks,
    },
  );
  return { devices, blurs, participant, told };
}

/** Waits until everything is done that needs no further answer. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @returns the code of a rejection, or 'resolved' */
export const outcomeOf = (promise: Promise<void>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
