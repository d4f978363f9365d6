/**
 * A whole evening as a group's participants see it, each on a page of the demo: an observer before a client, a call for
 * help while the therapist is in another view, a shared screen, a participant who leaves with the quick exit, a
 * connection lost during a turn, a therapist who disconnects.
 */
import { writeFileSync } from 'node:fs';
import t from 'tap';
import { ScreenReader } from '../../support/browser/screen-reader.ts';
import { browser, desktop, phone, screenshots, server } from './demo-pages.ts';
import { Visitor } from './visitor.ts';

t.setTimeout(600_000);

const room = await server.createRoom({
  title: 'Tuesday group',
  observerConsent: 'all',
  agreement: { version: '1', text: 'What is said here stays here.' },
  absencePolicy: 'hand-over',
  lengthMinutes: 60,
});

type RoleName = 'therapist' | 'cotherapist' | 'client' | 'observer';
async function open(sub: string, role: RoleName, name: string): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role, name });
  const isHost = role === 'therapist' || role === 'cotherapist';
  return Visitor.open(
    browser,
    `${server.url}/${isHost ? 'therapist' : 'client'}.html#token=${token}`,
    isHost ? desktop : phone,
  );
}

async function picture(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.screenshot({ path: `${screenshots}evening-${name}.png` });
}

const weber = await open('weber', 'therapist', 'Dr. Weber');
const okoye = await open('okoye', 'cotherapist', 'Ms. Okoye');
const olga = await open('olga', 'observer', 'Olga');
const anna = await open('anna', 'client', 'Anna');
const clara = await open('clara', 'client', 'Clara');
const reader = await ScreenReader.listen(anna.page);
t.teardown(() => reader.stop());

/** Presses the confirming button of an open dialog. */
async function confirm(visitor: Visitor): Promise<void> {
  const button = await visitor.page.waitForSelector('>>> dialog[open] button[type="submit"]', { visible: true });
  await button?.click();
}

t.test('an observer comes first, a client after', async (t) => {
  for (const host of [weber, okoye]) await host.press('Go in');
  await olga.press('Go in');
  await olga.press('I have read this and agree');
  await weber.press('Show');
  await weber.press('Let in Olga');
  t.ok(await olga.seesAndHears(2, 2));
  await reader.note('Anna presses "Go in"');
  await anna.press('Go in');
  await anna.reads('What is said here stays here.');
  await reader.note('Anna agrees to the rules of the group');
  await anna.press('I have read this and agree');
  await anna.reads('You are in the waiting room.');
  await reader.note('Dr. Weber would like to speak alone with her first');
  await weber.press('Speak alone first with Anna');
  await anna.reads('Dr. Weber would like to speak with you alone.');
  await picture(anna, 'announced');
  t.ok(await anna.seesAndHears(2, 1));
  await reader.note('Dr. Weber lets her in');
  await weber.press('Let in');
  await anna.reads('May they see and hear you?');
  t.notMatch(await olga.content(), /Anna/, 'the observer neither sees nor hears her');
  await reader.note('Anna agrees to the observer');
  await anna.press('I agree');
  t.ok(await olga.seesAndHears(3, 3));
  await reader.note('Anna looks around');
  reader.lines.push(...(await reader.readPage()));
});

t.test('a call for help reaches a therapist in another view, and its end is announced', async (t) => {
  const scroll = await weber.page.waitForSelector('>>> hearthroom-host-panel >>> .scroll');
  await scroll?.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await reader.note('Anna asks for help');
  await anna.press('Help');
  await confirm(anna);
  t.ok(await weber.reads('Anna asks for help'));
  t.ok(await okoye.reads('Anna asks for help'));
  const banner = await weber.page.waitForSelector('>>> hearthroom-help-banner >>> section', { visible: true });
  t.ok(await banner?.isIntersectingViewport({ threshold: 1 }), 'the whole banner is to be seen');
  await picture(weber, 'help');
  await reader.note('Dr. Weber closes the call');
  await weber.press('Done for Anna');
  await anna.page.waitForFunction(
    () => document.querySelector('hearthroom-session')?.session?.room?.help?.length === 0,
  );
});

t.test('a shared screen shows the group nothing that only hosts may see', async (t) => {
  await clara.press('Go in');
  await clara.press('I have read this and agree');
  await weber.reads('Clara');
  await weber.page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, 300, 150);
    const [track] = canvas.captureStream(5).getVideoTracks();
    if (!track) throw new Error('a canvas gives a track');
    await document
      .querySelector('hearthroom-session')
      ?.session?.localParticipant.setScreenShareEnabled(true, { track });
  });
  await weber.reads('Hidden while you share your screen');
  t.notMatch(await weber.content(), /Clara/);
  await picture(weber, 'shares');
  await weber.press('Stop sharing');
  await weber.press('Let in Clara');
  await clara.press('I agree');
  await anna.reads('Clara');
});

t.test('hosts are told when a participant leaves with the quick exit', async (t) => {
  for (let press = 0; press < 3; press += 1) await clara.page.keyboard.press('Escape');
  t.ok(await weber.reads('Clara left quickly.'));
  t.ok(await okoye.reads('Clara left quickly.'));
  await weber.press('Seen');
});

t.test('a turn waits for a lost connection', async (t) => {
  await reader.note('a go-round begins with Anna');
  await weber.page.evaluate(async () => {
    const { session } = document.querySelector('hearthroom-session') ?? {};
    const first = [...(session?.participants.values() ?? [])].find(({ name }) => name === 'Anna')?.id ?? '';
    await session?.startGoRound({ order: [first, session.localParticipant.id], secondsPerPerson: 600 });
  });
  await anna.reads('It is your turn.');
  await reader.note("Anna's connection is lost for three seconds");
  await anna.page.evaluate(() =>
    document.querySelector('hearthroom-session')?.session?.simulate('signal-loss', { durationMs: 3_000 }),
  );
  await anna.reads('Your turn is paused while you are being reconnected.');
  t.notMatch(await anna.content(), /It is your turn\./);
  await weber.reads('It is paused while they are being reconnected.');
  t.ok(await anna.reads('It is your turn.'));
  await reader.note('Anna passes the turn on');
  await anna.press('Pass on');
});

t.test(
  'when the therapist disconnects, the co-therapist is told what they can do, and the session continues',
  async (t) => {
    await reader.note("Dr. Weber's computer dies");
    await weber.page.browserContext().close();
    t.ok(await okoye.reads('The connection of Dr. Weber was lost at'));
    t.ok(await okoye.reads('You can let people in'));
    await picture(okoye, 'therapist-lost');
    await reader.note('Anna leaves');
    await anna.press('Leave');
    await confirm(anna);
    t.ok(await anna.reads('You have left the session'));
    await reader.note('what is left on her page');
    reader.lines.push(...(await reader.readPage()));
    t.same([anna.console, okoye.console, olga.console], [[], [], []]);
  },
);

t.test('a screen reader announced every step of the evening', async (t) => {
  await reader.stop();
  const transcript = reader.lines.join('\n');
  writeFileSync(`${screenshots}evening-transcript.txt`, `${transcript}\n`);
  for (const told of [
    /focus: heading 1 "What we agree on"/,
    /says: .*You are in the waiting room/,
    /says: .*Dr\. Weber would like to speak with you alone/,
    /says: .*You are alone with Dr\. Weber/,
    /says: .*You are in the session/,
    /says: .*Your call for help was seen/,
    /says: .*It is your turn/,
    /says: .*Your turn is paused/,
  ])
    t.match(transcript, told);
});
