/** To speak alone is offered to a host only while the server would accept it; otherwise the reason is given. */
import t from 'tap';
import { browser, desktop, phone, screenshots, server } from '../demo-pages.ts';
import { Visitor } from '../visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({ title: 'Tuesday group', meeting: 'asked' });

async function enter(sub: string, role: 'therapist' | 'cotherapist' | 'client', name: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const size = role === 'cotherapist' ? phone : desktop;
  const file = role === 'client' ? 'client' : 'therapist';
  const visitor = await Visitor.open(browser, `${server.url}/${file}.html#token=${token}`, size);
  await visitor.press('Go in');
  return visitor;
}

/** Waits until the button has this state, and returns its description. */
async function describedAs({ page }: Visitor, name: string, disabled: boolean): Promise<string | undefined> {
  const selector = `>>> button${disabled ? ':disabled' : ':enabled'}::-p-aria([name="${name}"])`;
  const button = await page.waitForSelector(selector);
  const snapshot = button && (await page.accessibility.snapshot({ root: button }));
  return snapshot?.description;
}

const weber = await enter('weber', 'therapist', 'Weber');
const cole = await enter('cole', 'cotherapist', 'Cole');
const anna = await enter('anna', 'client', 'Anna');
const dora = await enter('dora', 'client', 'Dora');
const ben = await enter('ben', 'client', 'Ben');
for (const host of [weber, cole]) await host.press('Show');
await weber.press('Let in Ben');
await ben.reads('You are in the session.');

t.test('another host sees that a person who waits was asked, and why they cannot ask', async (t) => {
  await weber.press('Speak alone first with Anna');
  await anna.reads('Weber would like to speak with you alone.');
  const asked = 'Another therapist has asked to speak alone with them.';
  t.equal(await describedAs(cole, 'Speak alone first with Anna', true), asked);
  t.equal(await describedAs(cole, 'Speak alone first with Dora', false), undefined);
  const one = 'You can speak alone with one person at a time.';
  t.equal(await describedAs(weber, 'Speak alone first with Anna', true), 'You have asked to speak alone with them.');
  t.equal(await describedAs(weber, 'Speak alone first with Dora', true), one);
  await weber.press('Actions for Ben');
  t.equal(await describedAs(weber, 'Speak alone', true), one);
  await weber.page.screenshot({ path: `${screenshots}speak-alone-host-1440.png` });
  await cole.page.screenshot({ path: `${screenshots}speak-alone-other-390.png` });
  await anna.press('Not now');
  t.equal(await describedAs(cole, 'Speak alone first with Anna', false), undefined);
  t.equal(await describedAs(weber, 'Speak alone', false), undefined);
});

t.test('the same for a person inside', async (t) => {
  await weber.press('Speak alone');
  await ben.reads('Weber would like to speak with you alone.');
  await cole.press('Actions for Ben');
  t.equal(await describedAs(cole, 'Speak alone', true), 'Another therapist has asked to speak alone with them.');
  await cole.page.screenshot({ path: `${screenshots}speak-alone-inside-390.png` });
  await ben.press('Not now');
  t.equal(await describedAs(cole, 'Speak alone', false), undefined);
  t.same([...weber.console, ...cole.console, ...dora.console], []);
});
