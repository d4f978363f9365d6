import type { Browser, Page } from 'puppeteer';

/** A user of the demo pages who acts as a person does: by the names of buttons, and by visible text. */
export class Visitor {
  readonly page: Page;
  /** Console messages of the page; none if all is well. */
  readonly console: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => this.console.push(message.text()));
    page.on('pageerror', (error) => this.console.push(String(error)));
    page.setDefaultTimeout(60_000);
  }

  /** @param prepare changes the browser's page before anything is loaded */
  static async open(
    browser: Browser,
    url: string,
    size: { width: number; height: number },
    prepare: (page: Page) => Promise<unknown> = async () => {},
  ): Promise<Visitor> {
    // A separate browser context, because participants do not share storage.
    const context = await browser.createBrowserContext();
    const visitor = new Visitor(await context.newPage());
    await visitor.page.setViewport(size);
    await prepare(visitor.page);
    await visitor.page.goto(url);
    return visitor;
  }

  /**
   * Clicks the button with that name, through all shadow trees, until a click has reached it: content that is still
   * loading may move the button between the measurement of its position and the click.
   */
  async press(name: string): Promise<void> {
    await this.#explain(`press ${JSON.stringify(name)}`, async () => {
      const button = this.page.locator(`::-p-aria([name="${name}"][role="button"])`);
      for (let isReached = false; !isReached; ) {
        const handle = await button.waitHandle();
        await handle.evaluate((element) => {
          element.addEventListener('click', () => element.setAttribute('data-test-clicked', ''), {
            once: true,
            capture: true,
          });
        });
        await button.click();
        // Gone with what it opened or closed, or with its page: then it was reached.
        isReached = await handle
          .evaluate((element) => !element.isConnected || element.hasAttribute('data-test-clicked'))
          .catch(() => true);
        await handle.evaluate((element) => element.removeAttribute('data-test-clicked')).catch(() => {});
      }
    });
  }

  async type(name: string, text: string): Promise<void> {
    await this.#explain(`type into ${JSON.stringify(name)}`, () =>
      this.page.locator(`::-p-aria([name="${name}"][role="textbox"])`).fill(text),
    );
  }

  /**
   * Waits until this text is visible somewhere on the page; rejects if it does not appear. Characters that isolate the
   * direction of inserted text are ignored.
   */
  async reads(text: string): Promise<boolean> {
    await this.#explain(`read ${JSON.stringify(text)}`, () => this.#waitForText(text));
    return true;
  }

  async #waitForText(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => {
        const read = (root: Document | ShadowRoot): string =>
          [...root.querySelectorAll('*')]
            .map((element) => {
              if (element.shadowRoot) return read(element.shadowRoot);
              return element.children.length === 0 && element.checkVisibility() ? (element.textContent ?? '') : '';
            })
            .join('\n');
        const own = [...document.body.querySelectorAll('*')].map((element) => element.textContent).join('\n');
        return `${read(document)}\n${own}`.replaceAll(/[\u2068\u2069]/g, '').includes(wanted);
      },
      { polling: 100 },
      text,
    );
  }

  /** Runs this, and adds the page's content to the error if it fails. */
  async #explain(aim: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const shown = await this.#shownText().catch(() => '(the page does not answer)');
      throw new Error(`could not ${aim} on a page that shows:\n${shown}`, { cause: error });
    }
  }

  /** The visible text of the page, one line per element. */
  #shownText(): Promise<string> {
    return this.page.evaluate(() => {
      const read = (root: Document | ShadowRoot): string[] =>
        [...root.querySelectorAll('*')].flatMap((element) => {
          if (element.shadowRoot) return read(element.shadowRoot);
          const own = element.children.length === 0 && element.checkVisibility() ? element.textContent?.trim() : '';
          return own ? [own] : [];
        });
      return read(document).join('\n');
    });
  }

  /** Everything in the page except scripts, with all shadow trees. */
  content(): Promise<string> {
    return this.page.evaluate(() => {
      const read = (root: Document | ShadowRoot | Element): string =>
        [...root.querySelectorAll('*')]
          .map((element) => (element.shadowRoot ? read(element.shadowRoot) : element.outerHTML))
          .join('\n');
      return document.title + read(document.body);
    });
  }

  /** Waits until exactly this number of pictures move and sounds play; rejects if that does not happen. */
  async seesAndHears(pictures: number, sounds: number): Promise<boolean> {
    await this.#explain(`see ${pictures} and hear ${sounds}`, () => this.#waitForMedia(pictures, sounds));
    return true;
  }

  async #waitForMedia(pictures: number, sounds: number): Promise<void> {
    await this.page.waitForFunction(
      (wantedPictures, wantedSounds) => {
        const find = (root: Document | ShadowRoot): HTMLMediaElement[] =>
          [...root.querySelectorAll('*')].flatMap((element) => {
            if (element.shadowRoot) return find(element.shadowRoot);
            return element instanceof HTMLMediaElement && element.srcObject ? [element] : [];
          });
        const playing = find(document).filter((element) => !element.paused && element.currentTime > 0.2);
        const videos = playing.filter((element) => element instanceof HTMLVideoElement && element.videoWidth > 0);
        const audios = playing.filter((element) => element instanceof HTMLAudioElement && !element.muted);
        return videos.length === wantedPictures && audios.length === wantedSounds;
      },
      { polling: 200 },
      pictures,
      sounds,
    );
  }
}
