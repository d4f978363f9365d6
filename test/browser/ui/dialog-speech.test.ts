/** What a screen reader says while a modal dialog is open, which hides the rest of the page from it. */
import t from 'tap';
import { ScreenReader } from '../../support/browser/screen-reader.ts';
import { browser, desktop, phone, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({ title: 'Tuesday group', meetingNoticeSeconds: 300 });

async function enter(sub: string, role: 'therapist' | 'client', name: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const size = role === 'therapist' ? desktop : phone;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size);
  await visitor.press('Go in');
  return visitor;
}

const weber = await enter('weber', 'therapist', 'Weber');
const anna = await enter('anna', 'client', 'Anna');
await weber.press('Show');
await weber.press('Let in Anna');
await anna.reads('You are in the session.');
const readers = [await ScreenReader.listen(weber.page), await ScreenReader.listen(anna.page)] as const;
const [ofWeber, ofAnna] = readers;
t.teardown(() => Promise.all(readers.map((reader) => reader.stop())));

/** How often each of these texts was said, politely or at once. */
async function timesSaid(reader: ScreenReader, ...texts: string[]): Promise<number[]> {
  await reader.note('counted');
  const said = reader.lines.filter((line) => line.startsWith('says'));
  return texts.map((text) => said.filter((line) => line.includes(text)).length);
}

const closed = (visitor: Visitor) => visitor.page.waitForSelector('>>> dialog[open]', { hidden: true });

t.test('an announcement is said in an open question, and not again when it is closed', async (t) => {
  await weber.press('Leave');
  await weber.page.waitForSelector('>>> dialog[open]');
  const dora = await enter('dora', 'client', 'Dora');
  await dora.reads('You are in the waiting room.');
  await weber.reads('Dora is waiting');
  t.same(await timesSaid(ofWeber, 'Dora is waiting'), [1], ofWeber.lines.join('\n'));
  await weber.page.keyboard.press('Escape');
  await closed(weber);
  t.same(await timesSaid(ofWeber, 'Dora is waiting'), [1], 'not twice');
});

t.test('a notice of a state and a chat message are said in the settings, each once', async (t) => {
  const asked = 'Weber would like to speak with you alone';
  await anna.press('More');
  await anna.press('Settings');
  await anna.page.waitForSelector('>>> dialog[open]');
  await weber.press('Actions for Anna');
  await weber.press('Speak alone');
  await anna.reads(asked);
  t.same(await timesSaid(ofAnna, asked), [1], ofAnna.lines.join('\n'));
  await weber.page.evaluate(() =>
    document.querySelector('hearthroom-session')?.session?.chat.send('Good evening', { to: 'group' }),
  );
  await anna.reads('New message from Weber');
  t.same(await timesSaid(ofAnna, 'New message from Weber'), [1]);
  await anna.page.keyboard.press('Escape');
  await closed(anna);
  t.same(await timesSaid(ofAnna, asked, 'New message from Weber'), [1, 1], 'not twice');
  await anna.press('Not now');
  await weber.reads('Anna would rather not speak alone now.');
  t.same([...weber.console, ...anna.console], []);
});
