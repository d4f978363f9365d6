import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../../../style/theme.ts';
import { HearthroomElement } from '../element.ts';

const periodMs = 100;
/** A quiet room measures about -60 dB, a voice near the microphone about -20 dB. */
const floorDb = -60;
const ceilingDb = -15;

/** Loudness of samples as a share of the bar, 0 to 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-10);
  return Math.min(1, Math.max(0, (db - floorDb) / (ceilingDb - floorDb)));
}

/** Shows the level of a microphone. */
export class LevelMeter extends HearthroomElement {
  static override properties = { ...HearthroomElement.properties, track: { attribute: false }, level: { state: true } };
  static override styles = [
    base,
    css`
      .bar { block-size: 10px; border-radius: 5px; background: var(--hr-line); overflow: hidden; }
      .fill { block-size: 100%; inline-size: 100%; border-radius: 5px; background: var(--hr-accent); transform-origin: left; transition: transform 120ms linear; }
      .fill:dir(rtl) { transform-origin: right; }
    `,
  ];

  declare track: MediaStreamTrack | null;
  declare level: number;
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.track = null;
    this.level = 0;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('track')) return;
    this.#stop();
    if (this.track && !this.isGone) this.#start(this.track);
  }

  protected override handleGone(): void {
    this.#stop();
  }

  #start(track: MediaStreamTrack): void {
    const context = new AudioContext();
    this.#context = context;
    this.#resumeWhenTouched(context);
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.level = levelOf(samples);
    }, periodMs);
  }

  /**
   * Browsers run an AudioContext only once the person has interacted with the page; until then the bar does not move.
   */
  #resumeWhenTouched(context: AudioContext): void {
    if (context.state === 'running') return;
    const resume = (): void => {
      if (context.state !== 'closed') context.resume().catch(() => {}); // closed meanwhile
    };
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, resume, { once: true });
  }

  #stop(): void {
    clearInterval(this.#timer);
    // Closing an AudioContext fails only when it is closed already.
    this.#context?.close().catch(() => {});
    this.#context = null;
    this.level = 0;
  }

  override render(): TemplateResult {
    const percent = Math.round(this.level * 100);
    return html`<div class="bar" role="meter" aria-label=${this.texts.lobby.level} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}>
      <div class="fill" .style=${`transform: scaleX(${this.level.toFixed(2)})`}></div>
    </div>`;
  }
}
