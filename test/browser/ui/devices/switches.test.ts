/** Switches: their size, and how they tell their state and the focus, also where the system forces its colours. */
import t from 'tap';
import { fewPictures, launchChromium } from '../../../support/browser/browsers.ts';
import { openStates } from '../states/page/state-viewer.ts';

t.setTimeout(240_000);
const browser = await launchChromium([], fewPictures);
const viewer = await openStates(browser);
const { page } = viewer;
t.teardown(async () => {
  await browser.close();
  viewer.close();
});

const phone = { width: 390, height: 844 };
const onPage = '>>> input[role=switch]';
/** States with switches; the lobby has that of the background blur alone. */
const places = ['lobby', 'modal-settings', 'host-panel'];

/** How the first switch is drawn, and its knob. */
const drawn = () =>
  page.$eval(onPage, (input) => {
    const [track, knob] = [getComputedStyle(input), getComputedStyle(input, '::before')];
    return {
      place: knob.insetInlineStart,
      knob: knob.backgroundColor,
      ring: knob.borderTopColor,
      track: track.backgroundColor,
      edge: track.borderTopColor,
      outline: `${track.outlineStyle} ${track.outlineWidth}`,
      movesFor: knob.transitionProperty === 'none' ? '0s' : knob.transitionDuration,
    };
  });

/** Puppeteer itself does not emulate forced colours. What a session emulates lasts as long as the session. */
const session = await page.createCDPSession();
const emulate = (features: { name: string; value: string }[]): Promise<void> =>
  session.send('Emulation.setEmulatedMedia', { features });

async function press(): Promise<void> {
  await page.$eval(onPage, (input) => input instanceof HTMLElement && input.click());
}

t.test('a switch is large enough for a finger, together with its label', async (t) => {
  for (const state of places) {
    await viewer.show(state, phone);
    // A dialog that is closed has switches too.
    const boxesOf = async (selector: string) => (await viewer.boxesOf(selector)).filter(({ width }) => width > 0);
    const rows = await boxesOf('label:has(> input[role=switch])');
    const inputs = await boxesOf('input[role=switch]');
    t.ok(inputs.length > 0, `${state} has a switch`);
    t.equal(rows.length, inputs.length, 'each is within its label');
    for (const { width, height } of rows) t.ok(width >= 44 && height >= 44, `${state}: ${width}×${height}`);
    for (const { width } of inputs) t.ok(width >= 44, state);
  }
});

t.test('it is switched with the space bar, and shows where the focus is', async (t) => {
  await viewer.show('lobby', phone);
  const isOn = () => page.$eval(onPage, (input) => input instanceof HTMLInputElement && input.checked);
  await page.$eval(onPage, (input) => input instanceof HTMLElement && input.focus());
  await page.keyboard.press('Space');
  t.equal(await isOn(), true);
  t.equal((await drawn()).outline, 'solid 3px');
  await page.keyboard.press('Space');
  t.equal(await isOn(), false);
});

t.test('the knob is at one side or the other, and hollow or filled', async (t) => {
  await emulate([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await viewer.show('lobby', phone);
  const off = await drawn();
  t.equal(off.movesFor, '0s', 'it does not slide for people who want less motion');
  await press();
  const on = await drawn();
  t.ok(Number.parseFloat(on.place) - Number.parseFloat(off.place) >= 16, 'it has moved by its width');
  t.equal(off.knob, 'rgba(0, 0, 0, 0)');
  t.not(on.knob, 'rgba(0, 0, 0, 0)');
  await emulate([]);
  t.equal((await drawn()).movesFor, '0.15s');
});

t.test('with the colours of the system, track and knob differ in both states', async (t) => {
  await emulate([
    { name: 'forced-colors', value: 'active' },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await viewer.show('lobby', phone);
  t.ok(await page.evaluate("matchMedia('(forced-colors: active)').matches"));
  const off = await drawn();
  t.not(off.edge, off.track);
  t.not(off.ring, off.track);
  await press();
  const on = await drawn();
  t.not(on.knob, on.track);
  t.not(on.track, off.track);
  await emulate([]);
});
