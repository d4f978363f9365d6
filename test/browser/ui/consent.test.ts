import t from 'tap';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({
  title: 'Tuesday group',
  observerConsent: 'all',
  agreement: { version: '1', text: 'What is said here stays here.' },
});

async function enter(sub: string, role: 'therapist' | 'client' | 'observer', name: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const page = role === 'therapist' ? role : 'client';
  const size = role === 'therapist' ? desktop : phone;
  const visitor = await Visitor.open(browser, `${server.url}/${page}.html#token=${token}`, size);
  await visitor.press('Go in');
  if (role !== 'therapist') await visitor.press('I have read this and agree');
  return visitor;
}

async function picture(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.screenshot({ path: `${screenshots}consent-${name}.png` });
}

async function openSettings(visitor: Visitor): Promise<void> {
  await visitor.press('More');
  await visitor.press('Settings');
}

const weber = await enter('weber', 'therapist', 'Weber');
const olga = await enter('olga', 'observer', 'Olga');
const anna = await enter('anna', 'client', 'Anna');

t.test('an observer who waits is not promised to be let in', async (t) => {
  t.ok(await olga.reads('A therapist can let you in'));
  await picture(olga, 'observer-waits');
  await weber.press('Show');
  await weber.press('Let in Olga');
  t.ok(await olga.seesAndHears(1, 1), 'the therapist alone is there');
  await picture(olga, 'observer-in');
});

t.test('a client who comes after an observer is seen and heard by them once they agree, not before', async (t) => {
  await weber.press('Let in Anna');
  t.ok(await anna.reads('Olga is here as an observer. May they see and hear you?'));
  t.ok(await anna.reads('They neither see nor hear you before you agree.'));
  t.same(await Promise.all([anna.seesAndHears(2, 1), weber.seesAndHears(2, 1)]), [true, true]);
  t.ok(await olga.seesAndHears(1, 1), 'the observer goes on with the therapist alone');
  t.notMatch(await olga.content(), /Anna/);
  t.ok(await weber.reads('1 client has not agreed to this yet'));
  await picture(anna, 'asked-client');
  await picture(weber, 'asked-host');
  await anna.press('I agree');
  t.ok(await olga.seesAndHears(2, 2));
});

t.test('a client who changes their mind sends the observer back, who reads a true reason', async (t) => {
  await openSettings(anna);
  await picture(anna, 'settings');
  await anna.press('No longer agree to Olga');
  t.ok(await olga.reads('Everybody in the group has to agree to an observer, and now not everybody does.'));
  t.notMatch(await olga.content(), /Anna|You will be let in/);
  await picture(olga, 'observer-refused');
  t.ok(await weber.reads('1 client declined.'));
  await picture(weber, 'declined-host');
});

t.test('hosts ask again, and a client who declines again may still change their answer', async (t) => {
  await weber.press('Ask again about Olga');
  const confirm = await weber.page.waitForSelector('>>> dialog[open] button[type="submit"]', { visible: true });
  await picture(weber, 'ask-again');
  await confirm?.click();
  await anna.press('Close');
  await anna.reads('Olga would like to observe this session.');
  await anna.press('I would rather not');
  t.ok(await anna.reads('You can change your answer in the settings at any time.'));
  await picture(anna, 'declined-client');
  await openSettings(anna);
  await anna.press('Agree to Olga after all');
  await anna.press('Close');
  await weber.press('Let in Olga');
  t.ok(await olga.seesAndHears(2, 2));
});

t.test('hosts see who left with the quick exit, until they dismiss it', async (t) => {
  const ben = await enter('ben', 'client', 'Ben');
  await weber.press('Let in Ben');
  await ben.press('I agree');
  t.ok(await weber.seesAndHears(3, 2));
  for (let press = 0; press < 3; press++) await ben.page.keyboard.press('Escape');
  t.ok(await weber.reads('Ben left quickly.'));
  await weber.page.reload();
  await weber.press('Go in');
  t.ok(await weber.reads('Ben left quickly.'), 'also after a reload');
  await picture(weber, 'left-quickly');
  await weber.press('Seen');
  await weber.page.waitForFunction(
    () => document.querySelector('hearthroom-session')?.session?.room?.departures?.length === 0,
  );
  t.notMatch(await weber.content(), /Ben left quickly/);
});

t.test('a person a withdrawn agreement is shown as the reason in the notice and in the waiting room', async (t) => {
  await openSettings(anna);
  await anna.press('Take my agreement back');
  await anna.press('Take it back');
  t.ok(await anna.reads('You took back your agreement and are in the waiting room.'));
  await picture(anna, 'withdrew-client');
  t.ok(await weber.reads('Anna took back the agreement to the rules of the group'));
  await weber.press('Show');
  t.ok(await weber.reads('They took back their agreement to the rules of the group.'));
  t.notMatch(await weber.content(), /have not agreed to the rules of the group yet/);
  await picture(weber, 'withdrew-host');
  for (const one of [weber, anna, olga]) t.same(one.console, [], 'the console stayed empty');
});
