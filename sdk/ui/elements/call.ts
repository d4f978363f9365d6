import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { formatTime } from '../format.ts';
import { icons } from '../icons.ts';
import { base, callTokens } from '../theme.ts';
import type { CallActions, CallView, HostActions } from '../view.ts';
import { HearthroomElement } from './element.ts';
import type { HostPanel } from './host-panel.ts';
import type { Toolbar } from './toolbar.ts';

/** The session itself: title, notices, gallery, controls, and for hosts the panel. */
export class Call extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    hostActions: { attribute: false },
  };
  static override styles = [
    base,
    callTokens,
    css`
      :host { block-size: 100%; background: var(--hr-bg); overflow: hidden; }
      .frame { block-size: 100%; display: grid; grid-template-columns: minmax(0, 1fr) auto; grid-template-rows: auto auto minmax(0, 1fr) auto; }
      header { grid-column: 1 / -1; display: flex; align-items: center; gap: 0.6rem; padding: 0.5rem 1rem; color: var(--hr-muted); font-size: 0.9rem; min-inline-size: 0; }
      header svg { inline-size: 1.2em; block-size: 1.2em; }
      h1 { font-size: 0.95rem; font-weight: 600; color: var(--hr-text); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
      header span { flex: none; }
      hearthroom-notice-list { grid-column: 1; grid-row: 2; padding-inline: 8px; padding-block-end: 6px; }
      hearthroom-notice-list.none { padding: 0; }
      hearthroom-notice-list.passing { grid-row: 3; z-index: 1; place-self: start center; inline-size: min(100%, 36rem); padding-block-start: 8px; padding-inline: 16px; }
      hearthroom-gallery { grid-column: 1; grid-row: 3; margin-inline: 8px; }
      footer { grid-column: 1 / -1; grid-row: 4; padding: 0.4rem max(6px, env(safe-area-inset-left)) calc(0.4rem + env(safe-area-inset-bottom)); }
      hearthroom-host-panel { grid-column: 2; grid-row: 2 / 4; inline-size: 23rem; min-block-size: 0; margin-inline-end: 8px; }
      @container hearthroom (width < 820px) {
        hearthroom-host-panel { grid-column: 1 / -1; grid-row: 3; inline-size: auto; margin-inline: 8px; }
        .frame.with-panel hearthroom-gallery { display: none; }
        .frame.with-panel hearthroom-notice-list.passing { place-self: end center; padding-block: 0 14px; }
        header { padding-inline: 0.9rem; }
      }
    `,
  ];

  declare view: CallView | null;
  declare actions: CallActions | null;
  declare hostActions: HostActions | null;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.hostActions = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    if (!before || before.panelOpen === this.view?.panelOpen) return;
    if (this.view?.panelOpen) this.renderRoot.querySelector<HostPanel>('hearthroom-host-panel')?.focusTitle();
    else this.renderRoot.querySelector<Toolbar>('hearthroom-toolbar')?.focusPeople();
  }

  override render(): TemplateResult | null {
    const { view, texts } = this;
    if (!view) return null;
    const { camera, microphone } = view.devices;
    const hidesSelf = view.selfViewHidden || !(camera.allowed || microphone.allowed);
    const shown = hidesSelf ? view.people.filter((person) => !person.isSelf) : view.people;
    const hasPanel = view.host !== null && view.panelOpen;
    return html`<div class="frame ${hasPanel ? 'with-panel' : ''}">
      ${this.#header(view)}
      ${this.#notices(view)}
      <hearthroom-gallery .people=${shown} .showLabels=${view.host !== null && view.screen !== 'on'} .texts=${texts}></hearthroom-gallery>
      ${
        hasPanel
          ? html`<hearthroom-host-panel .view=${view} .actions=${this.hostActions} .close=${() => this.actions?.setPanelOpen(false)} .texts=${texts}></hearthroom-host-panel>`
          : nothing
      }
      <footer><hearthroom-toolbar .view=${view} .actions=${this.actions} .texts=${texts}></hearthroom-toolbar></footer>
    </div>`;
  }

  /** What stays pushes the gallery down; what passes lies over it, so that faces don't jump for it. */
  #notices({ notices }: CallView): TemplateResult {
    const passing = notices.filter((notice) => notice.dismiss);
    const lasting = notices.filter((notice) => !notice.dismiss);
    return html`
      <hearthroom-notice-list class=${lasting.length === 0 ? 'none' : ''} .notices=${lasting} .texts=${this.texts}></hearthroom-notice-list>
      <hearthroom-notice-list class="passing ${passing.length === 0 ? 'none' : ''}" .notices=${passing} .texts=${this.texts}></hearthroom-notice-list>`;
  }

  #header({ room }: CallView): TemplateResult {
    const { call } = this.texts;
    return html`<header>
      <h1 tabindex="-1"><bdi>${call.title(room.title)}</bdi></h1>
      ${room.closesAtMs === null ? nothing : html`<span>${call.until(formatTime(room.closesAtMs, Date.now()))}</span>`}
      ${room.locked ? html`<span role="img" aria-label=${call.locked} title=${call.locked}>${icons.lock}</span>` : nothing}
    </header>`;
  }
}
