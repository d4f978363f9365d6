/** Personal links in Chromium, as people open them: through to the session, and where they end. */
import { join } from 'node:path';
import { RestClient } from '@hearthroom/sdk/server';
import t from 'tap';
import { allViolations } from '../support/browser/accessibility.ts';
import { testKey } from '../support/server/test-server.ts';
import { browser, desktop, phone, screenshots, server } from './ui/demo-pages.ts';
import { Visitor } from './ui/visitor.ts';

t.setTimeout(240_000);

const rest = new RestClient({ url: server.url, key: testKey });
const { id: room } = await rest.createRoom({ title: 'Tuesday group', waitingMessage: 'We begin at six.' });
const weber = { sub: 'weber', role: 'therapist', name: 'Dr. Weber' } as const;
const anna = { sub: 'anna', role: 'client', name: 'Anna', label: 'A. Berger' } as const;

const invite = async (person: typeof weber | typeof anna) => {
  const { id, path } = await rest.createInvitation(room, person);
  return { id, url: `${server.url}${path}` };
};

/** The size of a page, its background and its direction are those of the element. */
async function checkPage({ page }: Visitor, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `link-${name}.png`) });
  t.same(await allViolations(page), [], name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  t.ok(overflow <= 0, `${name} is not wider than the window`);
}

const host = await Visitor.open(browser, (await invite(weber)).url, desktop);
const link = await invite(anna);
const requested: string[] = [];
const referrers: (string | undefined)[] = [];
const client = await Visitor.open(browser, link.url, phone, async (page) => {
  page.on('request', (request) => requested.push(request.url()));
  page.on('request', (request) => referrers.push(request.headers().referer));
});

t.test('a link leads through the lobby and the waiting room into the session', async (t) => {
  await host.press('Go in');
  await client.reads('Before you go in');
  await checkPage(client, 'lobby');
  await client.press('Go in');
  await client.reads('We begin at six.');
  await host.press('Show');
  await host.press('Let in Anna');
  t.same(await Promise.all([host, client].map((one) => one.seesAndHears(2, 1))), [true, true]);
  const origins = new Set(requested.filter((url) => !url.startsWith('blob:')).map((url) => new URL(url).origin));
  t.same(referrers.filter(Boolean), [], 'nobody is told the address of the page');
  t.same([...origins], [new URL(server.url).origin], 'nothing comes from elsewhere');
});

t.test('the page can be loaded again, and the person returns to the session', async (t) => {
  await client.page.reload();
  await client.press('Go in');
  t.ok(await client.seesAndHears(2, 1));
});

t.test('a forwarded link is a second device that waits', async (t) => {
  const second = await Visitor.open(browser, link.url, desktop);
  await second.press('Go in');
  await second.reads('We begin at six.');
  t.notMatch(await second.content(), /Weber/);
  t.ok(await client.seesAndHears(2, 1), 'the first device is not touched');
  await second.page.browserContext().close();
});

t.test('with ?check behind it a link is the check before the session, which takes no seat', async (t) => {
  const visitor = await Visitor.open(browser, `${link.url}?check`, phone);
  await visitor.reads('Nobody sees or hears you, and nobody is told.');
  await checkPage(visitor, 'check');
  await visitor.press('Start the check');
  await visitor.press('I heard it');
  await visitor.reads('Report for support');
  await checkPage(visitor, 'check-done');
  t.ok(await client.seesAndHears(2, 1), 'the session is not touched');
  await visitor.page.browserContext().close();
});

t.test('without the server the page says so, and tries again', async (t) => {
  let isDown = true;
  const visitor = await Visitor.open(browser, link.url, phone, async (page) => {
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (isDown && request.url().endsWith('/j/token')) void request.abort();
      else void request.continue();
    });
  });
  t.ok(await visitor.reads('The session cannot be opened at the moment'));
  await checkPage(visitor, 'unreachable');
  isDown = false;
  await visitor.press('Try again');
  t.ok(await visitor.reads('Before you go in'));
  await visitor.page.browserContext().close();
});

t.test('a link that was revoked, replaced or is of a past session leads to one plain page', async (t) => {
  const replacement = await invite(anna);
  await rest.revokeInvitation(room, replacement.id);
  const open = async (url: string, size: typeof phone) => {
    const visitor = await Visitor.open(browser, url, size);
    await visitor.reads('This link does not work');
    const text = await visitor.page.evaluate(() => document.body.textContent);
    const focused = await visitor.page.evaluate(() => document.activeElement?.tagName);
    return { visitor, text, focused };
  };
  const revoked = await open(replacement.url, phone);
  t.match(revoked.text, 'Please ask the person who invited you for a new link.');
  t.equal(revoked.focused, 'H1', 'screen readers read it');
  await checkPage(revoked.visitor, 'invalid-phone');
  const replaced = await open(link.url, desktop);
  await replaced.visitor.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await checkPage(replaced.visitor, 'invalid-desktop');
  t.equal(replaced.text, revoked.text);
  t.ok(await client.seesAndHears(2, 1), 'who is inside stays');
  const last = await invite(anna);
  await rest.endRoom(room);
  await client.reads('The session has ended');
  for (const url of [last.url, `${server.url}/j/unknown`, `${last.url}.`])
    t.equal((await open(url, phone)).text, revoked.text);
});
