import { css, html, nothing, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import type { CallActions, CallView, Source } from '../../views/view-types.ts';
import { blurSwitch } from '../shared/devices/blur-switch.ts';
import { HearthroomElement } from '../shared/element.ts';
import { lineForm } from '../shared/styles/line-form.ts';
import { switchRow } from '../shared/styles/switch-row.ts';

/** What people can set for themselves during the session. */
export class Settings extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    lineForm,
    switchRow,
    css`
      :host { display: grid; gap: 1.5rem; }
      section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.8rem; }
      ul { display: grid; gap: 0.4rem; }
      li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem; }
      li span { overflow-wrap: anywhere; min-inline-size: 0; }
      .foot { display: grid; gap: 0.4rem; border-block-start: 1px solid var(--hr-line); padding-block-start: 1rem; }
    `,
  ];

  declare view: CallView | null;
  declare actions: CallActions | null;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
  }

  override render(): TemplateResult | null {
    const { view, actions } = this;
    if (!view || !actions) return null;
    const { settings } = this.texts;
    return html`
      ${this.#devices(view, actions)}
      <section>
        <h2>${settings.view}</h2>
        ${view.devices.camera.allowed ? this.#switch(settings.selfView, !view.selfViewHidden, (on) => actions.setSelfViewHidden(!on)) : nothing}
        ${this.#switch(settings.audioOnly, view.audioOnly, (on) => actions.setAudioOnly(on), settings.audioOnlyHint)}
      </section>
      ${view.settings.name === null ? nothing : this.#name(view.settings.name)}
      ${view.agreement?.accepted && view.host === null ? this.#agreement(actions) : nothing}
      ${view.settings.consents.length > 0 ? this.#consents(view, actions) : nothing}
      <div class="foot"><p class="hint">${settings.recording}</p><p class="hint">${settings.exit}</p></div>`;
  }

  #devices({ devices }: CallView, actions: CallActions): TemplateResult | typeof nothing {
    const { microphone, camera, speaker, blur, music } = devices;
    const { settings } = this.texts;
    const field = (kind: Source | 'speaker', { choices, chosenId }: NonNullable<typeof speaker>) =>
      html`<hearthroom-device-choice .label=${this.texts.lobby[kind]} .choices=${choices} .chosenId=${chosenId} .texts=${this.texts}
        .choose=${(deviceId: string) => actions.choose(kind, deviceId)}></hearthroom-device-choice>`;
    const musicSwitch = this.#switch(settings.music, music, (on) => actions.setMusic(on), settings.musicHint);
    const hasSpeaker = speaker !== null && speaker.choices.length > 0;
    if (!microphone.allowed && !camera.allowed && !hasSpeaker) return nothing;
    return html`<section>
      <h2>${settings.devices}</h2>
      ${microphone.allowed ? [field('microphone', microphone), musicSwitch] : nothing}
      ${camera.allowed ? [field('camera', camera), blurSwitch(blur, actions, this.texts)] : nothing}
      ${hasSpeaker ? field('speaker', speaker) : nothing}
    </section>`;
  }

  #switch(label: string, on: boolean, set: (on: boolean) => void, hint = ''): TemplateResult {
    return html`<label class="switch">
      <input type="checkbox" role="switch" .checked=${on} @change=${(event: Event) => set(event.target instanceof HTMLInputElement && event.target.checked)} />
      <span>${label}</span>${hint === '' ? nothing : html`<span class="hint">${hint}</span>`}
    </label>`;
  }

  #name(name: string): TemplateResult {
    const { settings } = this.texts;
    return html`<form @submit=${(event: SubmitEvent) => this.#renamed(event)}>
      <label for="name">${settings.name}</label>
      <div class="line"><input id="name" maxlength="80" required autocomplete="off" .value=${name} /><button>${settings.rename}</button></div>
    </form>`;
  }

  #agreement(actions: CallActions): TemplateResult {
    const { settings } = this.texts;
    return html`<section>
      <h2>${settings.agreement}</h2>
      <p class="hint">${settings.agreementHint}</p>
      <div><button type="button" @click=${() => actions.withdrawAgreement()}>${settings.withdrawAgreement}</button></div>
    </section>`;
  }

  #consents(view: CallView, actions: CallActions): TemplateResult {
    const { settings } = this.texts;
    return html`<section>
      <h2>${settings.consents}</h2>
      <p class="hint">${settings.consentsHint}</p>
      <ul role="list">${view.settings.consents.map(({ id, name, agreed }) => {
        const [text, label] = agreed
          ? [settings.withdraw, settings.withdrawName(name)]
          : [settings.agree, settings.agreeName(name)];
        return html`<li>
          <span><bdi>${name}</bdi><br /><span class="hint">${agreed ? settings.agreed : settings.declined}</span></span>
          <button type="button" aria-label=${label} @click=${() => actions.answerConsent(id, !agreed)}>${text}</button>
        </li>`;
      })}</ul>
    </section>`;
  }

  #renamed(event: SubmitEvent): void {
    event.preventDefault();
    const name = this.renderRoot.querySelector<HTMLInputElement>('#name')?.value.trim() ?? '';
    if (name !== '') this.actions?.rename(name);
  }
}
