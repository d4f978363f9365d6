import { css, html, nothing, type TemplateResult } from 'lit';
import { icons, reactionIcons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import type { CallActions, CallView, ReactionKind } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

const reactions: readonly ReactionKind[] = ['heart', 'thumbs-up', 'clap', 'hug', 'tears'];

interface Entry {
  name: string;
  icon: TemplateResult;
  press: () => void;
  pressed?: boolean;
}

/**
 * Actions that are needed less often: reactions, views, the screen, settings. Each action closes the menu, and so does
 * Escape.
 */
export class MoreMenu extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    openSettings: { attribute: false },
    close: { attribute: false },
  };
  static override styles = [
    base,
    css`
      .menu { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2px; padding: 0.5rem; border: 1px solid var(--hr-line); border-radius: var(--hr-radius); background: var(--hr-surface); box-shadow: 0 8px 28px rgb(0 0 0 / 0.45); position: relative; max-block-size: min(70cqh, 100cqh - 9rem); overflow-y: auto; }
      .reactions { display: flex; flex-wrap: wrap; justify-content: space-around; padding-block-end: 0.4rem; margin-block-end: 0.3rem; border-block-end: 1px solid var(--hr-line); }
      .reactions button { flex: 0 1 60px; padding: 0; min-inline-size: 44px; min-block-size: 52px; }
      .reactions svg { inline-size: 2rem; block-size: 2rem; }
      .entry { justify-content: start; gap: 0.9rem; text-align: start; inline-size: 100%; min-block-size: 48px; padding-inline: 0.8rem; }
      .entry svg { color: var(--hr-muted); }
      .entry .name { flex: 1; }
      .entry .on { color: var(--hr-accent); visibility: hidden; }
      .entry[aria-pressed='true'] .on { visibility: visible; }
      button.quiet:hover { filter: none; background: var(--hr-bg); }
    `,
  ];

  declare view: CallView | null;
  declare actions: CallActions | null;
  declare openSettings: () => void;
  declare close: () => void;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.openSettings = () => {};
    this.close = () => {};
  }

  focusFirst(): void {
    this.updateComplete.then(
      () => this.renderRoot.querySelector('button')?.focus(),
      () => {},
    );
  }

  override render(): TemplateResult | null {
    const { view, actions } = this;
    if (!view || !actions) return null;
    return html`<div class="menu" role="group" aria-label=${this.texts.toolbar.moreLong} @keydown=${(event: KeyboardEvent) => this.#keydown(event)}>
      ${view.handRaised === null ? nothing : this.#reactions(actions)}
      ${this.#entriesOf(view, actions).map((entry) => this.#entry(entry))}
    </div>`;
  }

  #reactions(actions: CallActions): TemplateResult {
    const { toolbar } = this.texts;
    return html`<div class="reactions" role="group" aria-label=${toolbar.reactions}>
      ${reactions.map(
        (kind) =>
          html`<button type="button" class="quiet" aria-label=${toolbar.react[kind]} title=${toolbar.react[kind]}
            @click=${() => this.#pressed(() => actions.react(kind))}>${reactionIcons[kind]}</button>`,
      )}
    </div>`;
  }

  #entriesOf(view: CallView, actions: CallActions): Entry[] {
    const { toolbar } = this.texts;
    const { handRaised, selfViewHidden, screen, layout, audioOnly, smallWindow } = view;
    const entries: (Entry | null)[] = [
      view.host && handRaised !== null
        ? {
            name: toolbar.handLong,
            icon: icons.hand,
            pressed: handRaised,
            press: () => actions.setHandRaised(!handRaised),
          }
        : null,
      screen === null
        ? null
        : {
            name: screen === 'starting' ? toolbar.starting(toolbar.screenLong) : toolbar.screen,
            icon: icons.screen,
            pressed: screen === 'on',
            press: () => actions.setScreen(screen === 'off'),
          },
      {
        name: toolbar.speakerView,
        icon: icons.speaker,
        pressed: layout === 'speaker',
        press: () => actions.setLayout(layout === 'speaker' ? 'gallery' : 'speaker'),
      },
      view.devices.camera.allowed
        ? {
            name: toolbar.selfViewLong,
            icon: icons.selfView,
            pressed: !selfViewHidden,
            press: () => actions.setSelfViewHidden(!selfViewHidden),
          }
        : null,
      {
        name: toolbar.audioOnly,
        icon: icons.audioOnly,
        pressed: audioOnly,
        press: () => actions.setAudioOnly(!audioOnly),
      },
      smallWindow === null
        ? null
        : {
            name: toolbar.smallWindow,
            icon: icons.smallWindow,
            pressed: smallWindow === 'on',
            press: () => actions.setSmallWindow(smallWindow === 'off'),
          },
      { name: toolbar.settings, icon: icons.settings, press: this.openSettings },
    ];
    return entries.filter((entry) => entry !== null);
  }

  #entry({ name, icon, press, pressed }: Entry): TemplateResult {
    return html`<button type="button" class="quiet entry" aria-pressed=${pressed ?? nothing} @click=${() => this.#pressed(press)}>
      ${icon}<span class="name">${name}</span><span class="on">${icons.check}</span>
    </button>`;
  }

  /** Closes first: the action may open something that takes the focus. */
  #pressed(act: () => void): void {
    this.close();
    act();
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.close();
  }
}
