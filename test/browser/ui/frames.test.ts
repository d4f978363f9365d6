/** The element in a frame of a page of another origin, with and without permission to use devices. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Frame } from 'puppeteer';
import t from 'tap';
import { frameAllowance } from '../../../sdk/src/local/page-policy.ts';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { bundle, startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';

t.setTimeout(180_000);
const readme = readFileSync(new URL('../../../sdk/ui/README.md', import.meta.url), 'utf8');
const documented = /<iframe [^>]*allow="([^"]*)"/.exec(readme)?.[1] ?? '';
const ui = fileURLToPath(new URL('../../../sdk/ui/index.ts', import.meta.url));
const portal = await startPageServer({
  '/': `<!doctype html><html lang="en"><title>Portal</title><script type="module" src="/ui.js"></script>
    <hearthroom-session></hearthroom-session>
    <script type="module">document.querySelector('hearthroom-session').getToken = () => '';</script></html>`,
  '/ui.js': await bundle({ file: ui }),
});
const around = (allow: string) =>
  `<!doctype html><html lang="en"><title>Around</title><iframe title="Session" width="390" height="800" src="${portal.url}/" ${allow}></iframe></html>`;
// Another name of this machine is another origin.
const embedder = await startPageServer({
  '/without': around(''),
  '/with': around(`allow="${documented}"`),
});
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  portal.close();
  embedder.close();
});

const read = (frame: Frame): Promise<string> =>
  frame.evaluate(() => {
    const textOf = (root: Document | ShadowRoot): string =>
      [...root.querySelectorAll('*')]
        .map((one) => (one.shadowRoot ? textOf(one.shadowRoot) : one.localName === 'p' ? (one.textContent ?? '') : ''))
        .join('\n');
    return textOf(document);
  });

async function openFramed(path: string) {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Hearthroom')) errors.push(message.text());
  });
  await page.goto(`${embedder.url.replace('127.0.0.1', 'localhost')}${path}`);
  const frame = page.frames().find((one) => one.url().startsWith(portal.url));
  if (!frame) throw new Error('the frame is not there');
  return { page, frame, errors };
}

t.test(
  'in a frame without the right to use devices the person is told whom to ask, and the developer what to add',
  async (t) => {
    const { page, frame, errors } = await openFramed('/without');
    await until(async () => (await read(frame)).includes('This website does not allow your camera here.'), 'words');
    t.match(await read(frame), /This website does not allow your microphone here\./);
    t.notMatch(await read(frame), /icon next to the web address/, 'which cannot help here');
    t.equal(errors.length, 1, 'once, not for each device');
    t.ok(errors[0]?.includes(`allow="${frameAllowance}"`));
    await page.close();
  },
);

t.test('the README and the console name the same attribute, and with it devices work', async (t) => {
  t.equal(documented, frameAllowance);
  const { page, frame, errors } = await openFramed('/with');
  await frame.waitForFunction(
    () =>
      document
        .querySelector('hearthroom-session')
        ?.shadowRoot?.querySelector('hearthroom-lobby')
        ?.shadowRoot?.querySelector('hearthroom-own-preview')
        ?.shadowRoot?.querySelector('hearthroom-picture') != null,
    { polling: 100 },
  );
  const isAllowed = await frame.evaluate((features) => {
    const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
    return features.map((name) => [name, featurePolicy?.allowsFeature(name)]);
  }, frameAllowance.split('; '));
  t.same(
    isAllowed,
    frameAllowance.split('; ').map((name) => [name, true]),
  );
  t.same(errors, []);
  await page.close();
});
