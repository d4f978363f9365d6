/**
 * From the lobby to the end for one participant: nothing moves while it is pressed, the focus follows, and no single
 * slip has a serious effect.
 */
import t from 'tap';
import { hashPasscode } from '../../../server/src/rooms/passcode-gate.ts';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(300_000);

const room = await server.createRoom({
  title: 'Tuesday group',
  agreement: { version: '1', text: 'What is said here stays here.' },
});

async function open(
  role: 'therapist' | 'client',
  options: { name?: string; size?: typeof phone; in?: string; prepare?: Parameters<typeof Visitor.open>[3] } = {},
): Promise<Visitor> {
  const { name = role === 'therapist' ? 'Weber' : 'Anna' } = options;
  const token = await server.tokenFor(options.in ?? room, { sub: name, role, name });
  const url = `${server.url}/${role}.html#token=${token}`;
  return Visitor.open(browser, url, options.size ?? phone, options.prepare);
}

const picture = (visitor: Visitor, name: string) =>
  visitor.page.screenshot({ path: `${screenshots}steps-${name}.png` });

/** The focused element, through all shadow trees. */
const focusOf = (visitor: Visitor) =>
  visitor.page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return `${element?.localName} ${element?.textContent?.trim()}`;
  });

/** Waits until this text is in the log that a screen reader announces. */
const isReadOut = (visitor: Visitor, text: string) =>
  visitor.page
    .waitForFunction(
      (wanted) =>
        document
          .querySelector('hearthroom-session')
          ?.shadowRoot?.querySelector('[role=log]')
          ?.textContent?.includes(wanted),
      { polling: 50 },
      text,
    )
    .then(() => true);

t.test('“Go in” stays where it was first drawn while devices, pictures and problems arrive', async (t) => {
  for (const size of [phone, desktop]) {
    for (const problem of ['none', 'NotAllowedError']) {
      const visitor = await open('client', {
        size,
        prepare: (page) =>
          page.evaluateOnNewDocument((failsWith) => {
            const places = new Set<string>();
            Object.assign(globalThis, { places });
            const look = (): void => {
              const lobby = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-lobby');
              const button = lobby?.shadowRoot?.querySelector('.primary');
              const { x, y, width, height } = button?.getBoundingClientRect() ?? {};
              if (button) places.add(JSON.stringify([x, y, width, height]));
              requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
            if (failsWith === 'none') return;
            navigator.mediaDevices.getUserMedia = async () => {
              throw new DOMException('', failsWith);
            };
          }, problem),
      });
      if (problem === 'none') await visitor.reads('Say a few words.');
      else await visitor.reads('This page may not use your camera.');
      await visitor.page.evaluate(
        'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
      );
      const places = (await visitor.page.evaluate('[...places]')) as string[];
      t.equal(places.length, 1, `${size.width}, ${problem}: ${places.join(' then ')}`);
      await picture(visitor, `lobby-${problem}-${size.width}`);
      await visitor.page.close();
    }
  }
});

const weber = await open('therapist', { size: desktop });
await weber.press('Go in');
const anna = await open('client');

t.test('each step moves the focus to its heading, and is read out', async (t) => {
  await anna.press('Go in');
  await anna.reads('What we agree on');
  t.ok(await isReadOut(anna, 'Please read this before the session.'));
  t.equal(await focusOf(anna), 'h1 What we agree on');
  await anna.press('I have read this and agree');
  t.ok(await isReadOut(anna, 'You are in the waiting room. A therapist can let you in'));
  t.equal(await focusOf(anna), 'h1 Tuesday group');
  await picture(anna, 'waiting');
  await weber.press('Show');
  await weber.press('Let in Anna');
  t.ok(await isReadOut(anna, 'You are in the session.'));
  t.equal(await focusOf(anna), 'h1 Tuesday group');
});

t.test('the chat opens with the field to write in focused', async (t) => {
  await anna.press('Chat');
  await anna.reads('Nothing has been written yet.');
  t.match(await focusOf(anna), /^textarea/);
  await anna.page.keyboard.type('Good evening');
  await picture(anna, 'chat');
  await anna.press('Send');
  t.ok(await anna.reads('Good evening'));
  await anna.press('Close the chat');
});

t.test('a temporary notice stays while it is hovered, and its time starts again afterwards', async (t) => {
  await anna.page.evaluate(() => {
    const pending = new Map<number, () => void>();
    const { setTimeout: later, clearTimeout: clear } = globalThis;
    let count = 1e9;
    // The test controls how long notices are shown.
    Object.assign(globalThis, {
      pending,
      setTimeout: (act: () => void, ms?: number) => {
        if (ms !== 9_000) return later(act, ms);
        pending.set(++count, act);
        return count;
      },
      clearTimeout: (id: number) => (pending.delete(id) ? undefined : clear(id)),
    });
  });
  await weber.page.evaluate(() => {
    const session = document.querySelector('hearthroom-session')?.session;
    const [id = ''] = session?.participants.keys() ?? [];
    return session?.mute(id, 'microphone');
  });
  const mutedNotice = `[...document.querySelector('hearthroom-session').shadowRoot.querySelector('hearthroom-call').shadowRoot
    .querySelector('.passing').shadowRoot.querySelectorAll('.notice')].find((one) => one.textContent.includes('microphone off'))`;
  await anna.page.waitForFunction(mutedNotice);
  await anna.page.waitForFunction('pending.size > 0');
  const box = (await anna.page.evaluate(`${mutedNotice}.getBoundingClientRect().toJSON()`)) as DOMRect;
  await anna.page.mouse.move(box.x + 20, box.y + 20);
  await anna.page.waitForFunction('pending.size === 0');
  await anna.page.mouse.move(200, 800);
  await anna.page.waitForFunction('pending.size > 0');
  await anna.page.evaluate('for (const act of pending.values()) act()');
  await anna.page.waitForFunction(`!${mutedNotice}`);
  t.ok(await isReadOut(anna, 'Your therapist turned your microphone off.'), 'it is still in the log');
});

t.test('hiding the own picture leaves a sign that others see it', async (t) => {
  await anna.press('More');
  await anna.press('Show my own picture');
  t.ok(await anna.reads('Others see you'));
  await picture(anna, 'others-see-you');
});

t.test('taking the agreement back asks once, says what happens, and begins at the safe answer', async (t) => {
  await anna.press('More');
  await anna.press('Settings');
  await anna.press('Take my agreement back');
  t.ok(await anna.reads('You leave the group at once and go to the waiting room.'));
  t.match(await focusOf(anna), /^button Keep my agreement/);
  await picture(anna, 'withdraw');
  await anna.press('Keep my agreement');
  t.equal(await anna.page.evaluate(() => document.querySelector('hearthroom-session')?.session?.state), 'joined');
  await anna.press('Take my agreement back');
  await anna.press('Take it back');
  t.ok(await anna.reads('You took back your agreement and are in the waiting room.'));
  t.ok(await isReadOut(anna, 'You took back your agreement and are in the waiting room.'));
});

t.test('Escape three times leaves from the lobby, too, and from the page after the end', async (t) => {
  const inLobby = await open('client');
  await inLobby.reads('Go in');
  for (let press = 0; press < 3; press++) await inLobby.page.keyboard.press('Escape');
  await inLobby.page.waitForFunction(
    () => location.href === 'about:blank' || !document.querySelector('hearthroom-session'),
  );
  t.notMatch(await inLobby.page.content(), /hearthroom-session/);
  await anna.press('Leave the waiting room');
  await anna.reads('You have left the session');
  for (let press = 0; press < 3; press++) await anna.page.keyboard.press('Escape');
  await anna.page.waitForFunction(
    () => location.href === 'about:blank' || !document.querySelector('hearthroom-session'),
  );
  t.notMatch(await anna.page.content(), /You have left/);
});

t.test('a host writes to one person who waits, and nobody else who waits reads it', async (t) => {
  const two = await server.createRoom({ title: 'Two wait' });
  const therapist = await open('therapist', { in: two, size: desktop });
  const [first, second] = [await open('client', { in: two }), await open('client', { in: two, name: 'Ben' })];
  for (const one of [therapist, first, second]) await one.press('Go in');
  await therapist.reads('2 people are waiting.');
  await therapist.press('Show');
  await therapist.press('Write to Anna');
  await therapist.type('Your message', 'Your form is missing a signature.');
  await picture(therapist, 'write');
  await therapist.press('Send');
  t.ok(await first.reads('Your form is missing a signature.'));
  t.ok(await first.reads('From your therapist, to you alone'));
  await therapist.type('Message to everybody who is waiting', 'We begin at six.');
  await therapist.press('Send');
  for (const one of [first, second]) t.ok(await one.reads('We begin at six.'));
  t.notMatch(await second.content(), /signature|Anna/);
  t.notMatch(await first.content(), /Weber/);
  await picture(first, 'written-to');
});

t.test('a therapist is asked for the passcode in other words than a client', async (t) => {
  const passcodeHash = await hashPasscode('window');
  const { record } = await server.app.registry.createRoom({ title: 'Tuesday group' }, { passcodeHash });
  const locked = record.id;
  const therapist = await open('therapist', { in: locked });
  await therapist.press('Go in');
  t.ok(await therapist.reads('It was set when the session was planned'));
  t.notMatch(await therapist.content(), /your therapist/);
  await picture(therapist, 'passcode-therapist');
  const client = await open('client', { in: locked });
  await client.press('Go in');
  t.ok(await client.reads('Your therapist gave it to you.'));
  await client.press('Go back');
  await therapist.press('Go back');
  t.ok(await therapist.reads('It was set when this session was planned.'));
});

t.test('the countdown to the automatic end is shown to everybody, and the end has its own text', async (t) => {
  const short = await server.createRoom({
    title: 'Short group',
    waitingRoom: false,
    closesAt: new Date(Date.now() + 45_000).toISOString(),
  });
  const [therapist, client] = [await open('therapist', { in: short }), await open('client', { in: short })];
  await therapist.press('Go in');
  await client.press('Go in');
  for (const one of [therapist, client]) t.ok(await one.reads('ends in 0:'));
  await picture(client, 'last-minute');
  for (const one of [therapist, client]) t.ok(await one.reads('The time of this session is over.'));
  await picture(client, 'on-time');
});
