/** Music mode in the interface, and as others see the change. */
import t from 'tap';
import { until } from '../../../support/browser/person.ts';
import { startDevicePages, takeLog } from './device-pages.ts';

t.setTimeout(300_000);
const pages = await startDevicePages();
t.teardown(() => pages.close());
const room = await pages.createRoom();
const watcher = await pages.openWatcher(room);

t.test('the switch opens the microphone again, which nobody sees as muted, and is remembered', async (t) => {
  const anna = await pages.openLobby(room, 'Anna');
  await anna.press('Go in');
  await until(() => watcher.evaluate(() => window.log.includes('+microphone')), 'she is heard');
  await takeLog(watcher);
  await anna.press('More');
  await anna.press('Settings');
  await anna.reads('For instruments and singing, with headphones');
  await anna.page
    .locator('>>> label.switch')
    .filter((label) => label.textContent?.includes('Music mode') === true)
    .click();
  const isMusic = () =>
    anna.page.evaluate(
      () => document.querySelector('hearthroom-session')?.session?.localParticipant.audioMode === 'music',
    );
  await until(isMusic, 'the switch is on', 10_000);
  await until(() => watcher.evaluate(() => window.log.includes('-microphone')), 'the track before is closed', 20_000);
  t.same(
    (await takeLog(watcher)).filter((entry) => entry.includes('microphone')),
    ['+microphone', '-microphone'],
  );
  const settings = await anna.page.evaluate(() =>
    window.opened
      .filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live')
      .map((track) => track.getSettings()),
  );
  t.match(settings, [{ echoCancellation: false, noiseSuppression: false, autoGainControl: false }]);
  t.equal(settings.length, 1, 'the one before is closed');

  await anna.page.reload();
  await anna.page.waitForFunction(() => {
    const own = document.querySelector('hearthroom-session')?.session?.localParticipant;
    return own?.audioMode === 'music' && own.isEnabled('microphone');
  });
  t.equal(await anna.page.evaluate(() => window.opened[0]?.getSettings().echoCancellation), false);
  await anna.page.close();
});
