/** Cameras and microphones that end or are muted by the system, in the interface and as others see them. */
import type { Page } from 'puppeteer';
import t from 'tap';
import { until } from '../../../support/browser/person.ts';
import type { Visitor } from '../visitor.ts';
import { liveOf, startDevicePages, takeLog } from './device-pages.ts';

t.setTimeout(600_000);
const pages = await startDevicePages();
t.teardown(() => pages.close());

/** A client in the lobby, and the page of a therapist who is in the session. */
async function meet(sub: string): Promise<{ visitor: Visitor; watcher: Page; close: () => Promise<unknown> }> {
  const room = await pages.createRoom();
  const watcher = await pages.openWatcher(room);
  const visitor = await pages.openLobby(room, sub);
  return { visitor, watcher, close: () => Promise.all([visitor.page.close(), watcher.close()]) };
}

/** Does what a browser does to the newest open track of that kind. */
const happen = ({ page }: Visitor, kind: string, event: 'ended' | 'mute' | 'unmute') =>
  page.evaluate(
    (wanted, name) => {
      const track = window.opened.filter((one) => one.kind === wanted && one.readyState === 'live').at(-1);
      if (!track) throw new Error(`no ${wanted} is open`);
      if (name === 'ended') track.stop();
      else Object.defineProperty(track, 'muted', { configurable: true, value: name === 'mute' });
      track.dispatchEvent(new Event(name));
    },
    kind,
    event,
  );

/** Browsers reveal the names of cameras once they may be used. */
async function chooseCamera({ page }: Visitor, label: string): Promise<void> {
  const choose = async (): Promise<boolean> => {
    for (const select of await page.$$('>>> select')) {
      const value = await select.evaluate(
        (element, wanted) => [...element.querySelectorAll('option')].find((one) => one.label.includes(wanted))?.value,
        label,
      );
      if (value === undefined) continue;
      await select.select(value);
      return true;
    }
    return false;
  };
  await until(choose, `there is a camera with the name ${label}`);
}

const logged = (page: Page, entry: string) =>
  until(() => page.evaluate((wanted) => window.log.includes(wanted), entry), `the therapist's page says “${entry}”`);

t.test('a chosen camera that ends is off for everybody, and no other one goes live before it is chosen', async (t) => {
  const { visitor: cleo, watcher, close } = await meet('Cleo');
  await cleo.seesAndHears(1, 0);
  await chooseCamera(cleo, 'fake_device_2');
  await until(async () => (await liveOf(cleo, 'video')).join() === 'fake_device_2', 'the chosen camera is on');
  await cleo.press('Go in');
  await logged(watcher, 'picture camera');
  await happen(cleo, 'video', 'ended');
  await cleo.reads('Your camera stopped working, so it is off.');
  await logged(watcher, '-camera');
  t.same(await liveOf(cleo, 'video'), []);
  await takeLog(watcher);
  // With the characters that isolate the direction of an inserted name.
  await cleo.press('Use \u2068fake_device_0\u2069');
  await logged(watcher, 'picture camera');
  t.same(await liveOf(cleo, 'video'), ['fake_device_0']);
  await close();
});

t.test('a remembered camera that is gone stays off until another one is chosen', async (t) => {
  const { visitor: dana, close } = await meet('Dana');
  await dana.seesAndHears(1, 0);
  await dana.page.evaluate(() => localStorage.setItem('hearthroom.preferences', JSON.stringify({ cameraId: 'gone' })));
  await dana.page.reload();
  await dana.reads('The camera you chose is not connected.');
  t.same(await liveOf(dana, 'video'), []);
  await chooseCamera(dana, 'fake_device_2');
  await until(async () => (await liveOf(dana, 'video')).join() === 'fake_device_2', 'the camera that was chosen');
  await close();
});

t.test(
  'a microphone muted by the system is shown to all, announced to its owner, and unmuted automatically',
  async (t) => {
    const { visitor: elif, watcher, close } = await meet('Elif');
    await elif.press('Go in');
    await logged(watcher, '+microphone');
    await happen(elif, 'audio', 'mute');
    await elif.reads('Your microphone is muted by your device');
    await logged(watcher, 'paused microphone');
    await happen(elif, 'audio', 'unmute');
    await elif.reads('Your microphone works again.');
    await logged(watcher, 'resumed microphone');
    const log = await takeLog(watcher);
    t.same(
      log.filter((entry) => entry.endsWith(' microphone')),
      ['paused microphone', 'resumed microphone'],
    );
    await close();
  },
);

t.test('a host’s mute during a phone call holds when the call is over', async (t) => {
  const { visitor: gul, watcher, close } = await meet('Gül');
  await gul.press('Go in');
  await logged(watcher, '+microphone');
  await logged(watcher, 'picture camera');
  await happen(gul, 'audio', 'mute');
  await logged(watcher, 'paused microphone');
  await watcher.evaluate(() => window.muteAll());
  await gul.reads('Your therapist turned your microphone off.');
  await happen(gul, 'audio', 'unmute');
  await gul.press('Camera');
  await logged(watcher, '-camera');
  t.notOk((await takeLog(watcher)).includes('resumed microphone'), 'what came later is there, and she is still muted');
  await gul.press('Mic');
  await logged(watcher, 'resumed microphone');
  await close();
});

t.test('a lost microphone is replaced, and a notice says so', async (t) => {
  const { visitor: frida, watcher, close } = await meet('Frida');
  await frida.press('Go in');
  await logged(watcher, '+microphone');
  await happen(frida, 'audio', 'ended');
  await frida.reads('another one is in use now');
  await until(
    () =>
      watcher.evaluate(
        () => window.log.filter((entry) => entry.endsWith(' microphone')).at(-1) === 'resumed microphone',
      ),
    'she is heard again',
  );
  t.equal((await liveOf(frida, 'audio')).length, 1);
  await close();
});
