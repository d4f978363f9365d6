import t from 'tap';
import { browser, desktop, phone, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(300_000);

const room = await server.createRoom({ title: 'Tuesday group', waitingMessage: 'We begin at six.' });
const linkOf = async (page: string, sub: string, role: 'therapist' | 'client', name: string): Promise<string> =>
  `${server.url}/${page}#token=${await server.tokenFor(room, { sub, role, name, label: `Label of ${name}` })}`;

const weber = await Visitor.open(browser, await linkOf('therapist.html', 'weber', 'therapist', 'Weber'), desktop);
const anna = await Visitor.open(browser, await linkOf('client.html', 'anna', 'client', 'Anna'), phone);

t.test('a link’s token leaves the address bar', async (t) => {
  t.equal(anna.page.url(), `${server.url}/client.html`);
  await anna.page.reload();
  await anna.reads('Before you go in');
});

t.test('a client sees herself, goes in and waits, and learns nothing of the others', async (t) => {
  await weber.press('Go in');
  await weber.reads('Nobody else is here yet.');
  await anna.seesAndHears(1, 0);
  await anna.press('Go in');
  await anna.reads('We begin at six.');
  t.notMatch(await anna.content(), /Weber|Label of/);
  t.equal(await anna.page.title(), 'Group session');
});

t.test('the therapist is told who waits, and lets her in', async (t) => {
  await weber.reads('Anna is waiting.');
  t.match(await weber.page.title(), /^\(1\) /);
  await weber.press('Show');
  await weber.reads('Label of Anna');
  await weber.type('Message to everybody who is waiting', 'One more minute.');
  await weber.press('Send');
  await anna.reads('One more minute.');
  await weber.press('Let in Anna');
  await Promise.all([weber, anna].map((one) => one.seesAndHears(2, 1)));
  t.notMatch(await anna.content(), /Label of/, 'labels are for hosts');
  t.notMatch(await weber.page.title(), /^\(/);
});

t.test('hiding one’s own picture hides nobody else and silences nobody', async (t) => {
  await anna.press('More');
  await anna.press('Show my own picture');
  t.ok(await anna.seesAndHears(1, 1));
  await anna.press('More');
  await anna.press('Show my own picture');
  t.ok(await anna.seesAndHears(2, 1));
});

t.test('a person a muted client unmutes herself when asked, if she wants to', async (t) => {
  await weber.press('Actions for Anna');
  await weber.press('Turn microphone off');
  t.ok(await anna.reads('Your therapist turned your microphone off.'));
  await weber.press('Ask to unmute');
  await anna.press('Stay muted');
  await weber.press('Ask to unmute');
  await anna.press('Unmute');
  t.ok(
    await weber.page.waitForSelector('::-p-aria([name="Turn microphone off"][role="button"])'),
    'she is heard again',
  );
});

t.test('a person a client sent to the waiting room sees and hears nobody any more, and is told why', async (t) => {
  await weber.press('To the waiting room');
  await weber.type('Message to this person (optional)', 'Take a breath; I call you in again.');
  await confirm(weber);
  await anna.reads('Take a breath; I call you in again.');
  await anna.seesAndHears(1, 0);
  t.notMatch(await anna.content(), /Weber/);
  await weber.press('Let in Anna');
  await anna.seesAndHears(2, 1);
});

t.test('the session waits for a therapist who disconnects, and is unchanged after a reload', async (t) => {
  await weber.page.reload();
  t.ok(await anna.reads('Your therapist is away for a moment.'));
  await weber.press('Go in');
  t.same(await Promise.all([weber, anna].map((one) => one.seesAndHears(2, 1))), [true, true]);
});

t.test('the minimal client waits, is let in, sees and hears', async (t) => {
  const ben = await Visitor.open(browser, await linkOf('minimal/', 'ben', 'client', 'Ben'), desktop);
  await ben.press('Microphone');
  await ben.press('Camera');
  await ben.press('Join');
  await ben.reads('You are in the waiting room.');
  await weber.press('Show');
  await weber.press('Let in Ben');
  await ben.seesAndHears(3, 2);
  await weber.seesAndHears(3, 2);
  await ben.press('Leave');
  await ben.reads('It is over: left');
  await weber.seesAndHears(2, 1);
  t.same(ben.console, []);
});

t.test('if the browser blocks audio, one button enables it', async (t) => {
  const cleo = await Visitor.open(browser, await linkOf('client.html', 'cleo', 'client', 'Cleo'), phone);
  await cleo.page.evaluate(() => {
    const play = HTMLAudioElement.prototype.play;
    // Browsers block audio before a click; Chromium in tests does not.
    HTMLAudioElement.prototype.play = function refuse(): Promise<void> {
      const isClicked = navigator.userActivation.isActive && document.title === 'clicked';
      return isClicked ? play.call(this) : Promise.reject(new DOMException('no click yet', 'NotAllowedError'));
    };
  });
  await cleo.press('Go in');
  await weber.press('Let in Cleo');
  t.ok(await cleo.reads('Your browser has not turned the sound on yet.'));
  await cleo.page.evaluate(() => {
    document.title = 'clicked';
  });
  await cleo.press('Turn on sound');
  t.ok(await cleo.seesAndHears(3, 2));
  t.notMatch(await cleo.content(), /has not turned the sound on/);
  await cleo.press('Leave');
  await confirm(cleo);
  t.ok(await weber.seesAndHears(2, 1));
});

t.test('a person who leaves may come back, and waits', async (t) => {
  await anna.press('Leave');
  await confirm(anna);
  await anna.reads('You have left the session');
  await anna.press('Come back');
  await anna.press('Go in');
  t.ok(await anna.reads('You are in the waiting room.'));
});

t.test('ending the session ends it for everybody', async (t) => {
  await weber.press('End the session for everybody');
  await confirm(weber);
  await Promise.all([weber, anna].map((one) => one.reads('The session has ended')));
  t.same([weber.console, anna.console], [[], []], 'the console stayed empty: no names, no errors');
});

/** Presses the confirming button of an open dialog. */
async function confirm(visitor: Visitor): Promise<void> {
  const button = await visitor.page.waitForSelector('>>> dialog button[type="submit"]', { visible: true });
  await button?.click();
}
