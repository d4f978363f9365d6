import type { Browser, Page } from 'puppeteer';
import { serveStates } from './states-server.ts';

export interface StateViewer {
  page: Page;
  /** Draws a state and waits until what opens by itself is open, and for two frames. */
  show(state: string, size: { width: number; height: number }, query?: string): Promise<void>;
  /** The boxes of all elements that match, in any shadow tree. */
  boxesOf(selector: string): Promise<DOMRect[]>;
  stateNames(): Promise<string[]>;
  close(): void;
}

/** Not a selector: a change within a shadow tree does not wake code that waits for a selector. */
const inCall = (path: string): string =>
  ['hearthroom-call', ...path.split(' ')].reduce(
    (root, name) => `${root}?.querySelector('${name}')?.renderRoot`,
    'document',
  );
/** Parts that open by themselves after the first frames, by the beginning of their state's name. */
const opened: Record<string, string> = {
  dialog:
    "document.querySelector('state-frame').renderRoot.querySelector('hearthroom-confirm-dialog').renderRoot.querySelector('dialog').open",
  menu: `${inCall('hearthroom-toolbar hearthroom-more-menu')}?.querySelector('button')`,
  'modal-settings': `${inCall('#settings')}?.querySelector('dialog').open`,
  'modal-encryption': `${inCall('#encryption')}?.querySelector('dialog').open`,
  'modal-agreement': `${inCall('#agreement')}?.querySelector('dialog').open`,
};

/** Opens the page of states in a running browser. */
export async function openStates(browser: Browser): Promise<StateViewer> {
  const states = await serveStates();
  const page = await browser.newPage();
  const viewer: StateViewer = {
    page,
    async show(state, size, query = '') {
      const { isMobile = false, hasTouch = false } = page.viewport() ?? {};
      await page.setViewport({ ...size, isMobile, hasTouch });
      await page.goto(`${states.url}?state=${state}${query}`);
      await page.waitForFunction('window.stateNames !== undefined');
      for (const [prefix, condition] of Object.entries(opened))
        if (state.startsWith(prefix)) await page.waitForFunction(condition, { polling: 50 });
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    },
    async boxesOf(selector) {
      const handles = await page.$$(`>>> ${selector}`);
      return Promise.all(
        handles.map((handle) => handle.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect)),
      );
    },
    async stateNames() {
      await viewer.show('none', { width: 390, height: 844 });
      return (await page.evaluate('window.stateNames')) as string[];
    },
    close: states.close,
  };
  return viewer;
}
