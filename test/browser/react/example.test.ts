/** examples/react in Chromium: a host admits a client, and they see each other. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { startTestServer } from '../../support/server/test-server.ts';
import { Visitor } from '../ui/visitor.ts';

const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
mkdirSync(screenshots, { recursive: true });
const server = await startTestServer({ env: { HEARTHROOM_DEMO: 'true' } });
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  await server.close();
});

const seesOther = (visitor: Visitor) =>
  visitor.page.waitForFunction(
    () => [...document.querySelectorAll<HTMLVideoElement>('li:not(.own) video')].some((video) => video.videoWidth > 0),
    { polling: 100 },
  );
const picture = (visitor: Visitor, name: string) =>
  visitor.page.screenshot({ path: `${screenshots}react-${name}.png` });

t.test('a host admits a client in the React example, and they see each other', async (t) => {
  const room = await server.createRoom({
    title: 'Tuesday group',
    waitingMessage: 'We begin at six.',
    agreement: { version: '1', text: 'What is said here stays here.' },
  });
  const open = async (
    sub: string,
    role: 'therapist' | 'client',
    name: string,
    size: { width: number; height: number },
  ) => Visitor.open(browser, `${server.url}/react/#token=${await server.tokenFor(room, { sub, role, name })}`, size);
  const host = await open('w', 'therapist', 'Dr. Weber', { width: 1440, height: 900 });
  await host.press('Camera');
  await host.press('Microphone');
  await picture(host, 'before');
  await host.press('Join');
  await host.reads('Nobody is waiting.');
  const client = await open('a', 'client', 'Anna', { width: 390, height: 844 });
  await client.press('Camera');
  await client.press('Join');
  await client.reads('You are in the waiting room.');
  await client.reads('We begin at six.');
  await picture(client, 'waiting');
  await client.press('I have read this and agree');
  await host.reads('Waiting: 1');
  await picture(host, 'host');
  await host.press('Admit Anna');
  await client.reads('You are in the session.');
  await Promise.all([seesOther(host), seesOther(client)]);
  await picture(host, 'group');
  await picture(client, 'group-phone');
  t.equal(await client.page.evaluate(() => document.querySelectorAll('audio').length), 1, 'the host can be heard');
  t.equal(
    await client.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    true,
    'nothing is cut off on a phone',
  );
  await client.press('Leave');
  await client.reads('The session is over for you.');
  await picture(client, 'closed-phone');
  t.equal(await client.page.evaluate(() => document.activeElement?.tagName), 'H1');
  await client.press('Come back');
  await client.reads('You are in the');
  t.same([...host.console, ...client.console], []);
});
