/**
 * Sounds made in the page with Web Audio, to measure what a decoder plays under packet loss. No recordings of people:
 * "speech" is source-filter synthesis of random syllables (pulses and noise through formants, with moving pitch and
 * pauses), close enough to a voice that Opus uses its speech mode, which has in-band FEC. "tone" changes pitch without
 * pauses; Opus codes it as music, which has no FEC.
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

  #gain(value: number, to: AudioNode): GainNode {
    const gain = this.#context.createGain();
    gain.gain.value = value;
    gain.connect(to);
    return gain;
  }

  #makeSpeech(to: AudioNode): void {
    const voiced = this.#gain(0, to);
    const unvoiced = this.#gain(0, to);
    const pitch = new OscillatorNode(this.#context, { type: 'sawtooth', frequency: 120 });
    const formants = formantGains.map((gain) => {
      const filter = new BiquadFilterNode(this.#context, { type: 'bandpass', Q: 8 });
      pitch.connect(filter).connect(this.#gain(gain, voiced));
      return filter;
    });
    const hiss = new BiquadFilterNode(this.#context, { type: 'bandpass', frequency: 4_500, Q: 1 });
    this.#noise().connect(hiss).connect(unvoiced);
    pitch.start();
    let syllable = 0;
    const say = (): void => {
      const now = this.#context.currentTime;
      syllable += 1;
      // A pause for breath after every eighth syllable.
      if (syllable % 8 === 0) {
        setTimeout(say, 350);
        return;
      }
      const lengthS = 0.14 + Math.random() * 0.14;
      const vowel = vowels[Math.floor(Math.random() * vowels.length)] ?? vowels[0];
      shape(unvoiced.gain, now, 0.05, 0.15);
      shape(voiced.gain, now + 0.05, lengthS, 2.5);
      pitch.frequency.setTargetAtTime(95 + Math.random() * 50, now, 0.06);
      for (const [index, filter] of formants.entries()) {
        filter.frequency.setTargetAtTime(vowel[index] ?? 500, now + 0.04, 0.02);
      }
      setTimeout(say, (lengthS + 0.07) * 1_000);
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
