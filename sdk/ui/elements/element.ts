import { LitElement } from 'lit';
import { englishTexts, type Texts } from '../texts.ts';

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
 * What all elements of the interface have in common: the table of texts, handed down from the outermost.
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

  /** Moves the focus to this page's heading, so that a screen reader reads it and Tab goes on from there. */
  async focusHeading(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }
}
