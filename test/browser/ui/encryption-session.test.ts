import type { Page } from 'puppeteer';
import t from 'tap';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

/** Takes the part of the browser away that encrypts. */
const asOldBrowser = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    Reflect.deleteProperty(globalThis, 'RTCRtpScriptTransform');
  });

async function enter(
  room: string,
  role: 'therapist' | 'client',
  name: string,
  prepare: (page: Page) => Promise<unknown> = async () => {},
): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub: name.toLowerCase(), role, name });
  const size = role === 'therapist' ? desktop : phone;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size, prepare);
  await visitor.press('Go in');
  return visitor;
}

const picture = (visitor: Visitor, name: string) =>
  visitor.page.screenshot({ path: `${screenshots}encryption-${name}.png` });

/** Opens the dialog, and waits until its numbers are there. */
async function readNumbers(visitor: Visitor): Promise<string> {
  await visitor.press('Encrypted: about encryption');
  const read = () =>
    visitor.page.$$eval('>>> hearthroom-encryption >>> li .sr', (all) => all.map((one) => one.textContent).join(' / '));
  await visitor.reads('They change when somebody comes');
  return read();
}

t.test('a group compares its numbers, and is told when somebody comes who can’t encrypt', async (t) => {
  const room = await server.createRoom({ title: 'Tuesday group', encryption: 'preferred' });
  const weber = await enter(room, 'therapist', 'Weber');
  const anna = await enter(room, 'client', 'Anna');
  t.ok(await anna.reads('This session is encrypted when the browsers of all people in it can do that.'));
  await weber.press('Show');
  await weber.press('Let in Anna');
  t.same(await Promise.all([weber.seesAndHears(2, 1), anna.seesAndHears(2, 1)]), [true, true]);

  const numbers = await Promise.all([readNumbers(weber), readNumbers(anna)]);
  t.match(numbers[0], /^(\d \d \d \d \d \/ ){5}\d \d \d \d \d$/);
  t.equal(numbers[0], numbers[1], 'both see the same');
  await picture(weber, 'numbers-host');
  await picture(anna, 'numbers-client');
  await Promise.all([weber, anna].map(({ page }) => page.keyboard.press('Escape')));

  const maria = await enter(room, 'client', 'Maria', asOldBrowser);
  t.ok(await maria.reads('A therapist is asked before you are let in.'));
  await picture(maria, 'waits');
  await weber.press('Let in Maria');
  t.ok(await weber.reads('Let Maria in without encryption?'));
  await picture(weber, 'question');
  await weber.press('Not now');
  t.ok(await anna.seesAndHears(2, 1), 'nothing has changed');
  await weber.press('Let in Maria');
  await weber.press('Let in anyway');
  for (const visitor of [weber, anna])
    t.ok(await visitor.reads('Not encrypted: Maria’s browser can’t encrypt. When Maria leaves, encryption is back.'));
  t.ok(await maria.reads('Not encrypted: your browser can’t encrypt. You did nothing wrong.'));
  t.same(await Promise.all([weber, anna, maria].map((one) => one.seesAndHears(3, 2))), [true, true, true]);
  await picture(anna, 'ended');
  await picture(weber, 'ended-host');

  await maria.press('Leave quickly');
  for (const visitor of [weber, anna]) t.ok(await visitor.reads('The session is encrypted again.'));
  t.same(await Promise.all([weber.seesAndHears(2, 1), anna.seesAndHears(2, 1)]), [true, true]);
});

t.test(
  'where encryption is required, a person who can’t is told so, and there is no button to let them in',
  async (t) => {
    const room = await server.createRoom({ title: 'Wednesday group', encryption: 'required' });
    const weber = await enter(room, 'therapist', 'Weber');
    const maria = await enter(room, 'client', 'Maria', asOldBrowser);
    t.ok(await maria.reads('You can’t be let in with it. Please open your link in a current Chrome,'));
    await picture(maria, 'required');
    await weber.press('Show');
    t.ok(await weber.reads('This session has to be encrypted, so they can’t be let in with this browser.'));
    t.notMatch(await weber.content(), /Let in Maria/);
    await picture(weber, 'required-host');
  },
);
