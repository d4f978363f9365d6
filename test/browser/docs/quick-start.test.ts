/** docs/quick-start.md, assembled as a reader would: its backend as a program, its page in Chromium, on a real server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'puppeteer';
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { bundle } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import { readDocument } from '../../support/docs/markdown.ts';
import { startTestServer, testKey } from '../../support/server/test-server.ts';

const document = readDocument('docs/quick-start.md');
const webhookSecret = 'a-webhook-secret-of-the-tests-0123456789';

function example(name: string): string {
  const [, code] = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(document) ?? [];
  if (code === undefined) throw new Error(`The document has no example ${name}`);
  return code;
}

async function freePort(): Promise<number> {
  const taken = createTcpServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  return port;
}

/** Serves the page, and passes requests for the backend on, as the documented vite.config.ts does. */
async function startPages(script: () => Promise<string>, backend: string) {
  const passOn = async (method: string, url: string, response: ServerResponse) => {
    const answer = await fetch(`${backend}${url}`, { method });
    response.writeHead(answer.status).end(await answer.text());
  };
  const pages = createServer(async ({ method = 'GET', url = '/' }, response) => {
    if (url.startsWith('/my-backend/')) await passOn(method, url, response);
    else if (url === '/src/main.js') response.setHeader('content-type', 'text/javascript').end(await script());
    else
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(
          '<!doctype html><html lang="en"><title>Practice</title><div id="root"></div><script type="module" src="/src/main.js"></script>',
        );
  }).listen(0, '127.0.0.1');
  await once(pages, 'listening');
  t.teardown(() => pages.close());
  return `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
}

/** @returns what the backend has written so far */
async function startBackend(env: Record<string, string>): Promise<() => string> {
  const folder = t.testdir({ 'backend.ts': example('backend') });
  const args = ['--conditions=hearthroom-source', join(folder, 'backend.ts')];
  const backend: ChildProcess = spawn(process.execPath, args, { env: { ...process.env, ...env } });
  t.teardown(() => backend.kill());
  let output = '';
  for (const stream of [backend.stdout, backend.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += String(chunk);
    });
  await until(() => output.includes('the backend listens'), 'the backend listens');
  return () => output;
}

const picturesIn = async (page: Page, selector: string): Promise<number> => {
  const videos = await page.$$(selector);
  const widths = await Promise.all(
    videos.map((video) => video.evaluate((one) => (one as HTMLVideoElement).videoWidth)),
  );
  return widths.filter((width) => width > 0).length;
};

t.test('a reader of the quick start makes an appointment, admits the client, and both see each other', async (t) => {
  const port = await freePort();
  const backendUrl = `http://127.0.0.1:${port}`;
  const bundled = { current: '' };
  const pages = await startPages(async () => bundled.current, backendUrl);
  const server = await startTestServer({
    env: {
      HEARTHROOM_ALLOWED_ORIGINS: pages,
      HEARTHROOM_WEBHOOK_URL: `${backendUrl}/webhooks`,
      HEARTHROOM_WEBHOOK_SECRET: webhookSecret,
    },
  });
  const browser = await launchChromium([], fewPictures);
  t.teardown(async () => {
    await browser.close();
    await server.close();
  });
  const folder = t.testdir({ 'main.tsx': example('page').replaceAll('http://127.0.0.1:3000', server.url) });
  bundled.current = await bundle({ file: join(folder, 'main.tsx') });
  const output = await startBackend({
    PORT: String(port),
    HEARTHROOM_URL: server.url,
    HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}`,
    HEARTHROOM_WEBHOOK_SECRET: webhookSecret,
  });

  const start = await browser.newPage();
  await start.goto(pages);
  await (await start.waitForSelector('button'))?.click();
  await start.waitForSelector('a');
  const [forTherapist = '', forClient = ''] = await start.$$eval('a', (links) => links.map((link) => link.href));
  const open = async (link: string) => {
    const page = await (await browser.createBrowserContext()).newPage();
    await page.goto(link);
    return page;
  };
  const therapist = await open(forTherapist);
  const client = await open(forClient);
  await (await client.waitForSelector('hearthroom-session >>> button.join'))?.click();
  await (await therapist.waitForSelector('button::-p-text(camera on)'))?.click();
  await (await therapist.waitForSelector('button::-p-text(Admit Anna)'))?.click();

  await therapist.bringToFront();
  await until(async () => (await picturesIn(therapist, 'video')) === 2, 'the therapist sees both');
  await client.bringToFront();
  const tiles = 'hearthroom-session >>> hearthroom-tile >>> video';
  await until(async () => (await picturesIn(client, tiles)) === 2, 'the client sees both');
  await until(() => output().includes('webhook: seat.admitted'), 'the backend was told');
  t.notMatch(output(), /Error/, 'every webhook was accepted');
});
