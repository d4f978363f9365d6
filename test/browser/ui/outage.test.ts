/**
 * A client whose network blocks media: what they and their therapist read, while waiting and in the session, until
 * media connects.
 */
import type { Page } from 'puppeteer';
import t from 'tap';
import { until } from '../../support/browser/person.ts';
import { browser, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

declare global {
  var isBlocked: boolean;
  var mediaEvents: string[];
}

t.setTimeout(300_000);

const room = await server.createRoom({ title: 'Tuesday group' });

/**
 * For this page the media server has an address without an answer (RFC 5737), as behind a firewall that drops packets.
 */
function block(page: Page) {
  return page.evaluateOnNewDocument(() => {
    globalThis.isBlocked = true;
    globalThis.mediaEvents = [];
    for (const name of ['hearthroom-media-failed', 'hearthroom-media-restored'])
      addEventListener(name, (event) =>
        mediaEvents.push([name, Object(Reflect.get(event, 'detail')).code].join(' ').trim()),
      );
    const { setRemoteDescription } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp = '' }: RTCSessionDescriptionInit) {
      const changed = isBlocked ? sdp.replace(/(a=candidate:\S+ \d+ \S+ \d+ )127\.0\.0\.1/g, '$1192.0.2.7') : sdp;
      return Reflect.apply(setRemoteDescription, this, [{ type, sdp: changed }]);
    };
  });
}

async function open(page: string, sub: string, role: 'therapist' | 'client', blocked: boolean): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name: sub });
  const size = role === 'client' ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const visitor = await Visitor.open(browser, `${server.url}/${page}#token=${token}`, size, async (one) => {
    if (blocked) await block(one);
  });
  await visitor.press('Go in');
  return visitor;
}

const picture = ({ page }: Visitor, name: string) => page.screenshot({ path: `${screenshots}outage-${name}.png` });
const outageText = 'No sound or pictures get through';
const tileText = 'sound and picture are interrupted';

const weber = await open('therapist.html', 'Weber', 'therapist', false);
const anna = await open('client.html', 'Anna', 'client', true);

t.test('already in the waiting room the person is told, with what may help and the ports for IT support', async (t) => {
  await anna.reads('You are in the waiting room.');
  t.ok(await anna.reads(outageText));
  t.match(
    // The texts isolate inserted values with invisible characters (UAX #9).
    (await anna.content()).replace(/[\u2068\u2069]/g, ''),
    /another network.*port \d+ \(UDP\), at 127\.0\.0\.1.*port \d+ \(TCP\), at 127\.0\.0\.1/s,
  );
  await picture(anna, 'waiting');
  t.same(await anna.page.evaluate(() => mediaEvents), ['hearthroom-media-failed media-unreachable'], 'told once');
  t.same(weber.console, []);
});

t.test('in the session both are told, the therapist by the tile', async (t) => {
  await weber.press('Show');
  await weber.press('Let in Anna');
  t.ok(await weber.reads(tileText));
  t.ok(await anna.reads(outageText));
  t.match(await weber.content(), 'Sound and picture of Anna are interrupted.', 'read out to a host');
  await picture(weber, 'therapist');
  await picture(anna, 'session');
  const quality = () =>
    anna.page.evaluate(() => document.querySelector('hearthroom-session')?.session?.localParticipant.connectionQuality);
  await until(async () => (await quality()) === 'lost', 'her own quality is lost');
});

t.test('further attempts neither remove nor repeat the notice', async (t) => {
  const before = await anna.page.evaluate(() => mediaEvents.length);
  let failed = 0;
  server.app.observer.on('transportFailed', () => {
    failed += 1;
  });
  await until(() => failed >= 2, 'another pair of transports that does not connect');
  t.match(await weber.content(), tileText);
  t.match(await anna.content(), outageText);
  t.equal(await anna.page.evaluate(() => mediaEvents.length), before);
});

t.test('once media connects, both see and hear each other, and all notices are gone', async (t) => {
  await anna.page.evaluate(() => {
    globalThis.isBlocked = false;
  });
  await Promise.all([anna, weber].map((one) => one.seesAndHears(2, 1)));
  await until(async () => !(await anna.content()).includes(outageText), 'the notice goes');
  await until(async () => !(await weber.content()).includes(`<span>${tileText}`), 'the tile is clear');
  t.same(await anna.page.evaluate(() => mediaEvents), [
    'hearthroom-media-failed media-unreachable',
    'hearthroom-media-restored',
  ]);
});
