/** Browser devices that answer when the test says so. */
import type { Environment } from '@hearthroom/sdk';
import { LocalParticipant, type LocalParticipantHooks } from '../../../../../sdk/src/local/local-participant.ts';

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
  refuse(name: string): void;
}

export class LateDevices {
  /** Ids of connected devices, the system's choice first; each is a camera and a microphone. */
  connected = ['one', 'two'];
  permission: PermissionState = 'granted';
  readonly opened: FakeTrack[] = [];
  readonly questions: Question[] = [];
  asked = 0;

  get environment(): Environment {
    const mediaDevices: unknown = {
      getUserMedia: (constraints: MediaStreamConstraints) => this.#ask(constraints),
      getDisplayMedia: () => this.#ask({ video: true }),
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

  #ask({ audio, video }: MediaStreamConstraints): Promise<MediaStream> {
    this.asked += 1;
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
          const stream: unknown = { getTracks: () => [track] };
          resolve(stream as MediaStream);
          return track;
        },
        refuse: (name) => {
          answered();
          reject(Object.assign(new DOMException('', name), { constraint: 'deviceId' }));
        },
      };
      this.questions.push(question);
    });
  }
}

export function createParticipant(hooks: Partial<LocalParticipantHooks> = {}) {
  const devices = new LateDevices();
  const told: unknown[][] = [];
  const participant = new LocalParticipant(
    devices.environment,
    { MediaStream: null, handleBlocked: () => {} },
    {
      changed: () => {},
      publish: async () => {},
      interrupted: (...args) => told.push(['interrupted', ...args]),
      restored: (...args) => told.push(['restored', ...args]),
      ...hooks,
    },
  );
  return { devices, participant, told };
}

/** Waits until everything is done that needs no further answer. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @returns the code of a rejection, or 'resolved' */
export const outcomeOf = (promise: Promise<void>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
