/**
 * A small window above those of other programs (Document Picture-in-Picture, WICG), in which the session shows a small part
 * of itself. Unlike a pop-out window it is the element's own, and nothing is moved into it.
 */

import { onTripleEscape } from '../../src/index.ts';
import { languageAround } from './page-language.ts';

type OpenedWindow = Window & typeof globalThis;

interface DocumentPictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<OpenedWindow>;
}

const pictureInPicture = (): DocumentPictureInPicture | undefined =>
  (globalThis as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;

const size = { width: 320, height: 280 };
const pageStyle = 'html, body { block-size: 100%; margin: 0; overflow: hidden; }';

export interface SmallWindowOptions {
  /** Called when the window was opened or closed. */
  changed: () => void;
  /** Escape was pressed three times in it. */
  safeExit: () => void;
}

export class SmallWindow {
  readonly #options: SmallWindowOptions;
  #window: OpenedWindow | null = null;
  /** Counts openings and closings: a window that comes after it was closed is closed too. */
  #turn = 0;

  constructor(options: SmallWindowOptions) {
    this.#options = options;
  }

  /**
   * Null: this browser has none, or only for pages that are in no frame, or the session is in a window of its own.
   * @param shown the document that shows the session
   */
  stateIn(shown: Document): 'off' | 'on' | null {
    if (this.#window) return 'on';
    return pictureInPicture() && window === window.top && shown === document ? 'off' : null;
  }

  /** What the session draws into; null: it is not open. */
  get body(): HTMLElement | null {
    return this.#window?.document.body ?? null;
  }

  /** Call it in a click handler. Rejects if the browser refuses. */
  async open(): Promise<void> {
    if (this.#window) return;
    this.#turn += 1;
    const turn = this.#turn;
    const opened = await pictureInPicture()?.requestWindow(size);
    if (!opened) return;
    if (turn !== this.#turn) {
      opened.close();
      return;
    }
    this.#window = opened;
    // A sheet belongs to the window that made it; under a strict policy there is no other way.
    const sheet = new opened.CSSStyleSheet();
    sheet.replaceSync(pageStyle);
    opened.document.adoptedStyleSheets = [sheet];
    opened.addEventListener('pagehide', () => this.#handleHidden(opened));
    onTripleEscape(() => this.#options.safeExit(), opened.document);
    this.#options.changed();
  }

  /** Idempotent. */
  close(): void {
    this.#turn += 1;
    this.#window?.close();
  }

  /** Closes it and shows the page instead; call it in a click handler. */
  bringBack(): void {
    window.focus();
    this.close();
  }

  /** Gives its document the title, and the language, direction and colours of the element. */
  applyAppearance({
    title,
    like,
    properties,
  }: {
    title: string;
    like: HTMLElement;
    properties: Iterable<string>;
  }): void {
    if (!this.#window) return;
    const page = this.#window.document;
    const looks = getComputedStyle(like);
    page.title = title;
    page.documentElement.lang = languageAround(like);
    page.documentElement.dir = looks.direction;
    for (const name of properties) page.documentElement.style.setProperty(name, looks.getPropertyValue(name));
  }

  #handleHidden(closed: OpenedWindow): void {
    // Parts in a closed window get no callbacks: taken out now, they detach their pictures and stop their timers.
    closed.document.body.replaceChildren();
    if (this.#window !== closed) return;
    this.#window = null;
    this.#options.changed();
  }
}
