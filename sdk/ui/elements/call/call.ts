import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icons } from '../../style/icons.ts';
import { base, callTokens } from '../../style/theme.ts';
import { formatCountdown, formatTime } from '../../texts/format.ts';
import { markStateOf } from '../../views/session/encryption-view.ts';
import type { Alert, CallActions, CallView, HostActions } from '../../views/view-types.ts';
import { helpCallsOf } from '../shared/dialogs/help-calls.ts';
import type { Modal } from '../shared/dialogs/modal.ts';
import type { DialogToggled } from '../shared/dialogs/speech.ts';
import { HearthroomElement } from '../shared/element.ts';
import type { SidePanel } from '../shared/side-panel.ts';
import { Ticker } from '../shared/ticker.ts';
import { encryptionMark, encryptionMarkStyles } from './encryption-mark.ts';
import type { Toolbar } from './toolbar.ts';

const helpBanner = 'hearthroom-help-banner';

/** Time before the end during which a countdown is shown. */
const lastMs = 60_000;

type ModalId = 'settings' | 'agreement' | 'encryption';

/** The session: title, notices, gallery, controls, and beside them the chat or the host's panel. */
export class Call extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    hostActions: { attribute: false },
    alerts: { attribute: false },
    spoken: { attribute: false },
    showsNumbers: { state: true },
  };
  static override styles = [
    base,
    callTokens,
    encryptionMarkStyles,
    css`
      :host { block-size: 100%; background: var(--hr-bg); overflow: hidden; }
      .frame { block-size: 100%; display: grid; grid-template-columns: minmax(0, 1fr) auto; grid-template-rows: auto auto auto minmax(0, 1fr) auto; }
      /* The exit button is in the next column; it is last in the tab order. */
      header { grid-column: 1; grid-row: 1; display: flex; align-items: center; gap: 0.6rem; padding-block: 0.3rem; padding-inline: 1rem 0.5rem; min-block-size: 44px; color: var(--hr-muted); font-size: 0.9rem; min-inline-size: 0; }
      header svg { inline-size: 1.2em; block-size: 1.2em; }
      h1 { font-size: 0.95rem; font-weight: 600; color: var(--hr-text); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
      header span { flex: 0 2 auto; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      header [role], header .last { flex: none; }
      header .last { padding: 0.1rem 0.6rem; border-radius: 8px; background: var(--hr-warm); color: var(--hr-text); font-variant-numeric: tabular-nums; }
      .exit { grid-column: 2; grid-row: 1; place-self: center end; margin-inline-end: 0.5rem; padding: 0 0.8rem; font-size: 0.88rem; border-color: var(--hr-line); background: none; color: var(--hr-text); gap: 0.35em; }
      hearthroom-notice-list, hearthroom-gallery { grid-column: 1 / -1; }
      .with-panel hearthroom-notice-list, .with-panel hearthroom-gallery { grid-column: 1; }
      hearthroom-notice-list { grid-row: 2; padding-inline: 8px; padding-block-end: 6px; }
      hearthroom-notice-list.none { padding: 0; }
      hearthroom-notice-list.passing { grid-row: 4; z-index: 2; pointer-events: none; place-self: start center; inline-size: min(100%, 36rem); padding-block-start: 8px; padding-inline: 16px; }
      hearthroom-gallery { grid-row: 4; margin-inline: 8px; }
      footer { grid-column: 1 / -1; grid-row: 5; padding: 0.4rem 6px; display: grid; gap: 0.4rem; }
      .seen { display: flex; align-items: center; justify-content: center; gap: 0.4rem; font-size: 0.85rem; line-height: 1.2; }
      .seen svg { inline-size: 1.2em; block-size: 1.2em; }
      hearthroom-talk-lines { inline-size: min(100%, 36rem); margin-inline: auto; padding-inline: 8px; }
      .side { grid-column: 2; grid-row: 2 / 5; inline-size: 23rem; min-block-size: 0; margin-inline-end: 8px; }
      @container hearthroom (width < 820px) {
        .side { grid-column: 1 / -1; grid-row: 4; inline-size: auto; margin-inline: 8px; }
        .with-panel hearthroom-gallery { display: none; }
        .with-panel hearthroom-notice-list { grid-column: 1 / -1; }
        /* A tile fills the width here: notices get their own area and cover neither faces nor the chat. */
        hearthroom-notice-list { position: relative; max-block-size: 40cqh; overflow-y: auto; }
        hearthroom-notice-list.passing:not(.none) { padding: 0 8px 6px; }
        hearthroom-notice-list.passing { grid-row: 3; place-self: stretch; inline-size: auto; padding: 0; }
        header { padding-inline-start: 0.9rem; }
      }
      /* Content above the frame reduces the height of the frame. */
      :host { display: flex; flex-direction: column; }
      .frame { flex: 0 1 auto; min-block-size: 0; }
      hearthroom-help-banner { flex: none; }
      /* A phone at 200% zoom: the title stays visible, and the button keeps its accessible name. */
      @container hearthroom (width < 300px) {
        .exit { padding-inline: 0.6rem; }
        .exit span { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); }
      }
      /* A phone in landscape. */
      @container hearthroom (height < 480px) {
        header { padding-block: 0; }
        footer { padding-block: 2px; }
        hearthroom-notice-list, hearthroom-notice-list.passing { position: relative; max-block-size: 26cqh; overflow-y: auto; }
      }
      /* An on-screen keyboard takes the rest. */
      @container hearthroom (height < 260px) {
        .frame:has(:is(hearthroom-chat-panel, hearthroom-talk-lines):focus-within) hearthroom-toolbar { display: none; }
      }
    `,
  ];

  declare view: CallView | null;
  declare actions: CallActions | null;
  declare hostActions: HostActions | null;
  /** Announcements of calls for help for screen readers. */
  declare alerts: readonly Alert[];
  /** Polite announcements, while a dialog of this page is the uppermost one. */
  declare spoken: readonly string[];
  /** The dialog about encryption is open: the numbers in it are computed only meanwhile. */
  declare showsNumbers: boolean;
  #helpHadFocus = false;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.hostActions = null;
    this.alerts = [];
    this.spoken = [];
    this.showsNumbers = false;
    new Ticker(this, 1_000, () => this.#isLastMinute);
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#helpHadFocus =
      this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement?.localName === helpBanner;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Closing the last call for help removes its buttons.
    if (this.#helpHadFocus && !this.renderRoot.querySelector(helpBanner)) this.focusHeading().catch(() => {});
    const before = changed.get('view');
    const panel = this.view?.panel ?? null;
    if (this.view?.agreement?.accepted !== false) this.#closeAgreement();
    if (!before || before.panel === panel) return;
    if (panel !== null) this.renderRoot.querySelector<SidePanel>('.side')?.focusFirst();
    else if (before.panel !== null)
      this.renderRoot.querySelector<Toolbar>('hearthroom-toolbar')?.focusPanelButton(before.panel);
  }

  /** Shows the agreement over the session, so that a new version can be read and accepted without leaving. */
  openAgreement(): void {
    this.#open('agreement');
  }

  openEncryption(): void {
    this.#open('encryption');
  }

  openSettings(): void {
    this.#open('settings');
  }

  override render(): TemplateResult | null {
    const { view, texts } = this;
    if (!view) return null;
    const side = this.#side(view);
    const help = view.host?.help ?? [];
    return html`${help.length === 0 ? nothing : html`<hearthroom-help-banner .requests=${help} .actions=${this.hostActions} .show=${view.mask === 'masked' ? () => this.actions?.setHiddenShown(true) : null} .texts=${texts}></hearthroom-help-banner>`}
    <div class="frame ${side === nothing ? '' : `with-panel with-${view.panel}`}">
      ${this.#header(view)} ${this.#notices(view)}
      <hearthroom-gallery .people=${view.shown} .stage=${view.stage} .pin=${(id: string | null) => this.actions?.pin(id)} .pictureOff=${view.audioOnly} .alone=${view.alone}
        .showLabels=${view.host !== null} .texts=${texts}></hearthroom-gallery>
      ${side}
      <footer>
        ${seesOnlyOthers(view) ? html`<p class="seen">${icons.camera}<span>${texts.call.othersSeeYou}</span></p>` : nothing}
        ${view.place.kind === 'preview' && view.mask !== 'masked' ? keyed(view.place.id, html`<hearthroom-talk-lines .drafts=${this.actions?.drafts} .otherId=${view.place.id} .lines=${view.place.lines} .send=${(text: string) => this.actions?.sendTalkLine(text)} .texts=${texts}></hearthroom-talk-lines>`) : nothing}
        ${view.checkIn ? html`<hearthroom-check-in-card .view=${view.checkIn} .actions=${this.actions} .texts=${texts}></hearthroom-check-in-card>` : nothing}
        <hearthroom-toolbar .view=${view} .actions=${this.actions} .openSettings=${() => this.openSettings()} .texts=${texts}></hearthroom-toolbar>
      </footer>
      ${this.#exit(view)}
    </div>
    ${this.#modals(view)}`;
  }

  #side(view: CallView): TemplateResult | typeof nothing {
    const { actions, texts } = this;
    const close = () => actions?.setPanel(null);
    if (view.panel === 'people' && view.host) {
      return html`<hearthroom-host-panel class="side" .view=${view} .actions=${this.hostActions} .show=${() => actions?.setHiddenShown(true)} .close=${close} .texts=${texts}></hearthroom-host-panel>`;
    }
    if (view.panel !== 'chat' || !view.chat || !actions) return nothing;
    return html`<hearthroom-chat-panel class="side" .view=${view.chat} .draft=${actions.chatDraft} .send=${actions.sendChat.bind(actions)} .confirm=${actions.confirmReaders.bind(actions)} .show=${() => actions.setHiddenShown(true)} .close=${close} .texts=${texts}></hearthroom-chat-panel>`;
  }

  /**
   * Lasting notices push the gallery down; temporary ones are drawn over it where there is room, so that faces don't
   * move.
   */
  #notices({ notices }: CallView): TemplateResult {
    const passing = notices.filter((notice) => notice.dismiss);
    const lasting = notices.filter((notice) => !notice.dismiss);
    const focusLost = (): void => void this.focusHeading().catch(() => {});
    return html`
      <hearthroom-notice-list class=${lasting.length === 0 ? 'none' : ''} .notices=${lasting} .focusLost=${focusLost} .texts=${this.texts}></hearthroom-notice-list>
      <hearthroom-notice-list class="passing ${passing.length === 0 ? 'none' : ''}" .notices=${passing} .focusLost=${focusLost} .texts=${this.texts}></hearthroom-notice-list>`;
  }

  #header(view: CallView): TemplateResult {
    const { call } = this.texts;
    const { room } = view;
    return html`<header>
      <h1 tabindex="-1" dir="auto">${room.title || call.title}</h1>
      ${room.endsAtMs === null ? nothing : this.#end(room.endsAtMs)}
      <hearthroom-live-text class="sr" .text=${this.#isLastMinute ? this.texts.notices.endsIn(1) : ''}></hearthroom-live-text>
      ${room.locked ? html`<span role="img" aria-label=${call.locked} title=${call.locked}>${icons.door}</span>` : nothing}
      ${view.encryption ? encryptionMark(view.encryption, () => this.openEncryption(), this.texts) : nothing}
    </header>`;
  }

  /** In the last minute everybody sees a countdown; it is announced once. */
  #end(endsAtMs: number): TemplateResult {
    const { call } = this.texts;
    return this.#isLastMinute
      ? html`<span class="last">${call.endsIn(formatCountdown(endsAtMs - this.now(), this.texts))}</span>`
      : html`<span>${call.until(formatTime(endsAtMs, this.now(), this.texts))}</span>`;
  }

  get #isLastMinute(): boolean {
    const endsAtMs = this.view?.room.endsAtMs ?? null;
    return endsAtMs !== null && endsAtMs - this.now() <= lastMs;
  }

  /** Last in the tab order although it is drawn at the top, so that an accidental Enter doesn't leave. */
  #exit({ host }: CallView): TemplateResult | typeof nothing {
    const { toolbar } = this.texts;
    if (host) return nothing;
    return html`<button type="button" class="exit" title=${toolbar.exitLong} @click=${() => this.actions?.safeExit()}>${icons.exit}<span>${toolbar.exit}</span></button>`;
  }

  #modals(view: CallView): TemplateResult {
    const { texts } = this;
    const help = helpCallsOf(view, this.hostActions, this.alerts, () => this.actions?.setHiddenShown(true));
    return html`
      <hearthroom-modal id="settings" .spoken=${this.spoken} .help=${help} .heading=${texts.settings.title} .closeLabel=${texts.settings.close} .texts=${texts}>
        <hearthroom-settings .view=${view} .actions=${this.actions} .texts=${texts}></hearthroom-settings>
      </hearthroom-modal>
      ${
        view.encryption
          ? html`<hearthroom-modal id="encryption" @hearthroom-dialog-toggled=${(event: DialogToggled) => this.#encryptionToggled(event)} .spoken=${this.spoken} .help=${help} .heading=${texts.encryption[markStateOf(view.encryption)]} .closeLabel=${texts.encryption.close} .texts=${texts}>
        ${this.showsNumbers ? html`<hearthroom-encryption .view=${view.encryption} .actions=${this.actions} .texts=${texts}></hearthroom-encryption>` : nothing}
      </hearthroom-modal>`
          : nothing
      }
      <hearthroom-modal id="agreement" .spoken=${this.spoken} .help=${help} .heading=${texts.agreement.title} .closeLabel=${texts.settings.close} .texts=${texts}>
        <hearthroom-agreement .agreement=${view.agreement} .accept=${() => this.actions?.acceptAgreement()} .texts=${texts}></hearthroom-agreement>
      </hearthroom-modal>`;
  }

  /** The notice that opened it is gone once the agreement is accepted: the focus would move to the page. */
  #closeAgreement(): void {
    const modal = this.#modal('agreement');
    if (!modal?.shown) return;
    modal.close();
    this.focusHeading().catch(() => {});
  }

  #encryptionToggled({ isOpen }: DialogToggled): void {
    this.showsNumbers = isOpen;
  }

  #modal(id: ModalId): Modal | null {
    return this.renderRoot.querySelector<Modal>(`#${id}`);
  }

  #open(id: ModalId): void {
    this.#modal(id)
      ?.open()
      .catch(() => {});
  }
}

/** This person has hidden their picture from themselves only. */
function seesOnlyOthers({ selfViewHidden, devices, shown }: CallView): boolean {
  return selfViewHidden && devices.camera.state === 'on' && shown.some(({ isSelf }) => !isSelf);
}
