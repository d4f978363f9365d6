import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { Visitor } from '../ui/visitor.ts';
import { goIn, startElementPages } from './element-pages.ts';

t.setTimeout(240_000);
const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
mkdirSync(screenshots, { recursive: true });

/** The box around the element, and the minimum size of pictures of two participants in it. */
const boxes: Record<string, { head?: string; body?: string; smallest: [width: number, height: number] }> = {
  'plain-body': { smallest: [400, 300] },
  'below-a-heading': { body: '<h1>My group</h1>ELEMENT<p>Help</p>', smallest: [400, 300] },
  'min-block-size': { head: 'hearthroom-session { min-block-size: 600px }', smallest: [400, 300] },
  'flex-column': {
    head: 'body { display: flex; flex-direction: column; min-height: 100vh; margin: 0 } hearthroom-session { flex: 1 }',
    body: '<header>Portal</header>ELEMENT',
    smallest: [400, 300],
  },
  grid: {
    head: 'body { display: grid; grid-template: auto 1fr / 200px 1fr; block-size: 100vh; margin: 0 } header { grid-column: 1 / -1 }',
    body: '<header>Portal</header><nav>Menu</nav><main>ELEMENT</main>',
    smallest: [350, 200],
  },
  'percentage-of-a-parent': {
    head: 'main { block-size: 500px }',
    body: '<main>ELEMENT</main>',
    smallest: [400, 250],
  },
  dialog: { body: '<dialog open>ELEMENT</dialog>', smallest: [300, 200] },
  small: { head: 'hearthroom-session { inline-size: 320px; block-size: 240px }', smallest: [90, 70] },
  wide: { head: 'hearthroom-session { block-size: 260px }', smallest: [150, 100] },
  'full-window': { head: 'body { margin: 0 } hearthroom-session { block-size: 100dvh }', smallest: [400, 300] },
};
const pages = await startElementPages({
  ...Object.fromEntries(
    Object.entries(boxes).map(([name, { head = '', body = 'ELEMENT' }]) => [
      `/${name}`,
      { head: `<style>${head}</style>`, body },
    ]),
  ),
});
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  await pages.close();
});
const { server } = pages;
const room = await server.createRoom({ waitingRoom: false, encryption: 'off' });
const size = { width: 1000, height: 700 };
const tokenOf = (sub: string, role: 'therapist' | 'client') => server.tokenFor(room, { sub, role, name: sub });

for (const [name, { smallest }] of Object.entries(boxes)) {
  t.test(`in a box like “${name}” two people have pictures of at least ${smallest.join(' × ')} pixels`, async (t) => {
    const visitor = await Visitor.open(browser, pages.at(`/${name}`, await tokenOf('weber', 'therapist')), size);
    const { page } = visitor;
    await goIn(page);
    const { client } = await RawClient.join(server.url, { token: await tokenOf('anna', 'client') });
    await page
      .waitForFunction(
        (width, height) => {
          const find = (root: ParentNode): Element[] =>
            [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? find(one.shadowRoot) : [])]);
          const element = document.querySelector('hearthroom-session')?.getBoundingClientRect();
          const tiles = find(document).filter(({ localName }) => localName === 'hearthroom-tile');
          return (
            tiles.length === 2 &&
            tiles.every((tile) => {
              const box = tile.getBoundingClientRect();
              const isWithin =
                element && box.top >= element.top && box.bottom <= element.bottom && box.right <= element.right;
              return isWithin && box.width >= width && box.height >= height;
            })
          );
        },
        { polling: 100, timeout: 20_000 },
        ...smallest,
      )
      .catch(() => {});
    await page.screenshot({ path: `${screenshots}box-${name}.png` });
    const sizes = await page.$$eval('>>> hearthroom-tile', (tiles) =>
      tiles.map((tile) => [tile.clientWidth, tile.clientHeight]),
    );
    for (const [width = 0, height = 0] of sizes)
      t.ok(width >= smallest[0] && height >= smallest[1], `${width} × ${height}`);
    t.equal(sizes.length, 2);
    client.close();
    await page.browserContext().close();
  });
}

t.test('a plain page with the element alone does not scroll', async (t) => {
  const visitor = await Visitor.open(browser, pages.at('/plain-body', await tokenOf('weber', 'therapist')), size);
  await visitor.page.waitForSelector('hearthroom-session >>> button.join');
  t.same(
    await visitor.page.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]),
    [size.height, size.width],
  );
  await visitor.page.browserContext().close();
});

t.test('the page that the documents show is the plain one', async (t) => {
  for (const path of ['README.md', 'sdk/ui/README.md']) {
    const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
    t.match(
      text,
      /```html\n<script type="module" src="https:\/\/calls\.example\.org\/sdk\/latest\/hearthroom-ui\.min\.js"><\/script>\n<hearthroom-session url="[^"]+"><\/hearthroom-session>\n<script/,
    );
  }
});
