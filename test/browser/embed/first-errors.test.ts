/** The mistakes of a first attempt to embed a session: what the console, the program and the person are told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { bundle, startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import { startTestServer } from '../../support/server/test-server.ts';

t.setTimeout(240_000);
const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
const file = fileURLToPath(new URL('./first-errors-page.ts', import.meta.url));
const html = '<!doctype html><html lang="en"><title>Portal</title><body><script type="module" src="/page.js"></script>';
const script = await bundle({ file });
const content = { '/': html, '/page.js': script, '/favicon.ico': '' };
const pages = await startPageServer(content);
const foreign = await startPageServer(content);
const secureOrigin = 'https://portal.example';
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: `${pages.url},${secureOrigin}` } });
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  pages.close();
  foreign.close();
  await server.close();
});
const room = await server.createRoom({ waitingRoom: false });
const token = await server.tokenFor(room, { sub: 'anna', role: 'client', name: 'Anna' });

/** An address at which nothing listens any more. */
async function closedAddress(): Promise<string> {
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  return `http://127.0.0.1:${port}`;
}
const nowhere = await closedAddress();

/** A page, and what Hearthroom writes to its console. The browser's own lines are left out. */
async function openPage(url = pages.url): Promise<{ page: Page; lines: string[] }> {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.setViewport({ width: 1440, height: 900 });
  const lines: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('Hearthroom')) lines.push(message.text());
  });
  if (url === secureOrigin) {
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      const body = origin === secureOrigin ? content[pathname as keyof typeof content] : undefined;
      const contentType = pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
      const handled = body === undefined ? request.continue() : request.respond({ status: 200, contentType, body });
      handled.catch(() => {});
    });
  }
  await page.goto(url);
  await page.waitForFunction(() => 'firstErrors' in globalThis);
  return { page, lines };
}

interface Mistake {
  url?: string;
  getToken?: string;
  /** Address of the page. */
  at?: string;
  code: string;
  says: RegExp;
  /** No session could be made. */
  isThrown?: true;
}

const mistakes: Record<string, Mistake> = {
  'getToken is missing': {
    getToken: 'missing',
    code: 'token-provider-failed',
    says: /getToken is undefined.*give a function/,
  },
  'getToken is a token': {
    getToken: 'a string',
    code: 'token-provider-failed',
    says: /getToken is string: give a function/,
  },
  'getToken returns an object': {
    getToken: 'returns an object',
    code: 'token-provider-failed',
    says: /an object \(return its token\)/,
  },
  'getToken returns a Response': {
    getToken: 'returns a Response',
    code: 'token-provider-failed',
    says: /return await response\.text\(\)/,
  },
  'getToken returns nothing': {
    getToken: 'returns nothing',
    code: 'token-provider-failed',
    says: /undefined \(is it set, and does it return something\?\)/,
  },
  'getToken returns an empty text': {
    getToken: 'returns an empty text',
    code: 'token-provider-failed',
    says: /an empty text/,
  },
  'getToken throws': {
    getToken: 'throws',
    code: 'token-provider-failed',
    says: /threw an error.*my backend answered 500/s,
  },
  'the token is of no server': { getToken: 'returns a token', code: 'token-invalid', says: /The token is not valid/ },
  'url has no scheme': {
    url: 'calls.example.org',
    code: 'invalid-params',
    says: /url has to be an address with https:/,
    isThrown: true,
  },
  'url has a port and no scheme': {
    url: 'localhost:3000',
    code: 'invalid-params',
    says: /url has to be an address with https:/,
    isThrown: true,
  },
  'url leads to a web page': {
    url: pages.url,
    code: 'not-hearthroom',
    says: /answers, but no WebSocket opens there: is url right/,
  },
  'url has a wrong path': {
    url: `${server.url}/calls`,
    code: 'not-hearthroom',
    says: /\/calls\/v1\/connect answers, but no WebSocket/,
  },
  'nothing listens at url': {
    url: nowhere,
    code: 'connection-lost',
    says: /Nothing answers at http:.*\/v1\/connect: is url right, does the server run/,
  },
  'the name in url has no address': {
    url: 'https://no-such-host.invalid',
    code: 'connection-lost',
    says: /Nothing answers at https:\/\/no-such-host\.invalid/,
  },
  'the origin of the page is not allowed': {
    at: foreign.url,
    code: 'origin-not-allowed',
    says: /add it to HEARTHROOM_ALLOWED_ORIGINS/,
  },
  'a page with TLS has a url without': {
    at: secureOrigin,
    url: 'http://calls.example.org',
    code: 'invalid-params',
    says: /url has to begin with https:\/\/ or wss:/,
  },
};

for (const [name, { url = server.url, getToken = token, at, code, says, isThrown }] of Object.entries(mistakes)) {
  t.test(`${name}: the console says what to do, once, and the error has the code ${code}`, async (t) => {
    const { page, lines } = await openPage(at);
    const outcome = await page.evaluate((...args) => firstErrors.trySession(...args), url, getToken);
    t.match(outcome, { code, state: isThrown ? 'not made' : 'closed', closeReason: isThrown ? null : code });
    t.equal(lines.length, 1, lines.join('\n'));
    t.match(lines[0], says);
    t.ok(lines[0]?.includes(`(${code}, ${outcome?.docs})`), `${lines[0]}`);
    if (!isThrown) t.match(outcome?.docs, new RegExp(`^https?://.*/docs/errors#${code}$`));
    t.notMatch(`${lines}${outcome?.message}`, /secret|e30\./);
    await page.browserContext().close();
  });
}

/** `waitForSelector` and locators do not notice changes in shadow trees. */
const waitFor = async (page: Page, selector: string): Promise<void> => {
  await until(async () => (await page.$(`hearthroom-session >>> ${selector}`)) !== null, selector);
};

async function join(page: Page): Promise<void> {
  await waitFor(page, 'button.join');
  await page.click('hearthroom-session >>> button.join');
}

/** What a person reads in the element. */
const read = (page: Page): Promise<string> =>
  page.$eval('hearthroom-session >>> hearthroom-closed-page >>> .main', (main) => main.textContent ?? '');

const shown: Record<string, { sentence: RegExp; file: string }> = {
  'getToken returns an object': { sentence: /could not confirm your place/, file: 'token' },
  'getToken is a token': { sentence: /could not confirm your place/, file: 'token-type' },
  'url has no scheme': { sentence: /not set up correctly; you did nothing wrong/, file: 'url' },
  'url leads to a web page': {
    sentence: /You did nothing wrong\. Please try again.*from another network/,
    file: 'page',
  },
  'nothing listens at url': { sentence: /check your internet connection/, file: 'unreached' },
  'the origin of the page is not allowed': { sentence: /cannot be opened from this page/, file: 'origin' },
};
for (const [name, { sentence, file }] of Object.entries(shown)) {
  t.test(`the element, when ${name}: the person reads a plain sentence, the developer the console`, async (t) => {
    const { url = server.url, getToken = token, at, code, says, isThrown } = mistakes[name] ?? { code: '', says: /^$/ };
    const { page, lines } = await openPage(at);
    await page.evaluate((...args) => firstErrors.showElement(...args), url, getToken);
    if (!isThrown) await join(page);
    await waitFor(page, 'hearthroom-closed-page');
    const text = await read(page);
    t.match(text, sentence);
    t.notMatch(text, /getToken|HEARTHROOM|proxy|https?:/);
    t.equal(lines.length, 1, lines.join('\n'));
    t.match(lines[0], says);
    t.match(await page.evaluate(() => firstErrors.told.slice(-2)), [
      ['hearthroom-state-changed', { state: 'closed', reason: code }],
      ['hearthroom-closed', { reason: code }],
    ]);
    await page.screenshot({ path: `${screenshots}first-error-${file}.png` });
    await page.setViewport({ width: 390, height: 844 });
    await page.screenshot({ path: `${screenshots}first-error-${file}-narrow.png` });
    await page.browserContext().close();
  });
}

t.test('an element without getToken shows nothing, and the console says so once', async (t) => {
  const { page, lines } = await openPage();
  await page.evaluate((...args) => firstErrors.showElement(...args), server.url, 'missing');
  await until(async () => lines.length > 0, 'the line');
  t.match(lines[0], /The property getToken of <hearthroom-session> is not set yet/);
  t.ok(lines[0]?.includes(`(token-provider-failed, ${server.url}/docs/errors#token-provider-failed)`));
  // Set later, it begins.
  await page.$eval('hearthroom-session', (element) => {
    element.getToken = async () => '';
  });
  await waitFor(page, 'button.join');
  t.equal(lines.length, 1);
  await page.browserContext().close();
});

t.test('React without getToken: the console says so once, and the state has the code', async (t) => {
  const { page, lines } = await openPage();
  await page.evaluate((...args) => firstErrors.showReact('provider', ...args), server.url, 'missing');
  await page.waitForFunction(() => document.querySelector('output')?.textContent === 'closed token-provider-failed');
  t.equal(lines.length, 1);
  t.match(lines[0], /getToken gave undefined \(is it set/);
  await page.browserContext().close();
});

t.test("React's element without getToken: the console says so once the person goes in", async (t) => {
  const { page, lines } = await openPage();
  await page.evaluate((...args) => firstErrors.showReact('element', ...args), server.url, 'missing');
  await join(page);
  await waitFor(page, 'hearthroom-closed-page');
  t.equal(lines.length, 1);
  t.match(lines[0], /getToken gave undefined \(is it set/);
  await page.browserContext().close();
});
