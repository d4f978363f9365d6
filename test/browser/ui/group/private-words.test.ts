import t from 'tap';
import { browser, desktop, phone, screenshots, server } from '../demo-pages.ts';
import { Visitor } from '../visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({ title: 'Tuesday group', waitingRoom: false });

async function enter(sub: string, role: 'therapist' | 'client', name: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const size = role === 'therapist' ? desktop : phone;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size);
  await visitor.press('Go in');
  return visitor;
}

async function picture(visitor: Visitor, name: string): Promise<void> {
  const before = visitor.page.viewport();
  for (const size of [phone, desktop]) {
    await visitor.page.setViewport(size);
    await visitor.page.screenshot({ path: `${screenshots}private-${name}-${size.width}x${size.height}.png` });
  }
  await visitor.page.setViewport(before);
}

/** The accessible texts of the chat's form. */
const formOf = (visitor: Visitor) =>
  visitor.page.$eval('>>> hearthroom-chat-panel', (panel) => {
    const root = panel.shadowRoot;
    const field = root?.querySelector('textarea');
    return {
      goes: root?.querySelector('#goes')?.textContent,
      isRead: root?.querySelector('#goes')?.getAttribute('role') === 'status',
      text: field?.value,
      isFocused: root?.activeElement === field,
      maySend: root?.querySelector<HTMLButtonElement>('form button')?.disabled === false,
    };
  });
const choose = (visitor: Visitor, name: string) =>
  visitor.page.$eval(
    '>>> hearthroom-chat-panel >>> select',
    (select, wanted) => {
      if (!(select instanceof HTMLSelectElement)) return;
      select.value = [...select.options].find((option) => option.textContent?.trim() === wanted)?.value ?? '';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    },
    name,
  );
const question = (visitor: Visitor) => visitor.page.waitForSelector('>>> dialog[open] .cancel', { visible: true });
const answer = (visitor: Visitor, how: 'cancel' | 'submit') =>
  visitor.page.$eval(`>>> dialog[open] ${how === 'cancel' ? '.cancel' : 'button[type="submit"]'}`, (button) => {
    if (button instanceof HTMLElement) button.click();
  });

const weber = await enter('weber', 'therapist', 'Weber');
const anna = await enter('anna', 'client', 'Anna');
const ben = await enter('ben', 'client', 'Ben');
for (const one of [weber, anna, ben]) {
  await one.seesAndHears(3, 2);
  await one.press('Chat');
}

t.test('the field shows in words and colour who will read the message', async (t) => {
  t.equal((await formOf(weber)).goes, 'This goes to everybody.');
  const colourOf = () => weber.page.$eval('>>> .goes', (one) => getComputedStyle(one).backgroundColor);
  const forAll = await colourOf();
  await picture(weber, 'to-all');
  await choose(weber, 'Anna only');
  await weber.reads('This goes to Anna only.');
  t.not(await colourOf(), forAll);
  t.equal((await formOf(weber)).isRead, true, 'the change is read out');
  await picture(weber, 'to-one');
});

t.test('Reply on private words writes to their sender alone, and puts the focus into the field', async (t) => {
  await weber.type('Your message', 'How are you?');
  await weber.press('Send');
  await anna.press('Reply to Weber only');
  await anna.reads('This goes to Weber only.');
  t.match(await formOf(anna), { isFocused: true, maySend: true });
  await anna.page.keyboard.type('Not well.');
  await picture(anna, 'reply');
  await anna.page.keyboard.press('Enter');
  await weber.reads('Not well.');
  await ben.type('Your message', 'Good evening');
  await ben.press('Send');
  await anna.reads('Good evening');
  t.notMatch(await ben.content(), /Not well|How are you/);
});

t.test('an incoming private message does not change the addressee of a draft', async (t) => {
  await ben.type('Your message', 'A text for all');
  await choose(weber, 'Ben only');
  await weber.type('Your message', 'Only for Ben');
  await weber.press('Send');
  await ben.reads('Only for Ben');
  t.match(await formOf(ben), { goes: 'This goes to everybody.', text: 'A text for all' });
});

t.test('a private text is given to everybody after one question, and not when it is declined', async (t) => {
  await anna.type('Your message', 'I am afraid of Ben.');
  await choose(anna, 'Everybody');
  await question(anna);
  await anna.reads('This text was for Weber only');
  await picture(anna, 'question');
  await answer(anna, 'cancel');
  await anna.reads('This goes to Weber only.');
  t.match(await formOf(anna), { text: 'I am afraid of Ben.', goes: 'This goes to Weber only.' });
  t.equal(
    await anna.page.$eval('>>> hearthroom-chat-panel >>> select', (one) =>
      (one as HTMLSelectElement).selectedOptions[0]?.textContent?.trim(),
    ),
    'Weber only',
  );

  await anna.type('Your message', 'Good evening everybody');
  await choose(anna, 'Everybody');
  await question(anna);
  await answer(anna, 'submit');
  await anna.reads('This goes to everybody.');
  await anna.press('Send');
  t.ok(await ben.reads('Good evening everybody'), 'without a second question');
});

t.test('a text for all of a small group is not sent to the whole group when it ends', async (t) => {
  await weber.page.evaluate(async () => {
    const session = document.querySelector('hearthroom-session')?.session;
    const ids = [...(session?.participants.keys() ?? [])];
    await session?.startBreakout({ groups: [{ name: 'Group 1', participantIds: ids }] });
  });
  await anna.reads('This goes to everybody who is here with you.');
  await anna.type('Your message', 'Between the two of us');
  await weber.page.evaluate(() =>
    document.querySelector('hearthroom-session')?.session?.endBreakout({ countdownSeconds: 0 }),
  );
  await anna.reads('You are with other people than before. Your text stays here and is not sent.');
  t.match(await formOf(anna), { text: 'Between the two of us', maySend: false });
  await anna.page.focus('>>> textarea');
  await anna.page.keyboard.press('Enter');
  t.match(await formOf(anna), { text: 'Between the two of us' }, 'nor with the Enter key');
  await picture(anna, 'other-place');
  await choose(anna, 'Weber only');
  await anna.reads('This goes to Weber only.');
  await anna.press('Send');
  await weber.reads('Between the two of us');
  t.notMatch(await ben.content(), /Between the two of us/);
});

t.test('when the addressee of a draft leaves, the draft stays and is sent to nobody', async (t) => {
  await choose(weber, 'Ben only');
  await weber.type('Your message', 'What you told me about Anna');
  await ben.page.browserContext().close();
  await weber.page.evaluate(async () => {
    const session = document.querySelector('hearthroom-session')?.session;
    const ben = [...(session?.participants.values() ?? [])].find(({ name }) => name === 'Ben');
    if (ben) await session?.remove(ben.id);
  });
  await weber.reads('Ben cannot be reached now. Your text stays here and is not sent.');
  t.match(await formOf(weber), { text: 'What you told me about Anna', maySend: false });
  t.ok(await weber.reads('to one person only, who is not with you now'), 'the message that Ben received');
  await picture(weber, 'gone');
  await choose(weber, 'Everybody');
  await question(weber);
  await answer(weber, 'cancel');
  await weber.reads('Ben cannot be reached now.');
  for (const one of [weber, anna]) t.same(one.console, [], 'the console stayed empty');
});
