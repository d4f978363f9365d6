import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.ts';
import { base } from '../theme.ts';
import type { CallActions, CallView, Source } from '../view.ts';
import { HearthroomElement } from './element.ts';

interface ToolbarButton {
  /** Shown below the icon and read aloud: one name, also for those who say it to their computer. */
  name: string;
  /** The name in full, on hovering. */
  title: string;
  icon: TemplateResult;
  press: () => void;
  pressed?: boolean;
  expanded?: boolean;
  badge?: { count: number; text: string };
  kind?: string;
}

/** One row of labelled buttons, the same on a phone and on a desktop. */
export class Toolbar extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    css`
      .bar { display: flex; justify-content: center; gap: clamp(2px, 1cqw, 10px); }
      button {
        position: relative; flex: 0 1 84px; min-inline-size: 0; flex-direction: column; gap: 2px; padding: 0.45rem 0.15rem; min-block-size: 58px; border-color: transparent; background: transparent;
        font-size: 0.8rem;
      }
      .name { max-inline-size: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      button[aria-pressed='true'], button[aria-expanded='true'] { background: var(--hr-surface); border-color: var(--hr-line); }
      button.device[aria-pressed='false'] { background: var(--hr-warm); border-color: transparent; }
      button.leave { color: var(--hr-danger); }
      button:hover:not(:disabled) { filter: none; background: var(--hr-surface); }
      .badge { position: absolute; inset-block-start: 2px; inset-inline-start: calc(50% + 8px); min-inline-size: 20px; block-size: 20px; padding-inline: 5px; border-radius: 10px; background: #f0c987; color: #33210a; font-size: 0.75rem; font-weight: 700; line-height: 20px; text-align: center; }
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
    const { toolbar } = this.texts;
    return html`<div class="bar" role="group" aria-label=${toolbar.label}>
      ${this.#device(view, actions, 'microphone')} ${this.#device(view, actions, 'camera')} ${this.#screen(view, actions)}
      ${this.#selfView(view, actions)} ${this.#people(view, actions)}
      ${this.#button({ name: toolbar.leave, title: toolbar.leave, icon: icons.leave, press: () => actions.leave(), kind: 'leave' })}
    </div>`;
  }

  /** Focuses the button that opens the host's panel, after that was closed. */
  focusPeople(): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-expanded]')?.focus();
  }

  #device(view: CallView, actions: CallActions, source: Source): TemplateResult | typeof nothing {
    const { toolbar } = this.texts;
    const device = view.devices[source];
    if (!device.allowed) return nothing;
    const pressed = device.state === 'on';
    const [on, off, name] =
      source === 'camera'
        ? [icons.camera, icons.cameraOff, toolbar.camera]
        : [icons.microphone, icons.microphoneOff, toolbar.microphoneShort];
    const press = () => actions.setEnabled(source, !pressed);
    return this.#button({ name, title: toolbar[source], icon: pressed ? on : off, pressed, press, kind: 'device' });
  }

  #screen(view: CallView, actions: CallActions): TemplateResult | typeof nothing {
    if (view.screen === null) return nothing;
    const pressed = view.screen === 'on';
    const { screen: title, screenShort: name } = this.texts.toolbar;
    return this.#button({ name, title, icon: icons.screen, pressed, press: () => actions.setScreen(!pressed) });
  }

  #selfView(view: CallView, actions: CallActions): TemplateResult | typeof nothing {
    if (!view.devices.camera.allowed) return nothing;
    const pressed = !view.selfViewHidden;
    const { selfView: name, selfViewLong: title } = this.texts.toolbar;
    const icon = pressed ? icons.selfView : icons.selfViewOff;
    return this.#button({ name, title, icon, pressed, press: () => actions.setSelfViewHidden(pressed) });
  }

  #people(view: CallView, actions: CallActions): TemplateResult | typeof nothing {
    if (!view.host) return nothing;
    const count = view.host.waiting.length;
    const { people: name, peopleWaiting } = this.texts.toolbar;
    const badge = count > 0 ? { badge: { count, text: peopleWaiting(count) } } : {};
    const press = () => actions.setPanelOpen(!view.panelOpen);
    return this.#button({
      name,
      title: this.texts.host.panel,
      icon: icons.people,
      expanded: view.panelOpen,
      press,
      ...badge,
    });
  }

  #button({ name, title, icon, press, pressed, expanded, badge, kind = '' }: ToolbarButton): TemplateResult {
    return html`<button type="button" class=${kind} title=${title} aria-pressed=${pressed ?? nothing} aria-expanded=${expanded ?? nothing} @click=${press}>
      ${icon}<span class="name">${name}</span>
      ${badge ? html`<span class="badge" aria-hidden="true">${badge.count}</span><span class="sr">, ${badge.text}</span>` : nothing}
    </button>`;
  }
}
