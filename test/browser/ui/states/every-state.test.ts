/** What holds for every state of the interface, on phones and desktops: accessibility and width, without a complaint. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { seriousViolations } from '../../../support/browser/accessibility.ts';
import { fewPictures, launchChromium } from '../../../support/browser/browsers.ts';
import { openStates } from './page/state-viewer.ts';

const screenshots = fileURLToPath(new URL('../../screenshots/', import.meta.url));
mkdirSync(screenshots, { recursive: true });

const phone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };
const narrow = { width: 320, height: 640 };
/** States whose screenshots are kept for review. */
const pictured = new Set([
  'lobby',
  'lobby-denied',
  'lobby-starting',
  'lobby-chosen-missing',
  'lobby-blocked-by-page',
  'lobby-interrupted',
  'waiting-device-lost',
  'call-starting',
  'call-device-lost',
  'call-interrupted',
  'call-replaced',
  'menu-screen-starting',
  'waiting',
  'gallery-2',
  'gallery-4',
  'gallery-9',
  'gallery-16',
  'gallery-weak',
  'gallery-weak-16',
  'gallery-screen',
  'held',
  'lead-lent',
  'absence-soon',
  'absence-extend',
  'absence-fixed',
  'absence-panel',
  'host-panel',
  'host-panel-gates',
  'dialog-remove',
  'dialog-unmute',
  'waiting-agreement',
  'waiting-talk',
  'waiting-reconnecting',
  'waiting-outage',
  'outage',
  'gallery-lost',
  'line-smaller',
  'line-some',
  'line-none',
  'line-none-16',
  'line-server',
  'line-theirs',
  'line-screen',
  'passcode-wrong',
  'chat',
  'menu-client',
  'menu-host',
  'modal-settings',
  'modal-settings-help',
  'help-sent',
  'help-host',
  'help-gallery',
  'help-elsewhere',
  'help-long',
  'help-closed',
  'mask-panel',
  'mask-chat',
  'mask-gallery',
  'mask-shown',
  'preview',
  'side-room',
  'consent',
  'consent-open',
  'departed',
  'waiting-observer-refused',
  'waiting-withdrew',
  'hands',
  'reactions',
  'round-turn',
  'round-own',
  'round-host',
  'round-host-lost',
  'round-lost',
  'round-missed',
  'breakout-host',
  'breakout-client',
  'breakout-banner',
  'breakout-preview',
  'dialog-alone',
  'breakout-start',
  'check-in',
  'check-in-choices',
  'check-in-answered',
  'check-in-panel',
  'check-in-results',
  'check-in-results-choices',
  'spotlight',
  'audio-only',
  'end-warning',
  'closed-removed',
  'meeting-waiting',
  'meeting-waiting-asked',
  'meeting-call',
  'meeting-host',
  'meeting-refused',
  'arriving',
  'circle-opens',
  'seen-entered',
  'alone-pair',
  'alone-groups',
  'held-paused',
  'encryption-on',
  'encryption-off',
  'encryption-differ',
  'encryption-securing',
  'encryption-panel',
  'encryption-chat',
  'modal-encryption',
  'modal-encryption-off',
  'modal-encryption-differ',
  'dialog-unencrypted',
  'waiting-encrypted',
  'waiting-cannot-enter',
  'waiting-is-asked',
  'preflight-start',
  'preflight-sound',
  'preflight-good',
  'preflight-bad',
]);

t.setTimeout(600_000);
const browser = await launchChromium([], fewPictures);
const states = await openStates(browser);
const { page } = states;
t.teardown(async () => {
  await browser.close();
  states.close();
});
const complaints: string[] = [];
page.on('console', (message) => complaints.push(message.text()));
page.on('pageerror', (error) => complaints.push(String(error)));
const names = await states.stateNames();

/** Gives the page that is shown another size. */
async function resize(size: typeof phone): Promise<void> {
  await page.setViewport(size);
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
}

/** Names of the elements that are not within the width of the page. */
const tooWide = (): Promise<string[]> =>
  page.evaluate(() => {
    const wide: string[] = [];
    const visit = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        const { left, right, width } = element.getBoundingClientRect();
        const isHidden = element.classList.contains('sr') || /^(OPTION|BDI)$/.test(element.tagName);
        if (width > 0 && !isHidden && (left < -1 || right > innerWidth + 1)) wide.push(element.tagName.toLowerCase());
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    visit(document);
    return wide;
  });

t.test('no state has a serious accessibility violation, and nothing is wider than its page', async (t) => {
  for (const state of names) {
    // Loaded once: this takes longer than all that is looked at.
    await states.show(state, phone);
    for (const size of [phone, desktop]) {
      if (size !== phone) await resize(size);
      t.same(await seriousViolations(page), [], `${state} at ${size.width}×${size.height}`);
      if (pictured.has(state))
        await page.screenshot({ path: `${screenshots}${state}-${size.width}x${size.height}.png` });
    }
    await resize(narrow);
    t.same(await tooWide(), [], `${state} at ${narrow.width} pixels`);
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await resize(narrow);
    t.same(await tooWide(), [], `${state} at ${narrow.width} pixels, from right to left`);
  }
});

t.test('no state has a serious accessibility violation in the dark scheme', async (t) => {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  // The call looks the same in both schemes.
  for (const state of names.filter((name) => /^(waiting|passcode|lobby|closed|dialog|preflight)/.test(name))) {
    await states.show(state, phone);
    t.same(await seriousViolations(page), [], state);
  }
  await page.emulateMediaFeatures([]);
});

t.test('everything is drawn under the strictest policy, and the console stays empty', async (t) => {
  t.same(
    complaints.filter((text) => !text.includes('404')),
    [],
  );
});
