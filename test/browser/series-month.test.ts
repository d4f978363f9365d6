/**
 * A month of a series through its links alone, in Chromium, with the server's clock moved on: four sessions with a change of
 * the clocks, one moved, one skipped, a member who joins in the second; calendar files; what is stored afterwards.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RestClient, RestError } from '@hearthroom/sdk/server';
import type { Page } from 'puppeteer';
import t from 'tap';
import { allViolations } from '../support/browser/accessibility.ts';
import { fewPictures, launchChromium } from '../support/browser/browsers.ts';
import { waitUntil } from '../support/media/wait-until.ts';
import { readCalendar } from '../support/series/calendar-program.ts';
import { FakedClock, whyNoFakedClock } from '../support/server/faked-clock.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import { testKey } from '../support/server/test-server.ts';
import { desktop, phone, screenshots } from './ui/page-sizes.ts';
import { Visitor } from './ui/visitor.ts';

t.setTimeout(400_000);

const at = (instant: string): number => Date.parse(instant);
const [first, second, third, fourth] = ['20271019T180000', '20271026T180000', '20271102T180000', '20271109T180000'];
const reason = whyNoFakedClock();
const options = { skip: reason === null ? false : reason };

const members = [
  { id: 'p-weber', name: 'Dr. Canaryweber', role: 'therapist' },
  { id: 'p-anna', name: 'Canaryanna', role: 'client', label: 'A. Canarylabel' },
] as const;

/** In German, in the time zone of Berlin, unless told otherwise. */
const speaking =
  (languages: string[] = ['de'], timeZone = 'Europe/Berlin') =>
  async (page: Page): Promise<void> => {
    await page.emulateTimezone(timeZone);
    await page.evaluateOnNewDocument((tags) => {
      Object.defineProperty(navigator, 'languages', { get: () => tags });
    }, languages);
  };

/** The page at this size and in this scheme: nothing wrong with it, nothing cut off. */
async function checkPage({ page }: Visitor, name: string, size = phone, scheme = 'light'): Promise<void> {
  await page.setViewport(size);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.screenshot({ path: join(screenshots, `series-${name}.png`) });
  t.same(await allViolations(page), [], name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  t.ok(overflow <= 0, `${name} is not wider than the window`);
}

t.test('a month of sessions through links alone', options, async (t) => {
  const clock = new FakedClock((at('2027-10-13T10:00Z') - Date.now()) / 1_000);
  t.teardown(() => clock.remove());
  const server = await ServerProcess.start({ ...clock.env, HEARTHROOM_PAGES: 'true', HEARTHROOM_LOG_LEVEL: 'debug' });
  t.teardown(() => server.remove());
  const url = await server.url();
  const browser = await launchChromium([], fewPictures);
  t.teardown(() => browser.close());
  /** With a client of its own, whose token is of that time. */
  const asBackend = <T>(work: (client: RestClient) => Promise<T>): Promise<T> =>
    clock.by(() => work(new RestClient({ url, key: testKey })));
  const stored = async (): Promise<string> => {
    const names = await readdir(server.dataDir);
    return (await Promise.all(names.map((name) => readFile(join(server.dataDir, name), 'latin1')))).join('\n');
  };
  /** Sets the clock, and waits until the room of this session is there. */
  const moveTo = async (instant: string, occurrence?: string): Promise<void> => {
    clock.set((at(instant) - Date.now()) / 1_000);
    if (occurrence === undefined) return;
    const isMade = async () => {
      // Until the server has noticed its clock it refuses tokens of another time.
      const found = await asBackend((client) => client.listOccurrences(series.id)).catch((error: unknown) => {
        if (error instanceof RestError && error.code === 'unauthorized') return [];
        throw error;
      });
      return found.some(({ id, roomId }) => id === occurrence && roomId !== null);
    };
    await waitUntil(isMade, `the room of ${occurrence}`, 60);
  };

  const series = await asBackend((client) =>
    client.createSeries({
      ...{ start: '2027-10-19T18:00', timeZone: 'Europe/Berlin', rule: 'FREQ=WEEKLY;COUNT=4', lengthMinutes: 90 },
      members: [...members],
    }),
  );
  const linkOf = async (memberId: string) =>
    `${url}${(await asBackend((client) => client.createSeriesInvitation(series.id, memberId))).path}`;
  const calendarOf = async (memberId: string, link: string) =>
    readCalendar(await asBackend((client) => client.getCalendarFileWithLink(series.id, memberId, link)));
  const [weberLink, annaLink] = [await linkOf('p-weber'), await linkOf('p-anna')];
  const open = (link: string, size = phone, prepare = speaking()) => Visitor.open(browser, link, size, prepare);
  const leave = (...visitors: Visitor[]) =>
    Promise.all(visitors.map((visitor) => visitor.page.browserContext().close()));

  /** A therapist starts the session, lets in a client; both see and hear each other until its time is over. */
  const hold = async (link: string, name: string, end: string): Promise<void> => {
    const host = await open(weberLink, desktop);
    await host.press('Sitzung beginnen');
    await host.press('Hineingehen');
    const client = await open(link);
    await client.press('Hineingehen');
    await host.press('Zeigen');
    await host.press(`${name} hereinlassen`);
    t.same(await Promise.all([host, client].map((one) => one.seesAndHears(2, 1))), [true, true], name);
    await moveTo(end);
    await client.reads('Die Sitzung ist zu Ende');
    await leave(host, client);
  };

  await t.test('days before, a client reads when it is, and does the check', async (t) => {
    const client = await open(annaLink);
    await client.reads('Dienstag, 19. Oktober');
    await client.reads('18:00–19:30 Uhr');
    await client.reads('Hineingehen können Sie ab: Dienstag, 19. Oktober um 17:45.');
    t.notMatch(await client.content(), /canaryweber/i);
    await checkPage(client, 'client');
    await checkPage(client, 'client-desktop-dark', desktop, 'dark');
    await client.page.goto(`${annaLink}?check`);
    await client.reads('Die Leitung Ihrer Gruppe sieht, dass Sie diese Prüfung gemacht haben');
    await client.press('Prüfung beginnen');
    await client.press('Ich habe ihn gehört');
    await client.reads('Zurück zur Sitzung');
    await checkPage(client, 'checked');
    await leave(client);
  });

  await t.test('the therapist reads it, in every direction of writing', async (t) => {
    const host = await open(weberLink, desktop);
    await host.reads('Gemacht am 13. Oktober 2027');
    await host.reads('Beginnen können Sie ab: Dienstag, 19. Oktober um 17:45.');
    t.same(await host.page.$$eval('h2', (all) => all.map((one) => one.textContent)), [
      'Nächste Sitzung',
      'Danach',
      'Wer die Prüfung vor der Sitzung gemacht hat',
    ]);
    await checkPage(host, 'host-desktop', desktop);
    await checkPage(host, 'host-dark', phone, 'dark');
    await leave(host);
    const arab = await open(weberLink, phone, speaking(['ar-EG'], 'Africa/Cairo'));
    await arab.reads('جلساتكم');
    t.same(await arab.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [
      'ar',
      'rtl',
    ]);
    await checkPage(arab, 'host-ar');
    await checkPage(arab, 'host-ar-desktop-dark', desktop, 'dark');
    await leave(arab);
  });

  await t.test('the first session is held, and leads to the second', async () => {
    await moveTo('2027-10-19T15:50Z', first);
    await hold(annaLink, 'Canaryanna', '2027-10-19T17:31Z');
    const client = await open(annaLink);
    await client.reads('Dienstag, 26. Oktober');
    await leave(client);
  });

  let benLink = '';
  await t.test('the second is moved, somebody joins in it, the third is skipped', async (t) => {
    const former = await calendarOf('p-anna', annaLink);
    await asBackend(async (client) => {
      const ben = { name: 'Canaryben', role: 'client', from: second } as const;
      await client.putMember(series.id, 'p-ben', ben);
      await client.moveOccurrence(series.id, second, '2027-10-27T19:00');
      await client.skipOccurrence(series.id, third);
    });
    benLink = await linkOf('p-ben');
    const times = [at('2027-10-19T16:00Z'), at('2027-10-27T17:00Z'), at('2027-11-09T17:00Z')];
    const [anna, ben] = [await calendarOf('p-anna', annaLink), await calendarOf('p-ben', benLink)];
    t.same([anna.times, ben.times], [times, times.slice(1)], '18:00 stays 18:00 when clocks are set back');
    t.ok((anna.sequences[0] ?? 0) > (former.sequences[0] ?? 0));
    t.same([new Set(anna.urls), new Set(ben.urls)], [new Set([annaLink]), new Set([benLink])]);
    const host = await open(weberLink, desktop);
    await host.reads('Verlegt. Geplant war: Dienstag, 26. Oktober um 18:00.');
    await host.reads('Findet nicht statt');
    await checkPage(host, 'host-changed', phone);
    await leave(host);
    await moveTo('2027-10-27T16:50Z', second);
    await hold(benLink, 'Canaryben', '2027-10-27T18:31Z');
    const client = await open(benLink);
    await client.reads('Keine Sitzung: Dienstag, 2. November.');
    await client.reads('Dienstag, 9. November');
    await checkPage(client, 'client-skipped', phone, 'dark');
    await leave(client);
  });

  await t.test('who leaves is forgotten, and the fourth is held after the change of the clocks', async (t) => {
    t.ok((await stored()).includes('Canaryben'), 'the test can find names');
    await asBackend((client) => client.removeMember(series.id, 'p-ben'));
    await waitUntil(async () => !/Canaryben/i.test(await stored()), 'the name is gone with the member', 30);
    const gone = await open(benLink);
    await gone.reads('Dieser Link funktioniert nicht');
    await leave(gone);
    await moveTo('2027-11-09T16:50Z', fourth);
    await hold(annaLink, 'Canaryanna', '2027-11-09T18:31Z');
  });

  await t.test('afterwards none is planned, and no name is left', async (t) => {
    await waitUntil(async () => !/canary/i.test(await stored()), 'all names are gone', 60);
    const client = await open(annaLink);
    await client.reads('Es ist keine Sitzung geplant');
    await checkPage(client, 'none');
    await leave(client);
    t.match(server.output, /"level"/, 'there is a log to look at');
    t.notOk(/canary/i.test(server.output), 'no name in the log');
    for (const link of [weberLink, annaLink, benLink])
      t.notOk(server.output.includes(link.split('/j/')[1] ?? link), 'no code in the log');
  });
});
