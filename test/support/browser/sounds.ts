/**
 * Sounds made in the page with Web Audio, to measure what a decoder plays under packet loss. No recordings of people:
 * "speech" is source-filter synthesis of random syllables: pulses with breath through gliding formants, consonants of noise,
 * short closures and pauses. Pitch and formants that stand still within a syllable would be coded as music by Opus; only its
 * modes for speech have in-band FEC (RFC 6716, 2.1.7). "tone" changes pitch without pauses and is coded as music.
 */
export type Sound = 'speech' | 'tone';

/** Frequencies of three formants of adult vowels, in Hz (Peterson and Barney, 1952). */
const vowels = [
  [730, 1_090, 2_440],
  [270, 2_290, 3_010],
  [300, 870, 2_240],
  [530, 1_840, 2_480],
  [570, 840, 2_410],
] as const;
const formantGains = [1, 0.5, 0.25] as const;
const anyVowel = () => vowels[Math.floor(Math.random() * vowels.length)] ?? vowels[0];
/** Beside the pulses, whose amplitude is 1. */
const breath = 0.05;
const pitchJitterHz = 60;
const consonantS = 0.08;
const closureS = 0.03;

export class SoundSource {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext();
  readonly #speech: GainNode;
  readonly #tone: GainNode;

  constructor() {
    const destination = this.#context.createMediaStreamDestination();
    this.#speech = this.#gain(0, destination);
    this.#tone = this.#gain(0, destination);
    this.#makeSpeech(this.#speech);
    this.#makeTone(this.#tone);
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new Error('Web Audio gives no track');
    this.track = track;
  }

  async play(sound: Sound): Promise<void> {
    await this.#context.resume();
    this.#speech.gain.value = sound === 'speech' ? 1 : 0;
    this.#tone.gain.value = sound === 'tone' ? 1 : 0;
  }

  #gain(value: number, to: AudioNode | AudioParam): GainNode {
    const gain = this.#context.createGain();
    gain.gain.value = value;
    if (to instanceof AudioNode) gain.connect(to);
    else gain.connect(to);
    return gain;
  }

  #makeSpeech(to: AudioNode): void {
    const voiced = this.#gain(0, to);
    const unvoiced = this.#gain(0, to);
    const pitch = new OscillatorNode(this.#context, { type: 'sawtooth', frequency: 120 });
    const source = new BiquadFilterNode(this.#context, { type: 'lowpass', frequency: 1_500, Q: 0.5 });
    pitch.connect(source);
    this.#noise().connect(this.#gain(breath, source));
    const jitter = new BiquadFilterNode(this.#context, { type: 'lowpass', frequency: 40 });
    this.#noise().connect(jitter).connect(this.#gain(pitchJitterHz, pitch.frequency));
    const formants = formantGains.map((gain) => {
      const filter = new BiquadFilterNode(this.#context, { type: 'bandpass', Q: 8 });
      source.connect(filter).connect(this.#gain(gain, voiced));
      return filter;
    });
    const hiss = new BiquadFilterNode(this.#context, { type: 'bandpass', frequency: 4_500, Q: 1 });
    this.#noise().connect(hiss).connect(unvoiced);
    pitch.start();
    let [syllable, before] = [0, anyVowel()];
    const say = (): void => {
      syllable += 1;
      // A pause for breath after every eighth syllable.
      if (syllable % 8 === 0) {
        setTimeout(say, 350);
        return;
      }
      const now = this.#context.currentTime;
      const lengthS = 0.14 + Math.random() * 0.14;
      const vowel = anyVowel();
      shape(unvoiced.gain, now, consonantS, 0.15);
      const at = now + consonantS + closureS;
      shape(voiced.gain, at, lengthS, 2.5);
      const hertz = 95 + Math.random() * 50;
      glide(pitch.frequency, at, lengthS, [0.95 * hertz, 1.15 * hertz, 0.8 * hertz]);
      for (const [index, filter] of formants.entries()) {
        const [from, to] = [before[index] ?? 500, vowel[index] ?? 500];
        glide(filter.frequency, at, lengthS, [0.7 * from + 0.3 * to, to, 0.6 * to + 0.4 * from]);
      }
      before = vowel;
      setTimeout(say, (lengthS + 0.07 + closureS) * 1_000);
    };
    say();
  }

  #noise(): AudioBufferSourceNode {
    const buffer = this.#context.createBuffer(1, this.#context.sampleRate * 2, this.#context.sampleRate);
    const samples = buffer.getChannelData(0);
    for (let index = 0; index < samples.length; index += 1) samples[index] = Math.random() * 2 - 1;
    const source = new AudioBufferSourceNode(this.#context, { buffer, loop: true });
    source.start();
    return source;
  }

  #makeTone(to: AudioNode): void {
    const oscillator = new OscillatorNode(this.#context, { frequency: 300 });
    const level = this.#gain(0.3, to);
    oscillator.connect(level);
    oscillator.start();
    setInterval(() => {
      level.gain.value = 0.05 + Math.random() * 0.45;
      oscillator.frequency.value = 150 + Math.random() * 300;
    }, 120);
  }
}

/** Gain envelope: rise, hold, fall. */
function shape(gain: AudioParam, at: number, lengthS: number, peak: number): void {
  gain.setValueAtTime(0, at);
  gain.linearRampToValueAtTime(peak, at + 0.02);
  gain.setValueAtTime(peak, at + lengthS * 0.6);
  gain.linearRampToValueAtTime(0, at + lengthS);
}

/** From the first value to the second and to the third, within a syllable. */
function glide(parameter: AudioParam, at: number, lengthS: number, [from, over, to]: [number, number, number]): void {
  parameter.cancelScheduledValues(at);
  parameter.setValueAtTime(from, at);
  parameter.linearRampToValueAtTime(over, at + lengthS * 0.4);
  parameter.linearRampToValueAtTime(to, at + lengthS);
}
