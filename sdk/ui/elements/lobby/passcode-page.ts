import { css, html, nothing, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import { HearthroomElement } from '../shared/element.ts';

/** Asks for the passcode of a room. What is typed is sent only to the server and not stored. */
export class PasscodePage extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    wrong: { type: Boolean },
    isHost: { type: Boolean },
    submit: { attribute: false },
    cancel: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host { min-block-size: 100%; display: grid; grid-template-columns: minmax(0, 1fr); place-items: center; padding: clamp(1rem, 5vmin, 3rem); background: var(--hr-bg); }
      form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.1rem; inline-size: min(100%, 26rem); }
      .heading { display: grid; gap: 0.4rem; }
      label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.3rem; font-size: 0.95rem; font-weight: 600; }
      input { min-inline-size: 0; min-block-size: 50px; padding: 0.3rem 0.8rem; font-size: 1.15rem; letter-spacing: 0.06em; font-weight: 400; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-surface); }
      .problem { padding: 0.7rem 0.9rem; border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-warm); font-size: 0.95rem; }
      .primary { min-block-size: 54px; font-size: 1.05rem; }
    `,
  ];

  /** The last passcode was wrong. */
  declare wrong: boolean;
  declare isHost: boolean;
  declare submit: (passcode: string) => void;
  declare cancel: () => void;

  constructor() {
    super();
    this.wrong = false;
    this.isHost = false;
    this.submit = () => {};
    this.cancel = () => {};
  }

  override render(): TemplateResult {
    const { passcode } = this.texts;
    return html`<form @submit=${(event: SubmitEvent) => this.#submitted(event)}>
      <div class="heading"><h1 tabindex="-1">${passcode.title}</h1><p class="hint">${this.isHost ? passcode.introHost : passcode.intro}</p></div>
      <label>${passcode.label}<input name="passcode" required maxlength="64" autocomplete="off" autocapitalize="off" spellcheck="false"
        aria-invalid=${this.wrong} aria-describedby=${this.wrong ? 'wrong' : nothing} /></label>
      ${this.wrong ? html`<p class="problem" id="wrong" role="alert">${passcode.wrong}</p>` : nothing}
      <button type="submit" class="primary">${passcode.confirm}</button>
      <button type="button" class="quiet" @click=${this.cancel}>${passcode.cancel}</button>
    </form>`;
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const given = input?.value.trim() ?? '';
    if (given === '') return;
    this.submit(given);
    if (input) input.value = '';
  }
}
