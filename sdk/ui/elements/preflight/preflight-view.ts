import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PreflightPart, PreflightProgress, PreflightReport, PreflightResult } from '../../../src/index.ts';
import { base } from '../../style/theme.ts';
import { byCode } from '../../texts/texts.ts';
import { HearthroomElement } from '../shared/element.ts';
import { type PartState, PreflightRun, type PreflightSubject } from './preflight-run.ts';

const order: readonly PreflightPart[] = ['browser', 'camera', 'microphone', 'speaker', 'server', 'paths', 'line'];

/** What is shown of a run. */
export type ShownRun = Pick<PreflightRun, 'parts' | 'question' | 'report' | 'failure' | 'stop'>;

/** What is read or pressed next. */
function focusOf({ question, report, failure }: ShownRun): string {
  if (question) return '#sound';
  if (report) return '.summary';
  return failure === null ? '.stop' : '.primary';
}

/** The check of devices and connection: begins it, shows what is found and what to do, and gives a report to copy. */
export class PreflightView extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    subject: { attribute: false },
    reported: { attribute: false },
    run: { state: true },
    spoken: { state: true },
    sound: { state: true },
    copied: { state: true },
  };
  static override styles = [
    base,
    css`
      :host { container: preflight / inline-size; }
      .page { display: grid; gap: 1rem; }
      .parts { display: grid; gap: 0.5rem; }
      .part { display: grid; gap: 0.3rem; padding: 0.6rem 0.9rem; border: 1px solid var(--hr-line); border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-surface); }
      .part.poor, .part.bad { background: var(--hr-warm); }
      .head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.2rem 1rem; }
      .name { font-weight: 600; }
      .part.bad .state { font-weight: 600; }
      .figures { display: flex; flex-wrap: wrap; gap: 0 1.2rem; }
      .box { display: grid; gap: 0.7rem; padding: 0.9rem; border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-soft); }
      .ways { display: flex; flex-wrap: wrap; gap: 0.6rem; }
      h2 { font-size: 1.15rem; }
      h2:focus { outline: none; }
      summary { cursor: pointer; min-block-size: 44px; display: flex; align-items: center; font-weight: 600; }
      details[open] { display: grid; gap: 0.6rem; }
      textarea { inline-size: 100%; block-size: 12rem; padding: 0.6rem; direction: ltr; font-family: ui-monospace, monospace; font-size: 0.8rem; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.5); background: var(--hr-bg); resize: vertical; }
    `,
  ];

  declare subject: PreflightSubject | null;
  /** Therapists learn that the check was done. */
  declare reported: boolean;
  declare run: ShownRun | null;
  declare spoken: string;
  declare sound: 'silent' | 'playing' | 'played';
  declare copied: boolean;

  constructor() {
    super();
    this.subject = null;
    this.reported = false;
    this.run = null;
    this.spoken = '';
    this.sound = 'silent';
    this.copied = false;
  }

  protected override handleGone(): void {
    this.#stop();
  }

  override render(): TemplateResult {
    const { preflight } = this.texts;
    return html`<div class="page">
      ${this.#content()}
      <p class="sr" role="status">${this.spoken}</p>
      ${this.copied ? html`<p class="sr" role="status">${preflight.copied}</p>` : nothing}
    </div>`;
  }

  #content(): TemplateResult {
    const { run, texts } = this;
    const { preflight } = texts;
    if (run?.report) return this.#finished(run.report);
    if (run?.failure)
      return html`<p class="box" role="alert">${preflight.failed}</p>
        <div class="ways"><button type="button" class="primary" @click=${this.#start}>${preflight.again}</button></div>`;
    if (run)
      return html`${this.#question(run)} ${this.#speakHint(run)} ${this.#list((part) => run.parts.get(part) ?? 'waiting', null)}
        <div class="ways"><button type="button" class="stop" @click=${this.#stop}>${preflight.stop}</button></div>`;
    return html`<p>${this.reported ? preflight.introReported : preflight.intro}</p>
      <div class="ways"><button type="button" class="primary start" ?disabled=${this.subject === null} @click=${this.#start}>${preflight.start}</button></div>`;
  }

  #speakHint({ parts }: ShownRun): TemplateResult | typeof nothing {
    return parts.get('microphone') === 'running' ? html`<p class="box">${this.texts.preflight.speak}</p>` : nothing;
  }

  #question({ question }: ShownRun): TemplateResult | typeof nothing {
    if (!question) return nothing;
    const { preflight } = this.texts;
    const play = async (): Promise<void> => {
      this.sound = 'playing';
      await question.play();
      this.sound = 'played';
    };
    return html`<div class="box" role="group" aria-labelledby="sound">
      <h2 id="sound" tabindex="-1">${preflight.soundQuestion}</h2>
      <p class="hint">${preflight.soundHint}</p>
      <div class="ways">
        <button type="button" class="play" aria-disabled=${this.sound === 'playing'} @click=${() => (this.sound === 'playing' ? undefined : play())}>${this.sound === 'playing' ? preflight.playing : preflight.play}</button>
        <button type="button" class="heard" @click=${() => question.answer(true)}>${preflight.heard}</button>
        <button type="button" class="not-heard" @click=${() => question.answer(false)}>${preflight.notHeard}</button>
      </div>
    </div>`;
  }

  #finished(report: PreflightReport): TemplateResult {
    const { preflight, preflightSummaries } = this.texts;
    const text = JSON.stringify(report, null, 2);
    return html`<h2 class="summary" tabindex="-1">${preflightSummaries[report.verdict]}</h2>
      ${this.#list((part) => report[part], report)}
      <div class="ways"><button type="button" class="again" @click=${this.#start}>${preflight.again}</button></div>
      <details>
        <summary>${preflight.report}</summary>
        <p class="hint">${preflight.reportHint}</p>
        <textarea readonly aria-label=${preflight.report} .value=${text}></textarea>
        <div class="ways"><button type="button" class="copy" @click=${() => this.#copy(text)}>${this.copied ? preflight.copied : preflight.copy}</button></div>
      </details>`;
  }

  #list(stateOf: (part: PreflightPart) => PartState, report: PreflightReport | null): TemplateResult {
    return html`<ul class="parts">${order.map((part) => this.#part(part, stateOf(part), report))}</ul>`;
  }

  #part(part: PreflightPart, state: PartState, report: PreflightReport | null): TemplateResult {
    const { preflightFindings, preflightParts } = this.texts;
    const result = typeof state === 'object' ? state : null;
    const figures = part === 'line' && report ? this.#figures(report.line) : nothing;
    return html`<li class="part ${result?.verdict ?? ''}">
      <div class="head"><span class="name">${preflightParts[part]}</span><span class="state">${this.#stateText(state)}</span></div>
      ${(result?.codes ?? []).map((code) => html`<p>${byCode<string>(preflightFindings, code)}</p>`)} ${figures}
    </li>`;
  }

  #figures({ downKbps, upKbps, roundTripMs }: PreflightReport['line']): TemplateResult | typeof nothing {
    if (downKbps === null || upKbps === null || roundTripMs === null) return nothing;
    const { received, sent, roundTrip } = this.texts.preflight;
    return html`<p class="hint figures"><span>${received(downKbps)}</span> <span>${sent(upKbps)}</span> <span>${roundTrip(roundTripMs)}</span></p>`;
  }

  #stateText(state: PartState): string {
    const { preflight } = this.texts;
    if (state === 'waiting') return preflight.stateWaiting;
    return state === 'running' ? preflight.stateRunning : this.#verdictText(state);
  }

  #verdictText({ verdict }: PreflightResult): string {
    return this.texts.preflightVerdicts[verdict ?? 'none'];
  }

  protected override updated(changed: PropertyValues): void {
    // The button that was pressed is gone.
    if (changed.get('run') !== undefined) this.#focus(this.run ? '.stop' : '.start');
  }

  #start = (): void => {
    if (!this.subject) return;
    this.#stop();
    this.copied = false;
    this.sound = 'silent';
    const run = new PreflightRun(this.subject, (progress) => {
      if (this.run === run) void this.#handleChanged(run, progress);
    });
    this.run = run;
  };

  #stop = (): void => {
    this.run?.stop();
    this.run = null;
    this.spoken = '';
  };

  async #handleChanged(run: ShownRun, progress: PreflightProgress | null): Promise<void> {
    if (progress) this.spoken = this.#spokenOf(progress);
    this.requestUpdate();
    if (progress) return;
    await this.updateComplete;
    // A screen reader reads what the focus is on.
    this.#focus(focusOf(run));
    if (!run.report) return;
    this.spoken = this.texts.preflightSummaries[run.report.verdict];
    const detail = { verdict: run.report.verdict, report: run.report };
    this.dispatchEvent(new CustomEvent('hearthroom-preflight-done', { detail, bubbles: true, composed: true }));
  }

  #spokenOf({ part, result }: PreflightProgress): string {
    const { preflight, preflightParts } = this.texts;
    if (result) return `${preflightParts[part]}: ${this.#verdictText(result)}`;
    return part === 'microphone' ? preflight.speak : preflight.running(preflightParts[part]);
  }

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: selector === '.stop' });
  }

  /** Without permission to write to the clipboard the text is selected, so that it can be copied by hand. */
  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = true;
    } catch {
      this.renderRoot.querySelector('textarea')?.select();
    }
  }
}
