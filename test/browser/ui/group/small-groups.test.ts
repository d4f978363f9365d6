/**
 * Small groups as a host sees them: before they start, from the main room, and when a participant is left alone in one.
 */
import t from 'tap';
import { until } from '../../../support/browser/person.ts';
import { browser, desktop, phone, screenshots, server } from '../demo-pages.ts';
import { Visitor } from '../visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({ title: 'Tuesday group', waitingRoom: false });

async function enter(name: string, role: 'therapist' | 'client'): Promise<Visitor> {
  const label = role === 'client' ? { label: `${name} Maier` } : {};
  const token = await server.tokenFor(room, {
    sub: name.toLowerCase(),
    role,
    name,
    ...label,
    grants: { publishCamera: false },
  });
  const size = role === 'client' ? phone : desktop;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size);
  await visitor.press('Go in');
  await visitor.reads('Chat');
  return visitor;
}

const weber = await enter('Weber', 'therapist');
const anna = await enter('Anna', 'client');
const ben = await enter('Ben', 'client');
const cleo = await enter('Cleo', 'client');

async function pictures(name: string): Promise<void> {
  for (const size of [phone, desktop]) {
    await weber.page.setViewport(size);
    await weber.page.screenshot({ path: `${screenshots}small-groups-${name}-${size.width}x${size.height}.png` });
  }
}

/** Names by group, as the host's panel shows them before the groups start. */
const shownGroups = () =>
  weber.page.$$eval('>>> hearthroom-breakout-controls >>> form .groups li', (lines) =>
    lines.map((line) => [line.querySelector('b')?.textContent, line.querySelector('.hint')?.textContent]),
  );

const startedGroups = () =>
  weber.page.evaluate(() => {
    const session = document.querySelector('hearthroom-session')?.session;
    return (session?.room?.breakout?.groups ?? []).map(({ name, participantIds }) => [
      name,
      participantIds.map((id) => session?.participants.get(id)?.name).join(', '),
    ]);
  });

const move = (name: string, group: string) =>
  weber.page.locator(`::-p-aria([name="Group of ${name}"][role="combobox"])`).fill(group);

t.test('random groups are shown before they start, and can be shuffled again and changed', async (t) => {
  await weber.page.locator('>>> button.people').click();
  await weber.reads('Group work');
  await weber.page.evaluate(() => {
    const call = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-call');
    const panel = call?.renderRoot.querySelector('hearthroom-host-panel')?.renderRoot;
    for (const details of panel?.querySelectorAll('details') ?? []) details.open = true;
  });
  await weber.press('Show the groups first');
  await until(async () => (await shownGroups()).length === 1, 'three are one group: nobody is left alone');
  t.same(await startedGroups(), [], 'and nobody is moved');
  await weber.press('Shuffle again');
  const [first] = await shownGroups();
  t.same(first?.[1]?.split(', ').sort(), ['Anna', 'Ben', 'Cleo']);
});

t.test('a group of one is asked about first', async (t) => {
  await move('Cleo', '2');
  await until(async () => /alone/.test(String((await shownGroups())[1])), 'it is marked');
  await pictures('preview');
  await weber.press('Start the groups');
  t.ok(await weber.reads('Leave Cleo alone in Group 2?'));
  await pictures('alone-question');
  await weber.press('Change the groups');
  t.same(await startedGroups(), []);
});

t.test('exactly what was shown is started', async (t) => {
  await weber.press('Start the groups');
  await weber.press('Start anyway');
  await Promise.all([anna, ben].map((one) => one.reads('You are in Group 1.')));
  t.same(await startedGroups(), [
    ['Group 1', 'Anna, Ben'],
    ['Group 2', 'Cleo'],
  ]);
});

t.test('from the main room a host sees that groups run, who is where, and how long', async (t) => {
  await weber.press('Close');
  await weber.reads('Small groups are running.');
  t.ok(await weber.reads('Anna (Anna Maier), Ben (Ben Maier)'));
  await weber.reads(' left.');
  await pictures('banner');
  for (const client of [anna, cleo]) t.notMatch(await client.content(), /Small groups are running/);
});

t.test('hosts are told when somebody is left alone in a group, and may go there', async (t) => {
  await ben.press('Leave quickly');
  await weber.reads('Anna is alone in Group 1.');
  await pictures('alone');
  await weber.press('Visit Group 1');
  await weber.reads('You are in Group 1.');
  await until(async () => !(await weber.content()).includes('Anna is alone in'), 'a visit is company');
  await weber.press('Back to the main group');
  t.ok(await weber.reads('Anna is alone in Group 1.'), 'and afterwards she is alone again');
});

t.test('everybody is called back from the banner', async (t) => {
  await weber.press('Call everybody back');
  await anna.reads('The small groups are ending');
  t.ok(await weber.reads('Everybody comes back in'));
  t.same([weber.console, anna.console, cleo.console], [[], [], []]);
});
