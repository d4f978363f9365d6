import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import { formatNumber } from '../../texts/format.ts';
import type { CallActions, CallView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';
import { deviceButton } from './device-button.ts';
import type { MoreMenu } from './more-menu.ts';
import { toolbarButton, toolbarButtonStyles } from './toolbar-button.ts';

/** One row of labelled buttons, the same on phones and desktops; less frequent actions are in “More”. */
export class Toolbar extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    openSettings: { attribute: false },
    moreOpen: { state: true },
  };
  static override styles = [
    base,
    toolbarButtonStyles,
    css`
      :host { position: relative; min-inline-size: 0; }
      .bar { display: flex; justify-content: center; gap: clamp(0px, 1cqw, 10px); }
      /* A phone at 200% zoom: two rows, with buttons large enough to touch. */
      @container hearthroom (width < 300px) {
        .bar { flex-wrap: wrap; }
        .tool { flex: 1 0 44px; max-inline-size: 25%; min-block-size: 48px; }
      }
      hearthroom-more-menu { position: absolute; z-index: 3; inset-block-end: calc(100% + 8px); inset-inline: 0; inline-size: min(100%, 26rem); margin-inline: auto; }
    `,
  ];

  declare view: CallView | null;
  declare actions: CallActions | null;
  declare openSettings: () => void;
  declare moreOpen: boolean;
  readonly #onPointer = (event: PointerEvent): void => {
    if (this.moreOpen && !event.composedPath().includes(this)) this.moreOpen = false;
  };

  #stopListening = (): void => {};

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.openSettings = () => {};
    this.moreOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const page = this.ownerDocument;
    page.addEventListener('pointerdown', this.#onPointer);
    this.#stopListening = () => page.removeEventListener('pointerdown', this.#onPointer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening();
  }

  override render(): TemplateResult | null {
    const { view, actions } = this;
    if (!view || !actions) return null;
    const { toolbar } = this.texts;
    return html`
      ${this.moreOpen ? this.#menu(view, actions) : nothing}
      <div class="bar" role="group" aria-label=${toolbar.label}>
        ${deviceButton('microphone', view.devices.microphone, actions, this.texts)} ${deviceButton('camera', view.devices.camera, actions, this.texts)} ${this.#chat(view, actions)}
        ${this.#hand(view, actions)} ${this.#help(view, actions)} ${this.#people(view, actions)} ${this.#more()}
        ${toolbarButton({ name: toolbar.leave, title: toolbar.leave, icon: icons.leave, press: () => actions.leave(), kind: 'leave' })}
      </div>`;
  }

  /** Focuses the button that opens a panel, after the panel was closed. */
  focusPanelButton(panel: 'people' | 'chat'): void {
    this.renderRoot.querySelector<HTMLElement>(`.bar .${panel}`)?.focus();
  }

  #chat({ chat, panel }: CallView, actions: CallActions): TemplateResult | typeof nothing {
    if (!chat) return nothing;
    const { chat: name, unread } = this.texts.toolbar;
    const expanded = panel === 'chat';
    const badge =
      chat.unread > 0 ? { badge: { count: formatNumber(chat.unread, this.texts), text: unread(chat.unread) } } : {};
    const press = () => actions.setPanel(expanded ? null : 'chat');
    return toolbarButton({ name, title: name, icon: icons.chat, expanded, press, kind: 'chat', ...badge });
  }

  #hand({ handRaised, host }: CallView, actions: CallActions): TemplateResult | typeof nothing {
    // Hosts have it in “More”: their row is full.
    if (handRaised === null || host) return nothing;
    const { hand: name, handLong: title } = this.texts.toolbar;
    const press = () => actions.setHandRaised(!handRaised);
    return toolbarButton({ name, title, icon: icons.hand, pressed: handRaised, press, kind: 'hand' });
  }

  #help({ help }: CallView, actions: CallActions): TemplateResult | typeof nothing {
    if (help === null) return nothing;
    const { help: name, helpLong: title } = this.texts.toolbar;
    return toolbarButton({
      name,
      title,
      icon: icons.help,
      pressed: help === 'sent',
      press: () => actions.requestHelp(),
    });
  }

  #people({ host, panel }: CallView, actions: CallActions): TemplateResult | typeof nothing {
    if (!host) return nothing;
    const { people: name, peopleWaiting, helpOpen } = this.texts.toolbar;
    const [asking, waiting] = [host.help.length, host.waiting.length];
    const badges = {
      ...(asking > 0 && { alarm: { count: formatNumber(asking, this.texts), text: helpOpen(asking) } }),
      ...(waiting > 0 && { badge: { count: formatNumber(waiting, this.texts), text: peopleWaiting(waiting) } }),
    };
    const expanded = panel === 'people';
    const press = () => actions.setPanel(expanded ? null : 'people');
    const title = this.texts.host.panel;
    return toolbarButton({ name, title, icon: icons.people, expanded, press, kind: 'people', ...badges });
  }

  #more(): TemplateResult {
    const { more: name, moreLong: title } = this.texts.toolbar;
    const press = () => this.#setMore(!this.moreOpen);
    return toolbarButton({ name, title, icon: icons.more, expanded: this.moreOpen, press, kind: 'more' });
  }

  #menu(view: CallView, actions: CallActions): TemplateResult {
    return html`<hearthroom-more-menu .view=${view} .actions=${actions} .openSettings=${this.openSettings} .close=${() => this.#setMore(false)} .texts=${this.texts}></hearthroom-more-menu>`;
  }

  #setMore(open: boolean): void {
    this.moreOpen = open;
    this.updateComplete.then(
      () => {
        if (open) this.renderRoot.querySelector<MoreMenu>('hearthroom-more-menu')?.focusFirst();
        else this.renderRoot.querySelector<HTMLElement>('.bar .more')?.focus();
      },
      () => {},
    );
  }
}
