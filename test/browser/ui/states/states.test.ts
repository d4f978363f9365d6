import type { Page } from 'puppeteer';
import t from 'tap';
import { fewPictures, launchChromium } from '../../../support/browser/browsers.ts';
import { openStates } from './page/state-viewer.ts';

const phone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };
const sizes = [phone, desktop];

t.setTimeout(400_000);
const browser = await launchChromium([], fewPictures);
const states = await openStates(browser);
const { page, boxesOf } = states;
t.teardown(async () => {
  await browser.close();
  states.close();
});

async function show(state: string, size = phone, query = ''): Promise<Page> {
  await states.show(state, size, query);
  return page;
}

t.test('everybody is visible without scrolling, from 1 to 16 people', async (t) => {
  for (const size of [phone, desktop, { width: 844, height: 390 }, { width: 320, height: 568 }]) {
    for (const count of [1, 2, 4, 9, 16]) {
      await show(`gallery-${count}`, size);
      const tiles = await boxesOf('hearthroom-tile');
      const [toolbar] = await boxesOf('hearthroom-toolbar');
      t.equal(tiles.length, count);
      for (const tile of tiles) {
        t.ok(
          tile.top >= 0 && tile.left >= 0 && tile.right <= size.width && tile.bottom <= (toolbar?.top ?? 0),
          `${count} people at ${size.width}×${size.height}`,
        );
        t.ok(tile.width >= 40 && tile.height >= 40, `${tile.width}×${tile.height} shows a face`);
      }
    }
  }
});

t.test('a shared screen leaves everybody visible', async (t) => {
  for (const size of sizes) {
    await show('gallery-screen-16', size);
    const [stage] = await boxesOf('.stage');
    const tiles = await boxesOf('hearthroom-tile');
    t.equal(tiles.length, 16);
    t.ok((stage?.width ?? 0) * (stage?.height ?? 0) > size.width * size.height * 0.25, 'the screen is large');
    for (const tile of tiles)
      t.ok(
        tile.right <= size.width &&
          tile.bottom <= size.height &&
          (tile.left >= (stage?.right ?? 0) || tile.top >= (stage?.bottom ?? 0)),
      );
  }
});

t.test('a weak connection is a mark on its tile, with words for those who do not see it', async (t) => {
  await show('gallery-weak');
  const words = await page.$$eval('>>> hearthroom-tile', (tiles) =>
    tiles.map((tile) => {
      const mark = tile.shadowRoot?.querySelector('.quality');
      const isWithinName = (mark?.getBoundingClientRect().right ?? 0) <= tile.getBoundingClientRect().right;
      return mark ? [mark.nextElementSibling?.textContent, isWithinName] : null;
    }),
  );
  t.same(words, [
    ['weak connection', true],
    ['sound and picture are interrupted', true],
    null,
    ['weak connection', true],
  ]);
});

t.test('the turn and “(you)” are whole on a tile, whatever its width, and a long name is shortened', async (t) => {
  for (const size of [{ width: 320, height: 640 }, phone, desktop]) {
    for (const query of ['', '&dir=rtl', '&language=de', '&language=ar']) {
      await show('round-own-long', size, query);
      const cut = await page.$$eval(
        '>>> .turn-time, >>> .self, >>> .quality',
        (parts) =>
          parts.filter((part) => {
            const root = part.getRootNode();
            const tile = root instanceof ShadowRoot ? root.host.getBoundingClientRect() : null;
            const { left, right, top, bottom, width } = part.getBoundingClientRect();
            const isWithin =
              tile && left >= tile.left && right <= tile.right && top >= tile.top && bottom <= tile.bottom && width > 0;
            return !isWithin || part.scrollWidth > part.clientWidth + 1;
          }).length,
      );
      t.equal(cut, 0, `${size.width} ${query}`);
      const [turns, selves] = [await boxesOf('.turn-time'), await boxesOf('.self')];
      t.same([turns.length, selves.length], [1, 1]);
      const shortened = await page.$$eval('>>> hearthroom-tile >>> .name', (all) =>
        all.map((name) => [name.scrollWidth > name.clientWidth, getComputedStyle(name).textOverflow]),
      );
      t.same(shortened[3], [size.width < 500, 'ellipsis'], `${size.width} ${query}`);
    }
  }
});

t.test('words on a picture are beside the buttons and names on it', async (t) => {
  const apart = [
    ['gallery-screen-16', 'hearthroom-tile >>> .state span', 'hearthroom-tile >>> .enlarge'],
    ['gallery-screen-16', 'hearthroom-tile >>> .state span', 'hearthroom-tile >>> .tag'],
    ['waiting-talk-dark', 'hearthroom-own-preview >>> .off span', 'hearthroom-device-toggle'],
    ['alone-groups', '.alone', 'hearthroom-tile >>> .tag'],
  ] as const;
  for (const [state, words, others] of apart) {
    for (const query of ['', '&language=de', '&language=fr', '&language=ar']) {
      await show(state, phone, query);
      const written = await boxesOf(words);
      t.ok(written.length > 0);
      for (const other of await boxesOf(others)) {
        const over = written.filter(
          ({ left, right, top, bottom }) =>
            left < other.right - 1 && right > other.left + 1 && top < other.bottom - 1 && bottom > other.top + 1,
        );
        t.same(over, [], `${state} ${query}`);
      }
    }
  }
});

t.test('the ways out of the waiting room are there once, also in a talk', async (t) => {
  for (const state of ['waiting', 'waiting-agreement', 'waiting-talk']) {
    await show(state);
    t.equal((await boxesOf('hearthroom-waiting-page >>> .ways')).length, 1, state);
  }
});

t.test('a person who waits is told that the connection was lost', async (t) => {
  await show('waiting-reconnecting');
  const text = await page.$eval('>>> [aria-live]', (notes) => notes.textContent);
  t.match(text, /We are reconnecting you/);
});

t.test('somebody who waits and gets no media is told so, and what may help', async (t) => {
  await show('waiting-outage');
  const text = await page.$eval('>>> [aria-live]', (notes) => notes.textContent);
  t.match(text, /No sound or pictures get through.*another network/s);
});

t.test('the lines for IT support are below what is read out, so that opening them reads out nothing', async (t) => {
  for (const state of ['waiting-outage', 'outage']) {
    await show(state);
    const [text, isRead] = await page.$eval('>>> details.further', (one) => [
      one.textContent,
      one.closest('[aria-live], [role=status], [role=log], [role=alert]') !== null,
    ]);
    t.match(text, /port \u2068?40000 \(UDP\/TCP\)\u2069?, at 203\.0\.113\.7/, state);
    t.equal(isRead, false, state);
  }
});

t.test('the tile of somebody whose media is interrupted says so in words', async (t) => {
  await show('gallery-lost');
  const words = await page.$$eval('>>> hearthroom-tile', (tiles) =>
    tiles.map((tile) => tile.shadowRoot?.querySelector('.state')?.textContent ?? ''),
  );
  t.same(words, ['sound and picture are interrupted', 'sound and picture are interrupted', '', '']);
});

t.test('only one’s own camera is mirrored', async (t) => {
  await show('gallery-screen');
  const mirrored = await page.$$eval('>>> hearthroom-picture', (pictures) =>
    pictures.map(
      (picture) => getComputedStyle(picture.shadowRoot?.querySelector('video') ?? picture).transform !== 'none',
    ),
  );
  t.equal(mirrored.length, 7, 'the screen, and everybody with a camera');
  t.equal(mirrored.filter(Boolean).length, 0, 'oneself has no camera here');
  await show('gallery-2');
  const two = await page.$$eval('>>> hearthroom-picture', (pictures) =>
    pictures.map((picture) => picture.hasAttribute('mirrored')),
  );
  t.same(two, [false, true]);
});

/** The focused element, through all shadow trees: its label, and whether the focus is visible. */
async function focused(): Promise<{ label: string; isVisible: boolean; place: string }> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const style = element ? getComputedStyle(element) : null;
    const root = element?.getRootNode();
    const labelId = element?.getAttribute('aria-labelledby') ?? null;
    return {
      label: (
        element?.getAttribute('aria-label') ??
        (labelId !== null && root instanceof ShadowRoot ? root.getElementById(labelId)?.textContent : null) ??
        element?.querySelector('.name')?.textContent ??
        element?.textContent ??
        ''
      ).trim(),
      isVisible: style !== null && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
      place: root instanceof ShadowRoot ? root.host.tagName.toLowerCase() : 'document',
    };
  });
}

async function walk(steps: number): Promise<Awaited<ReturnType<typeof focused>>[]> {
  const stops = [];
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab');
    stops.push(await focused());
  }
  return stops;
}

t.test('everything of the host’s panel is reached with Tab, in the order in which it stands', async (t) => {
  await show('host-panel', desktop);
  const stops = await walk(44);
  const labels = stops.map(({ label }) => label);
  const wanted = [
    'Close',
    'Let everybody in',
    'Let in Chidi',
    'Speak alone first with Chidi',
    'Write to Chidi',
    'Send away Chidi',
    'Let in Dana',
    'Speak alone first with Dana',
    'Write to Dana',
    'Send away Dana',
    'Send away Elif',
  ];
  const first = labels.indexOf('Close');
  t.same(labels.slice(first, first + wanted.length), wanted, 'a person who dropped cannot be let in');
  for (const label of [
    'Send',
    'Actions for Anna',
    'End the session for everybody',
    'Mic',
    'Camera',
    'Chat',
    'People',
    'More',
    'Leave',
  ]) {
    t.ok(labels.includes(label), `${label} is reached`);
  }
  for (const { label, isVisible, place } of stops)
    if (place !== 'document') t.ok(isVisible, `one sees that “${label}” has the focus`);
});

t.test('Tab goes through the lobby from the picture to the button', async (t) => {
  await show('lobby', phone);
  const choice = 'hearthroom-device-choice';
  const labels = (await walk(7)).map(({ label, place }) => (place === choice ? place : label));
  t.same(labels, ['Microphone', 'Camera', choice, choice, 'Blur my background', choice, 'Go in']);
});

t.test('a question keeps the focus, starts at the safe answer, and Escape declines it', async (t) => {
  await show('dialog-remove', desktop);
  t.equal((await focused()).label, 'Cancel', 'a stray Enter removes nobody');
  await show('dialog-unmute', desktop);
  t.equal((await focused()).label, 'Stay muted');
  for (const { place } of await walk(7))
    t.ok(place === 'hearthroom-confirm-dialog' || place === 'document', 'the page behind is not reached');
  await page.keyboard.press('Escape');
  t.equal((await page.$$('>>> dialog[open]')).length, 0);
});

t.test('a temporary notice never covers the text field or the close button', async (t) => {
  for (const size of sizes) {
    await show('chat-notice', size);
    const isReached = await page.$eval('>>> hearthroom-chat-panel >>> .top button', (button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      const root = button.getRootNode();
      return root instanceof ShadowRoot && button.contains(root.elementFromPoint(x + width / 2, y + height / 2));
    });
    t.ok(isReached);
    const [field] = await boxesOf('hearthroom-chat-panel >>> form');
    const passing = await boxesOf('.passing >>> .notice');
    t.equal(passing.length, 1);
    for (const box of passing)
      t.ok(box.bottom <= (field?.top ?? 0) || box.right <= (field?.left ?? 0), `at ${size.width}×${size.height}`);
  }
});

t.test('switches expose their state', async (t) => {
  await show('gallery-4');
  const pressed = await page.$$eval('>>> .tool[aria-pressed]', (buttons) =>
    buttons.map((one) => [one.textContent?.trim(), one.getAttribute('aria-pressed')]),
  );
  t.same(pressed, [
    ['Mic', 'true'],
    ['Camera', 'true'],
    ['Hand', 'false'],
    ['Help', 'false'],
  ]);
});

t.test('a device that starts looks and reads like one, and can be pressed: it is not busy', async (t) => {
  await show('call-starting');
  const tools = await page.$$eval('>>> .tool.device', (buttons) =>
    buttons.map((one) => [
      one.hasAttribute('aria-busy'),
      one.getAttribute('aria-pressed'),
      one.querySelector('.sr')?.textContent,
    ]),
  );
  t.same(tools, [
    [false, 'false', 'Microphone is starting. Press to stop it.'],
    [false, 'false', 'Camera is starting. Press to stop it.'],
  ]);
  await show('lobby-starting');
  const toggles = await page.$$eval('>>> hearthroom-device-toggle', (all) =>
    all.map((one) => one.shadowRoot?.querySelector('button')?.getAttribute('aria-label')),
  );
  t.same(toggles, ['Microphone is starting. Press to stop it.', 'Camera is starting. Press to stop it.']);
});

t.test('on a phone no name on the toolbar is cut off while devices start', async (t) => {
  await show('call-starting');
  const cut = await page.$$eval('>>> .tool .name', (names) =>
    names.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
  );
  t.same(cut, []);
});

t.test('on a phone the button that closes a notice stands beside the text, with the other buttons below', async (t) => {
  for (const state of ['call-device-lost', 'call-interrupted']) {
    await show(state);
    const [text] = await boxesOf('.notice .text');
    const [close] = await boxesOf('.notice .dismiss');
    const [buttons] = await boxesOf('.notice .buttons');
    t.ok(text && close && buttons && text.right <= close.left && close.top <= text.top + 8, state);
    t.ok((buttons?.top ?? 0) >= (text?.bottom ?? 0) && (text?.width ?? 0) > 250, state);
  }
});

t.test('a picture that is paused for a slow line is hidden but attached, and tile and label say why', async (t) => {
  await show('line-none');
  const tiles = await page.$$eval('>>> hearthroom-tile', (all) =>
    all.map((tile) => {
      const picture = tile.shadowRoot?.querySelector('hearthroom-picture');
      return {
        isPaused: tile.shadowRoot?.textContent?.includes('picture paused') ?? false,
        opacity: picture ? getComputedStyle(picture).opacity : null,
        label: tile.closest('li')?.getAttribute('aria-label') ?? '',
      };
    }),
  );
  const paused = tiles.filter(({ isPaused }) => isPaused);
  t.ok(paused.length > 3);
  for (const { opacity, label } of paused) {
    t.equal(opacity, '0', label);
    t.match(label, 'picture paused, your connection is slow');
  }
  for (const { opacity, label } of tiles.filter(({ isPaused }) => !isPaused)) {
    // That somebody reconnects is said instead; their last picture is hidden too.
    if (!label.includes('reconnecting')) t.not(opacity, '0', label);
    t.notMatch(label, 'paused');
  }
});

t.test('nothing moves with reduced motion', async (t) => {
  const running = async (): Promise<number> => {
    await show('waiting');
    return page.evaluate(
      () =>
        document.getAnimations().length +
        [...document.querySelectorAll('*')].flatMap((element) => element.shadowRoot?.getAnimations() ?? []).length,
    );
  };
  t.ok((await running()) > 0, 'one thing breathes');
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  t.equal(await running(), 0);
  await page.emulateMediaFeatures([]);
});
