/** Pages that embed `<hearthroom-session>` as other sites do, and a server for them. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { bundle, startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import { startTestServer, type TestServer } from '../../support/server/test-server.ts';

const ui = fileURLToPath(new URL('../../../sdk/ui/index.ts', import.meta.url));

/** The token is in the URL: `/page#token`. Events of the element are stored in `told`. */
const script = `
const element = document.querySelector('hearthroom-session');
window.told = [];
for (const name of ['hearthroom-state-changed', 'hearthroom-closed'])
  element.addEventListener(name, ({ detail }) => told.push([name, detail]));
element.getToken = async () => location.hash.slice(1);
`;

export interface ElementPages {
  server: TestServer;
  /** URL of a page, by its path. */
  at(path: string, token: string): string;
  close(): Promise<void>;
}

/** @param pages head and body of each page, by path; ELEMENT is replaced by the element */
export async function startElementPages(pages: Record<string, { head?: string; body: string }>): Promise<ElementPages> {
  const bundled = await bundle({ file: ui });
  const address = { server: '' };
  const html =
    ({ head = '', body }: { head?: string; body: string }) =>
    (): string => {
      const element = `<hearthroom-session url="${address.server}"></hearthroom-session>`;
      return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>${head}</head><body>${body.replace('ELEMENT', element)}
      <script type="module" src="/hearthroom-ui.js"></script><script type="module" src="/embed.js"></script></body></html>`;
    };
  const served = await startPageServer({
    ...Object.fromEntries(Object.entries(pages).map(([path, page]) => [path, html(page)])),
    '/hearthroom-ui.js': bundled,
    '/embed.js': script,
    '/empty': '<!doctype html><html lang="en"><title>Window</title><body></body></html>',
    '/favicon.ico': '',
  });
  const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: served.url } });
  address.server = server.url;
  return {
    server,
    at: (path, token) => `${served.url}${path}#${token}`,
    close: async () => {
      served.close();
      await server.close();
    },
  };
}

/** Clicks “Go in”; resolves when waiting or joined. */
export async function goIn(page: Page): Promise<void> {
  const before = (await toldBy(page)).states.length;
  // Waits until the button stays in place: the lobby moves it when the preview picture appears.
  await page.locator('hearthroom-session >>> button.join').click();
  const isIn = async () => (await toldBy(page)).states.slice(before).some((state) => /waiting|joined/.test(state));
  await until(isIn, 'waiting or joined');
}

/** Runs in the page, with `element`, and with `tick`, which waits for a task. */
export function runIn(page: Page, work: string): Promise<unknown> {
  return page.evaluate(`(async () => {
    window.element ??= document.querySelector('hearthroom-session');
    const tick = () => new Promise((resolve) => setTimeout(resolve));
    ${work}
  })()`);
}

/** The element's events so far: the states in order, and the ends. */
export function toldBy(page: Page): Promise<{ states: string[]; ends: unknown[] }> {
  return page.evaluate(() => {
    const told = Reflect.get(globalThis, 'told') as [string, { state?: string }][];
    const of = (name: string) => told.filter(([one]) => one === name).map(([, detail]) => detail);
    return {
      states: of('hearthroom-state-changed').map(({ state }) => state ?? ''),
      ends: of('hearthroom-closed'),
    };
  });
}
