/**
 * The line of a client becomes too narrow for pictures and recovers: what the client, another client and the therapist
 * read and hear, and that it is announced once.
 */
import t from 'tap';
import { until } from '../../support/browser/person.ts';
import { rewriteDescriptions } from '../../support/browser/rewrite-descriptions.ts';
import { ScreenReader } from '../../support/browser/screen-reader.ts';
import { UdpProxy } from '../../support/faults/causes/udp-proxy.ts';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(300_000);

const proxy = new UdpProxy();
t.teardown(() => proxy.close());
const room = await server.createRoom({ title: 'Tuesday group', waitingRoom: false });

async function enter(name: string, role: 'therapist' | 'client', isOnProxy = false): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub: name, role, name });
  const url = `${server.url}/${role}.html#token=${token}`;
  const visitor = await Visitor.open(browser, url, isOnProxy ? phone : desktop, async (page) => {
    if (isOnProxy) await rewriteDescriptions(page, (sdp) => proxy.rewrite(sdp));
  });
  await visitor.press('Go in');
  return visitor;
}

const weber = await enter('Weber', 'therapist');
const ben = await enter('Ben', 'client');
const anna = await enter('Anna', 'client', true);

const slow = 'Your connection is';
const tileText = 'picture paused';
const over = 'Sound and pictures get through well again.';
const annaIsSlow = 'The connection of Anna is slow.';
const picture = ({ page }: Visitor, name: string) => page.screenshot({ path: `${screenshots}slow-line-${name}.png` });

const readers = await Promise.all([weber, ben, anna].map(({ page }) => ScreenReader.listen(page)));
/** What was announced to each of the three. */
const [toWeber, toBen, toAnna] = readers.map(
  ({ lines }) =>
    (text: string) =>
      lines.filter((line) => line.includes(text)),
);

/** Of the pictures in tiles that say that theirs is paused. */
const pausedOpacities = () =>
  anna.page.$$eval('>>> hearthroom-tile', (tiles) =>
    tiles
      .flatMap(({ shadowRoot }) => shadowRoot ?? [])
      .filter(({ textContent }) => textContent?.includes('picture paused'))
      .flatMap((root) => root.querySelector('hearthroom-picture') ?? [])
      .map((picture) => getComputedStyle(picture).opacity),
  );

t.test('everybody sees and hears everybody', async () => {
  await Promise.all([weber, ben, anna].map((one) => one.seesAndHears(3, 2)));
});

t.test('a person whose line is too narrow reads what happens, also in place of the pictures', async (t) => {
  proxy.impair({ kbps: 110 }, ['down']);
  await anna.reads(tileText);
  await anna.reads('ome back by themselves.');
  await picture(anna, 'phone');
  await anna.page.setViewport(desktop);
  await picture(anna, 'desktop');
  await anna.page.setViewport(phone);
  // Pictures may come back for a moment.
  await until(async () => (await pausedOpacities()).length > 0, 'a picture is paused');
  t.ok(
    (await pausedOpacities()).every((opacity) => opacity === '0'),
    'no frozen picture is visible',
  );
  proxy.impair({ kbps: null });
  await anna.reads(over);
  await until(async () => !(await anna.content()).includes(tileText), 'the tiles are clear');
  await Promise.all([anna.seesAndHears(3, 2)]);
  const said = toAnna?.(slow) ?? [];
  t.ok(said.length > 0, 'it is announced');
  t.same(said, [...new Set(said)], 'once');
  await until(async () => (toAnna?.(over).length ?? 0) > 0, 'the end is announced');
  t.equal(toAnna?.(over).length, 1);
});

t.test('the therapist was told whose line it is, and the other client nothing', async (t) => {
  t.equal(toWeber?.(annaIsSlow).length, 1);
  t.same(toBen?.(annaIsSlow), []);
});

t.test('of a person whose picture is lost on the way to the server everybody is told whose line it is', async () => {
  proxy.impair({ lossRate: 0.35 }, ['up']);
  await ben.reads(annaIsSlow);
  await picture(ben, 'theirs');
  await anna.reads('The others may see and hear you badly.');
  await picture(anna, 'sending');
  await Promise.all(readers.map((reader) => reader.stop()));
});
