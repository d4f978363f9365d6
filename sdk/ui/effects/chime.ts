const tunes = {
  /** Somebody waits, or there is something to read: C5, E5, quiet. */
  bell: { notesHz: [523.25, 659.25], noteSeconds: 0.5, stepSeconds: 0.2, loudness: 0.06 },
  /** A call for help: G5, D5, twice, shorter and a little louder. */
  help: { notesHz: [783.99, 587.33, 783.99, 587.33], noteSeconds: 0.4, stepSeconds: 0.25, loudness: 0.1 },
} as const;

export type Tune = keyof typeof tunes;

const quietMs = 1_500;

/**
 * Plays short sounds. The AudioContext is created with the first one, since browsers allow sound only after a click.
 */
export class Chime {
  #context: AudioContext | null = null;
  readonly #playedAtMs = new Map<Tune, number>();

  play(tune: Tune): void {
    // Several people who come at the same time are one sound; a call for help has its own.
    if (performance.now() - (this.#playedAtMs.get(tune) ?? -Infinity) < quietMs) return;
    this.#playedAtMs.set(tune, performance.now());
    this.#context ??= new AudioContext();
    const context = this.#context;
    // Notes scheduled on a suspended context would all play at once when it starts.
    if (context.state === 'suspended') context.resume().then(() => ring(context, tune), ignore);
    else ring(context, tune);
  }

  close(): void {
    this.#context?.close().catch(ignore);
    this.#context = null;
  }
}

/** Closed meanwhile, or forbidden by the browser: there is no sound, and the badge shows the event. */
function ignore(): void {}

function ring(context: AudioContext, tune: Tune): void {
  const { notesHz, noteSeconds, stepSeconds, loudness } = tunes[tune];
  for (const [index, frequencyHz] of notesHz.entries()) {
    const start = context.currentTime + index * stepSeconds;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + noteSeconds);
    const oscillator = new OscillatorNode(context, { frequency: frequencyHz, type: 'sine' });
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + noteSeconds);
  }
}
