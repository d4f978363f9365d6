import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import { formatTime } from '../../texts/format.ts';
import { absenceSentence } from '../../views/absence-texts.ts';
import { undoExtensionText } from '../../views/end-texts.ts';
import type { CallView, HostActions, HostView } from '../../views/view-types.ts';
import { maskSignOf, maskSignStyles } from '../shared/mask-sign.ts';
import { SidePanel } from '../shared/side-panel.ts';
import { panelStyles } from '../shared/styles/panel-styles.ts';
import { switchRow } from '../shared/styles/switch-row.ts';

const extensionsMinutes = [5, 10, 15];

/**
 * The host's panel. First the people who wait, then the group and its work, then the room. Calls for help are above the
 * session.
 */
export class HostPanel extends SidePanel {
  static override properties = {
    ...SidePanel.properties,
    view: { attribute: false },
    actions: { attribute: false },
    show: { attribute: false },
  };
  static override styles = [
    base,
    panelStyles,
    maskSignStyles,
    switchRow,
    css`
      .scroll { position: relative; overflow-y: auto; padding: 1rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.6rem; align-content: start; min-inline-size: 0; }
      .scroll > * { min-inline-size: 0; }
      .scroll > .none { display: none; }
      .tools h2:focus { outline: none; }
      .circle { padding: 0.9rem 1rem; border-radius: var(--hr-radius); background: var(--hr-soft); display: grid; gap: 0.5rem; justify-items: start; }
      .tools, .room { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.9rem; border-block-start: 1px solid var(--hr-line); padding-block-start: 1.2rem; }
      details { border: 1px solid var(--hr-line); border-radius: calc(var(--hr-radius) * 0.75); padding-inline: 0.9rem; }
      details[open] { padding-block-end: 0.9rem; }
      summary { min-block-size: 44px; align-content: center; cursor: pointer; font-weight: 600; }
      .extend { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
      .extend p { flex: 1 1 100%; }
      .extend button { padding-inline: 0.9rem; font-size: 0.95rem; flex: 1 1 auto; }
    `,
  ];

  declare view: CallView | null;
  declare actions: HostActions | null;
  /** Shows what is masked. */
  declare show: () => void;
  #hadToolsFocus = false;
  #hadUndoFocus = false;
  #ranBefore = false;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.show = () => {};
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#hadToolsFocus = this.#tools?.matches(':focus-within') ?? false;
    this.#hadUndoFocus = this.#extend?.querySelector('.undo')?.matches(':focus') ?? false;
  }

  /**
   * Group work moves to another position in the panel when it starts or ends: the focus of the host who caused it moves
   * with it.
   */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const runs = this.#runs;
    if (runs !== this.#ranBefore && this.#hadToolsFocus) {
      const heading = this.#tools?.querySelector('h2');
      heading?.focus({ preventScroll: true });
      heading?.scrollIntoView({ block: 'start' });
    }
    this.#ranBefore = runs;
    // Taken back, or too late: its button has disappeared.
    if (this.#hadUndoFocus && !this.#extend?.querySelector('.undo')) this.#extend?.querySelector('button')?.focus();
  }

  get #runs(): boolean {
    const host = this.view?.host;
    // A stopped round keeps its position while it can be undone.
    return host?.canModerate === true && (host.goRound ?? host.turnUndo ?? host.breakout ?? host.checkIn) !== null;
  }

  get #tools(): Element | null {
    return this.renderRoot.querySelector('.tools');
  }

  get #extend(): Element | null {
    return this.renderRoot.querySelector('.extend');
  }

  override render(): TemplateResult | null {
    const { view, actions, texts } = this;
    if (!view?.host || !actions) return null;
    const { host } = view;
    return this.panel(
      texts.host.panel,
      texts.host.close,
      html`<div class="scroll">${view.mask === 'masked' ? html`${maskSignOf(texts.mask.hidden, texts.mask.show, () => this.#show())}${this.#room(view, host, actions)}` : this.#people(view, host, actions)}</div>`,
    );
  }

  /** The button disappears with the sign. */
  #show(): void {
    this.show();
    this.focusFirst();
  }

  #people(view: CallView, host: HostView, actions: HostActions): TemplateResult {
    const { texts } = this;
    // Running group work is above what can be started.
    const runs = this.#runs;
    return html`
        ${host.circleClosed ? this.#circle(actions) : nothing}
        <hearthroom-waiting-list .entries=${host.waiting} .actions=${actions} .texts=${texts}></hearthroom-waiting-list>
        ${runs ? this.#groupWork(view, host, actions) : nothing}
        <hearthroom-hand-list class=${host.hands.length > 0 ? '' : 'none'} .hands=${host.hands} .canLower=${host.canModerate} .actions=${actions} .texts=${texts}></hearthroom-hand-list>
        <hearthroom-people-list .people=${view.people} .canModerate=${host.canModerate} .spotlightId=${view.spotlightId} .actions=${actions} .texts=${texts}></hearthroom-people-list>
        ${host.canModerate && !runs ? this.#groupWork(view, host, actions) : nothing}
        ${this.#room(view, host, actions)}`;
  }

  #circle(actions: HostActions): TemplateResult {
    const { host } = this.texts;
    return html`<div class="circle">
      <h2>${host.circle}</h2>
      <p class="hint">${host.circleHint}</p>
      <button type="button" class="primary" @click=${() => actions.openCircle()}>${host.openCircle}</button>
    </div>`;
  }

  /** Closed at first; running group work is open. */
  #groupWork(view: CallView, host: HostView, actions: HostActions): TemplateResult {
    const { texts } = this;
    return html`<div class="tools">
      <h2 tabindex="-1">${texts.host.tools}</h2>
      <details ?open=${host.checkIn !== null}>
        <summary @click=${showOpened}>${texts.checkIn.title}</summary>
        <hearthroom-check-in-controls .view=${host.checkIn} .actions=${actions} .texts=${texts}></hearthroom-check-in-controls>
      </details>
      <details ?open=${(host.goRound ?? host.turnUndo) !== null}>
        <summary @click=${showOpened}>${texts.round.title}</summary>
        <hearthroom-go-round-controls .round=${host.goRound} .undo=${host.turnUndo} .people=${view.people} .actions=${actions} .texts=${texts}></hearthroom-go-round-controls>
      </details>
      <details ?open=${host.breakout !== null}>
        <summary @click=${showOpened}>${texts.breakout.title}</summary>
        <hearthroom-breakout-controls .breakout=${host.breakout} .people=${view.people} .actions=${actions} .texts=${texts}></hearthroom-breakout-controls>
      </details>
    </div>`;
  }

  #room({ room, screen }: CallView, host: HostView, actions: HostActions): TemplateResult {
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
      ${host.therapistAway ? html`<p class="hint">${absenceSentence(this.texts, host, { nowMs: this.now(), isSharing: screen === 'on' })}</p>` : nothing}
      ${this.#end(room.endsAtMs, host, actions)}
    </div>`;
  }

  #end(endsAtMs: number | null, { canExtend, canEnd, extensionUndo }: HostView, actions: HostActions): TemplateResult {
    const texts = this.texts.host;
    return html`
      ${
        endsAtMs === null || !canExtend
          ? nothing
          : html`<div class="extend" role="group" aria-label=${texts.extend}>
              <p>${texts.endsAt(formatTime(endsAtMs, this.now(), this.texts))}</p>
              ${extensionsMinutes.map((minutes) => html`<button type="button" @click=${() => actions.extendRoom(minutes)}>${texts.extendBy(minutes)}</button>`)}
              ${extensionUndo ? html`<button type="button" class="undo" @click=${() => actions.undoExtension()}>${undoExtensionText(this.texts, extensionUndo, this.now())}</button>` : nothing}
            </div>`
      }
      ${canEnd ? html`<button type="button" class="danger" @click=${() => actions.endRoom()}>${texts.end}</button>` : nothing}`;
  }
}

/** Scrolls to a section that opens below the visible area. */
function showOpened({ currentTarget }: Event): void {
  const details = currentTarget instanceof Element ? currentTarget.closest('details') : null;
  details?.addEventListener('toggle', () => details.open && details.scrollIntoView({ block: 'nearest' }), {
    once: true,
  });
}

function isChecked(event: Event): boolean {
  return event.target instanceof HTMLInputElement && event.target.checked;
}
