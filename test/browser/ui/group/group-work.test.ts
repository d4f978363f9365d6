import t from 'tap';
import { browser, desktop, phone, screenshots, server } from '../demo-pages.ts';
import { Visitor } from '../visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({
  title: 'Tuesday group',
  reveal: 'together',
  // Long enough for a click on a busy machine.
  meetingNoticeSeconds: 12,
  agreement: { version: '1', text: 'What is said here stays here.\n\nNobody records.' },
});
type RoleName = 'therapist' | 'client';
async function enter(inRoom: string, sub: string, role: RoleName, name: string): Promise<Visitor> {
  const token = await server.tokenFor(inRoom, { sub, role, name });
  const visitor = await Visitor.open(
    browser,
    `${server.url}/${role}.html#token=${token}`,
    role === 'client' ? phone : desktop,
  );
  await visitor.press('Go in');
  return visitor;
}

/** Presses the confirming button of an open dialog. */
async function confirm(visitor: Visitor): Promise<void> {
  const button = await visitor.page.waitForSelector('>>> dialog[open] button[type="submit"]', { visible: true });
  await button?.click();
}

/** The button's name contains the number of new messages. */
async function openChat(visitor: Visitor): Promise<void> {
  await visitor.reads('new message');
  await visitor.page.locator('>>> button.chat').click();
}

async function picture(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.screenshot({ path: `${screenshots}group-work-${name}.png` });
}

const weber = await enter(room, 'weber', 'therapist', 'Weber');
const anna = await enter(room, 'anna', 'client', 'Anna');
const ben = await enter(room, 'ben', 'client', 'Ben');

t.test('a room with a passcode asks for it, and again after a wrong one', async (t) => {
  const reply = await fetch(`${server.url}/v1/rooms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await server.adminToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ passcode: 'heron-42' }),
  });
  const { id } = (await reply.json()) as { id: string };
  const dana = await enter(id, 'dana', 'client', 'Dana');
  await dana.reads('This session asks for a passcode.');
  await dana.type('Passcode', 'stork-41');
  await dana.press('Go on');
  await dana.reads('That passcode was not right.');
  await dana.type('Passcode', 'heron-42');
  await dana.press('Go on');
  t.ok(await dana.reads('You are in the waiting room.'));
  t.same(dana.console, []);
  await dana.page.close();
});

t.test('nobody is let in before having agreed to the rules of the group', async (t) => {
  await anna.reads('What is said here stays here.');
  await weber.press('Show');
  await weber.reads('They have not agreed to the rules of the group yet.');
  const isDisabled = await weber.page.$eval(
    '::-p-aria([name="Let in Anna"])',
    (button) => (button as HTMLButtonElement).disabled,
  );
  t.ok(isDisabled);
  await anna.press('I have read this and agree');
  await ben.press('I have read this and agree');
  t.ok(await anna.reads('You are in the waiting room.'));
  await ben.reads('You are in the waiting room.');
});

t.test('a therapist speaks with somebody alone before letting them in, who has been told and may say no', async (t) => {
  await weber.press('Speak alone first with Anna');
  await anna.reads('Weber would like to speak with you alone.');
  await anna.reads(' you will see and hear each other.');
  await picture(anna, 'meeting-client');
  t.ok(await anna.reads('Nobody can see or hear you now.'), 'nor does anybody yet');
  await weber.reads('Anna has been told that you would like to speak alone.');
  await anna.press('Not now');
  await weber.reads('Anna would rather not speak alone now.');
  await picture(weber, 'meeting-declined');
  await weber.press('Ask again');
  await anna.press('I am ready');
  await anna.reads('Only this one person can see and hear you now');
  t.same(await Promise.all([weber, anna].map((one) => one.seesAndHears(2, 1))), [true, true]);
  t.ok(await ben.seesAndHears(1, 0), 'the other one who waits notices nothing');
  await anna.type('Write a line', 'Hello, it is me.');
  await anna.press('Send');
  await weber.reads('Hello, it is me.');
  t.match(await anna.content(), /You are alone with Weber. Only you two see and hear each other./, 'read out');
  t.notMatch(await anna.content(), /Ben/);
  await picture(anna, 'talk-client');
  await picture(weber, 'talk-host');
  await weber.press('Let in');
  t.ok(await anna.reads('You are in the session. Only the therapists can see and hear you now.'));
});

t.test('a circle that was announced by mistake is taken back before it opens', async (t) => {
  await weber.press('Let in Ben');
  await ben.reads('You see the therapists only.');
  await weber.press('Open the circle');
  await confirm(weber);
  await ben.reads('all 3 people will see and hear each other.');
  t.notMatch(await ben.content(), /Take it back/, 'hosts alone may');
  await weber.reads('Take it back');
  for (const size of [phone, desktop]) {
    await weber.page.setViewport(size);
    await picture(weber, `circle-take-back-${size.width}x${size.height}`);
  }
  await weber.press('Take it back');
  t.ok(await ben.reads('The circle does not open now. Only the therapists can see and hear you.'));
  t.match(
    await ben.page.$$eval('>>> [role=log]', (all) => all.map((one) => one.textContent).join()),
    'The circle does not open now.',
    'read out',
  );
  t.ok(await weber.reads('Open the circle'), 'and it can be announced again');
});

t.test('while the circle is closed clients see therapists alone; opened, everybody', async (t) => {
  t.ok(await ben.seesAndHears(2, 1));
  t.ok(await anna.seesAndHears(2, 1));
  t.notMatch(await ben.content(), /Anna/);
  await weber.press('Open the circle');
  await confirm(weber);
  await ben.reads('all 3 people will see and hear each other.');
  await picture(ben, 'circle-opens');
  t.ok(await ben.reads('The circle is open. You and the others see and hear each other.'));
  t.same(await Promise.all([weber, anna, ben].map((one) => one.seesAndHears(3, 2))), [true, true, true]);
});

t.test('a chat message is shown unchanged to its addressees', async (t) => {
  await anna.press('Chat');
  await anna.type('Your message', '<b>Good</b> evening');
  await anna.press('Send');
  await openChat(ben);

  t.ok(await ben.reads('<b>Good</b> evening'), 'plain text');
  await anna.page.locator('>>> hearthroom-chat-panel >>> select').fill('hosts ');
  await anna.type('Your message', 'I would like to say something later.');
  await anna.press('Send');
  await openChat(weber);

  t.ok(await weber.reads('I would like to say something later.'));
  await ben.type('Your message', 'Good evening to you');
  await ben.press('Send');
  await anna.reads('Good evening to you');
  t.notMatch(await ben.content(), /say something later/, 'hosts alone read what is for hosts');
  await picture(anna, 'chat');
  for (const one of [anna, ben, weber]) await one.press('Close the chat');
});

t.test('raised hands are listed in order, and a host can lower them', async (t) => {
  await ben.press('Hand');
  await weber.reads('raised hand, number 1');
  await anna.press('Hand');
  await weber.page.locator('>>> button.people').click();
  await weber.reads('Raised hands');
  t.ok(await ben.reads('raised hand, number 2'));
  await weber.press('Lower the hand of Ben');
  await weber.press('Lower the hand of Anna');
  await ben.page.waitForFunction(() => !document.querySelector('hearthroom-session')?.session?.room?.hands?.length);
  t.notMatch(await ben.content(), /raised hand, number/);
});

t.test('a call for help is seen by therapists alone, who speak with that person alone', async (t) => {
  await anna.press('Help');
  await anna.type('What is it about? (optional)', 'I feel dizzy.');
  await confirm(anna);
  await weber.reads('I feel dizzy.');
  t.ok(await anna.reads('You have asked for help.'));
  t.notMatch(await ben.content(), /dizzy|asks for help/);
  await picture(weber, 'help-host');
  await weber.press('Speak alone with Anna');
  await anna.reads('Weber would like to speak with you alone.');
  await anna.reads('the group neither sees nor hears you then.');
  await picture(anna, 'meeting-group');
  await anna.press('I am ready');
  t.ok(await anna.reads('You are alone with Weber.'));
  t.same(await Promise.all([weber, anna].map((one) => one.seesAndHears(2, 1))), [true, true]);
  await ben.reads('Anna is with Weber.');
  t.match(await ben.content(), /with Weber/);
  t.ok(await ben.seesAndHears(1, 0), 'the group hears nothing of it');
  await picture(ben, 'side-room-group');
  await anna.press('Back to the group');
  t.same(await Promise.all([weber, anna, ben].map((one) => one.seesAndHears(3, 2))), [true, true, true]);
});

t.test('the turn goes from one to the next, and can be passed', async (t) => {
  await weber.page.evaluate(() => {
    const panel = document
      .querySelector('hearthroom-session')
      ?.shadowRoot?.querySelector('hearthroom-call')?.renderRoot;
    const host = panel?.querySelector('hearthroom-host-panel')?.renderRoot;
    const details = host?.querySelector('hearthroom-go-round-controls')?.closest('details');
    if (details) details.open = true;
  });
  await weber.press('Start the go-round');
  await weber.reads('Weber has the turn');
  await weber.press('Next');
  await anna.reads('It is your turn.');
  await picture(anna, 'turn');
  await anna.press('Pass on');
  t.ok(await ben.reads('It is your turn.'));
  await ben.press('Pass on');
  await weber.page.waitForFunction(() => document.querySelector('hearthroom-session')?.session?.room?.goRound === null);
});

t.test('a round may go in an order that the host picks', async (t) => {
  await weber.page.evaluate(async () => {
    const panel = document
      .querySelector('hearthroom-session')
      ?.shadowRoot?.querySelector('hearthroom-call')?.renderRoot;
    const host = panel?.querySelector('hearthroom-host-panel')?.renderRoot;
    for (const details of host?.querySelectorAll('details') ?? []) details.open = true;
    const controls = host?.querySelector('hearthroom-go-round-controls')?.shadowRoot;
    const [, order] = controls?.querySelectorAll('select') ?? [];
    if (!order) throw new Error('there is no choice of order');
    order.value = 'chosen';
    order.dispatchEvent(new Event('change'));
    for (const name of ['Ben', 'Anna']) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const picks = [...(controls?.querySelectorAll<HTMLButtonElement>('.turns button') ?? [])];
      picks.find(({ textContent }) => textContent?.includes(name))?.click();
    }
  });
  await picture(weber, 'round-order');
  await weber.press('Start the go-round');
  t.ok(await ben.reads('It is your turn.'));
  await ben.press('Pass on');
  t.ok(await anna.reads('It is your turn.'));
  await weber.press('Stop');
  await weber.page.waitForFunction(() => document.querySelector('hearthroom-session')?.session?.room?.goRound === null);
});

t.test('two are sent into a small group, called back, and see everybody again', async (t) => {
  await weber.page.evaluate(() => {
    const panel = document
      .querySelector('hearthroom-session')
      ?.shadowRoot?.querySelector('hearthroom-call')?.renderRoot;
    const all = panel?.querySelector('hearthroom-host-panel')?.renderRoot.querySelectorAll('details') ?? [];
    for (const details of all) details.open = true;
  });
  await weber.press('Show the groups first');
  await weber.press('Start the groups');
  await anna.reads('You are in Group 1.');
  t.same(await Promise.all([anna, ben].map((one) => one.seesAndHears(2, 1))), [true, true]);
  await weber.type('Message to all groups', 'Five more minutes.');
  await weber.page.locator('>>> hearthroom-breakout-controls >>> form button').click();
  await ben.reads('To all groups: Five more minutes.');
  await weber.press('Visit Group 1');
  await ben.reads('Weber will come to your group.');
  await weber.reads('You will be in Group 1.');
  await picture(ben, 'arriving');
  t.ok(await ben.reads('Here with you now, able to see and hear you: Weber.'));
  t.same(await Promise.all([weber, anna, ben].map((one) => one.seesAndHears(3, 2))), [true, true, true]);
  await picture(weber, 'breakout-host');
  await weber.page.evaluate(() =>
    document.querySelector('hearthroom-session')?.session?.endBreakout({ countdownSeconds: 0 }),
  );
  t.same(await Promise.all([weber, anna, ben].map((one) => one.seesAndHears(3, 2))), [true, true, true]);
  t.ok(await anna.reads('You are back in the group. It can see and hear you again.'));
});

t.test('a person who takes their agreement back waits, until they agree and are let in again', async (t) => {
  await anna.press('More');
  await anna.press('Settings');
  await anna.press('Take my agreement back');
  await anna.press('Take it back');
  t.ok(await anna.reads('What we agree on'));
  t.ok(await weber.seesAndHears(2, 1));
  await anna.press('I have read this and agree');
  await weber.page.waitForFunction(() =>
    document.querySelector('hearthroom-session')?.session?.waitingParticipants.some(({ agreed }) => agreed),
  );
  await weber.page.evaluate(() => document.querySelector('hearthroom-session')?.session?.admitAll());
  t.ok(await anna.seesAndHears(3, 2));
});

t.test('a person who must leave quickly is gone, from the page and from the group', async (t) => {
  for (let press = 0; press < 3; press++) await ben.page.keyboard.press('Escape');
  t.ok(await weber.seesAndHears(2, 1));
  await ben.page.waitForFunction(() => location.href === 'about:blank');
  t.equal(await ben.page.evaluate(() => document.body?.textContent ?? ''), '');
  t.same([weber.console, anna.console, ben.console], [[], [], []], 'the console stayed empty: no names, no errors');
});

t.test('the closing message is shown at the end', async (t) => {
  await weber.press('End the session for everybody');
  await weber.type('Closing words to the group (optional)', 'Until next Tuesday.');
  await confirm(weber);
  t.ok(await anna.reads('Until next Tuesday.'));
});
