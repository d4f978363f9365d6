/** A check-in as a host and clients see it: asked, answered by keyboard, changed, and ended. */
import t from 'tap';
import { browser, desktop, phone, screenshots, server } from '../demo-pages.ts';
import { Visitor } from '../visitor.ts';

t.setTimeout(240_000);

const room = await server.createRoom({ title: 'Tuesday group', waitingRoom: false, encryption: 'required' });

async function enter(name: string, role: 'therapist' | 'client'): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub: name.toLowerCase(), role, name, grants: { publishCamera: false } });
  const size = role === 'client' ? phone : desktop;
  const visitor = await Visitor.open(browser, `${server.url}/${role}.html#token=${token}`, size);
  await visitor.press('Go in');
  await visitor.reads('Chat');
  return visitor;
}

const picture = (visitor: Visitor, name: string) =>
  visitor.page.screenshot({ path: `${screenshots}check-in-${name}.png` });

const answersOf = ({ page }: Visitor): Promise<unknown> =>
  page.evaluate(() => {
    const { checkIn } = document.querySelector('hearthroom-session')?.session ?? {};
    return checkIn?.answers?.map(({ value }) => value) ?? null;
  });

const weber = await enter('Weber', 'therapist');
const anna = await enter('Anna', 'client');
const ben = await enter('Ben', 'client');

t.test('a host asks from the group work; clients are asked beside the pictures', async (t) => {
  await weber.press('People');
  await weber.page.evaluate(() => {
    const call = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-call');
    const panel = call?.shadowRoot?.querySelector('hearthroom-host-panel');
    panel?.shadowRoot?.querySelector<HTMLElement>('.tools summary')?.click();
  });
  await weber.press('Ask the group');
  for (const client of [anna, ben]) await client.reads('How are you today?');
  await anna.reads('Only your therapists see your answer.');
  await picture(anna, 'asked');
  const boxes = await anna.page.evaluate(() => {
    const call = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-call')?.shadowRoot;
    const boxOf = (name: string) => call?.querySelector(name)?.getBoundingClientRect();
    return { gallery: boxOf('hearthroom-gallery')?.bottom ?? 0, card: boxOf('hearthroom-check-in-card')?.top ?? 0 };
  });
  t.ok(boxes.card >= boxes.gallery, 'it covers no picture');
});

t.test('an answer is chosen and sent by keyboard; the host alone sees it', async (t) => {
  const focusCard = (): void => {
    const call = document.querySelector('hearthroom-session')?.shadowRoot?.querySelector('hearthroom-call')?.shadowRoot;
    call?.querySelector('hearthroom-check-in-card')?.shadowRoot?.querySelector('input')?.focus();
  };
  await anna.page.evaluate(focusCard);
  await anna.page.keyboard.press('Space');
  for (let count = 0; count < 3; count += 1) await anna.page.keyboard.press('ArrowRight');
  await anna.page.keyboard.press('Enter');
  await anna.reads('Your answer to the check-in: 3');
  await weber.reads('1 of 2 have answered');
  await picture(weber, 'answers');
  t.same(await answersOf(weber), [3]);
  t.equal(await answersOf(ben), null);
  t.notMatch(await ben.content(), /have answered|: 3/);
});

t.test('an answer can be changed, the question put aside, and the end is told to all', async (t) => {
  await ben.press('Not now');
  await ben.reads('You can answer the check-in as long as it runs.');
  await anna.press('Change');
  await anna.press('Take it back');
  await weber.reads('0 of 2 have answered');
  t.same(await answersOf(weber), []);
  await weber.press('End the check-in');
  for (const client of [anna, ben]) await client.reads('The check-in is over.');
  await weber.reads('The check-in is over. Its answers are gone.');
});
