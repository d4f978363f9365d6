/** Devices whose clocks are wrong by a quarter of an hour show the same countdowns as all others. */
import type { Page } from 'puppeteer';
import t from 'tap';
import { until } from '../../support/browser/person.ts';
import { browser, phone, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

declare global {
  var clockErrorMs: number;
}

t.setTimeout(300_000);

const room = await server.createRoom({ title: 'Tuesday group' });

/** Makes the page's Date wrong by `clockErrorMs`, which may change later, as when a user sets the clock. */
function setClockWrong(page: Page, minutes: number) {
  return page.evaluateOnNewDocument((errorMs) => {
    globalThis.clockErrorMs = errorMs;
    const Native = Date;
    globalThis.Date = new Proxy(Native, {
      construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [globalThis.Date.now()]),
      get: (target, key) => (key === 'now' ? () => Native.now() + clockErrorMs : Reflect.get(target, key)),
    });
  }, minutes * 60_000);
}

async function enter(sub: string, role: 'therapist' | 'client', minutesWrong: number): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name: sub });
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, phone, (page) =>
    setClockWrong(page, minutesWrong),
  );
  await visitor.press('Go in');
  return visitor;
}

/** Every visible countdown (m:ss) in the page. */
async function countdownsIn({ page }: Visitor): Promise<string[]> {
  const text = await page.evaluate(() => {
    const read = (root: ShadowRoot | Element): string =>
      [...root.childNodes]
        .map((node) => {
          if (node instanceof Text) return node.data;
          if (!(node instanceof Element) || node instanceof HTMLStyleElement) return '';
          return node.shadowRoot ? read(node.shadowRoot) : read(node);
        })
        .join(' ');
    return read(document.body);
  });
  return text.match(/\b\d+:\d\d\b/g) ?? [];
}

/** Remaining time of an hour that has just begun. */
const isMostOfAnHour = (countdown: string): boolean => /^(5\d:\d\d|60:00)$/.test(countdown);

const weber = await enter('Weber', 'therapist', 14);
const visitors = [await enter('Anna', 'client', 14), await enter('Ben', 'client', -14)];

t.test('a host whose clock is ahead reads how long people have really waited', async (t) => {
  await weber.reads('2 people are waiting.');
  await weber.press('Show');
  t.ok(await weber.reads('less than a minute'));
  t.notMatch(await weber.content(), /waiting for 1\d minutes/);
  await weber.press('Let everybody in');
  for (const visitor of visitors) await visitor.reads('You are in the session.');
});

t.test('a turn that lasts an hour is shown as one, whatever the device’s clock says', async (t) => {
  await weber.page.evaluate(() =>
    document.querySelector('hearthroom-session')?.session?.startGoRound({ secondsPerPerson: 3_600 }),
  );
  for (const visitor of [weber, ...visitors]) {
    await visitor.page.waitForSelector('>>> .turn-left');
    await visitor.page.waitForSelector('>>> .turn-time');
    const shown = await countdownsIn(visitor);
    t.ok(shown.length > 0 && shown.every(isMostOfAnHour), `shown: ${shown}`);
  }
});

t.test('the times shown stay right when the clock is set during the session', async (t) => {
  for (const visitor of visitors) {
    await visitor.page.evaluate(() => {
      globalThis.clockErrorMs = -globalThis.clockErrorMs;
    });
    const before = await countdownsIn(visitor);
    await until(async () => String(await countdownsIn(visitor)) !== String(before), 'the next second is shown');
    t.ok((await countdownsIn(visitor)).every(isMostOfAnHour), 'all countdowns');
  }
});

t.test('the time left of small groups is the server’s, too', async (t) => {
  await weber.page.evaluate(async () => {
    const session = document.querySelector('hearthroom-session')?.session;
    await session?.stopGoRound();
    await session?.startBreakout({ size: 2, seconds: 3_600 });
  });
  for (const visitor of visitors) {
    await visitor.reads(' left.');
    const shown = await countdownsIn(visitor);
    t.ok(shown.length > 0 && shown.every(isMostOfAnHour), `shown: ${shown}`);
  }
});
