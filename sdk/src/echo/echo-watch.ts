/**
 * Listens to the own microphone and to the received voices, as far as it is needed to find out whether the microphone
 * sends their sound back. Nothing is kept but levels of the last seconds, and nothing leaves the page.
 */
import { EchoFinder, momentMs } from './echo-finder.ts';
import { HowlingFinder } from './howling-finder.ts';
import { type Moment, readMoment } from './spectrum.ts';

/**
 * What a microphone sends of the others' sound:
 *
 *     echo     voices that are received here: those people hear themselves. Another device nearby plays the session, or
 *              this device's own loudspeaker is not cancelled
 *     howling  a tone that two devices in one room make louder and louder
 */
export type MicrophoneEcho = 'echo' | 'howling';

export interface EchoWatchOptions {
  AudioContext: typeof AudioContext;
  MediaStream: typeof MediaStream;
  handleChanged: (echo: MicrophoneEcho | null) => void;
}

interface Source {
  track: MediaStreamTrack;
  node: MediaStreamAudioSourceNode;
  analyser: AnalyserNode;
  spectrum: Float32Array<ArrayBuffer>;
}

/** After a longer time between two moments, as in a page that is not shown, nothing is compared across it. */
const longestGapMs = 100;
/** It is over when nothing was found for this long. */
const lastsMs = 60_000;
/** 21 ms at 48 kHz: no sound is missed between two moments. */
const fftSize = 1_024;
/** The browser needs no loudspeaker for it (W3C Web Audio API, `sinkId`). Browsers that don't know it ignore it. */
const withoutOutput = { latencyHint: 'interactive', sinkId: { type: 'none' } } as const;

export class EchoWatch {
  readonly #options: EchoWatchOptions;
  readonly #context: AudioContext;
  readonly #echo = new EchoFinder();
  readonly #howling = new HowlingFinder(momentMs);
  readonly #voices = new Map<string, Source>();
  #microphone: Source | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastMs = 0;
  #found: MicrophoneEcho | null = null;
  #foundMs = 0;

  constructor(options: EchoWatchOptions) {
    this.#options = options;
    this.#context = new options.AudioContext(withoutOutput);
  }

  /**
   * To be called when one of them has changed.
   * @param microphone null: it is off, or muted
   * @param voices the received voices, by any id
   */
  follow(microphone: MediaStreamTrack | null, voices: ReadonlyMap<string, MediaStreamTrack>): void {
    if (this.#microphone?.track !== microphone) this.#replaceMicrophone(microphone);
    for (const [id, { track }] of this.#voices) if (!microphone || voices.get(id) !== track) this.#closeVoice(id);
    if (microphone)
      for (const [id, track] of voices) if (!this.#voices.has(id)) this.#voices.set(id, this.#open(track));
    this.#setRunning(this.#voices.size > 0);
  }

  #replaceMicrophone(track: MediaStreamTrack | null): void {
    if (this.#microphone) close(this.#microphone);
    this.#microphone = track && this.#open(track);
    this.#reset();
    this.#setFound(null);
  }

  #closeVoice(id: string): void {
    const voice = this.#voices.get(id);
    if (voice) close(voice);
    this.#voices.delete(id);
  }

  #open(track: MediaStreamTrack): Source {
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = fftSize;
    analyser.smoothingTimeConstant = 0;
    const node = this.#context.createMediaStreamSource(new this.#options.MediaStream([track]));
    node.connect(analyser);
    return { track, node, analyser, spectrum: new Float32Array(analyser.frequencyBinCount) };
  }

  #setRunning(isRunning: boolean): void {
    clearInterval(this.#timer);
    this.#timer = isRunning ? setInterval(() => this.#look(), momentMs) : undefined;
    // Refused when it is closed, or not allowed yet: then all is silent.
    const settled = isRunning ? this.#context.resume() : this.#context.suspend();
    settled.catch(() => {});
  }

  #look(): void {
    const microphone = this.#microphone;
    if (!microphone) return;
    const nowMs = performance.now();
    if (nowMs - this.#lastMs > longestGapMs) this.#reset();
    this.#lastMs = nowMs;
    const own = this.#read(microphone);
    const voices = new Map([...this.#voices].map(([id, voice]) => [id, this.#read(voice)]));
    const isVoiceTone = [...voices.values()].some(({ tone }) => tone !== null);
    const bands = new Map([...voices].map(([id, moment]) => [id, moment.bands]));
    const isEcho = this.#echo.add(own.bands, bands);
    const isHowling = this.#howling.add(nowMs, own.tone, isVoiceTone || this.#found !== null);
    if (isEcho || isHowling) {
      this.#foundMs = nowMs;
      this.#setFound(isHowling ? 'howling' : (this.#found ?? 'echo'));
    } else if (nowMs - this.#foundMs > lastsMs) this.#setFound(null);
  }

  #read({ analyser, spectrum }: Source): Moment {
    analyser.getFloatFrequencyData(spectrum);
    return readMoment(spectrum, this.#context.sampleRate / fftSize);
  }

  #reset(): void {
    this.#echo.reset();
    this.#howling.reset();
  }

  #setFound(found: MicrophoneEcho | null): void {
    if (this.#found === found) return;
    this.#found = found;
    this.#options.handleChanged(found);
  }

  /** Idempotent. */
  close(): void {
    this.follow(null, new Map());
    // Fails only when it is closed already.
    this.#context.close().catch(() => {});
  }
}

function close({ node, analyser }: Source): void {
  node.disconnect();
  analyser.disconnect();
}
