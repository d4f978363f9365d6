import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { languageAround, watchLanguage } from '../effects/page-language.ts';
import type { Texts } from '../texts/texts.ts';
import { ShownLanguage } from './shown-language.ts';

interface LanguageHost extends ReactiveControllerHost, Element {
  texts: Texts;
  /** Null after its attribute was removed. */
  locale: string | null;
}

/** The language of an element that pages use: follows its properties, the page and the browser. */
export class HostLanguage extends ShownLanguage implements ReactiveController {
  readonly #host: LanguageHost;
  #stop = (): void => {};

  constructor(host: LanguageHost) {
    super(() => host.requestUpdate());
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = watchLanguage(this.#host.ownerDocument, () => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop();
  }

  hostUpdate(): void {
    const { texts, locale } = this.#host;
    this.choose({ texts, locale: locale ?? '', around: [languageAround(this.#host), ...navigator.languages] });
  }

  /** The content of the element, marked with the language and its direction. It has no box of its own. */
  wrap(content: TemplateResult): TemplateResult {
    return html`<div class="language" lang=${this.shown?.lang ?? nothing} dir=${this.shown?.dir ?? nothing}>${content}</div>`;
  }
}
