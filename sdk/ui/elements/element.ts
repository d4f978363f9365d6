import { LitElement } from 'lit';
import { englishTexts, type Texts } from '../texts.ts';

/**
 * What all elements of the interface have in common: the table of texts, handed down from the outermost.
 * Fields are declared, not initialised: a class field would shadow the accessor that Lit makes for a property.
 */
export class HearthroomElement extends LitElement {
  static override properties = { texts: { attribute: false } };

  declare texts: Texts;

  constructor() {
    super();
    this.texts = englishTexts;
  }

  /** Moves the focus to this page's heading, so that a screen reader reads it and Tab goes on from there. */
  async focusHeading(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }
}
