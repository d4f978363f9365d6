import { type CSSResultOrNative, LitElement } from 'lit';
import { adoptStylesInto } from '../../effects/document-styles.ts';
import { rememberFocusIn } from '../../effects/focus-memory.ts';
import { englishTexts, type Texts } from '../../texts/texts.ts';

/** Asks the session around an element for the clock that times are shown by. */
export class ClockRequest extends Event {
  static readonly type = 'hearthroom-clock-request';
  readonly answer: (now: () => number) => void;

  constructor(answer: (now: () => number) => void) {
    super(ClockRequest.type, { bubbles: true, composed: true });
    this.answer = answer;
  }
}

/**
 * What all elements of the interface have in common: the table of texts, handed down from the outermost, and that they outlive a
 * move within the page or into another window.
 * Fields are declared, not initialised: a class field would shadow the accessor that Lit makes for a property.
 */
export class HearthroomElement extends LitElement {
  static override properties = { texts: { attribute: false } };

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

  /** Milliseconds since 1970-01-01 UTC by the server's clock, on which all times in views are; by the device's outside a session. */
  protected now(): number {
    return this.#now();
  }

  /** No document shows the element: it was taken out, or the window that it was moved to is closed. */
  get isGone(): boolean {
    return !this.isConnected || this.ownerDocument.defaultView === null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move is over within the task.
    setTimeout(() => {
      if (this.isGone) this.handleGone();
    });
  }

  /** Called by `moveBefore`, instead of leaving and coming back: there is nothing to do. */
  connectedMoveCallback(): void {}

  /** Called after a move to another document. */
  adoptedCallback(): void {
    if (this.renderRoot instanceof ShadowRoot) adoptStylesInto(this.renderRoot, this.#styles);
  }

  /** Moves the focus to this page's heading, so that a screen reader reads it and Tab goes on from there. */
  async focusHeading(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // Lit's own style sheets are of the document of this script.
    const isElsewhere = this.ownerDocument !== document;
    const root = isElsewhere ? this.attachShadow({ mode: 'open' }) : super.createRenderRoot();
    if (!(root instanceof ShadowRoot)) return root;
    if (isElsewhere) adoptStylesInto(root, this.#styles);
    rememberFocusIn(root);
    return root;
  }

  /** The element is gone for longer than a move takes. May be called more than once, and it may come back later. */
  protected handleGone(): void {}

  get #styles(): readonly CSSResultOrNative[] {
    return (this.constructor as typeof LitElement).elementStyles;
  }
}
