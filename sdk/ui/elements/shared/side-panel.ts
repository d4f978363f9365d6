import { html, type TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';
import { HearthroomElement } from './element.ts';

/** A panel beside the gallery, one at a time. Escape closes it. */
export abstract class SidePanel extends HearthroomElement {
  static override properties = { ...HearthroomElement.properties, close: { attribute: false } };

  declare close: () => void;

  constructor() {
    super();
    this.close = () => {};
  }

  /** Selector of the element that gets the focus first. */
  protected readonly firstStop: string = 'h2';

  focusFirst(): void {
    this.updateComplete.then(
      () => this.renderRoot.querySelector<HTMLElement>(this.firstStop)?.focus(),
      () => {},
    );
  }

  protected panel(title: string, closeLabel: string, content: TemplateResult): TemplateResult {
    return html`<section class="panel" aria-label=${title} @keydown=${(event: KeyboardEvent) => this.#keydown(event)}>
      <div class="top">
        <h2 tabindex="-1">${title}</h2>
        <button type="button" class="quiet" aria-label=${closeLabel} title=${closeLabel} @click=${this.close}>${icons.close}</button>
      </div>
      ${content}
    </section>`;
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented) this.close();
  }
}
