import { fileURLToPath } from 'node:url';
import t from 'tap';
import { loadTexts } from '../../../sdk/ui/texts/load-texts.ts';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { until } from '../../support/browser/person.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { Visitor } from '../ui/visitor.ts';
import { goIn, startElementPages } from './element-pages.ts';

t.setTimeout(240_000);
const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
const style = '<style>body { margin: 0 } hearthroom-session { block-size: 100dvh }</style>';
const pages = await startElementPages({
  '/ltr': { head: style, body: 'ELEMENT' },
  '/rtl': { head: `${style}<script>document.documentElement.lang = 'ar'</script>`, body: 'ELEMENT' },
});
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  await pages.close();
});
const { server } = pages;
const arabic = 'محمد بن عبد الرحمن بن عبد العزيز آل الشيخ';
const latin = 'Fridolin Maximilian Winfried Mueller-Schmitz';

for (const direction of ['ltr', 'rtl']) {
  t.test(`of a name too long for its tile the end is cut off, in a page that runs ${direction}`, async (t) => {
    const room = await server.createRoom({ waitingRoom: false, encryption: 'off', title: `${arabic} ${arabic}` });
    const token = (sub: string, name: string) =>
      server.tokenFor(room, { sub, role: sub === 'w' ? 'therapist' : 'client', name });
    const { page } = await Visitor.open(browser, pages.at(`/${direction}`, await token('w', 'Dr. Weber')), {
      width: 480,
      height: 480,
    });
    await goIn(page);
    const clients: RawClient[] = [];
    for (const [index, name] of [arabic, latin, 'Ben', 'Cleo'].entries())
      clients.push((await RawClient.join(server.url, { token: await token(`c${index}`, name) })).client);
    await until(async () => (await page.$$('>>> hearthroom-tile')).length === 5, 'everybody');
    await page.screenshot({ path: `${screenshots}names-${direction}.png` });
    const shown = await page.evaluate(() => {
      const find = (root: ParentNode): Element[] =>
        [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? find(one.shadowRoot) : [])]);
      return find(document)
        .filter(
          (one) =>
            (one.localName === 'h1' || one.className === 'name') &&
            one.clientWidth > 0 &&
            getComputedStyle(one).overflowX === 'hidden',
        )
        .map((box) => {
          const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          let text = texts.nextNode();
          while (text && text.textContent?.trim() === '') text = texts.nextNode();
          const range = document.createRange();
          if (!text) return { text: '', isClipped: false, isFirstSeen: false };
          range.setStart(text, 0);
          range.setEnd(text, 1);
          const [first, outer] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
          const isFirstSeen = first.left >= outer.left - 1 && first.right <= outer.right + 1;
          return { text: box.textContent?.trim() ?? '', isClipped: box.scrollWidth > box.clientWidth, isFirstSeen };
        });
    });
    for (const { text, isFirstSeen } of shown) t.ok(isFirstSeen, text);
    t.ok(shown.filter(({ isClipped }) => isClipped).length >= 2, 'some of them are too long');
    // The page's language is Arabic where it runs from right to left.
    const labels = await page.$$eval('>>> .enlarge', (buttons) =>
      buttons.map((button) => button.getAttribute('aria-label')),
    );
    const texts = await loadTexts(direction === 'rtl' ? 'ar' : 'en');
    t.ok(labels.includes(texts.call.enlarge(`\u2068${arabic}\u2069`)));
    t.ok(labels.includes(texts.call.enlarge(latin)));
    for (const client of clients) client.close();
    await page.browserContext().close();
  });
}
