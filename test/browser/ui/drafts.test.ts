/** Unsent text is restored with its field: after the screen was shared, and after the chat was closed. */
import t from 'tap';
import { browser, desktop, phone, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({ title: 'Tuesday group' });

async function enter(sub: string, role: 'therapist' | 'client', name: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const size = role === 'therapist' ? desktop : phone;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size);
  await visitor.press('Go in');
  return visitor;
}

/** Starts or ends sharing a picture as a screen. */
const share = ({ page }: Visitor, on: boolean) =>
  page.evaluate(async (isOn) => {
    const participant = document.querySelector('hearthroom-session')?.session?.localParticipant;
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    const [track] = canvas.captureStream(5).getVideoTracks();
    await participant?.setScreenShareEnabled(isOn, isOn && track ? { track } : {});
  }, on);

/** The content of the field with this name; null if there is no such field. */
const writtenIn = async ({ page }: Visitor, name: string): Promise<string | null> => {
  const field = await page.$(`::-p-aria([name="${name}"][role="textbox"])`);
  if (!field) return null;
  return field.evaluate((one) =>
    one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one.value : null,
  );
};

const field = ({ page }: Visitor, name: string) =>
  page.locator(`::-p-aria([name="${name}"][role="textbox"])`).waitHandle();

/** Found by class: its name contains the number of waiting participants. */
const openPeople = () => weber.page.locator('>>> button.people').click();
const toWaiting = 'Message to everybody who is waiting';
const weber = await enter('weber', 'therapist', 'Weber');
const anna = await enter('anna', 'client', 'Anna');
await weber.press('Show');
await weber.press('Let in Anna');
await anna.reads('You are in the session.');
const dora = await enter('dora', 'client', 'Dora');
await weber.reads('Dora');

t.test('a message to those who wait is masked with the panel, and is there afterwards', async (t) => {
  await weber.type(toWaiting, 'We begin in five');
  await share(weber, true);
  await weber.page.locator('::-p-aria([name="Show"][role="button"])').waitHandle();
  t.equal(await writtenIn(weber, toWaiting), null, 'nothing of it is on a screen that is shared');
  await share(weber, false);
  await field(weber, toWaiting);
  t.equal(await writtenIn(weber, toWaiting), 'We begin in five');
  await weber.press('Close');
  await openPeople();
  await field(weber, toWaiting);
  t.equal(await writtenIn(weber, toWaiting), 'We begin in five', 'the same after the panel was closed');
  await weber.press('Send');
  await dora.reads('We begin in five');
  await weber.press('Close');
  await openPeople();
  await field(weber, toWaiting);
  t.equal(await writtenIn(weber, toWaiting), '', 'what was sent is not');
  await weber.press('Close');
});

t.test('a message that was begun in a question is there when it is asked again, for that person only', async (t) => {
  const message = 'Your message';
  await openPeople();
  await weber.press('Write to Dora');
  await field(weber, message);
  await weber.type(message, 'Do you have the link?');
  await share(weber, true);
  await weber.page.waitForSelector('>>> dialog[open]', { hidden: true });
  t.ok(await weber.reads('The message you had begun is kept.'));
  t.notMatch(await weber.content(), /the link/, 'nothing of it is on a screen that is shared');
  await share(weber, false);
  const emil = await enter('emil', 'client', 'Emil');
  await weber.press('Write to Emil');
  await field(weber, message);
  t.equal(await writtenIn(weber, message), '');
  await weber.press('Cancel');
  await weber.press('Write to Dora');
  await field(weber, message);
  t.equal(await writtenIn(weber, message), 'Do you have the link?');
  await weber.press('Cancel');
  await weber.press('Write to Dora');
  await field(weber, message);
  t.equal(await writtenIn(weber, message), '', 'not after it was cancelled');
  await weber.press('Cancel');
  await emil.page.close();
});

t.test('a line in a talk before the session is masked, and is there afterwards', async (t) => {
  const line = 'Write a line';
  await weber.press('Speak alone first with Dora');
  await field(weber, line);
  await weber.type(line, 'Can you hear');
  await share(weber, true);
  await weber.page.waitForSelector('>>> hearthroom-talk-lines', { hidden: true });
  t.notMatch(await weber.content(), /Can you hear/);
  await share(weber, false);
  await field(weber, line);
  t.equal(await writtenIn(weber, line), 'Can you hear');
  await weber.press('End the talk');
});

const toggleChat = () => weber.page.locator('>>> button.chat').click();

t.test('a chat message keeps its text and its reader while the chat is closed', async (t) => {
  await toggleChat();
  await field(weber, 'Your message');
  await weber.page.$eval('>>> hearthroom-chat-panel >>> select', (select) => {
    if (!(select instanceof HTMLSelectElement)) return;
    select.value = [...select.options].find(({ text }) => text.includes('Anna'))?.value ?? '';
    select.dispatchEvent(new Event('change'));
  });
  await weber.reads('This goes to Anna only.');
  await weber.type('Your message', 'Are you well?');
  await toggleChat();
  await toggleChat();
  await field(weber, 'Your message');
  t.equal(await writtenIn(weber, 'Your message'), 'Are you well?');
  t.ok(await weber.reads('This goes to Anna only.'), 'and it goes to nobody else');
  await weber.press('Send');
  await anna.reads('1 new message');
  await toggleChat();
  await toggleChat();
  await field(weber, 'Your message');
  t.equal(await writtenIn(weber, 'Your message'), '');
  t.same(weber.console, [], 'the console stayed empty');
});
