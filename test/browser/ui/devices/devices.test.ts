/** Cameras and microphones that start late, in the interface and as others see them. */
import t from 'tap';
import { until } from '../../../support/browser/person.ts';
import { liveOf, startDevicePages, takeLog } from './device-pages.ts';

t.setTimeout(300_000);
const pages = await startDevicePages();
t.teardown(() => pages.close());
const room = await pages.createRoom();
const watcher = await pages.openWatcher(room);

t.test('a camera and microphone that are switched off while they start never go live', async (t) => {
  const anna = await pages.openLobby(room, 'Anna', { held: true });
  await anna.reads('Camera is starting');
  await anna.press('Go in');
  await anna.reads('Starting');
  await anna.press('Camera is starting. Press to stop it.');
  await anna.press('Microphone is starting. Press to stop it.');
  await anna.page.waitForSelector('::-p-aria([name="Camera"][role="button"])');
  await anna.page.evaluate(() => window.release());
  await until(() => anna.page.evaluate(() => window.opened.length === 2), 'the browser has answered');
  t.same(await anna.page.evaluate(() => window.opened.map(({ readyState }) => readyState)), ['ended', 'ended']);
  await anna.press('Camera');
  await until(() => watcher.evaluate(() => window.log.includes('picture camera')), 'the picture, once it is wanted');
  const log = await takeLog(watcher);
  t.same(
    log.filter((entry) => entry !== 'joined'),
    ['+camera', 'picture camera'],
    'nothing came before',
  );
  await anna.page.close();
});

t.test('a device that is switched off while it starts in the lobby stays off in the session', async (t) => {
  const ben = await pages.openLobby(room, 'Ben', { held: true });
  await ben.press('Camera is starting. Press to stop it.');
  await ben.reads('Your camera is off');
  await ben.page.evaluate(() => window.release());
  await until(() => ben.page.evaluate(() => window.opened.length === 2), 'the browser has answered');
  t.same(await liveOf(ben, 'video'), []);
  t.equal((await liveOf(ben, 'audio')).length, 1, 'the microphone was wanted');
  await ben.page.close();
});
