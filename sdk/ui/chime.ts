const notesHz = [523.25, 659.25]; // C5, E5
const noteSeconds = 0.5;
const loudness = 0.06;
const quietMs = 1_500;

/** Two quiet notes. Made when first played, since browsers let sound start only after a click. */
export class Chime {
  #context: AudioContext | null = null;
  #playedAtMs = -Infinity;

  play(): void {
    // Several people who come at once are one sound.
    if (performance.now() - this.#playedAtMs < quietMs) return;
    this.#playedAtMs = performance.now();
    this.#context ??= new AudioContext();
    const context = this.#context;
    // A context that may not start yet would play the notes late, all at once.
    if (context.state === 'suspended') context.resume().then(() => ring(context), ignore);
    else ring(context);
  }

  close(): void {
    this.#context?.close().catch(ignore);
    this.#context = null;
  }
}

/** Closed in between, or forbidden by the browser: then there is no sound, and the badge says it. */
function ignore(): void {}

function ring(context: AudioContext): void {
  for (const [index, frequencyHz] of notesHz.entries()) {
    const start = context.currentTime + index * noteSeconds * 0.4;
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
