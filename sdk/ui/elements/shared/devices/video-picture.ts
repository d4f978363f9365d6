import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../../../style/theme.ts';
import type { Attachable } from '../../../views/view-types.ts';
import { HearthroomElement } from '../element.ts';

/** The video of one track. Always silent: sound has its own elements, which exist whether or not a picture is shown. */
export class Picture extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    // The session may have detached a track that continues elsewhere: checked whenever the parent renders.
    track: { attribute: false, hasChanged: () => true },
    mirrored: { type: Boolean, reflect: true },
    fit: { reflect: true },
  };
  static override styles = [
    base,
    css`
      :host { inline-size: 100%; block-size: 100%; }
      video { inline-size: 100%; block-size: 100%; object-fit: cover; background: transparent; }
      :host([fit='contain']) video { object-fit: contain; background: #000; }
    `,
  ];

  declare track: Attachable | null;
  declare mirrored: boolean;
  declare fit: 'cover' | 'contain';
  #attached: Attachable | null = null;

  constructor() {
    super();
    this.track = null;
    this.mirrored = false;
    this.fit = 'cover';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate(); // attaches it again after it was gone
    // The browser may have paused it for a move.
    const video = this.hasUpdated ? this.renderRoot.querySelector('video') : null;
    if (this.#attached && video?.paused) this.#attached.attach(video);
  }

  protected override handleGone(): void {
    this.#attach(null);
  }

  protected override updated(_changed: PropertyValues): void {
    this.#attach(this.isGone ? null : this.track);
  }

  #attach(track: Attachable | null): void {
    const video = this.renderRoot.querySelector('video');
    if (!video || (track === this.#attached && (track === null || video.srcObject !== null))) return;
    this.#attached?.detach(video);
    track?.attach(video);
    this.#attached = track;
  }

  override render(): TemplateResult {
    return html`<video class=${this.mirrored ? 'mirrored' : ''} aria-hidden="true" playsinline autoplay .muted=${true} disablepictureinpicture></video>`;
  }
}
