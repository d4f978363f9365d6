import { type CSSResultOrNative, LitElement } from 'lit';
import { adoptStylesInto } from '../../effects/document-styles.ts';
import { rememberFocusIn } from '../../effects/focus-memory.ts';
import { englishTexts, type Texts } from '../../texts/texts.ts';

/** Asks the surrounding session for the clock by which times are shown. */
export class ClockRequest extends Event {
  static readonly type = 'hearthroom-clock-request';
  readonly answer: (now: () => number) => void;

  constructor(answer: (now: () => number) => void) {
    super(ClockRequest.type, { bubbles: true, composed: true });
    this.answer = answer;
  }
}

/**
 * Base class of all elements of the interface: they share the table of texts, which the outermost element passes on,
 * and they can be moved within the page or to another window. Properties are declared, not initialised: a class field
 * would shadow the accessor that Lit defines.
 */
export class HearthroomElement extends LitElement {
  static override properties = { texts: { attribute: false } };

  /** All texts of the interface; `mergeTexts` makes a table from those that differ. */
  declare texts: Texts;
  #now = () => Date.now();

  constructor() {
    super();
    this.texts = englishTexts;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.dispatchEvent(
      new ClockRequest((now) => {
        this.#now = now;
      }),
    );
  }

  /**
   * Milliseconds since 1970-01-01 UTC by the server's clock, like all times in views; outside a session by the device's
   * clock.
   */
  protected now(): number {
    return this.#now();
  }

  /** True when no document shows the element: it was removed, or the window that it was moved to is closed. */
  get isGone(): boolean {
    return !this.isConnected || this.ownerDocument.defaultView === null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move ends within the same task.
    setTimeout(() => {
      if (this.isGone) this.handleGone();
    });
  }

  /** `moveBefore` calls it instead of disconnectedCallback and connectedCallback: nothing needs to be done. */
  connectedMoveCallback(): void {}

  /** Called after a move to another document. */
  adoptedCallback(): void {
    if (this.renderRoot instanceof ShadowRoot) adoptStylesInto(this.renderRoot, this.#styles);
  }

  /** Moves the focus to the heading of this page: a screen reader reads it, and Tab continues from there. */
  async focusHeading(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // Lit's own style sheets belong to the document of this script.
    const isElsewhere = this.ownerDocument !== document;
    const root = isElsewhere ? this.attachShadow({ mode: 'open' }) : super.createRenderRoot();
    if (!(root instanceof ShadowRoot)) return root;
    if (isElsewhere) adoptStylesInto(root, this.#styles);
    rememberFocusIn(root);
    return root;
  }

  /** The element was removed, not only moved. May be called more than once, and the element may come back later. */
  protected handleGone(): void {}

  get #styles(): readonly CSSResultOrNative[] {
    return (this.constructor as typeof LitElement).elementStyles;
  }
}
