import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.ts';
import { base } from '../theme.ts';
import type { CallView, HostActions, HostView } from '../view.ts';
import { HearthroomElement } from './element.ts';

/** The host's panel: who waits first, since people wait for it; then the group; then the room. */
export class HostPanel extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    close: { attribute: false },
  };
  static override styles = [
    base,
    css`
      section.panel { block-size: 100%; display: grid; grid-template-rows: auto minmax(0, 1fr); background: var(--hr-surface); border-radius: var(--hr-radius); overflow: hidden; }
      .top { display: flex; align-items: center; justify-content: space-between; padding-block: 0.5rem; padding-inline: 1rem 0.5rem; border-block-end: 1px solid var(--hr-line); }
      .top h2:focus { outline: none; }
      .top button { padding: 0; inline-size: 44px; }
      .scroll { overflow-y: auto; padding: 1rem; display: grid; gap: 1.6rem; align-content: start; min-inline-size: 0; }
      .scroll > * { min-inline-size: 0; }
      .room { display: grid; gap: 0.9rem; border-block-start: 1px solid var(--hr-line); padding-block-start: 1.2rem; }
      .switch { display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.7rem; align-items: center; cursor: pointer; min-block-size: 44px; }
      .switch input { inline-size: 1.35rem; block-size: 1.35rem; accent-color: var(--hr-accent); margin: 0; }
      .switch .hint { grid-column: 2; }
    `,
  ];

  declare view: CallView | null;
  declare actions: HostActions | null;
  declare close: () => void;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.close = () => {};
  }

  focusTitle(): void {
    this.updateComplete.then(
      () => this.renderRoot.querySelector<HTMLElement>('h2')?.focus(),
      () => {},
    );
  }

  override render(): TemplateResult | null {
    const { view, actions, texts } = this;
    if (!view?.host || !actions) return null;
    return html`<section class="panel" aria-label=${texts.host.panel} @keydown=${(event: KeyboardEvent) => this.#keydown(event)}>
      <div class="top">
        <h2 tabindex="-1">${texts.host.panel}</h2>
        <button type="button" class="quiet" aria-label=${texts.host.close} title=${texts.host.close} @click=${this.close}>${icons.close}</button>
      </div>
      <div class="scroll">
        <hearthroom-waiting-list .entries=${view.host.waiting} .actions=${actions} .texts=${texts}></hearthroom-waiting-list>
        <hearthroom-people-list .people=${view.people} .canModerate=${view.host.canModerate} .actions=${actions} .texts=${texts}></hearthroom-people-list>
        ${this.#room(view, view.host, actions)}
      </div>
    </section>`;
  }

  #room({ room }: CallView, host: HostView, actions: HostActions): TemplateResult {
    const texts = this.texts.host;
    return html`<div class="room">
      <h2>${texts.room}</h2>
      ${
        host.canModerate
          ? html`<label class="switch"><input type="checkbox" role="switch" .checked=${room.locked} @change=${(event: Event) => actions.setLocked(isChecked(event))} />
              <span>${texts.lock}</span><span class="hint">${texts.lockHint}</span></label>`
          : nothing
      }
      <label class="switch"><input type="checkbox" role="switch" .checked=${host.sound} @change=${(event: Event) => actions.setSound(isChecked(event))} />
        <span>${texts.sound}</span></label>
      ${host.canEnd ? html`<button type="button" class="danger" @click=${() => actions.endRoom()}>${texts.end}</button>` : nothing}
    </div>`;
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented) this.close();
  }
}

function isChecked(event: Event): boolean {
  return event.target instanceof HTMLInputElement && event.target.checked;
}
