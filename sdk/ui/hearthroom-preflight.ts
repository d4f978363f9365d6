import { css, html, type TemplateResult } from 'lit';
import { HostLanguage } from './controllers/host-language.ts';
import type { PreflightSubject } from './elements/preflight/preflight-run.ts';
import { HearthroomElement } from './elements/shared/element.ts';
import { base, tokens } from './style/theme.ts';
import { isolateTexts } from './texts/isolated-texts.ts';

/**
 * The check of camera, microphone, speaker and connection, for a page that people open days before their session.
 *
 *     <hearthroom-preflight url="https://calls.example.org"></hearthroom-preflight>
 *
 * Set `getToken`. It is as wide as the box around it and as high as its content.
 *
 * @tagname hearthroom-preflight
 * @fires {CustomEvent<{ verdict: string, report: object }>} hearthroom-preflight-done - The check is finished; the report is the one of `runPreflight`
 */
export class HearthroomPreflight extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    url: {},
    listenOnly: { type: Boolean, attribute: 'listen-only' },
    reported: { type: Boolean },
    locale: {},
    getToken: { attribute: false },
  };
  /** Style sheets of the element itself; its parts have their own. */
  static override styles = [
    base,
    tokens,
    css`
      :host { box-sizing: border-box; inline-size: 100%; background: var(--hr-bg); color-scheme: light dark; }
      .language { display: contents; }
      .page { display: grid; gap: 1rem; max-inline-size: 40rem; margin-inline: auto; padding: clamp(1rem, 4vmin, 2rem); }
    `,
  ];

  /** Base URL of the server; default: the page's own origin. */
  declare url: string;
  /** For people who only watch and listen: camera and microphone are not checked. */
  declare listenOnly: boolean;
  /** The page tells therapists that the check was done, and when: the element then says so, and not that nobody is told. */
  declare reported: boolean;
  /** Tag of the language (BCP 47), such as `de` or `de-AT`. Default: the page’s `lang`, then what the browser prefers. */
  declare locale: string;
  /** Returns an access token (a compact JWT, RFC 7519), also one whose `nbf` is later. Null: the check can’t begin. */
  declare getToken: (() => string | Promise<string>) | null;
  readonly #language = new HostLanguage(this);

  constructor() {
    super();
    this.url = '';
    this.listenOnly = false;
    this.reported = false;
    this.locale = '';
    this.getToken = null;
  }

  override render(): TemplateResult {
    const texts = isolateTexts(this.#language.texts);
    return this.#language.wrap(html`<div class="page">
      <h1 tabindex="-1">${texts.preflight.title}</h1>
      <hearthroom-preflight-view .subject=${this.#subject} .reported=${this.reported} .texts=${texts}></hearthroom-preflight-view>
    </div>`);
  }

  get #subject(): PreflightSubject | null {
    const { getToken, url, listenOnly } = this;
    if (!getToken) return null;
    return { url: url || location.origin, getToken, ...(listenOnly && { camera: false, microphone: false }) };
  }
}
