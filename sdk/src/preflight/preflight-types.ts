/** What a preflight is asked for, and what it reports: numbers and codes; no names, device labels, ids or addresses. */
import type { SessionOptions } from '../connection/session-options.ts';
import type { DeviceOptions } from '../local/device-options.ts';
import type { PreflightCode, PreflightVerdict } from './preflight-codes.ts';

/** The parts of a preflight. */
export type PreflightPart = 'browser' | 'camera' | 'microphone' | 'speaker' | 'server' | 'paths' | 'line';

/** The result of one part. */
export interface PreflightResult {
  /** Null: it was not tested. */
  readonly verdict: PreflightVerdict | null;
  /** What was found. Stable; docs/preflight.md says what each means and what to do. */
  readonly codes: readonly PreflightCode[];
}

/** One way by which media can reach the server. */
export interface PreflightPath {
  /** `not-offered`: the server has no such way; `not-tested`: the server was not reached, or ended it. */
  readonly state: 'works' | 'fails' | 'not-offered' | 'not-tested';
  /** Milliseconds until it was connected; null unless it works. */
  readonly connectMs: number | null;
}

/** The ways: directly to the server, and by a TURN relay that is reached by UDP, TCP or TLS. */
export type PreflightPathName = 'udp' | 'tcp' | 'relayUdp' | 'relayTcp' | 'relayTls';

/** The result of a preflight. It can be sent to support as it is. */
export interface PreflightReport {
  /** Version of this form. */
  readonly version: 1;
  /** The worst of its parts. */
  readonly verdict: PreflightVerdict;
  /** How long it took. */
  readonly seconds: number;
  /** What the browser is able to do. */
  readonly browser: PreflightResult & {
    readonly encryption: boolean;
    readonly screenSharing: boolean;
    readonly speakerChoice: boolean;
  };
  /** `brightness` of its pictures: 0 (black) to 1. Null: no picture came. */
  readonly camera: PreflightResult & {
    readonly width: number | null;
    readonly height: number | null;
    readonly framesPerSecond: number | null;
    readonly brightness: number | null;
  };
  /** `peakDb`: the loudest that was heard, in dBFS; null: it was not measured. `available`: how many there are. */
  readonly microphone: PreflightResult & { readonly peakDb: number | null; readonly available: number };
  /** Whether the person heard the test sound. */
  readonly speaker: PreflightResult;
  /** The connection for everything but media. */
  readonly server: PreflightResult & { readonly roundTripMs: number | null };
  /** The ways for media, each tried by itself. */
  readonly paths: PreflightResult & Readonly<Record<PreflightPathName, PreflightPath>>;
  /** Measured by an echo over the way that a session would take. */
  readonly line: PreflightResult & PreflightLine;
}

/** Figures of the line; null: not measured. */
export interface PreflightLine {
  readonly path: PreflightPathName | null;
  readonly roundTripMs: number | null;
  readonly jitterMs: number | null;
  /** Shares of the packets that were lost on the way to the server and back, 0 to 1. */
  readonly lossUp: number | null;
  readonly lossDown: number | null;
  /** What arrived, in kbit/s. The test sends 2,500 at most, and can receive no more than it sends. */
  readonly upKbps: number | null;
  readonly downKbps: number | null;
}

/** Told while a preflight runs. */
export interface PreflightProgress {
  readonly part: PreflightPart;
  readonly state: 'running' | 'done';
  /** With `done`: its result. */
  readonly result?: PreflightResult;
}

/** Options of `runPreflight`. */
export interface PreflightOptions extends Pick<SessionOptions, 'url' | 'getToken' | 'environment'> {
  /** The camera to test; false: none. Default: the system's choice. A `track` that is passed in is not stopped. */
  camera?: DeviceOptions | false;
  /** The microphone to test; false: none. Default: the system's choice. A `track` that is passed in is not stopped. */
  microphone?: DeviceOptions | false;
  /** Id of the loudspeaker that plays the test sound; default: the system's choice. */
  speakerId?: string;
  /**
   * Asks the person whether they heard the sound that `play` plays. Without this option the speaker is not tested.
   * @returns whether they heard it; null: they did not answer
   */
  askSpeaker?: (play: () => Promise<void>) => Promise<boolean | null>;
  /** Told of each part as it begins and ends. */
  onProgress?: (progress: PreflightProgress) => void;
  /** Ends the preflight: it rejects with the signal's reason. */
  signal?: AbortSignal;
}
